package org.keras4j.backend.java.kernel;

import static java.util.Comparator.naturalOrder;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/// Keeps a loop with explicit vectors out of use until it runs fast.
///
/// Before the compiler has seen such a loop often, every vector is an object and the loop runs a
/// hundred times slower than a plain one. So an early use of each asks a background thread to run
/// it on a small problem until it is fast, and the plain loop, which gives the same bits, serves
/// until then. A loop that never becomes fast, on a JVM that does not compile it well, is never
/// used; that is logged.
final class Warmup {
  private static final long PATIENCE_NANOS = 20_000_000_000L;

  /// How many numbers a trial works on.
  static final int TRIAL = 256;

  /// The compiler counts calls as well as a loop's rounds. As long as every vector is an object,
  /// calls for no numbers are by far the cheaper ones to make. Were there many more of them, it
  /// would take the loop for one that hardly ever runs.
  private static final int EMPTY_CALLS = 300;

  private static final int BATCH = 50;
  private static final long TURN_NANOS = 2_000_000;

  /// Uses before which a small program leaves a loop as it is: it might end while the loop
  /// compiles.
  private static final int FEW = 16;

  /// What the plain loop has cost, about, when waiting for the other is likely to cost less than
  /// going on. Where there are few processors, going on also keeps them from the compiler.
  private static final double MUCH_NANOS = 100e6;

  private static final long LONGEST_WAIT_NANOS = 500_000_000;
  private static final long NAP_NANOS = 100_000;
  private static final long REST_NANOS = 1_000_000;

  private static final LinkedBlockingQueue<Warmup> WAITING = new LinkedBlockingQueue<>();
  private static @Nullable Thread worker;
  private static volatile boolean large;
  private static volatile boolean assumed = Boolean.getBoolean("keras4j.simd.cold");

  private final String name;
  private final long nanos;
  private final IntConsumer trial;
  private long patience = PATIENCE_NANOS;
  private boolean requested;
  private volatile Urgency urgency = Urgency.EXPECTED;
  private int uses;
  private double plainNanos;
  private long waitUntil;
  private boolean ready;

  /// Whose turns come first: the last's.
  private enum Urgency {
    EXPECTED,
    NEEDED,
    AWAITED
  }

  /// A loop that is fast when `trial`, which says for how many numbers, takes at most `nanos` for
  /// [#TRIAL].
  Warmup(String name, long nanos, IntConsumer trial) {
    this.name = name;
    this.nanos = nanos;
    this.trial = trial;
  }

  /// A loop whose trial knows no other number.
  Warmup(String name, long nanos, Runnable trial) {
    this(
        name,
        nanos,
        (int n) -> {
          if (n > 0) {
            trial.run();
          }
        });
  }

  /// Uses all loops from now on, fast or not.
  static void assumeReady() {
    assumed = true;
  }

  /// Whether to use the loop.
  boolean ready() {
    return ready || notYet();
  }

  /// Whether to use the loop for `count` numbers. A caller that has computed much without it waits
  /// for it, once.
  boolean ready(int count) {
    return ready || notYet() || arrives(count * ((double) nanos / TRIAL));
  }

  /// The same for work that takes so many nanoseconds without the loop.
  boolean readyFor(double workNanos) {
    return ready || notYet() || arrives(workNanos);
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
    if (urgency == Urgency.EXPECTED && (large || ++uses > FEW)) {
      urgency = Urgency.NEEDED;
      expect();
    }
    return assumed && Simd.ENABLED;
  }

  /// Counts what is computed without the loop, not caring for counts that threads lose, and waits
  /// if that is much.
  private boolean arrives(double workNanos) {
    plainNanos += workNanos;
    if (plainNanos < MUCH_NANOS || !Simd.ENABLED) {
      return false;
    }
    if (waitUntil == 0) {
      waitUntil = System.nanoTime() + LONGEST_WAIT_NANOS;
      urgency = Urgency.AWAITED;
      expect();
    }
    while (!ready && System.nanoTime() < waitUntil && Thread.currentThread() != worker) {
      LockSupport.parkNanos(this, NAP_NANOS);
    }
    return ready;
  }

  private synchronized void request() {
    if (!requested) {
      requested = true;
      WAITING.add(this);
      start();
    }
  }

  private static synchronized void start() {
    if (worker == null) {
      worker = Thread.ofPlatform().daemon().name("keras4j-warmup").start(Warmup::work);
    }
  }

  /// Gives every waiting loop a short turn, again and again, so that their compilations overlap;
  /// the most urgent before the others. Those that nobody has asked for yet only get what time the
  /// pool leaves.
  private static void work() {
    List<Warmup> active = new ArrayList<>();
    try {
      while (true) {
        if (active.isEmpty()) {
          active.add(WAITING.take());
        }
        WAITING.drainTo(active);
        Urgency most = active.stream().map(w -> w.urgency).max(naturalOrder()).orElseThrow();
        if (most != Urgency.EXPECTED || WorkPool.shared().restsFor(REST_NANOS)) {
          active.removeIf(w -> w.urgency == most && w.turn());
        }
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  /// Runs the trial a few times, fewer as long as it is slow, so that no loop holds the others up;
  /// true if the loop is fast now, or never will be.
  boolean turn() {
    long begun = System.nanoTime();
    for (int i = 0; i < EMPTY_CALLS; i++) {
      trial.accept(0);
    }
    long start = System.nanoTime();
    int runs = 0;
    long spent = 0;
    while (runs < BATCH && spent < TURN_NANOS) {
      trial.accept(TRIAL);
      runs++;
      spent = System.nanoTime() - start;
    }
    ready = runs == BATCH && spent <= BATCH * nanos;
    patience -= start + spent - begun;
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
