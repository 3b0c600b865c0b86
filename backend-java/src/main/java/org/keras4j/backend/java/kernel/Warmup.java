package org.keras4j.backend.java.kernel;

import java.util.concurrent.LinkedBlockingQueue;

/// Keeps a loop with explicit vectors out of use until it runs fast.
///
/// Before the compiler has seen such a loop often, every vector is an object and the loop runs a
/// hundred times slower than a plain one. So the first use of each asks a background thread to run
/// it on a small problem until it is fast, and the plain loop, which gives the same bits, serves
/// until then. A loop that never becomes fast, on a JVM that does not compile it well, is never
/// used; that is logged.
final class Warmup {
  private static final long PATIENCE_NANOS = 60_000_000_000L;
  private static final int BATCH = 200;
  private static final LinkedBlockingQueue<Warmup> WAITING = new LinkedBlockingQueue<>();
  private static boolean started;
  private static volatile boolean assumed = Boolean.getBoolean("keras4j.simd.cold");

  private final String name;
  private final long nanos;
  private final Runnable trial;
  private boolean requested;
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

  private boolean notYet() {
    if (!requested && Simd.ENABLED) {
      request();
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

  private static void work() {
    try {
      while (true) {
        WAITING.take().run();
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  /// Runs the trial until it is fast.
  void run() {
    long begin = System.nanoTime();
    long now = begin;
    while (now - begin < PATIENCE_NANOS) {
      for (int i = 0; i < BATCH; i++) {
        trial.run();
      }
      long end = System.nanoTime();
      if (end - now <= BATCH * nanos) {
        ready = true;
        return;
      }
      now = end;
    }
    System.getLogger(Warmup.class.getName())
        .log(
            System.Logger.Level.WARNING,
            "The vector loop {0} stays slow on this JVM; plain loops are used instead.",
            name);
  }
}
