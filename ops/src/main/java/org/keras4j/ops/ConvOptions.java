package org.keras4j.ops;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The optional arguments of the convolutions of {@link Ops}.
///
/// {@snippet :
/// Ops.conv(x, kernel, c -> c.strides(2).padding("same"));
/// }
public final class ConvOptions {
  private int[] strides = {1};
  private int[] dilationRate = {1};
  private String padding = "valid";
  private Optional<int[]> outputPadding = Optional.empty();
  private String dataFormat = Defaults.imageDataFormat();

  ConvOptions() {}

  /// Steps of the window: one for all spatial axes, or one for each (1).
  public ConvOptions strides(int... value) {
    strides = value.clone();
    return this;
  }

  /// `valid` (no padding, the default) or `same` (zeros, so that strides of 1 keep the size).
  public ConvOptions padding(String value) {
    padding = value.toLowerCase(Locale.ROOT);
    return this;
  }

  /// Distances between the kernel's elements: one for all spatial axes, or one for each (1).
  public ConvOptions dilationRate(int... value) {
    dilationRate = value.clone();
    return this;
  }

  /// `channels_last` or `channels_first`.
  public ConvOptions dataFormat(String value) {
    dataFormat = Defaults.dataFormat(value);
    return this;
  }

  /// For transposed convolutions: how much larger the result is than the smallest that fits; one
  /// for all spatial axes, or one for each.
  public ConvOptions outputPadding(int... value) {
    outputPadding = Optional.of(value.clone());
    return this;
  }

  int stride(int axis) {
    return at(strides, axis);
  }

  int dilation(int axis) {
    return at(dilationRate, axis);
  }

  Optional<Integer> outputPadding(int axis) {
    return outputPadding.map(p -> at(p, axis));
  }

  private static int at(int[] values, int axis) {
    return values.length == 1 ? values[0] : values[axis];
  }

  boolean channelsFirst() {
    return dataFormat.equals("channels_first");
  }

  String padding() {
    return padding;
  }

  ConvOptions withoutStrides() {
    return new ConvOptions().dilationRate(dilationRate).dataFormat(dataFormat);
  }

  void check(int spatialRank) {
    Spatial.checkLength("strides", strides, spatialRank);
    Spatial.checkLength("dilation_rate", dilationRate, spatialRank);
    outputPadding.ifPresent(p -> Spatial.checkLength("output_padding", p, spatialRank));
    if (!padding.equals("valid") && !padding.equals("same")) {
      throw new IllegalArgumentException(
          "Expected padding `valid` or `same`. Received: padding=" + padding);
    }
  }

  Map<String, Object> parameters(boolean transposed) {
    var out = new TreeMap<String, Object>();
    out.put("strides", Spatial.parameter(strides));
    out.put("padding", padding);
    out.put("data_format", dataFormat);
    out.put("dilation_rate", Spatial.parameter(dilationRate));
    if (transposed) {
      out.put("output_padding", outputPadding.map(Spatial::parameter).orElse(Optional.empty()));
    }
    return out;
  }
}
