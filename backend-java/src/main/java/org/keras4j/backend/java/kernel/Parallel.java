package org.keras4j.backend.java.kernel;

/// When a loop is worth cutting over threads.
final class Parallel {
  /// Elementary operations one thread does before a second one is worth waking.
  static final int GRAIN = 32 * 1024;

  private Parallel() {}

  /// Runs `body` over 0 up to `count`, each index costing about `work` elementary operations.
  static void range(int count, long work, WorkPool.Range body) {
    long grain = Math.max(1, GRAIN / Math.max(1, work));
    WorkPool.shared().forRange(count, (int) grain, body);
  }
}
