package org.keras4j.ops;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.keras4j.ir.Control.Derivative;
import org.keras4j.ir.Reduction.ReduceOp;
import org.keras4j.lax.Lax;
import org.keras4j.symbolic.OpCall;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Tensor;

/// The functions of {@link Ops} that make probabilities of scores.
abstract class SoftmaxOps extends ActivationOps {
  SoftmaxOps() {}

  /// {@link #softmax(Tensor, Axes)} along the last axis.
  public static Tensor softmax(Tensor x) {
    return softmax(x, -1);
  }

  /// {@link #softmax(Tensor, Axes)} along one axis.
  public static Tensor softmax(Tensor x, int axis) {
    return softmax(x, Axes.of(axis));
  }

  /// `exp(x) / sum(exp(x))` over the axes, without overflow.
  ///
  /// - Output: shape of `x`; sums to 1 over the axes
  ///
  /// {@snippet :
  /// var probabilities = Ops.softmax(scores, -1);
  /// }
  ///
  /// @throws IllegalArgumentException if there is no such axis
  /// @see <a href="https://keras.io/api/ops/nn/#softmax-function">keras.ops.softmax</a>
  public static Tensor softmax(Tensor x, Axes axis) {
    return OpCall.of(
        "Softmax",
        x,
        () -> Map.of("axis", axis.axisParameter()),
        t -> normalizedExp(numbers("softmax", t), axis.within(t.shape())));
  }

  /// Scores as floats; booleans are no scores.
  private static Tensor numbers(String function, Tensor x) {
    if (x.dtype() == DType.BOOL) {
      throw new IllegalArgumentException(
          function + " takes numbers. Received: dtype=bool. Cast the tensor first.");
    }
    return inexact(x);
  }

  /// Softmax over axes counted from the start.
  static Tensor normalizedExp(Tensor x, List<Integer> axes) {
    return axisComposite(
        "softmax",
        x,
        axes,
        t -> {
          Tensor e = Lax.exp(Lax.sub(t, along(ReduceOp.MAX, t, axes)));
          return Lax.div(e, along(ReduceOp.SUM, e, axes));
        },
        (y, g) -> {
          Tensor gy = Lax.mul(g, y);
          return Lax.sub(gy, Lax.mul(y, along(ReduceOp.SUM, gy, axes)));
        });
  }

  /// {@link #logSoftmax(Tensor, Axes)} along the last axis.
  public static Tensor logSoftmax(Tensor x) {
    return logSoftmax(x, -1);
  }

  /// {@link #logSoftmax(Tensor, Axes)} along one axis.
  public static Tensor logSoftmax(Tensor x, int axis) {
    return logSoftmax(x, Axes.of(axis));
  }

  /// The logarithm of {@link #softmax}, without overflow or underflow.
  ///
  /// {@snippet :
  /// var logProbabilities = Ops.logSoftmax(scores, -1);
  /// }
  ///
  /// @throws IllegalArgumentException if there is no such axis
  /// @see <a href="https://keras.io/api/ops/nn/#log_softmax-function">keras.ops.log_softmax</a>
  public static Tensor logSoftmax(Tensor x, Axes axis) {
    return OpCall.of(
        "LogSoftmax",
        x,
        () -> Map.of("axis", axis.axisParameter()),
        t -> logNormalizedExp(numbers("logSoftmax", t), axis.within(t.shape())));
  }

  /// Log-softmax over axes counted from the start.
  static Tensor logNormalizedExp(Tensor x, List<Integer> axes) {
    return axisComposite(
        "log_softmax",
        x,
        axes,
        t -> {
          Tensor shifted = Lax.sub(t, along(ReduceOp.MAX, t, axes));
          return Lax.sub(shifted, Lax.log(along(ReduceOp.SUM, Lax.exp(shifted), axes)));
        },
        (y, g) -> Lax.sub(g, Lax.mul(Lax.exp(y), along(ReduceOp.SUM, g, axes))));
  }

  /// A reduction over axes, repeated along them again.
  static Tensor along(ReduceOp op, Tensor x, List<Integer> axes) {
    Tensor reduced = Lax.reduce(op, x, axes);
    return expand(restored(reduced, x.shape(), axes), x.shape());
  }

  /// Half a derivative: the cotangent of the operand from the result and its cotangent.
  private interface FromResult {
    Tensor apply(Tensor y, Tensor g);
  }

  private static Tensor axisComposite(
      String name,
      Tensor x,
      List<Integer> axes,
      java.util.function.UnaryOperator<Tensor> body,
      FromResult backward) {
    Map<String, Object> attributes = Map.of("axes", longs(axes));
    Derivative derivative =
        (_, out, g) ->
            List.of(
                g.getFirst()
                    .map(
                        t ->
                            Lax.composite(
                                    name + "_grad",
                                    attributes,
                                    List.of(out.getFirst(), t),
                                    in -> List.of(backward.apply(in.get(0), in.get(1))),
                                    Optional.empty())
                                .getFirst()));
    return Lax.composite(
            name,
            attributes,
            List.of(x),
            in -> List.of(body.apply(in.getFirst())),
            Optional.of(derivative))
        .getFirst();
  }

  /// {@link #sparsemax(Tensor, int)} along the last axis.
  public static Tensor sparsemax(Tensor x) {
    return sparsemax(x, -1);
  }

  /// The nearest point of the probability simplex: like softmax, with exact zeros.
  ///
  /// Follows Martins and Astudillo, "From Softmax to Sparsemax" (2016).
  ///
  /// {@snippet :
  /// var probabilities = Ops.sparsemax(scores, -1);
  /// }
  ///
  /// @throws IllegalArgumentException if there is no such axis
  /// @see <a href="https://keras.io/api/ops/nn/#sparsemax-function">keras.ops.sparsemax</a>
  public static Tensor sparsemax(Tensor x, int axis) {
    return OpCall.of(
        "Sparsemax",
        x,
        () -> Map.of("axis", (long) axis),
        t -> simplexProjection(inexact(t), t.shape().axis(axis)));
  }

  private static Tensor simplexProjection(Tensor x, int axis) {
    var axes = List.of(axis);
    Tensor sorted = Lax.neg(Lax.sort(List.of(Lax.neg(x)), axis).getFirst());
    Tensor sums = Lax.cumulative(ReduceOp.SUM, sorted, axis, false);
    Tensor counts =
        plus(Lax.convert(Lax.iota(x.type().withDType(DType.INT32), axis), x.dtype()), 1);
    Tensor support = Lax.gt(Lax.sub(sorted, Lax.div(plus(sums, -1), counts)), constantLike(x, 0));
    Tensor k = along(ReduceOp.SUM, Lax.convert(support, x.dtype()), axes);
    Tensor kept = Lax.select(support, sums, constantLike(x, 0));
    Tensor tau = Lax.div(plus(along(ReduceOp.SUM, kept, axes), -1), k);
    return Lax.max(Lax.sub(x, tau), constantLike(x, 0));
  }
}
