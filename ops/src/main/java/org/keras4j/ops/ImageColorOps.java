package org.keras4j.ops;

import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.keras4j.lax.Lax;
import org.keras4j.symbolic.OpCall;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.Tensor;

/// The functions of {@link Ops} on the colors of images.
abstract class ImageColorOps extends NnOps {
  ImageColorOps() {}

  /// Refuses what is neither an image nor a batch of images.
  static void requireImages(Tensor images) {
    if (images.rank() != 3 && images.rank() != 4) {
      throw new IllegalArgumentException(
          "Expected an image (rank 3) or a batch of images (rank 4). Received: images.shape="
              + images.shape());
    }
  }

  private static int channelAxis(Tensor images, String dataFormat) {
    return images.rank() - (dataFormat.equals("channels_first") ? 3 : 1);
  }

  /// {@link #rgbToGrayscale(Tensor, String)} in the default layout.
  public static Tensor rgbToGrayscale(Tensor images) {
    return rgbToGrayscale(images, Defaults.imageDataFormat());
  }

  /// The brightness of colored images.
  ///
  /// - Input: `(height, width, 3)` or `(batch, height, width, 3)`, or channels first
  /// - Output: the same with one channel; images of one channel as they are
  ///
  /// {@snippet :
  /// var gray = Ops.rgbToGrayscale(images);
  /// }
  ///
  /// @throws IllegalArgumentException if rank or channels do not fit
  /// @see <a href="https://keras.io/api/ops/image/">keras.ops.image.rgb_to_grayscale</a>
  public static Tensor rgbToGrayscale(Tensor images, String dataFormat) {
    String format = Defaults.dataFormat(dataFormat);
    return OpCall.of(
        "RGBToGrayscale",
        images,
        () -> Map.of("data_format", format),
        t -> {
          requireImages(t);
          int axis = channelAxis(t, format);
          int channels = t.shape().dim(axis);
          if (channels != 1 && channels != 3) {
            throw new IllegalArgumentException(
                "Expected 3 channels (colors) or 1 (gray). Received: images.shape=" + t.shape());
          }
          if (channels == 1) {
            return strong(t);
          }
          Tensor x = inexact(t);
          Tensor weights = Lax.convert(Array.of(Shape.of(3), 0.2989f, 0.5870f, 0.1140f), x.dtype());
          Tensor gray = Contractions.contract(x, weights, List.of(axis), List.of(0));
          return Lax.convert(Lax.reshape(gray, t.shape().with(axis, 1)), strong(t).dtype());
        });
  }

  /// {@link #rgbToHsv(Tensor, String)} in the default layout.
  public static Tensor rgbToHsv(Tensor images) {
    return rgbToHsv(images, Defaults.imageDataFormat());
  }

  /// Colors in [0, 1] as hue, saturation and value.
  ///
  /// - Input: floats `(height, width, 3)` or `(batch, height, width, 3)`, or channels first
  /// - Output: the same shape
  ///
  /// {@snippet :
  /// var hsv = Ops.rgbToHsv(images);
  /// }
  ///
  /// @throws IllegalArgumentException if rank, channels or dtype do not fit
  /// @see <a href="https://keras.io/api/ops/image/">keras.ops.image.rgb_to_hsv</a>
  public static Tensor rgbToHsv(Tensor images, String dataFormat) {
    return onPlanes("RGBToHSV", images, dataFormat, ImageColorOps::hueSaturationValue);
  }

  /// {@link #hsvToRgb(Tensor, String)} in the default layout.
  public static Tensor hsvToRgb(Tensor images) {
    return hsvToRgb(images, Defaults.imageDataFormat());
  }

  /// The inverse of {@link #rgbToHsv}.
  ///
  /// - Input: floats `(height, width, 3)` or `(batch, height, width, 3)`, or channels first
  /// - Output: the same shape
  ///
  /// {@snippet :
  /// var rgb = Ops.hsvToRgb(hsv);
  /// }
  ///
  /// @throws IllegalArgumentException if rank, channels or dtype do not fit
  /// @see <a href="https://keras.io/api/ops/image/">keras.ops.image.hsv_to_rgb</a>
  public static Tensor hsvToRgb(Tensor images, String dataFormat) {
    return onPlanes("HSVToRGB", images, dataFormat, ImageColorOps::redGreenBlue);
  }

  private static Tensor onPlanes(
      String className, Tensor images, String dataFormat, UnaryOperator<List<Tensor>> planes) {
    String format = Defaults.dataFormat(dataFormat);
    return OpCall.of(
        className,
        images,
        () -> Map.of("data_format", format),
        t -> {
          requireImages(t);
          Tensor x = strong(t);
          int axis = channelAxis(x, format);
          if (!x.dtype().isFloat() || x.shape().dim(axis) != 3) {
            throw new IllegalArgumentException(
                "Expected floats with 3 channels. Received: images of " + x.type());
          }
          var out =
              planes.apply(
                  List.of(Picks.at(x, 0, axis), Picks.at(x, 1, axis), Picks.at(x, 2, axis)));
          return stack(out, axis);
        });
  }

  private static List<Tensor> hueSaturationValue(List<Tensor> rgb) {
    double epsilon = machineEpsilon(rgb.getFirst().dtype());
    Tensor r = cleaned(rgb.get(0), epsilon);
    Tensor g = cleaned(rgb.get(1), epsilon);
    Tensor b = cleaned(rgb.get(2), epsilon);
    Tensor value = Lax.max(Lax.max(r, g), b);
    Tensor range = Lax.sub(value, Lax.min(Lax.min(r, g), b));
    Tensor zero = constantLike(value, 0);
    Tensor one = constantLike(value, 1);
    Tensor safeValue = whereAbove(value, 0, value, one);
    Tensor safeRange = whereAbove(range, 0, range, one);
    Tensor saturation = whereAbove(value, 0, Lax.div(range, safeValue), zero);
    Tensor norm = Lax.div(one, times(safeRange, 6));
    Tensor green = plus(Lax.mul(norm, Lax.sub(b, r)), 2.0 / 6);
    Tensor blue = plus(Lax.mul(norm, Lax.sub(r, g)), 4.0 / 6);
    Tensor hue = Lax.select(Lax.eq(value, g), green, blue);
    hue = Lax.select(Lax.eq(value, r), Lax.mul(norm, Lax.sub(g, b)), hue);
    Tensor turn = Lax.convert(Lax.lt(hue, zero), hue.dtype());
    return List.of(Lax.add(whereAbove(range, 0, hue, zero), turn), saturation, value);
  }

  private static Tensor cleaned(Tensor x, double epsilon) {
    return whereBelow(Lax.abs(x), epsilon, constantLike(x, 0), x);
  }

  private static Tensor within(Tensor x) {
    return Lax.min(Lax.max(x, constantLike(x, 0)), constantLike(x, 1));
  }

  private static List<Tensor> redGreenBlue(List<Tensor> hsv) {
    Tensor hue = hsv.get(0);
    Tensor angle = times(mod(hue, constantLike(hue, 1)), 6);
    Tensor red = within(plus(Lax.abs(plus(angle, -3)), -1));
    Tensor green = within(Lax.sub(constantLike(hue, 2), Lax.abs(plus(angle, -2))));
    Tensor blue = within(Lax.sub(constantLike(hue, 2), Lax.abs(plus(angle, -4))));
    Tensor saturation = hsv.get(1);
    Tensor white = Lax.sub(constantLike(saturation, 1), saturation);
    UnaryOperator<Tensor> shade =
        color -> Lax.mul(hsv.get(2), Lax.add(white, Lax.mul(saturation, color)));
    return List.of(shade.apply(red), shade.apply(green), shade.apply(blue));
  }
}
