package org.keras4j.ops;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/// How much is added to or cut off an image at each side: of `top`, `bottom` and `targetHeight`
/// exactly two, of `left`, `right` and `targetWidth` exactly two.
///
/// {@snippet :
/// Ops.cropImages(images, o -> o.top(2).left(2).targetHeight(28).targetWidth(28));
/// }
public final class BoxOptions {
  private Optional<Integer> top = Optional.empty();
  private Optional<Integer> bottom = Optional.empty();
  private Optional<Integer> height = Optional.empty();
  private Optional<Integer> left = Optional.empty();
  private Optional<Integer> right = Optional.empty();
  private Optional<Integer> width = Optional.empty();
  private String dataFormat = Defaults.imageDataFormat();

  BoxOptions() {}

  /// Rows above.
  public BoxOptions top(int value) {
    top = Optional.of(checked("top", value));
    return this;
  }

  /// Rows below.
  public BoxOptions bottom(int value) {
    bottom = Optional.of(checked("bottom", value));
    return this;
  }

  /// The resulting height.
  public BoxOptions targetHeight(int value) {
    height = Optional.of(checked("target_height", value));
    return this;
  }

  /// Columns before.
  public BoxOptions left(int value) {
    left = Optional.of(checked("left", value));
    return this;
  }

  /// Columns after.
  public BoxOptions right(int value) {
    right = Optional.of(checked("right", value));
    return this;
  }

  /// The resulting width.
  public BoxOptions targetWidth(int value) {
    width = Optional.of(checked("target_width", value));
    return this;
  }

  /// `channels_last` or `channels_first`.
  public BoxOptions dataFormat(String value) {
    dataFormat = Defaults.dataFormat(value);
    return this;
  }

  private static int checked(String name, int value) {
    if (value < 0) {
      throw new IllegalArgumentException(
          "Expected a number >= 0. Received: %s=%d".formatted(name, value));
    }
    return value;
  }

  boolean channelsFirst() {
    return dataFormat.equals("channels_first");
  }

  /// What is added before and after an axis (cut off, for `sign` -1).
  private static Spatial.Padding side(
      String names,
      int size,
      int sign,
      Optional<Integer> low,
      Optional<Integer> high,
      Optional<Integer> target) {
    long given = Stream.of(low, high, target).filter(Optional::isPresent).count();
    if (given != 2) {
      throw new IllegalArgumentException(
          "Expected exactly two of %s. Received: %s, %s, %s".formatted(names, low, high, target));
    }
    int total = target.map(t -> sign * (t - size)).orElse(0);
    int before = low.orElseGet(() -> total - high.orElse(0));
    int after = high.orElseGet(() -> total - low.orElse(0));
    if (before < 0 || after < 0 || (sign < 0 && before + after > size)) {
      throw new IllegalArgumentException(
          "Expected sizes >= 0. Received: %s = %d, %d for a size of %d"
              .formatted(names, before, after, size));
    }
    return new Spatial.Padding(before, after);
  }

  Spatial.Padding rows(int size, int sign) {
    return side("top, bottom, target_height", size, sign, top, bottom, height);
  }

  Spatial.Padding columns(int size, int sign) {
    return side("left, right, target_width", size, sign, left, right, width);
  }

  Map<String, Object> parameters(String suffix) {
    var out = new TreeMap<String, Object>();
    out.put("top_" + suffix, parameter(top));
    out.put("bottom_" + suffix, parameter(bottom));
    out.put("left_" + suffix, parameter(left));
    out.put("right_" + suffix, parameter(right));
    out.put("target_height", parameter(height));
    out.put("target_width", parameter(width));
    out.put("data_format", dataFormat);
    return out;
  }

  private static Object parameter(Optional<Integer> value) {
    return value.<Object>map(Integer::longValue).orElse(Optional.empty());
  }
}
