package org.keras4j.ops;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.keras4j.lax.Lax;
import org.keras4j.random.Random;
import org.keras4j.random.Seed;
import org.keras4j.symbolic.OpCall;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.TensorType;

/// The functions of {@link Ops} that bend, blur and compare images.
abstract class ImageOps extends ImageShapeOps {
  ImageOps() {}

  /// A batch of images, channels last; undone by {@link #shaped}.
  private static Tensor batch(Tensor images, boolean channelsFirst) {
    requireImages(images);
    Tensor x = strong(images);
    Tensor all = x.rank() == 3 ? Lax.reshape(x, x.shape().insert(0, 1)) : x;
    return channelsFirst ? Lax.transpose(all, List.of(0, 2, 3, 1)) : all;
  }

  private static Tensor shaped(Tensor batch, Tensor images, boolean channelsFirst) {
    Tensor x = channelsFirst ? Lax.transpose(batch, List.of(0, 3, 1, 2)) : batch;
    return images.rank() == 3 ? Lax.reshape(x, x.shape().slice(1, 4)) : x;
  }

  private static Tensor count(Shape shape, int axis) {
    return Lax.iota(new TensorType(DType.INT32, shape), axis);
  }

  /// The values of a tensor at places between its elements.
  ///
  /// - Input: `inputs` of rank `r`; `coordinates` `(r, ...)`
  /// - Output: `(...)` of the dtype of `inputs`
  ///
  /// {@snippet :
  /// var values = Ops.mapCoordinates(x, places, 1, "constant", 0);
  /// }
  ///
  /// @param order 0 for the nearest element, 1 for linear interpolation
  /// @param fillMode what lies outside: `constant`, `nearest`, `wrap`, `mirror` or `reflect`
  /// @param fillValue what lies outside where that is constant
  /// @throws IllegalArgumentException if the arguments do not fit
  /// @see <a
  ///   href="https://keras.io/api/ops/image/#mapcoordinates-function">keras.ops.image.map_coordinates</a>
  public static Tensor mapCoordinates(
      Tensor inputs, Tensor coordinates, int order, String fillMode, double fillValue) {
    String mode = SamplingOptions.checkMode(fillMode);
    if (order != 0 && order != 1) {
      throw new IllegalArgumentException("Expected 0 or 1. Received: order=" + order);
    }
    return OpCall.of(
        "MapCoordinates",
        inputs,
        coordinates,
        () -> Map.of("order", (long) order, "fill_mode", mode, "fill_value", fillValue),
        (x, places) -> {
          if (places.rank() < 2 || places.shape().dim(0) != x.rank()) {
            throw new IllegalArgumentException(
                "Expected coordinates (rank of inputs, ...). Received: inputs.shape=%s, coordinates.shape=%s"
                    .formatted(x.shape(), places.shape()));
          }
          Tensor points = inexact(places);
          var each = new ArrayList<Tensor>();
          for (int i = 0; i < x.rank(); i++) {
            each.add(Picks.at(points, i, 0));
          }
          Tensor start = Lax.zeros(new TensorType(DType.INT32, each.getFirst().shape()));
          return new Interpolation(order, new Interpolation.Outside(mode, fillValue))
              .sample(flat(x), x.shape().toList(), each, start);
        });
  }

  /// Images moved by affine maps from new places to old ones.
  ///
  /// - Input: images `(height, width, channels)` or `(batch, height, width, channels)`, or channels
  ///   first; transforms `(8,)` or `(batch, 8)`: `a0 a1 a2 b0 b1 b2 c0 c1` of `x = a0 x' + a1 y' +
  ///   a2`, `y = b0 x' + b1 y' + b2`
  /// - Output: the images' shape
  ///
  /// {@snippet :
  /// var turned = Ops.affineTransform(images, transform, o -> o.fillMode("reflect"));
  /// }
  ///
  /// @param options `interpolation`, `fillMode` (`constant`), `fillValue`, `dataFormat`
  /// @throws IllegalArgumentException if ranks do not fit
  /// @see <a
  ///   href="https://keras.io/api/ops/image/#affinetransform-function">keras.ops.image.affine_transform</a>
  public static Tensor affineTransform(
      Tensor images, Tensor transform, Consumer<SamplingOptions> options) {
    var o = new SamplingOptions("constant");
    options.accept(o);
    return OpCall.of(
        "AffineTransform",
        images,
        transform,
        o::parameters,
        (x, map) -> {
          if (map.rank() != 1 && map.rank() != 2) {
            throw new IllegalArgumentException(
                "Expected a transform (8,) or (batch, 8). Received: transform.shape="
                    + map.shape());
          }
          Tensor all = batch(x, o.channelsFirst());
          Tensor t = inexact(map);
          Tensor maps = t.rank() == 1 ? Lax.reshape(t, t.shape().insert(0, 1)) : t;
          return shaped(affine(all, maps, o), x, o.channelsFirst());
        });
  }

  private static Tensor affine(Tensor x, Tensor maps, SamplingOptions o) {
    Shape shape = x.shape();
    int n = shape.dim(0);
    Tensor each = expand(maps, Shape.of(n, maps.shape().dim(1)));
    Tensor row = Lax.convert(count(shape, 1), each.dtype());
    Tensor column = Lax.convert(count(shape, 2), each.dtype());
    Tensor channel = Lax.convert(count(shape, 3), each.dtype());
    // Entries 6 and 7 belong to the third row of the matrix: they weigh the channel.
    Tensor y = linear(each, shape, List.of(4, 3, 6, 5), row, column, channel);
    Tensor xPlace = linear(each, shape, List.of(1, 0, 7, 2), row, column, channel);
    Tensor rows = flat(x);
    return new Interpolation(o.order(), o.outside())
        .sample(
            Lax.reshape(Lax.transpose(x, List.of(0, 3, 1, 2)), rows.shape()),
            List.of(shape.dim(1), shape.dim(2)),
            List.of(y, xPlace),
            Lax.add(
                Lax.mul(count(shape, 0), constantLike(count(shape, 0), shape.dim(3))),
                count(shape, 3)));
  }

  private static Tensor linear(
      Tensor maps, Shape shape, List<Integer> entries, Tensor row, Tensor column, Tensor channel) {
    var weights =
        entries.stream().map(i -> Lax.broadcast(Picks.at(maps, i, 1), shape, List.of(0))).toList();
    Tensor sum = Lax.add(Lax.mul(row, weights.get(0)), Lax.mul(column, weights.get(1)));
    return Lax.add(Lax.add(sum, Lax.mul(channel, weights.get(2))), weights.get(3));
  }

  /// Images seen from another side: four points are moved to four others.
  ///
  /// - Input: images `(height, width, channels)` or `(batch, height, width, channels)`, or channels
  ///   first; points `(4, 2)` or `(batch, 4, 2)`
  /// - Output: the images' shape
  ///
  /// {@snippet :
  /// var straight = Ops.perspectiveTransform(images, corners, rectangle, _ -> {});
  /// }
  ///
  /// @param options `interpolation`, `fillValue`, `dataFormat`
  /// @throws IllegalArgumentException if shapes do not fit
  /// @see <a
  ///   href="https://keras.io/api/ops/image/#perspectivetransform-function">keras.ops.image.perspective_transform</a>
  public static Tensor perspectiveTransform(
      Tensor images, Tensor startPoints, Tensor endPoints, Consumer<SamplingOptions> options) {
    var o = new SamplingOptions("constant");
    options.accept(o);
    return OpCall.of(
        "PerspectiveTransform",
        List.of(images, startPoints, endPoints),
        o::parametersWithoutMode,
        in -> {
          Tensor all = batch(in.get(0), o.channelsFirst());
          Tensor from = points(in.get(1));
          Tensor to = points(in.get(2));
          if (!from.shape().equals(to.shape())) {
            throw new IllegalArgumentException(
                "Expected start and end points of one shape. Received: %s, %s"
                    .formatted(in.get(1).shape(), in.get(2).shape()));
          }
          Tensor maps = homographies(from, to);
          return shaped(perspective(all, maps, o), in.get(0), o.channelsFirst());
        });
  }

  private static Tensor points(Tensor x) {
    int rank = x.rank();
    if ((rank != 2 && rank != 3) || x.shape().dim(-1) != 2 || x.shape().dim(-2) != 4) {
      throw new IllegalArgumentException(
          "Expected points (4, 2) or (batch, 4, 2). Received: shape=" + x.shape());
    }
    Tensor t = as(x, DType.FLOAT32);
    return rank == 2 ? Lax.reshape(t, t.shape().insert(0, 1)) : t;
  }

  /// The eight numbers `(batch, 8)` of the maps from end points to start points.
  private static Tensor homographies(Tensor from, Tensor to) {
    Tensor startX = Picks.at(from, 0, 2);
    Tensor startY = Picks.at(from, 1, 2);
    Tensor x = Picks.at(to, 0, 2);
    Tensor y = Picks.at(to, 1, 2);
    Tensor zero = constantLike(x, 0);
    Tensor one = constantLike(x, 1);
    Tensor minusX = Lax.neg(startX);
    Tensor minusY = Lax.neg(startY);
    Tensor upper =
        stack(List.of(x, y, one, zero, zero, zero, Lax.mul(minusX, x), Lax.mul(minusX, y)), -1);
    Tensor lower =
        stack(List.of(zero, zero, zero, x, y, one, Lax.mul(minusY, x), Lax.mul(minusY, y)), -1);
    Tensor matrix = Lax.concatenate(List.of(upper, lower), 1);
    Tensor target = Lax.concatenate(List.of(startX, startY), 1);
    Tensor solved = solution(matrix, Lax.reshape(target, target.shape().concat(Shape.of(1))));
    return Lax.reshape(solved, target.shape());
  }

  private static Tensor perspective(Tensor x, Tensor maps, SamplingOptions o) {
    Shape plane = x.shape().slice(0, 3);
    Tensor each = expand(maps, Shape.of(plane.dim(0), 8));
    var m =
        range(0, 8).stream()
            .map(i -> Lax.broadcast(Picks.at(each, i, 1), plane, List.of(0)))
            .toList();
    Tensor row = Lax.convert(count(plane, 1), DType.FLOAT32);
    Tensor column = Lax.convert(count(plane, 2), DType.FLOAT32);
    Tensor below = plus(Lax.add(Lax.mul(m.get(6), column), Lax.mul(m.get(7), row)), 1);
    Tensor across = Lax.add(Lax.add(Lax.mul(m.get(0), column), Lax.mul(m.get(1), row)), m.get(2));
    Tensor down = Lax.add(Lax.add(Lax.mul(m.get(3), column), Lax.mul(m.get(4), row)), m.get(5));
    return sampledRows(x, Lax.div(down, below), Lax.div(across, below), o.order(), o.outside());
  }

  /// All channels of a batch at places `(batch, height, width)`.
  private static Tensor sampledRows(
      Tensor x, Tensor y, Tensor across, int order, Interpolation.Outside outside) {
    Shape s = x.shape();
    Tensor rows = Lax.reshape(x, Shape.of(s.dim(0) * s.dim(1) * s.dim(2), s.dim(3)));
    return new Interpolation(order, outside)
        .sample(rows, List.of(s.dim(1), s.dim(2)), List.of(y, across), count(y.shape(), 0));
  }

  /// {@link #gaussianBlur(Tensor, List, List, String)} with channels first, whatever the default
  /// layout: so Keras does on JAX and PyTorch where it is not told.
  public static Tensor gaussianBlur(Tensor images, List<Integer> kernelSize, List<Double> sigma) {
    return gaussianBlur(images, kernelSize, sigma, "channels_first");
  }

  /// Images blurred by a Gaussian window.
  ///
  /// - Input: `(height, width, channels)` or `(batch, height, width, channels)`, or channels first
  /// - Output: the images' shape
  ///
  /// {@snippet :
  /// var soft = Ops.gaussianBlur(images, List.of(3, 3), List.of(1.0, 1.0), "channels_last");
  /// }
  ///
  /// @param kernelSize width and height of the window
  /// @param sigma standard deviations along them
  /// @throws IllegalArgumentException if the rank does not fit
  /// @see <a
  ///   href="https://keras.io/api/ops/image/#gaussianblur-function">keras.ops.image.gaussian_blur</a>
  public static Tensor gaussianBlur(
      Tensor images, List<Integer> kernelSize, List<Double> sigma, String dataFormat) {
    String format = Defaults.dataFormat(dataFormat);
    return OpCall.of(
        "GaussianBlur",
        images,
        () -> Map.of("kernel_size", longs(kernelSize), "sigma", sigma, "data_format", format),
        t -> {
          boolean first = format.equals("channels_first");
          return shaped(blurred(batch(t, first), kernelSize, sigma), t, first);
        });
  }

  private static Tensor blurred(Tensor x, List<Integer> size, List<Double> sigma) {
    double[] across = gaussian(size.get(0), sigma.get(0));
    double[] down = gaussian(size.get(1), sigma.get(1));
    int channels = x.shape().dim(3);
    double[] kernel = new double[down.length * across.length * channels];
    for (int i = 0; i < kernel.length; i++) {
      int place = i / channels;
      kernel[i] = down[place / across.length] * across[place % across.length];
    }
    var type = TensorType.of(x.dtype(), down.length, across.length, channels, 1);
    return depthwiseConv(
        x, Array.ofDoubles(type, kernel), o -> o.padding("same").dataFormat("channels_last"));
  }

  private static double[] gaussian(int size, double sigma) {
    double[] out = new double[size];
    double sum = 0;
    for (int i = 0; i < size; i++) {
      double x = (i - (size - 1) / 2.0) / sigma;
      out[i] = Math.exp(-0.5 * x * x);
      sum += out[i];
    }
    for (int i = 0; i < size; i++) {
      out[i] /= sum;
    }
    return out;
  }

  /// Images bent at random: places are moved by smooth random fields.
  ///
  /// Follows Simard et al., "Best Practices for Convolutional Neural Networks" (2003).
  ///
  /// - Input: `(height, width, channels)` or `(batch, height, width, channels)`, or channels first
  /// - Output: the images' shape and dtype
  ///
  /// {@snippet :
  /// var bent = Ops.elasticTransform(images, 20, 5, Seed.of(42), _ -> {});
  /// }
  ///
  /// @param alpha how far places are moved
  /// @param sigma how smooth the fields are
  /// @param options `interpolation`, `fillMode` (`reflect`), `fillValue`, `dataFormat`
  /// @throws IllegalArgumentException if the rank does not fit
  /// @see <a
  ///   href="https://keras.io/api/ops/image/#elastictransform-function">keras.ops.image.elastic_transform</a>
  public static Tensor elasticTransform(
      Tensor images, double alpha, double sigma, Seed seed, Consumer<SamplingOptions> options) {
    var o = new SamplingOptions("reflect");
    options.accept(o);
    return OpCall.of(
        "ElasticTransform",
        images,
        () -> {
          var all = o.parameters();
          all.put("alpha", alpha);
          all.put("sigma", sigma);
          return all;
        },
        t -> {
          Tensor x = batch(t, o.channelsFirst());
          Shape plane = x.shape().slice(0, 3);
          Tensor noise = times(Random.normal(plane, 0, 1, x.dtype(), seed), sigma);
          int size = (int) (6 * sigma) | 1;
          Tensor smooth =
              blurred(
                  Lax.reshape(noise, plane.concat(Shape.of(1))),
                  List.of(size, size),
                  List.of(sigma, sigma));
          // One seed gives one field, which moves places along both axes, as in Keras.
          Tensor shift = as(times(Lax.reshape(smooth, plane), alpha), DType.FLOAT32);
          Tensor y = Lax.add(Lax.convert(count(plane, 1), DType.FLOAT32), shift);
          Tensor across = Lax.add(Lax.convert(count(plane, 2), DType.FLOAT32), shift);
          Tensor out = sampledRows(x, y, across, o.order(), o.outside());
          return shaped(out, t, o.channelsFirst());
        });
  }

  /// {@link #sobelEdges(Tensor, String)} in the default layout.
  public static Tensor sobelEdges(Tensor images) {
    return sobelEdges(images, Defaults.imageDataFormat());
  }

  /// How images change from row to row and from column to column.
  ///
  /// - Input: `(batch, height, width, channels)`, or channels second
  /// - Output: that shape and a last axis of two
  ///
  /// {@snippet :
  /// var edges = Ops.sobelEdges(images);
  /// }
  ///
  /// @throws IllegalArgumentException if the rank is not 4
  /// @see <a href="https://keras.io/api/ops/image/">keras.ops.image.sobel_edges</a>
  public static Tensor sobelEdges(Tensor images, String dataFormat) {
    String format = Defaults.dataFormat(dataFormat);
    return OpCall.of(
        "SobelEdges",
        images,
        () -> Map.of("data_format", format),
        t -> {
          if (t.rank() != 4) {
            throw new IllegalArgumentException(
                "sobelEdges takes a batch of images. Received: images.shape=" + t.shape());
          }
          Tensor x = strong(t);
          int channels = x.shape().dim(format.equals("channels_first") ? 1 : 3);
          Tensor rows = edges(x, channels, format, -1, -2, -1, 0, 0, 0, 1, 2, 1);
          Tensor columns = edges(x, channels, format, -1, 0, 1, -2, 0, 2, -1, 0, 1);
          return stack(List.of(rows, columns), -1);
        });
  }

  private static Tensor edges(Tensor x, int channels, String format, double... window) {
    double[] kernel = new double[9 * channels];
    for (int i = 0; i < kernel.length; i++) {
      kernel[i] = window[i / channels];
    }
    var type = TensorType.of(inexact(x).dtype(), 3, 3, channels, 1);
    return depthwiseConv(
        x, Array.ofDoubles(type, kernel), o -> o.padding("same").dataFormat(format));
  }

  /// {@link #ssim(Tensor, Tensor, Consumer)} with Keras's defaults.
  public static Tensor ssim(Tensor image1, Tensor image2) {
    return ssim(image1, image2, _ -> {});
  }

  /// Structural similarity of images: 1 where they are the same.
  ///
  /// Follows Wang et al., "Image quality assessment: from error visibility to structural
  /// similarity" (2004).
  ///
  /// - Input: `(height, width, channels)` or `(batch, height, width, channels)`, or channels first
  /// - Output: a scalar or `(batch,)`
  ///
  /// {@snippet :
  /// var similarity = Ops.ssim(image, decoded, o -> o.maxVal(255));
  /// }
  ///
  /// @param options `maxVal`, `filterSize`, `filterSigma`, `k1`, `k2`, `dataFormat`
  /// @throws IllegalArgumentException if shapes do not fit
  /// @see <a href="https://keras.io/api/ops/image/">keras.ops.image.ssim</a>
  public static Tensor ssim(Tensor image1, Tensor image2, Consumer<SsimOptions> options) {
    var o = new SsimOptions();
    options.accept(o);
    return OpCall.of(
        "SSIM",
        image1,
        image2,
        o::parameters,
        (a, b) -> {
          Tensor first = planes(inexact(a), o.channelsFirst());
          Tensor second = planes(as(b, first.dtype()), o.channelsFirst());
          if (!a.shape().equals(b.shape())) {
            throw new IllegalArgumentException(
                "ssim takes images of one shape. Received: %s, %s".formatted(a.shape(), b.shape()));
          }
          Tensor perPlane = similarity(first, second, o);
          int n = a.rank() == 3 ? 1 : a.shape().dim(0);
          Tensor table =
              Lax.reshape(perPlane, Shape.of(n, perPlane.shape().dim(0) / Math.max(1, n)));
          Tensor out = mean(table, 1);
          Tensor shaped = a.rank() == 3 ? Lax.reshape(out, Shape.SCALAR) : out;
          return Lax.convert(shaped, strong(a).dtype());
        });
  }

  /// Every channel as an image of its own.
  private static Tensor planes(Tensor images, boolean channelsFirst) {
    Tensor x = Lax.transpose(batch(images, channelsFirst), List.of(0, 3, 1, 2));
    Shape s = x.shape();
    return Lax.reshape(x, Shape.of(s.dim(0) * s.dim(1), s.dim(2), s.dim(3), 1));
  }

  private static Tensor similarity(Tensor a, Tensor b, SsimOptions o) {
    double[] weights = gaussian(o.filterSize(), o.filterSigma());
    int n = weights.length;
    double[] window = new double[n * n];
    for (int i = 0; i < window.length; i++) {
      window[i] = weights[i / n] * weights[i % n];
    }
    Tensor kernel = Array.ofDoubles(TensorType.of(a.dtype(), n, n, 1, 1), window);
    UnaryOperator<Tensor> local = x -> conv(x, kernel, c -> c.dataFormat("channels_last"));
    Tensor meanA = local.apply(a);
    Tensor meanB = local.apply(b);
    Tensor squareA = Lax.mul(meanA, meanA);
    Tensor squareB = Lax.mul(meanB, meanB);
    Tensor both = Lax.mul(meanA, meanB);
    Tensor varianceA = Lax.sub(local.apply(Lax.mul(a, a)), squareA);
    Tensor varianceB = Lax.sub(local.apply(Lax.mul(b, b)), squareB);
    Tensor covariance = Lax.sub(local.apply(Lax.mul(a, b)), both);
    double c1 = Math.pow(o.k1() * o.maxVal(), 2);
    double c2 = Math.pow(o.k2() * o.maxVal(), 2);
    Tensor above = Lax.mul(plus(times(both, 2), c1), plus(times(covariance, 2), c2));
    Tensor below =
        Lax.mul(plus(Lax.add(squareA, squareB), c1), plus(Lax.add(varianceA, varianceB), c2));
    return mean(Lax.div(above, below), Axes.of(1, 2, 3));
  }
}
