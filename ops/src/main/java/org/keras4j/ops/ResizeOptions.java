package org.keras4j.ops;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The optional arguments of {@link Ops#resize}.
///
/// {@snippet :
/// Ops.resize(images, 224, 224, o -> o.interpolation("bicubic").antialias(true));
/// }
public final class ResizeOptions {
  private static final List<String> METHODS =
      List.of("bilinear", "nearest", "lanczos3", "lanczos5", "bicubic");

  private String interpolation = "bilinear";
  private boolean antialias;
  private boolean crop;
  private boolean pad;
  private double fillValue;
  private String dataFormat = Defaults.imageDataFormat();

  ResizeOptions() {}

  /// `bilinear` (the default), `nearest`, `bicubic`, `lanczos3` or `lanczos5`.
  ///
  /// @throws IllegalArgumentException if it is none of these
  public ResizeOptions interpolation(String value) {
    if (!METHODS.contains(value)) {
      throw new IllegalArgumentException(
          "Expected one of %s. Received: interpolation=%s".formatted(METHODS, value));
    }
    interpolation = value;
    return this;
  }

  /// Whether to smooth before an image is made smaller.
  public ResizeOptions antialias(boolean value) {
    antialias = value;
    return this;
  }

  /// Whether to cut the image to the new aspect ratio first.
  public ResizeOptions cropToAspectRatio(boolean value) {
    crop = value;
    return this;
  }

  /// Whether to fill the image up to the new aspect ratio first.
  public ResizeOptions padToAspectRatio(boolean value) {
    pad = value;
    return this;
  }

  /// How to fill up: `constant` only.
  ///
  /// @throws IllegalArgumentException if it is another
  public ResizeOptions fillMode(String value) {
    if (!value.equals("constant")) {
      throw new IllegalArgumentException("Expected `constant`. Received: fill_mode=" + value);
    }
    return this;
  }

  /// What to fill up with (0).
  public ResizeOptions fillValue(double value) {
    fillValue = value;
    return this;
  }

  /// `channels_last` or `channels_first`.
  public ResizeOptions dataFormat(String value) {
    dataFormat = Defaults.dataFormat(value);
    return this;
  }

  void check() {
    if (crop && pad) {
      throw new IllegalArgumentException(
          "Expected at most one of crop_to_aspect_ratio and pad_to_aspect_ratio. Received: both");
    }
  }

  String interpolation() {
    return interpolation;
  }

  boolean antialias() {
    return antialias;
  }

  boolean crop() {
    return crop;
  }

  boolean pad() {
    return pad;
  }

  double fillValue() {
    return fillValue;
  }

  boolean channelsFirst() {
    return dataFormat.equals("channels_first");
  }

  Map<String, Object> parameters(int height, int width) {
    var out = new TreeMap<String, Object>();
    out.put("size", OpsBase.longs(height, width));
    out.put("interpolation", interpolation);
    out.put("antialias", antialias);
    out.put("crop_to_aspect_ratio", crop);
    out.put("pad_to_aspect_ratio", pad);
    out.put("fill_mode", "constant");
    out.put("fill_value", fillValue);
    out.put("data_format", dataFormat);
    return out;
  }
}
