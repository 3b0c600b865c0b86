package org.keras4j.ops;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The optional arguments of the functions of {@link Ops} that move the pixels of images.
///
/// {@snippet :
/// Ops.affineTransform(images, transform, o -> o.interpolation("nearest").fillMode("reflect"));
/// }
public final class SamplingOptions {
  private static final List<String> MODES =
      List.of("constant", "nearest", "wrap", "mirror", "reflect");

  private String interpolation = "bilinear";
  private String fillMode;
  private double fillValue;
  private String dataFormat = Defaults.imageDataFormat();

  SamplingOptions(String fillMode) {
    this.fillMode = fillMode;
  }

  /// `bilinear` (the default) or `nearest`.
  ///
  /// @throws IllegalArgumentException if it is neither
  public SamplingOptions interpolation(String value) {
    if (!value.equals("bilinear") && !value.equals("nearest")) {
      throw new IllegalArgumentException(
          "Expected `bilinear` or `nearest`. Received: interpolation=" + value);
    }
    interpolation = value;
    return this;
  }

  /// What lies outside the image: `constant` (the fill value), `nearest` (its edge), `wrap` (its
  /// other side), `mirror` or `reflect` (its mirror image, without and with the edge).
  ///
  /// @throws IllegalArgumentException if it is none of these
  public SamplingOptions fillMode(String value) {
    fillMode = checkMode(value);
    return this;
  }

  static String checkMode(String value) {
    if (!MODES.contains(value)) {
      throw new IllegalArgumentException(
          "Expected one of %s. Received: fill_mode=%s".formatted(MODES, value));
    }
    return value;
  }

  /// What lies outside the image where that is constant (0).
  public SamplingOptions fillValue(double value) {
    fillValue = value;
    return this;
  }

  /// `channels_last` or `channels_first`.
  public SamplingOptions dataFormat(String value) {
    dataFormat = Defaults.dataFormat(value);
    return this;
  }

  boolean channelsFirst() {
    return dataFormat.equals("channels_first");
  }

  Interpolation.Outside outside() {
    return new Interpolation.Outside(fillMode, fillValue);
  }

  int order() {
    return interpolation.equals("nearest") ? 0 : 1;
  }

  Map<String, Object> parameters() {
    var out = new TreeMap<String, Object>();
    out.put("interpolation", interpolation);
    out.put("fill_mode", fillMode);
    out.put("fill_value", fillValue);
    out.put("data_format", dataFormat);
    return out;
  }

  Map<String, Object> parametersWithoutMode() {
    var out = parameters();
    out.remove("fill_mode");
    return out;
  }
}
