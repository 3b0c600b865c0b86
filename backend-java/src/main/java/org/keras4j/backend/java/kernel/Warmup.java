package org.keras4j.backend.java.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;

/// Keeps a loop with explicit vectors out of use until it runs fast.
///
/// Before the compiler has seen such a loop often, every vector is an object and the loop runs a
/// hundred times slower than a plain one. So an early use of each asks a background thread to run
/// it on a small problem until it is fast, and the plain loop, which gives the same bits, serves
/// until then. A loop that never becomes fast, on a JVM that does not compile it well, is never
/// used; that is logged.
final class Warmup {
  private static final long PATIENCE_NANOS = 20_000_000_000L;
  private static final int BATCH = 50;
  private static final long TURN_NANOS = 5_000_000;

  /// Uses before which a small program leaves a loop as it is: it might end while the loop
  /// compiles.
  private static final int FEW = 16;

  private static final LinkedBlockingQueue<Warmup> WAITING = new LinkedBlockingQueue<>();
  private static boolean started;
  private static volatile boolean large;
  private static volatile boolean assumed = Boolean.getBoolean("keras4j.simd.cold");

  private final String name;
  private final long nanos;
  private final Runnable trial;
  private long patience = PATIENCE_NANOS;
  private boolean requested;
  private volatile boolean needed;
  private int uses;
  private boolean ready;

  /// A loop that is fast when `trial` takes at most `nanos`.
  Warmup(String name, long nanos, Runnable trial) {
    this.name = name;
    this.nanos = nanos;
    this.trial = trial;
  }

  /// Uses all loops from now on, fast or not.
  static void assumeReady() {
    assumed = true;
  }

  /// Whether to use the loop.
  boolean ready() {
    return ready || notYet();
  }

  /// Says that this process has work for several threads. Then every loop pays from its first use;
  /// and matrices will be multiplied before long, so the tiles are made fast while a model is built
  /// and its data are read.
  static void expectLargeWork() {
    large = true;
    Tiles.MATRIX.expect();
  }

  /// Makes the loop fast before its first use.
  private void expect() {
    if (!requested && Simd.ENABLED) {
      request();
    }
  }

  private boolean notYet() {
    if (!needed && (large || ++uses > FEW)) {
      needed = true;
      expect();
    }
    return assumed && Simd.ENABLED;
  }

  private synchronized void request() {
    if (!requested) {
      requested = true;
      WAITING.add(this);
      start();
    }
  }

  private static synchronized void start() {
    if (!started) {
      started = true;
      Thread.ofPlatform().daemon().name("keras4j-warmup").start(Warmup::work);
    }
  }

  /// Gives every waiting loop a short turn, again and again, so that their compilations overlap;
  /// those that somebody needs before those that are expected.
  private static void work() {
    List<Warmup> active = new ArrayList<>();
    try {
      while (true) {
        if (active.isEmpty()) {
          active.add(WAITING.take());
        }
        WAITING.drainTo(active);
        boolean urgent = active.stream().anyMatch(w -> w.needed);
        active.removeIf(w -> w.needed == urgent && w.turn());
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  /// Runs the trial a few times, fewer as long as it is slow, so that no loop holds the others up;
  /// true if the loop is fast now, or never will be.
  boolean turn() {
    long start = System.nanoTime();
    int runs = 0;
    long spent = 0;
    while (runs < BATCH && spent < TURN_NANOS) {
      trial.run();
      runs++;
      spent = System.nanoTime() - start;
    }
    ready = runs == BATCH && spent <= BATCH * nanos;
    patience -= spent;
    if (!ready && patience < 0) {
      System.getLogger(Warmup.class.getName())
          .log(
              System.Logger.Level.WARNING,
              "The vector loop {0} stays slow on this JVM; plain loops are used instead.",
              name);
    }
    return ready || patience < 0;
  }
}
