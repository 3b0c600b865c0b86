package org.keras4j.ops;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.keras4j.ir.Control.Derivative;
import org.keras4j.ir.Reduction.ReduceOp;
import org.keras4j.lax.Lax;
import org.keras4j.symbolic.OpCall;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.TensorType;

/// The functions of {@link Ops} that losses are made of.
abstract class LossOps extends AttentionOps {
  LossOps() {}

  /// {@link #binaryCrossentropy(Tensor, Tensor, boolean)} of probabilities.
  public static Tensor binaryCrossentropy(Tensor target, Tensor output) {
    return binaryCrossentropy(target, output, false);
  }

  /// Cross-entropy of yes-or-no outcomes, element by element.
  ///
  /// - Input: `target` in [0, 1] and `output` of one shape
  /// - Output: that shape
  ///
  /// {@snippet :
  /// var loss = Ops.mean(Ops.binaryCrossentropy(target, logits, true));
  /// }
  ///
  /// @param fromLogits whether `output` are logits; else probabilities, which are kept away from 0
  ///   and 1 by {@link Defaults#epsilon()}
  /// @throws IllegalArgumentException if the shapes differ
  /// @see <a
  ///   href="https://keras.io/api/ops/nn/#binary_crossentropy-function">keras.ops.binary_crossentropy</a>
  public static Tensor binaryCrossentropy(Tensor target, Tensor output, boolean fromLogits) {
    return OpCall.of(
        "BinaryCrossentropy",
        target,
        output,
        () -> Map.of("from_logits", fromLogits),
        (t, y) -> {
          requireSameShape("binaryCrossentropy", t, y);
          return fromLogits ? binaryFromLogits(t, inexact(y)) : binary(t, inexact(y));
        });
  }

  private static void requireSameShape(String function, Tensor target, Tensor output) {
    if (!target.shape().equals(output.shape())) {
      throw new IllegalArgumentException(
          "%s takes target and output of one shape. Received: target.shape=%s, output.shape=%s"
              .formatted(function, target.shape(), output.shape()));
    }
  }

  private static Tensor complement(Tensor x) {
    return subtract(number(1), x);
  }

  private static Tensor binaryFromLogits(Tensor target, Tensor logits) {
    Tensor yes = multiply(multiply(number(-1), target), logLogistic(logits));
    Tensor no = multiply(complement(target), logLogistic(Lax.neg(logits)));
    return subtract(yes, no);
  }

  private static Tensor binary(Tensor target, Tensor output) {
    Tensor p = clipped(output);
    Tensor yes = multiply(target, Lax.log(p));
    Tensor no = multiply(complement(target), Lax.log(complement(p)));
    return negative(add(yes, no));
  }

  /// Probabilities kept away from 0 and 1.
  private static Tensor clipped(Tensor p) {
    double epsilon = Defaults.epsilon();
    return Lax.min(Lax.max(p, constantLike(p, epsilon)), constantLike(p, 1 - epsilon));
  }

  /// {@link #categoricalCrossentropy(Tensor, Tensor, boolean, int)} of probabilities along the last
  /// axis.
  public static Tensor categoricalCrossentropy(Tensor target, Tensor output) {
    return categoricalCrossentropy(target, output, false, -1);
  }

  /// Cross-entropy of classes given as probabilities (one-hot).
  ///
  /// - Input: `target` and `output` of one shape, classes along `axis`
  /// - Output: without that axis
  ///
  /// {@snippet :
  /// var loss = Ops.mean(Ops.categoricalCrossentropy(target, logits, true, -1));
  /// }
  ///
  /// @param fromLogits whether `output` are logits; else probabilities, which are made to sum to 1
  ///   and kept away from 0 and 1 by {@link Defaults#epsilon()}
  /// @throws IllegalArgumentException if the shapes differ or are those of scalars
  /// @see <a
  ///   href="https://keras.io/api/ops/nn/#categorical_crossentropy-function">keras.ops.categorical_crossentropy</a>
  public static Tensor categoricalCrossentropy(
      Tensor target, Tensor output, boolean fromLogits, int axis) {
    return OpCall.of(
        "CategoricalCrossentropy",
        target,
        output,
        () -> Map.of("from_logits", fromLogits, "axis", (long) axis),
        (t, y) -> {
          requireSameShape("categoricalCrossentropy", t, y);
          requireClasses("categoricalCrossentropy", y);
          int along = y.shape().axis(axis);
          var p = promoted(List.of(t, inexact(y)));
          if (fromLogits && p.get(1).dtype() == y.dtype()) {
            return softmaxCrossEntropy(p.get(0), p.get(1), along);
          }
          Tensor log = logProbabilities(inexact(y), along, fromLogits);
          return Lax.neg(Lax.reduceSum(multiply(t, log), List.of(along)));
        });
  }

  private static void requireClasses(String function, Tensor output) {
    if (output.rank() < 1) {
      throw new IllegalArgumentException(
          function
              + " takes an output of rank 1 or more. Received: output.shape="
              + output.shape());
    }
  }

  private static Tensor logProbabilities(Tensor output, int axis, boolean fromLogits) {
    if (fromLogits) {
      return logNormalizedExp(output, List.of(axis));
    }
    Tensor sum = restored(Lax.reduceSum(output, List.of(axis)), output.shape(), List.of(axis));
    return Lax.log(clipped(broadcasting(output, sum, Lax::div)));
  }

  /// The composite `cross_entropy`: `-sum(target log softmax(logits))` along an axis.
  private static Tensor softmaxCrossEntropy(Tensor target, Tensor logits, int axis) {
    Map<String, Object> attributes = Map.of("axis", (long) axis);
    Derivative derivative =
        (in, _, g) ->
            g.getFirst()
                .map(
                    v ->
                        Lax.composite(
                                "cross_entropy_grad",
                                attributes,
                                List.of(in.get(0), in.get(1), v),
                                t -> crossEntropyGradients(t, axis),
                                Optional.empty())
                            .stream()
                            .map(Optional::of)
                            .toList())
                .orElse(List.of(Optional.empty(), Optional.empty()));
    return Lax.composite(
            "cross_entropy",
            attributes,
            List.of(target, logits),
            in -> {
              Tensor log = logNormalizedExp(in.get(1), List.of(axis));
              return List.of(Lax.neg(Lax.reduceSum(Lax.mul(in.get(0), log), List.of(axis))));
            },
            Optional.of(derivative))
        .getFirst();
  }

  private static List<Tensor> crossEntropyGradients(List<Tensor> in, int axis) {
    Tensor target = in.get(0);
    Tensor logits = in.get(1);
    var axes = List.of(axis);
    Tensor g = expand(restored(in.get(2), logits.shape(), axes), logits.shape());
    Tensor log = logNormalizedExp(logits, axes);
    Tensor weight = along(ReduceOp.SUM, target, axes);
    Tensor toLogits = Lax.mul(g, Lax.sub(Lax.mul(Lax.exp(log), weight), target));
    return List.of(Lax.neg(Lax.mul(g, log)), toLogits);
  }

  /// {@link #sparseCategoricalCrossentropy(Tensor, Tensor, boolean, int)} of probabilities along
  /// the last axis.
  public static Tensor sparseCategoricalCrossentropy(Tensor target, Tensor output) {
    return sparseCategoricalCrossentropy(target, output, false, -1);
  }

  /// Cross-entropy of classes given by their numbers.
  ///
  /// - Input: integers `target` `(...)` or `(..., 1)`, and `output` `(..., classes)`
  /// - Output: `(...)`; a number that is no class gives 0
  ///
  /// {@snippet :
  /// var loss = Ops.mean(Ops.sparseCategoricalCrossentropy(labels, logits, true, -1));
  /// }
  ///
  /// @param fromLogits whether `output` are logits; else probabilities, which are made to sum to 1
  ///   and kept away from 0 and 1 by {@link Defaults#epsilon()}
  /// @throws IllegalArgumentException if the shapes do not fit
  /// @see <a
  ///   href="https://keras.io/api/ops/nn/#sparse_categorical_crossentropy-function">keras.ops.sparse_categorical_crossentropy</a>
  public static Tensor sparseCategoricalCrossentropy(
      Tensor target, Tensor output, boolean fromLogits, int axis) {
    return OpCall.of(
        "SparseCategoricalCrossentropy",
        target,
        output,
        () -> Map.of("from_logits", fromLogits, "axis", (long) axis),
        (t, y) -> {
          requireClasses("sparseCategoricalCrossentropy", y);
          Tensor labels = labels(t, y);
          int along = y.shape().axis(axis);
          Tensor x = inexact(y);
          if (fromLogits && along == x.rank() - 1) {
            return atLeastFloat32(sparseSoftmaxCrossEntropy(labels, x));
          }
          Tensor log = logProbabilities(x, along, fromLogits);
          Tensor hot = hot(labels, log.type(), along);
          Tensor picked = Lax.select(hot, log, constantLike(log, 0));
          return atLeastFloat32(Lax.neg(Lax.reduceSum(picked, List.of(along))));
        });
  }

  /// Keras multiplies by a one-hot matrix of float32, which widens 16 bits.
  private static Tensor atLeastFloat32(Tensor x) {
    return Lax.convert(x, x.dtype() == DType.FLOAT64 ? DType.FLOAT64 : DType.FLOAT32);
  }

  private static Tensor labels(Tensor target, Tensor output) {
    Shape shape = target.shape();
    boolean column = shape.rank() == output.rank() && shape.rank() > 0 && shape.dim(-1) == 1;
    Shape wanted = column ? shape.slice(0, shape.rank() - 1) : shape;
    if (!wanted.equals(output.shape().slice(0, output.rank() - 1))) {
      throw new IllegalArgumentException(
          "sparseCategoricalCrossentropy takes target and output of one shape up to the last axis. Received: target.shape=%s, output.shape=%s"
              .formatted(target.shape(), output.shape()));
    }
    return Lax.reshape(as(target, DType.INT32), wanted);
  }

  /// Where the place along an axis is the label.
  static Tensor hot(Tensor labels, TensorType type, int axis) {
    Shape shape = type.shape();
    var others = range(0, shape.rank()).stream().filter(i -> i != axis).toList();
    return Lax.eq(
        Lax.broadcast(labels, shape, others),
        Lax.iota(new TensorType(labels.dtype(), shape), axis));
  }

  /// The composite `sparse_cross_entropy`: `-log softmax(logits)` at the labels, along the last
  /// axis.
  private static Tensor sparseSoftmaxCrossEntropy(Tensor labels, Tensor logits) {
    Derivative derivative =
        (in, _, g) ->
            List.of(
                Optional.empty(),
                g.getFirst()
                    .map(
                        v ->
                            Lax.composite(
                                    "sparse_cross_entropy_grad",
                                    Map.of(),
                                    List.of(in.get(0), in.get(1), v),
                                    t -> List.of(sparseGradient(t)),
                                    Optional.empty())
                                .getFirst()));
    return Lax.composite(
            "sparse_cross_entropy",
            Map.of(),
            List.of(labels, logits),
            in -> {
              Tensor x = in.get(1);
              int last = x.rank() - 1;
              Tensor log = logNormalizedExp(x, List.of(last));
              Tensor picked = Lax.select(hot(in.get(0), x.type(), last), log, constantLike(log, 0));
              return List.of(Lax.neg(Lax.reduceSum(picked, List.of(last))));
            },
            Optional.of(derivative))
        .getFirst();
  }

  private static Tensor sparseGradient(List<Tensor> in) {
    Tensor logits = in.get(1);
    int last = logits.rank() - 1;
    Tensor g = expand(restored(in.get(2), logits.shape(), List.of(last)), logits.shape());
    Tensor hot = Lax.convert(hot(in.get(0), logits.type(), last), logits.dtype());
    // A label that is no class picks nothing, so nothing flows back.
    Tensor any = along(ReduceOp.SUM, hot, List.of(last));
    Tensor p = normalizedExp(logits, List.of(last));
    return Lax.mul(g, Lax.sub(Lax.mul(p, any), hot));
  }
}
