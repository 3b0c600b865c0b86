package org.keras4j.ops;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.keras4j.ir.Control.Derivative;
import org.keras4j.lax.Lax;
import org.keras4j.symbolic.Arguments;
import org.keras4j.symbolic.OpCall;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Promotion;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.Tree;

/// The functions of {@link Ops} that bring values to mean 0 and variance 1.
abstract class NormalizationOps extends PoolingOps {
  private static final double LARGEST_HALF = 65504;

  NormalizationOps() {}

  /// The mean over axes, which stay with size 1.
  static Tensor keptMean(Tensor x, List<Integer> axes) {
    long n = 1;
    for (int axis : axes) {
      n *= x.shape().dim(axis);
    }
    return over(restored(Lax.reduceSum(x, axes), x.shape(), axes), n);
  }

  /// Mean and variance over axes.
  ///
  /// - Output: two tensors without the axes, or with size 1 if they are kept; half precision is
  ///   computed in float32 and cut off at the largest float16
  ///
  /// {@snippet :
  /// var moments = Ops.moments(x, Axes.of(0, 1, 2));
  /// Tensor mean = moments.get(0);
  /// Tensor variance = moments.get(1);
  /// }
  ///
  /// @throws IllegalArgumentException if there is no such axis
  /// @see <a href="https://keras.io/api/ops/nn/#moments-function">keras.ops.moments</a>
  public static List<Tensor> moments(Tensor x, Axes axes) {
    return several(
        "Moments",
        List.of(x),
        () -> Map.of("axes", axes.axisParameter(), "keepdims", axes.keep()),
        in -> {
          Tensor t = inexact(in.getFirst());
          var over = axes.within(t.shape());
          var both = meanAndVariance(Lax.convert(t, computeType(t)), over);
          return both.stream()
              .map(m -> axes.keep() ? m : Lax.reshape(m, t.shape().without(over)))
              .map(m -> narrowed(m, t.dtype()))
              .toList();
        });
  }

  private static DType computeType(Tensor x) {
    return Promotion.resultType(x.dtype(), DType.FLOAT32);
  }

  private static Tensor narrowed(Tensor x, DType to) {
    if (x.dtype() == to) {
      return x;
    }
    Tensor cut = Lax.min(Lax.max(x, constantLike(x, -LARGEST_HALF)), constantLike(x, LARGEST_HALF));
    return Lax.convert(cut, to);
  }

  private static List<Tensor> meanAndVariance(Tensor x, List<Integer> axes) {
    Derivative derivative =
        (in, out, g) -> {
          Tensor t = in.getFirst();
          double n = t.shape().size() / (double) Math.max(1, out.getFirst().shape().size());
          var fromMean = g.get(0).map(m -> expand(over(m, n), t.shape()));
          var fromVariance =
              g.get(1)
                  .map(
                      v ->
                          Lax.mul(
                              expand(times(v, 2 / n), t.shape()),
                              broadcasting(t, out.getFirst(), Lax::sub)));
          return List.of(
              Stream.of(fromMean, fromVariance).flatMap(Optional::stream).reduce(Lax::add));
        };
    return Lax.composite(
        "moments",
        Map.of("axes", longs(axes)),
        List.of(x),
        in -> {
          Tensor t = in.getFirst();
          Tensor mean = keptMean(t, axes);
          Tensor centered = broadcasting(t, mean, Lax::sub);
          return List.of(mean, keptMean(Lax.mul(centered, centered), axes));
        },
        Optional.of(derivative));
  }

  /// Normalizes with given statistics: `scale (x - mean) / sqrt(variance + epsilon) + offset`.
  ///
  /// - Input: `x` of any shape; `mean`, `variance` and, if given, `scale` and `offset` as long as
  ///   the axis
  /// - Output: shape of `x`
  ///
  /// {@snippet :
  /// var y = Ops.batchNormalization(x, mean, variance, -1, o -> o.epsilon(1e-3));
  /// }
  ///
  /// @param options `scale`, `offset`, `epsilon` (1e-3)
  /// @throws IllegalArgumentException if sizes do not agree
  /// @see <a
  ///   href="https://keras.io/api/ops/nn/#batch_normalization-function">keras.ops.batch_normalization</a>
  public static Tensor batchNormalization(
      Tensor x, Tensor mean, Tensor variance, int axis, Consumer<NormalizationOptions> options) {
    var o = new NormalizationOptions();
    options.accept(o);
    double epsilon = o.epsilonOr(1e-3);
    return call(
        "BatchNorm",
        Arguments.of(x, mean, variance, orNone(o.offset()), orNone(o.scale())),
        () -> Map.of("axis", (long) axis, "epsilon", epsilon),
        a -> {
          Tensor t = tensor(a, 0).orElseThrow();
          int along = t.shape().axis(axis);
          return normalizeBatch(
              t,
              tensor(a, 1).orElseThrow(),
              tensor(a, 2).orElseThrow(),
              tensor(a, 3),
              tensor(a, 4),
              along,
              epsilon);
        });
  }

  /// {@link #batchNormalization(Tensor, Tensor, Tensor, int, Consumer)} without scale and offset.
  public static Tensor batchNormalization(Tensor x, Tensor mean, Tensor variance, int axis) {
    return batchNormalization(x, mean, variance, axis, _ -> {});
  }

  private static Tensor normalizeBatch(
      Tensor x,
      Tensor mean,
      Tensor variance,
      Optional<Tensor> offset,
      Optional<Tensor> scale,
      int axis,
      double epsilon) {
    int size = x.shape().dim(axis);
    var in = new ArrayList<Tensor>(List.of(x, mean, variance));
    scale.ifPresent(in::add);
    offset.ifPresent(in::add);
    for (Tensor t : in.subList(1, in.size())) {
      if (!t.shape().equals(Shape.of(size))) {
        throw new IllegalArgumentException(
            "batchNormalization takes statistics of shape (%d,) for axis %d of %s. Received: shape %s"
                .formatted(size, axis, x.shape(), t.shape()));
      }
    }
    var operands = in.stream().map(t -> inexact(t)).toList();
    Map<String, Object> attributes =
        Map.of(
            "axis",
            (long) axis,
            "epsilon",
            epsilon,
            "scale",
            scale.isPresent(),
            "offset",
            offset.isPresent());
    return Lax.composite(
            "batch_norm",
            attributes,
            operands,
            t -> List.of(affineBatch(t, scale.isPresent(), offset.isPresent(), axis, epsilon)),
            Optional.empty())
        .getFirst();
  }

  private static Tensor affineBatch(
      List<Tensor> in, boolean scale, boolean offset, int axis, double epsilon) {
    Tensor x = in.getFirst();
    Tensor factor = Lax.rsqrt(plus(in.get(2), epsilon));
    if (scale) {
      factor = multiply(factor, in.get(3));
    }
    Tensor shift = multiply(Lax.neg(in.get(1)), factor);
    if (offset) {
      shift = add(shift, in.getLast());
    }
    Shape shape = Shape.of(repeated(1, x.rank())).with(axis, x.shape().dim(axis));
    return add(multiply(x, Lax.reshape(factor, shape)), Lax.reshape(shift, shape));
  }

  /// Normalizes over axes: `gamma (x - mean) / sqrt(variance + epsilon) + beta`.
  ///
  /// - Input: `x` of any shape; `gamma` and `beta` of the normalized axes' shape
  /// - Output: shape and dtype of `x`; half precision is computed in float32
  ///
  /// {@snippet :
  /// var y = Ops.layerNormalization(x, o -> o.gamma(gamma).beta(beta));
  /// }
  ///
  /// @param options `gamma`, `beta`, `axis` (-1), `epsilon` (1e-7), `rmsScaling`
  /// @throws IllegalArgumentException if there is no such axis
  /// @see <a
  ///   href="https://keras.io/api/ops/nn/#layer_normalization-function">keras.ops.layer_normalization</a>
  public static Tensor layerNormalization(Tensor x, Consumer<NormalizationOptions> options) {
    var o = new NormalizationOptions();
    options.accept(o);
    double epsilon = o.epsilonOr(Defaults.epsilon());
    return call(
        "LayerNorm",
        Arguments.of(x, orNone(o.scale()), orNone(o.offset())),
        () ->
            Map.of(
                "axis",
                o.axis().axisParameter(),
                "epsilon",
                o.epsilonParameter(),
                "rms_scaling",
                o.rmsScaling()),
        a -> {
          Tensor t = strong(tensor(a, 0).orElseThrow());
          var axes = o.axis().within(t.shape());
          var gamma = tensor(a, 1).map(v -> alongAxes(v, t.shape(), axes, computeType(t)));
          var beta = tensor(a, 2).map(v -> alongAxes(v, t.shape(), axes, computeType(t)));
          return o.rmsScaling()
              ? Lax.convert(scaledByDeviation(t, gamma, axes, epsilon), t.dtype())
              : LayerNormalization.apply(t, gamma, beta, axes, epsilon);
        });
  }

  /// {@link #layerNormalization(Tensor, Consumer)} over the last axis, without gamma and beta.
  public static Tensor layerNormalization(Tensor x) {
    return layerNormalization(x, _ -> {});
  }

  /// A weight of the normalized axes' shape, with the axes where x has them.
  private static Tensor alongAxes(Tensor weight, Shape shape, List<Integer> axes, DType dtype) {
    Tensor w = as(weight, dtype);
    if (w.rank() == shape.rank() || axes.equals(List.of(shape.rank() - 1))) {
      return w;
    }
    return Lax.reshape(
        w,
        Shape.of(
            IntStream.range(0, shape.rank())
                .map(i -> axes.contains(i) ? shape.dim(i) : 1)
                .toArray()));
  }

  private static Tensor scaledByDeviation(
      Tensor x, Optional<Tensor> gamma, List<Integer> axes, double epsilon) {
    Tensor t = Lax.convert(x, computeType(x));
    Tensor variance = meanAndVariance(t, axes).get(1);
    Tensor out = multiply(t, Lax.rsqrt(plus(variance, epsilon)));
    return gamma.map(w -> multiply(out, w)).orElse(out);
  }

  /// Divides by the root of the mean square over axes: `scale x / sqrt(mean(x²) + epsilon)`.
  ///
  /// - Output: shape and dtype of `x`; half precision is computed in float32
  ///
  /// {@snippet :
  /// var y = Ops.rmsNormalization(x, o -> o.scale(scale));
  /// }
  ///
  /// @param options `scale`, `axis` (-1), `epsilon` (1e-7)
  /// @throws IllegalArgumentException if there is no such axis
  /// @see <a
  ///   href="https://keras.io/api/ops/nn/#rms_normalization-function">keras.ops.rms_normalization</a>
  public static Tensor rmsNormalization(Tensor x, Consumer<NormalizationOptions> options) {
    var o = new NormalizationOptions();
    options.accept(o);
    double epsilon = o.epsilonOr(Defaults.epsilon());
    return call(
        "RMSNorm",
        new Arguments(List.of(x), Map.of("scale", orNone(o.scale()))),
        () -> Map.of("axis", o.axis().axisParameter(), "epsilon", o.epsilonParameter()),
        a -> {
          Tensor t = strong(tensor(a, 0).orElseThrow());
          Tensor atLeastVector = t.rank() == 0 ? Lax.reshape(t, Shape.of(1)) : t;
          var axes = o.axis().within(atLeastVector.shape());
          var scale = a.get("scale").map(w -> as((Tensor) w, computeType(t)));
          return RmsNormalization.apply(atLeastVector, scale, axes, epsilon);
        });
  }

  /// {@link #rmsNormalization(Tensor, Consumer)} over the last axis, without scale.
  public static Tensor rmsNormalization(Tensor x) {
    return rmsNormalization(x, _ -> {});
  }

  /// A call with arguments that may be absent.
  static Tensor call(
      String className,
      Arguments arguments,
      java.util.function.Supplier<Map<String, Object>> parameters,
      java.util.function.Function<Arguments, Tensor> body) {
    return OpCall.of(className, arguments, parameters, a -> Tree.leaf(body.apply(a))).single();
  }

  /// The value itself, or Python's `None`.
  static Object orNone(Optional<Tensor> value) {
    return value.<Object>map(t -> t).orElse(Optional.empty());
  }

  /// The positional argument, unless it is `None`.
  static Optional<Tensor> tensor(Arguments arguments, int place) {
    return arguments.positional().get(place) instanceof Tensor t
        ? Optional.of(t)
        : Optional.empty();
  }

  /// The sum over what broadcasting repeated: the cotangent of an operand of `shape`.
  static Tensor unbroadcast(Tensor g, Shape shape) {
    if (g.shape().equals(shape)) {
      return g;
    }
    int extra = g.rank() - shape.rank();
    var axes =
        range(0, g.rank()).stream()
            .filter(i -> i < extra || (shape.dim(i - extra) == 1 && g.shape().dim(i) != 1))
            .toList();
    return Lax.reshape(Lax.reduceSum(g, axes), shape);
  }
}
