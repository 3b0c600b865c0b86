package org.keras4j.ops;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The optional arguments of the poolings of {@link Ops}.
///
/// {@snippet :
/// Ops.maxPool(x, List.of(2, 2), p -> p.strides(1).padding("same"));
/// }
public final class PoolOptions {
  private Optional<int[]> strides = Optional.empty();
  private String padding = "valid";
  private String dataFormat = Defaults.imageDataFormat();

  PoolOptions() {}

  /// Steps of the window: one for all spatial axes, or one for each (the window's sizes).
  public PoolOptions strides(int... value) {
    strides = Optional.of(value.clone());
    return this;
  }

  /// `valid` (windows lie within, the default) or `same`.
  public PoolOptions padding(String value) {
    padding = value.toLowerCase(Locale.ROOT);
    return this;
  }

  /// `channels_last` or `channels_first`.
  public PoolOptions dataFormat(String value) {
    dataFormat = Defaults.dataFormat(value);
    return this;
  }

  Optional<int[]> strides() {
    return strides;
  }

  boolean same() {
    if (!padding.equals("valid") && !padding.equals("same")) {
      throw new IllegalArgumentException(
          "Expected padding `valid` or `same`. Received: padding=" + padding);
    }
    return padding.equals("same");
  }

  boolean channelsFirst() {
    return dataFormat.equals("channels_first");
  }

  Map<String, Object> parameters(int... poolSize) {
    var out = new TreeMap<String, Object>();
    out.put("pool_size", Spatial.parameter(poolSize));
    out.put("strides", strides.map(Spatial::parameter).orElse(Optional.empty()));
    out.put("padding", padding);
    out.put("data_format", dataFormat);
    return out;
  }
}
