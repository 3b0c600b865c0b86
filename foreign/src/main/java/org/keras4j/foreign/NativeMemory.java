package org.keras4j.foreign;

import java.util.concurrent.atomic.AtomicLong;

/// Counts the bytes of tensors that wait for the collector to find them unused, and asks it to look
/// when they have become many: it does not see that a small object holds much native memory.
public final class NativeMemory {
  /// Below this nobody minds.
  private static final long LEAST = 256L << 20;

  private static final long PATIENCE_MILLISECONDS = 50;

  private static final AtomicLong HELD = new AtomicLong();
  private static final AtomicLong LIMIT = new AtomicLong(LEAST);

  private NativeMemory() {}

  static void taken(long bytes) {
    if (HELD.addAndGet(bytes) > LIMIT.get()) {
      collect();
    }
  }

  static void givenBack(long bytes) {
    HELD.addAndGet(-bytes);
  }

  /// The bytes held now.
  public static long held() {
    return HELD.get();
  }

  /// What is still held afterwards is in use: the next time is when it has doubled.
  private static synchronized void collect() {
    if (HELD.get() <= LIMIT.get()) {
      return;
    }
    System.gc();
    try {
      Thread.sleep(PATIENCE_MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    LIMIT.set(Math.max(LEAST, 2 * HELD.get()));
  }
}
