package org.keras4j.metrics;

import org.keras4j.config.Codec;

/// How keywords that several metrics have are written.
final class MetricConfigs {
  /// A number whose default is the integer 0.
  static final Codec<Double> NUMBER =
      Codec.of(v -> v == 0 ? (Object) 0L : (Object) v, Codec.DOUBLE::decode);

  private MetricConfigs() {}
}
