package org.keras4j.ops;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.keras4j.ir.Control.Derivative;
import org.keras4j.lax.Lax;
import org.keras4j.symbolic.OpCall;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Tensor;

/// The functions of {@link Ops} that a network applies to each element after a layer.
abstract class ActivationOps extends NormOps {
  private static final double SELU_ALPHA = 1.6732632423543772;
  private static final double SELU_SCALE = 1.0507009873554805;

  ActivationOps() {}

  /// x plus a number.
  static Tensor plus(Tensor x, double value) {
    return Lax.add(x, constantLike(x, value));
  }

  /// x times a number.
  static Tensor times(Tensor x, double value) {
    return Lax.mul(x, constantLike(x, value));
  }

  /// x divided by a number.
  static Tensor over(Tensor x, double value) {
    return Lax.div(x, constantLike(x, value));
  }

  /// `onTrue` where `x > value`, else `onFalse`.
  static Tensor whereAbove(Tensor x, double value, Tensor onTrue, Tensor onFalse) {
    return Lax.select(Lax.gt(x, constantLike(x, value)), onTrue, onFalse);
  }

  /// `onTrue` where `x < value`, else `onFalse`.
  static Tensor whereBelow(Tensor x, double value, Tensor onTrue, Tensor onFalse) {
    return Lax.select(Lax.lt(x, constantLike(x, value)), onTrue, onFalse);
  }

  /// A composite of one operand and one result.
  static Tensor composite(
      String name, Map<String, Object> attributes, Tensor x, UnaryOperator<Tensor> body) {
    return Lax.composite(
            name,
            attributes,
            List.of(x),
            in -> List.of(body.apply(in.getFirst())),
            Optional.empty())
        .getFirst();
  }

  /// A derivative of one operand and one result, given operand, result and cotangent.
  interface Backward {
    Tensor apply(Tensor x, Tensor y, Tensor g);
  }

  static Optional<Derivative> derivative(Backward backward) {
    return Optional.of(
        (in, out, g) ->
            List.of(g.getFirst().map(t -> backward.apply(in.getFirst(), out.getFirst(), t))));
  }

  private static Tensor composite(
      String name,
      Map<String, Object> attributes,
      Tensor x,
      UnaryOperator<Tensor> body,
      Backward backward) {
    return Lax.composite(
            name,
            attributes,
            List.of(x),
            in -> List.of(body.apply(in.getFirst())),
            derivative(backward))
        .getFirst();
  }

  /// The function on floats; integers and booleans become floats first.
  private static Tensor onFloats(String className, Tensor x, UnaryOperator<Tensor> body) {
    return unary(className, x, t -> body.apply(inexact(t)));
  }

  private static Tensor onFloats(
      String className, Tensor x, String parameter, Object value, UnaryOperator<Tensor> body) {
    return OpCall.of(className, x, () -> Map.of(parameter, value), t -> body.apply(inexact(t)));
  }

  /// Rectified linear unit cut off at 6, `min(max(x, 0), 6)`; its derivative at 0 and 6 is 0.
  ///
  /// {@snippet :
  /// var y = Ops.relu6(x);
  /// }
  ///
  /// @see <a href="https://keras.io/api/ops/nn/#relu6-function">keras.ops.relu6</a>
  public static Tensor relu6(Tensor x) {
    return onFloats("Relu6", x, ActivationOps::clipped6);
  }

  private static Tensor clipped6(Tensor x) {
    return composite(
        "relu6",
        Map.of(),
        x,
        t -> Lax.min(Lax.max(t, constantLike(t, 0)), constantLike(t, 6)),
        (t, _, g) ->
            Lax.select(
                Lax.and(Lax.gt(t, constantLike(t, 0)), Lax.lt(t, constantLike(t, 6))),
                g,
                constantLike(g, 0)));
  }

  /// Piecewise linear sigmoid: 0 below -1, 1 above 1, `0.5 (x + 1)` between.
  ///
  /// {@snippet :
  /// var y = Ops.sparseSigmoid(x);
  /// }
  ///
  /// @see <a
  ///   href="https://keras.io/api/ops/nn/#sparse_sigmoid-function">keras.ops.sparse_sigmoid</a>
  public static Tensor sparseSigmoid(Tensor x) {
    return onFloats(
        "SparseSigmoid",
        x,
        t -> times(Lax.min(Lax.max(plus(t, 1), constantLike(t, 0)), constantLike(t, 2)), 0.5));
  }

  /// Refuses integers and booleans, as Keras does.
  static Tensor requireFloats(String function, Tensor x) {
    Tensor own = strong(x);
    if (!own.dtype().isDifferentiable()) {
      throw new IllegalArgumentException(
          "%s takes floats. Received: dtype=%s. Cast the tensor first."
              .formatted(function, x.dtype()));
    }
    return own;
  }

  /// `log(1 + exp(x))` without overflow.
  ///
  /// {@snippet :
  /// var y = Ops.softplus(x);
  /// }
  ///
  /// @see <a href="https://keras.io/api/ops/nn/#softplus-function">keras.ops.softplus</a>
  public static Tensor softplus(Tensor x) {
    return onFloats("Softplus", x, ActivationOps::logOnePlusExp);
  }

  /// `log(1 + exp(x))` without overflow; NaN and infinities as they should be.
  static Tensor logOnePlusExp(Tensor x) {
    return composite(
        "softplus",
        Map.of(),
        x,
        t -> {
          Tensor positive = Lax.max(t, constantLike(t, 0));
          Tensor small = Lax.log1p(Lax.exp(Lax.neg(Lax.abs(t))));
          return Lax.select(Lax.ne(t, t), t, Lax.add(positive, small));
        },
        (t, _, g) -> Lax.mul(g, Lax.logistic(t)));
  }

  /// `x / (1 + |x|)`.
  ///
  /// {@snippet :
  /// var y = Ops.softsign(x);
  /// }
  ///
  /// @see <a href="https://keras.io/api/ops/nn/#softsign-function">keras.ops.softsign</a>
  public static Tensor softsign(Tensor x) {
    return onFloats("Softsign", x, t -> Lax.div(t, plus(Lax.abs(t), 1)));
  }

  /// {@link #softShrink(Tensor, double)} with threshold 0.5.
  public static Tensor softShrink(Tensor x) {
    return softShrink(x, 0.5);
  }

  /// `x` moved towards 0 by the threshold, and 0 within it.
  ///
  /// {@snippet :
  /// var y = Ops.softShrink(x, 0.5);
  /// }
  ///
  /// @see <a href="https://keras.io/api/ops/nn/#soft_shrink-function">keras.ops.soft_shrink</a>
  public static Tensor softShrink(Tensor x, double threshold) {
    return onFloats(
        "SoftShrink",
        x,
        "threshold",
        threshold,
        t ->
            whereAbove(
                t,
                threshold,
                plus(t, -threshold),
                whereBelow(t, -threshold, plus(t, threshold), constantLike(t, 0))));
  }

  /// 0 below -1, `x` above 1, `(x + 1)² / 4` between.
  ///
  /// {@snippet :
  /// var y = Ops.sparsePlus(x);
  /// }
  ///
  /// @see <a href="https://keras.io/api/ops/nn/#sparse_plus-function">keras.ops.sparse_plus</a>
  public static Tensor sparsePlus(Tensor x) {
    return onFloats(
        "SparsePlus",
        x,
        t -> {
          Tensor shifted = plus(t, 1);
          Tensor between = over(Lax.mul(shifted, shifted), 4);
          Tensor upper = Lax.select(Lax.ge(t, constantLike(t, 1)), t, between);
          return Lax.select(Lax.le(t, constantLike(t, -1)), constantLike(t, 0), upper);
        });
  }

  /// `x sigmoid(x)`, also called swish.
  ///
  /// {@snippet :
  /// var y = Ops.silu(x);
  /// }
  ///
  /// @see <a href="https://keras.io/api/ops/nn/#silu-function">keras.ops.silu</a>
  public static Tensor silu(Tensor x) {
    return unary(
        "Silu",
        x,
        t ->
            composite(
                "silu", Map.of(), requireFloats("silu", t), v -> Lax.mul(v, Lax.logistic(v))));
  }

  /// {@link #silu}.
  public static Tensor swish(Tensor x) {
    return silu(x);
  }

  /// {@link #squareplus(Tensor, double)} with b = 4.
  public static Tensor squareplus(Tensor x) {
    return squareplus(x, 4);
  }

  /// `(x + sqrt(x² + b)) / 2`.
  ///
  /// {@snippet :
  /// var y = Ops.squareplus(x, 4);
  /// }
  ///
  /// @see <a href="https://keras.io/api/ops/nn/#squareplus-function">keras.ops.squareplus</a>
  public static Tensor squareplus(Tensor x, double b) {
    return onFloats(
        "Squareplus", x, "b", b, t -> over(Lax.add(t, Lax.sqrt(plus(Lax.mul(t, t), b))), 2));
  }

  /// `log(sigmoid(x))` without overflow.
  ///
  /// {@snippet :
  /// var y = Ops.logSigmoid(x);
  /// }
  ///
  /// @see <a href="https://keras.io/api/ops/nn/#log_sigmoid-function">keras.ops.log_sigmoid</a>
  public static Tensor logSigmoid(Tensor x) {
    // Unsigned integers wrap before they become floats, as Keras has it.
    return unary("LogSigmoid", x, t -> Lax.neg(logOnePlusExp(inexact(Lax.neg(strong(t))))));
  }

  static Tensor logLogistic(Tensor x) {
    return Lax.neg(logOnePlusExp(Lax.neg(x)));
  }

  /// {@link #leakyRelu(Tensor, double)} with slope 0.2.
  public static Tensor leakyRelu(Tensor x) {
    return leakyRelu(x, 0.2);
  }

  /// `x` from 0 on, `negativeSlope x` below.
  ///
  /// {@snippet :
  /// var y = Ops.leakyRelu(x, 0.2);
  /// }
  ///
  /// @see <a href="https://keras.io/api/ops/nn/#leaky_relu-function">keras.ops.leaky_relu</a>
  public static Tensor leakyRelu(Tensor x, double negativeSlope) {
    return onFloats(
        "LeakyRelu",
        x,
        "negative_slope",
        negativeSlope,
        t -> Lax.select(Lax.ge(t, constantLike(t, 0)), t, times(t, negativeSlope)));
  }

  /// `relu6(x + 3) / 6`.
  ///
  /// {@snippet :
  /// var y = Ops.hardSigmoid(x);
  /// }
  ///
  /// @see <a href="https://keras.io/api/ops/nn/#hard_sigmoid-function">keras.ops.hard_sigmoid</a>
  public static Tensor hardSigmoid(Tensor x) {
    return onFloats("HardSigmoid", x, ActivationOps::linearSigmoid);
  }

  private static Tensor linearSigmoid(Tensor x) {
    return over(clipped6(plus(x, 3)), 6);
  }

  /// `x hardSigmoid(x)`, also called hard swish.
  ///
  /// {@snippet :
  /// var y = Ops.hardSilu(x);
  /// }
  ///
  /// @see <a href="https://keras.io/api/ops/nn/#hard_silu-function">keras.ops.hard_silu</a>
  public static Tensor hardSilu(Tensor x) {
    return onFloats("HardSilu", x, t -> Lax.mul(t, linearSigmoid(t)));
  }

  /// {@link #hardSilu}.
  public static Tensor hardSwish(Tensor x) {
    return hardSilu(x);
  }

  /// {@link #elu(Tensor, double)} with alpha 1.
  public static Tensor elu(Tensor x) {
    return elu(x, 1);
  }

  /// Exponential linear unit: `x` above 0, `alpha (exp(x) - 1)` else.
  ///
  /// {@snippet :
  /// var y = Ops.elu(x, 1);
  /// }
  ///
  /// @see <a href="https://keras.io/api/ops/nn/#elu-function">keras.ops.elu</a>
  public static Tensor elu(Tensor x, double alpha) {
    return onFloats("Elu", x, "alpha", alpha, t -> exponentialUnit(t, alpha));
  }

  private static Tensor exponentialUnit(Tensor x, double alpha) {
    Tensor low = whereAbove(x, 0, constantLike(x, 0), x);
    return whereAbove(x, 0, x, times(Lax.expm1(low), alpha));
  }

  /// Scaled exponential linear unit of self-normalizing networks.
  ///
  /// {@snippet :
  /// var y = Ops.selu(x);
  /// }
  ///
  /// @see <a href="https://keras.io/api/ops/nn/#selu-function">keras.ops.selu</a>
  public static Tensor selu(Tensor x) {
    return onFloats("Selu", x, t -> times(exponentialUnit(t, SELU_ALPHA), SELU_SCALE));
  }

  /// {@link #gelu(Tensor, boolean)} by its approximation with tanh.
  public static Tensor gelu(Tensor x) {
    return gelu(x, true);
  }

  /// Gaussian error linear unit: `x` times the standard normal distribution function at `x`.
  ///
  /// {@snippet :
  /// var y = Ops.gelu(x, false);
  /// }
  ///
  /// @param approximate by tanh instead of the error function
  /// @see <a href="https://keras.io/api/ops/nn/#gelu-function">keras.ops.gelu</a>
  public static Tensor gelu(Tensor x, boolean approximate) {
    return onFloats(
        "Gelu",
        x,
        "approximate",
        approximate,
        t ->
            composite(
                "gelu",
                Map.of("approximate", approximate),
                t,
                approximate ? ActivationOps::tanhGelu : ActivationOps::erfGelu));
  }

  private static Tensor tanhGelu(Tensor x) {
    Tensor cube = Lax.mul(Lax.mul(x, x), x);
    Tensor inner = times(Lax.add(x, times(cube, 0.044715)), Math.sqrt(2 / Math.PI));
    return Lax.mul(x, times(plus(Lax.tanh(inner), 1), 0.5));
  }

  private static Tensor erfGelu(Tensor x) {
    Tensor upper = Lax.erfc(times(x, -Math.sqrt(0.5)));
    return Lax.mul(times(x, 0.5), upper);
  }

  /// {@link #celu(Tensor, double)} with alpha 1.
  public static Tensor celu(Tensor x) {
    return celu(x, 1);
  }

  /// Continuously differentiable exponential linear unit: `max(x, 0) + alpha (exp(min(x, 0) /
  /// alpha) - 1)`.
  ///
  /// {@snippet :
  /// var y = Ops.celu(x, 1);
  /// }
  ///
  /// @see <a href="https://keras.io/api/ops/nn/#celu-function">keras.ops.celu</a>
  public static Tensor celu(Tensor x, double alpha) {
    return onFloats(
        "Celu",
        x,
        "alpha",
        alpha,
        t -> {
          Tensor zero = constantLike(t, 0);
          Tensor low = Lax.expm1(over(Lax.min(t, zero), alpha));
          return Lax.add(Lax.max(t, zero), times(low, alpha));
        });
  }

  /// {@link #glu(Tensor, int)} along the last axis.
  public static Tensor glu(Tensor x) {
    return glu(x, -1);
  }

  /// Gated linear unit: the first half of an axis times the sigmoid of the second.
  ///
  /// - Output: the axis has half its size
  ///
  /// {@snippet :
  /// var y = Ops.glu(x, -1);
  /// }
  ///
  /// @throws IllegalArgumentException if the axis has an odd size
  /// @see <a href="https://keras.io/api/ops/nn/#glu-function">keras.ops.glu</a>
  public static Tensor glu(Tensor x, int axis) {
    return onFloats(
        "Glu",
        x,
        "axis",
        (long) axis,
        t -> {
          int along = t.shape().axis(axis);
          int size = t.shape().dim(along);
          if (size % 2 != 0) {
            throw new IllegalArgumentException(
                "glu needs an axis of even size. Received: x.shape=%s, axis=%d"
                    .formatted(t.shape(), axis));
          }
          Tensor gate = Lax.sliceAxis(t, along, size / 2, size);
          return Lax.mul(Lax.sliceAxis(t, along, 0, size / 2), Lax.logistic(gate));
        });
  }

  /// `x - tanh(x)`.
  ///
  /// {@snippet :
  /// var y = Ops.tanhShrink(x);
  /// }
  ///
  /// @see <a href="https://keras.io/api/ops/nn/#tanh_shrink-function">keras.ops.tanh_shrink</a>
  public static Tensor tanhShrink(Tensor x) {
    return onFloats("TanhShrink", x, t -> Lax.sub(t, Lax.tanh(t)));
  }

  /// `x` between -1 and 1, cut off there.
  ///
  /// {@snippet :
  /// var y = Ops.hardTanh(x);
  /// }
  ///
  /// @see <a href="https://keras.io/api/ops/nn/#hard_tanh-function">keras.ops.hard_tanh</a>
  public static Tensor hardTanh(Tensor x) {
    return unary(
        "HardTanh",
        x,
        v -> {
          Tensor t = v.dtype() == DType.BOOL ? as(v, DType.INT32) : strong(v);
          Tensor upper = whereBelow(t, -1, constantLike(t, -1), t);
          return whereAbove(t, 1, constantLike(t, 1), upper);
        });
  }

  /// {@link #hardShrink(Tensor, double)} with threshold 0.5.
  public static Tensor hardShrink(Tensor x) {
    return hardShrink(x, 0.5);
  }

  /// `x` where its magnitude exceeds the threshold, else 0.
  ///
  /// {@snippet :
  /// var y = Ops.hardShrink(x, 0.5);
  /// }
  ///
  /// @see <a href="https://keras.io/api/ops/nn/#hard_shrink-function">keras.ops.hard_shrink</a>
  public static Tensor hardShrink(Tensor x, double threshold) {
    return onFloats(
        "HardShrink",
        x,
        "threshold",
        threshold,
        t -> whereAbove(Lax.abs(t), threshold, t, constantLike(t, 0)));
  }

  /// `x` where it exceeds the threshold, else the default value.
  ///
  /// {@snippet :
  /// var y = Ops.threshold(x, 0.1, 20);
  /// }
  ///
  /// @see <a href="https://keras.io/api/ops/nn/#threshold-function">keras.ops.threshold</a>
  public static Tensor threshold(Tensor x, double threshold, double defaultValue) {
    return threshold(x, threshold, Array.weak(defaultValue));
  }

  /// As {@link #threshold(Tensor, double, double)}; the default value and `x` are brought to one
  /// dtype.
  public static Tensor threshold(Tensor x, double threshold, Tensor defaultValue) {
    return OpCall.of(
        "Threshold",
        x,
        () -> Map.of("threshold", threshold, "default_value", defaultValue),
        t -> {
          var p = promoted(List.of(t, defaultValue));
          Tensor kept = p.get(0);
          return Lax.select(greater(t, threshold), kept, expand(p.get(1), kept.shape()));
        });
  }

  /// `x tanh(softplus(x))`.
  ///
  /// {@snippet :
  /// var y = Ops.mish(x);
  /// }
  ///
  /// @see <a
  ///   href="https://keras.io/api/layers/activations/#mish-function">keras.activations.mish</a>
  public static Tensor mish(Tensor x) {
    return onFloats("Mish", x, t -> Lax.mul(t, Lax.tanh(logOnePlusExp(t))));
  }
}
