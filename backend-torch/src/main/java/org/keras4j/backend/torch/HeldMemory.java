package org.keras4j.backend.torch;

import java.lang.ref.Cleaner;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/// Native memory that tensors in users' hands keep alive. The collector does not see it, so it is
/// counted here, and collection asked for when it has grown much.
final class HeldMemory {
  private static final Cleaner CLEANER = Cleaner.create();
  private static final AtomicLong HELD = new AtomicLong();

  /// As much as the heap may take, and at least half a gibibyte.
  private static final long LEAST_LIMIT =
      Math.max(512L << 20, Math.min(Runtime.getRuntime().maxMemory(), 4L << 30));

  private static volatile long limit = LEAST_LIMIT;

  private HeldMemory() {}

  /// Bytes held now.
  static long bytes() {
    return HELD.get();
  }

  /// Gives `release` back when `owner` is unreachable or the handle is cleaned, once.
  static Cleaner.Cleanable register(Object owner, long bytes, Runnable release) {
    if (HELD.addAndGet(bytes) > limit) {
      collect();
    }
    return CLEANER.register(
        owner,
        () -> {
          HELD.addAndGet(-bytes);
          release.run();
        });
  }

  /// Lets the collector find what is unreachable. What remains is in use: the next limit is above.
  private static synchronized void collect() {
    if (HELD.get() <= limit) {
      return;
    }
    System.gc();
    long patience = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(200);
    long before = -1;
    while (System.nanoTime() < patience && HELD.get() != before) {
      before = HELD.get();
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
    }
    limit = Math.max(LEAST_LIMIT, 2 * HELD.get());
  }
}
