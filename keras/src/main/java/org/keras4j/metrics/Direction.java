package org.keras4j.metrics;

/// Which way a metric becomes better.
public enum Direction {
  /// Larger is better.
  UP,
  /// Smaller is better.
  DOWN
}
