package org.keras4j.ops;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.keras4j.lax.Lax;
import org.keras4j.symbolic.OpCall;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.Tensor;

/// Further functions of {@link Ops} that networks are made of: blocks of images, and others.
abstract class NnOps extends CtcOps {
  NnOps() {}

  /// Peak signal-to-noise ratio in decibels: how close two images are.
  ///
  /// - Output: a scalar
  ///
  /// {@snippet :
  /// var quality = Ops.psnr(image, decoded, 255);
  /// }
  ///
  /// @param maxVal the largest value an element may have
  /// @throws IllegalArgumentException if the shapes differ
  /// @see <a href="https://keras.io/api/ops/nn/#psnr-function">keras.ops.psnr</a>
  public static Tensor psnr(Tensor x1, Tensor x2, double maxVal) {
    return OpCall.of(
        "PSNR",
        x1,
        x2,
        () -> Map.of("max_val", maxVal),
        (a, b) -> {
          if (!a.shape().equals(b.shape())) {
            throw new IllegalArgumentException(
                "psnr takes images of one shape. Received: x1.shape=%s, x2.shape=%s"
                    .formatted(a.shape(), b.shape()));
          }
          Tensor error = mean(square(subtract(a, b)));
          Tensor peak = log10(as(Array.weak(maxVal), strong(b).dtype()));
          return subtract(multiply(peak, 20), multiply(log10(error), 10));
        });
  }

  /// Complex numbers of magnitudes and angles.
  ///
  /// - Output: complex64
  ///
  /// {@snippet :
  /// var z = Ops.polar(radius, angle);
  /// }
  ///
  /// @throws IllegalArgumentException if they are not floats
  /// @see <a href="https://keras.io/api/ops/nn/#polar-function">keras.ops.polar</a>
  public static Tensor polar(Tensor magnitude, Tensor angle) {
    return binary(
        "Polar",
        magnitude,
        angle,
        (r, phi) -> {
          Tensor real = multiply(r, cos(phi));
          Tensor imaginary = multiply(r, sin(phi));
          return Lax.complex(as(real, DType.FLOAT32), as(imaginary, DType.FLOAT32));
        });
  }

  private static void checkBlocks(String function, Tensor x, int blockSize) {
    if (blockSize < 2 || x.rank() != 4) {
      throw new IllegalArgumentException(
          "%s takes a tensor of rank 4 and blocks of size 2 or more. Received: shape=%s, block_size=%d"
              .formatted(function, x.shape(), blockSize));
    }
  }

  private static void checkDivides(String function, int divisor, int size, Tensor x) {
    if (size % divisor != 0) {
      throw new IllegalArgumentException(
          "%s needs sizes that %d divides. Received: shape=%s"
              .formatted(function, divisor, x.shape()));
    }
  }

  /// {@link #depthToSpace(Tensor, int, String)} in the layout `channels_last`.
  public static Tensor depthToSpace(Tensor x, int blockSize) {
    return depthToSpace(x, blockSize, "channels_last");
  }

  /// Lays channels out as blocks of pixels.
  ///
  /// - Input: `(batch, h, w, c b²)`, or channels second
  /// - Output: `(batch, h b, w b, c)`
  ///
  /// {@snippet :
  /// var larger = Ops.depthToSpace(x, 2, "channels_last");
  /// }
  ///
  /// @throws IllegalArgumentException if the channels do not fill blocks
  /// @see <a href="https://keras.io/api/ops/nn/">keras.ops.depth_to_space</a>
  public static Tensor depthToSpace(Tensor x, int blockSize, String dataFormat) {
    String format = Defaults.dataFormat(dataFormat);
    checkBlocks("depthToSpace", x, blockSize);
    return OpCall.of(
        "DepthToSpace",
        x,
        () -> Map.of("block_size", (long) blockSize, "data_format", format),
        v -> {
          Tensor t = strong(v);
          int b = blockSize;
          boolean first = format.equals("channels_first");
          Shape s = t.shape();
          int n = s.dim(0);
          int h = s.dim(first ? 2 : 1);
          int w = s.dim(first ? 3 : 2);
          int c = s.dim(first ? 1 : 3);
          checkDivides("depthToSpace", b * b, c, t);
          int depth = c / (b * b);
          if (first) {
            Tensor split = Lax.reshape(t, Shape.of(n, depth, b, b, h, w));
            Tensor mixed = Lax.transpose(split, List.of(0, 1, 4, 2, 5, 3));
            return Lax.reshape(mixed, Shape.of(n, depth, h * b, w * b));
          }
          Tensor split = Lax.reshape(t, Shape.of(n, h, w, b, b, depth));
          Tensor mixed = Lax.transpose(split, List.of(0, 1, 3, 2, 4, 5));
          return Lax.reshape(mixed, Shape.of(n, h * b, w * b, depth));
        });
  }

  /// {@link #spaceToDepth(Tensor, int, String)} in the layout `channels_last`.
  public static Tensor spaceToDepth(Tensor x, int blockSize) {
    return spaceToDepth(x, blockSize, "channels_last");
  }

  /// Lays blocks of pixels out as channels: the inverse of {@link #depthToSpace}.
  ///
  /// - Input: `(batch, h b, w b, c)`, or channels second
  /// - Output: `(batch, h, w, c b²)`
  ///
  /// {@snippet :
  /// var smaller = Ops.spaceToDepth(x, 2, "channels_last");
  /// }
  ///
  /// @throws IllegalArgumentException if blocks do not fill the image
  /// @see <a href="https://keras.io/api/ops/nn/">keras.ops.space_to_depth</a>
  public static Tensor spaceToDepth(Tensor x, int blockSize, String dataFormat) {
    String format = Defaults.dataFormat(dataFormat);
    checkBlocks("spaceToDepth", x, blockSize);
    return OpCall.of(
        "SpaceToDepth",
        x,
        () -> Map.of("block_size", (long) blockSize, "data_format", format),
        v -> {
          Tensor t = strong(v);
          int b = blockSize;
          boolean first = format.equals("channels_first");
          Shape s = t.shape();
          int n = s.dim(0);
          checkDivides("spaceToDepth", b, s.dim(first ? 2 : 1), t);
          checkDivides("spaceToDepth", b, s.dim(first ? 3 : 2), t);
          int h = s.dim(first ? 2 : 1) / b;
          int w = s.dim(first ? 3 : 2) / b;
          int c = s.dim(first ? 1 : 3);
          if (first) {
            Tensor split = Lax.reshape(t, Shape.of(n, c, h, b, w, b));
            Tensor mixed = Lax.transpose(split, List.of(0, 1, 3, 5, 2, 4));
            return Lax.reshape(mixed, Shape.of(n, c * b * b, h, w));
          }
          Tensor split = Lax.reshape(t, Shape.of(n, h, b, w, b, c));
          Tensor mixed = Lax.transpose(split, List.of(0, 1, 3, 2, 4, 5));
          return Lax.reshape(mixed, Shape.of(n, h, w, c * b * b));
        });
  }

  /// Windows of an image as columns.
  ///
  /// - Input: `(batch, channels, h, w)`
  /// - Output: `(batch, channels kh kw, windows)`
  ///
  /// {@snippet :
  /// var columns = Ops.unfold(x, new int[] {3, 3}, 1, 0, 1);
  /// }
  ///
  /// @param kernelSize height and width of a window, or one number for both
  /// @param dilation distance between a window's elements
  /// @param padding zeros at each side
  /// @param stride distance between windows
  /// @throws IllegalArgumentException unless the rank is 4
  /// @see <a href="https://keras.io/api/ops/nn/#unfold-function">keras.ops.unfold</a>
  public static Tensor unfold(
      Tensor x, int[] kernelSize, int[] dilation, int[] padding, int[] stride) {
    if (x.rank() != 4) {
      throw new IllegalArgumentException(
          "unfold takes a tensor (batch, channels, h, w). Received: shape=" + x.shape());
    }
    var windows = Columns.of(kernelSize, dilation, padding, stride);
    return OpCall.of("Unfold", x, windows::parameters, t -> windows.unfold(strong(t)));
  }

  /// {@link #unfold(Tensor, int[], int[], int[], int[])} of square windows.
  public static Tensor unfold(Tensor x, int kernelSize, int dilation, int padding, int stride) {
    return unfold(
        x, new int[] {kernelSize}, new int[] {dilation}, new int[] {padding}, new int[] {stride});
  }

  /// Adds columns up to an image: the gradient of {@link #unfold}.
  ///
  /// - Input: `(batch, channels kh kw, windows)`
  /// - Output: `(batch, channels, outputSize...)`
  ///
  /// {@snippet :
  /// var image = Ops.fold(columns, new int[] {28}, new int[] {3}, one, zero, one);
  /// }
  ///
  /// @param outputSize height and width of the image, or one number for both
  /// @param kernelSize height and width of a window, or one number for both
  /// @param dilation distance between a window's elements
  /// @param padding zeros that were at each side
  /// @param stride distance between windows
  /// @throws IllegalArgumentException unless the rank is 3 and sizes fit
  /// @see <a href="https://keras.io/api/ops/nn/#fold-function">keras.ops.fold</a>
  public static Tensor fold(
      Tensor x, int[] outputSize, int[] kernelSize, int[] dilation, int[] padding, int[] stride) {
    if (x.rank() != 3) {
      throw new IllegalArgumentException(
          "fold takes a tensor (batch, channels * kernel, windows). Received: shape=" + x.shape());
    }
    var windows = Columns.of(kernelSize, dilation, padding, stride);
    return OpCall.of(
        "Fold",
        x,
        () -> {
          var all = windows.parameters();
          all.put("output_size", Spatial.parameter(outputSize));
          return all;
        },
        t -> windows.fold(strong(t), Spatial.each("output_size", outputSize, 2)));
  }

  /// Where windows of a plane lie.
  private record Columns(int[] kernel, int[] dilation, int[] padding, int[] stride) {
    static Columns of(int[] kernel, int[] dilation, int[] padding, int[] stride) {
      return new Columns(
          Spatial.each("kernel_size", kernel, 2),
          Spatial.each("dilation", dilation, 2),
          Spatial.each("output_padding", padding, 2),
          Spatial.each("stride", stride, 2));
    }

    Map<String, Object> parameters() {
      var out = new TreeMap<String, Object>();
      out.put("kernel_size", longs(kernel));
      out.put("dilation", longs(dilation));
      out.put("padding", longs(padding));
      out.put("stride", longs(stride));
      return out;
    }

    private int count(int size, int i) {
      return (size + 2 * padding[i] - dilation[i] * (kernel[i] - 1) - 1) / stride[i] + 1;
    }

    /// One strided slice of the padded image per element of the window.
    Tensor unfold(Tensor x) {
      Tensor padded = x;
      for (int i = 0; i < 2; i++) {
        padded = Picks.padAxis(padded, 2 + i, padding[i], padding[i]);
      }
      Shape s = x.shape();
      int h = count(s.dim(2), 0);
      int w = count(s.dim(3), 1);
      var pieces = new ArrayList<Tensor>();
      for (int row = 0; row < kernel[0]; row++) {
        for (int column = 0; column < kernel[1]; column++) {
          int top = row * dilation[0];
          int left = column * dilation[1];
          Tensor piece =
              Lax.slice(
                  padded,
                  List.of(0, 0, top, left),
                  List.of(
                      s.dim(0),
                      s.dim(1),
                      top + (h - 1) * stride[0] + 1,
                      left + (w - 1) * stride[1] + 1),
                  List.of(1, 1, stride[0], stride[1]));
          pieces.add(Lax.reshape(piece, Shape.of(s.dim(0), s.dim(1), 1, h * w)));
        }
      }
      Tensor all = Lax.concatenate(pieces, 2);
      return Lax.reshape(all, Shape.of(s.dim(0), s.dim(1) * kernel[0] * kernel[1], h * w));
    }

    Tensor fold(Tensor x, int[] size) {
      int h = count(size[0], 0);
      int w = count(size[1], 1);
      Shape s = x.shape();
      int elements = kernel[0] * kernel[1];
      if (s.dim(1) % elements != 0 || s.dim(2) != h * w) {
        throw new IllegalArgumentException(
            "fold takes (batch, channels * %d, %d) for these sizes. Received: shape=%s"
                .formatted(elements, h * w, s));
      }
      int channels = s.dim(1) / elements;
      Tensor split = Lax.reshape(x, Shape.of(s.dim(0), channels, elements, h, w));
      var sums = new ArrayList<Tensor>();
      for (int i = 0; i < elements; i++) {
        Tensor piece = Picks.at(split, i, 2);
        sums.add(placed(piece, i / kernel[1], i % kernel[1], size));
      }
      return sums.stream().reduce(Lax::add).orElseThrow();
    }

    private Tensor placed(Tensor piece, int row, int column, int[] size) {
      int[] low = {0, 0, row * dilation[0] - padding[0], column * dilation[1] - padding[1]};
      int[] high = new int[4];
      for (int i = 0; i < 2; i++) {
        int spread = (piece.shape().dim(2 + i) - 1) * stride[i] + 1;
        high[2 + i] = size[i] - low[2 + i] - spread;
      }
      return Lax.pad(
          piece,
          Array.scalar(piece.dtype(), 0.0),
          boxed(low),
          boxed(high),
          List.of(0, 0, stride[0] - 1, stride[1] - 1));
    }
  }
}
