package org.keras4j.ops;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.keras4j.ir.Reduction.ReduceOp;
import org.keras4j.lax.Lax;
import org.keras4j.symbolic.Arguments;
import org.keras4j.symbolic.OpCall;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Promotion;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.TensorType;
import org.keras4j.tensor.Tree;

/// Connectionist temporal classification: sequences of labels without alignment.
abstract class CtcOps extends LossOps {
  CtcOps() {}

  /// {@link #ctcLoss(Tensor, Tensor, Tensor, Tensor, int)} with the blank as class 0.
  public static Tensor ctcLoss(
      Tensor target, Tensor output, Tensor targetLength, Tensor outputLength) {
    return ctcLoss(target, output, targetLength, outputLength, 0);
  }

  /// The negative logarithm of the probability of label sequences, over all alignments.
  ///
  /// Follows Graves et al., "Connectionist Temporal Classification" (2006).
  ///
  /// - Input: labels `(batch, maxLabels)`; logits `(batch, time, classes)`; lengths `(batch,)`
  /// - Output: `(batch,)`
  ///
  /// {@snippet :
  /// var loss = Ops.ctcLoss(labels, logits, labelLengths, logitLengths, 0);
  /// }
  ///
  /// @param maskIndex the class of the blank
  /// @throws IllegalArgumentException if the shapes do not fit
  /// @see <a href="https://keras.io/api/ops/nn/#ctcloss-function">keras.ops.ctc_loss</a>
  public static Tensor ctcLoss(
      Tensor target, Tensor output, Tensor targetLength, Tensor outputLength, int maskIndex) {
    return OpCall.of(
        "CTCLoss",
        List.of(target, output, targetLength, outputLength),
        () -> Map.of("mask_index", (long) maskIndex),
        in -> {
          checkCtc(in.get(0), in.get(1));
          Tensor logits = as(in.get(1), Promotion.resultType(in.get(1).dtype(), DType.FLOAT32));
          return CtcLoss.compute(
              as(in.get(0), DType.INT32),
              logits,
              as(in.get(2), DType.INT32),
              as(in.get(3), DType.INT32),
              maskIndex);
        });
  }

  private static void checkCtc(Tensor target, Tensor output) {
    if (target.rank() != 2
        || output.rank() != 3
        || target.shape().dim(0) != output.shape().dim(0)) {
      throw new IllegalArgumentException(
          "ctcLoss takes labels (batch, labels) and logits (batch, time, classes). Received: target.shape=%s, output.shape=%s"
              .formatted(target.shape(), output.shape()));
    }
  }

  /// The most probable label sequences.
  ///
  /// - Input: scores `(batch, time, classes)`; lengths `(batch,)`
  /// - Output: labels `(paths, batch, time)` filled up with -1, and scores `(batch, paths)`: of the
  ///   greedy strategy the negative sum of the scores, of a beam search the log-probabilities
  ///
  /// {@snippet :
  /// var decoded = Ops.ctcDecode(scores, lengths, o -> o.strategy("beam_search"));
  /// }
  ///
  /// @param options `strategy`, `beamWidth`, `topPaths`, `mergeRepeated`, `maskIndex`
  /// @throws IllegalArgumentException if the shapes do not fit or the strategy is unknown
  /// @see <a href="https://keras.io/api/ops/nn/#ctcdecode-function">keras.ops.ctc_decode</a>
  public static List<Tensor> ctcDecode(
      Tensor inputs, Tensor sequenceLengths, Consumer<CtcDecodeOptions> options) {
    var o = new CtcDecodeOptions();
    options.accept(o);
    if (!o.strategy().equals("greedy") && !o.strategy().equals("beam_search")) {
      throw new IllegalArgumentException(
          "Expected `greedy` or `beam_search`. Received: strategy=" + o.strategy());
    }
    if (inputs.rank() != 3) {
      throw new IllegalArgumentException(
          "ctcDecode takes scores (batch, time, classes). Received: inputs.shape="
              + inputs.shape());
    }
    return OpCall.of(
            "CTCDecode",
            Arguments.of(inputs, sequenceLengths),
            o::parameters,
            a -> {
              Tensor given = a.tensors().get(0);
              Tensor x = as(given, Promotion.resultType(given.dtype(), DType.FLOAT32));
              Tensor lengths = as(a.tensors().get(1), DType.INT32);
              return Tree.sequence(
                  o.strategy().equals("greedy")
                      ? greedy(x, lengths, o)
                      : new CtcBeamSearch(o.beamWidth(), o.topPaths(), o.maskIndex())
                          .decode(x, lengths));
            })
        .flatten();
  }

  private static List<Tensor> greedy(Tensor x, Tensor lengths, CtcDecodeOptions o) {
    int time = x.shape().dim(1);
    Tensor classes = Lax.argReduce(x, true, 2, DType.INT32);
    Tensor scores = Lax.reduceMax(x, List.of(2));
    Tensor past = beyond(lengths, classes.shape());
    Tensor blank = constantLike(classes, o.maskIndex());
    classes = Lax.select(past, blank, classes);
    scores = Lax.select(past, constantLike(scores, 0), scores);
    if (o.mergeRepeated() && time > 1) {
      Tensor before = Picks.padAxis(Lax.sliceAxis(classes, 1, 0, time - 1), 1, 1, 0, -1);
      classes = Lax.select(Lax.eq(classes, before), blank, classes);
    }
    Tensor invalid = Lax.eq(classes, blank);
    classes = Lax.select(invalid, constantLike(classes, -1), classes);
    Tensor place = Lax.iota(classes.type(), 1);
    Tensor order = Lax.select(invalid, constantLike(place, time), place);
    Tensor moved = Lax.sort(List.of(order, classes), 1).get(1);
    Tensor score = Lax.neg(Lax.reduce(ReduceOp.SUM, scores, List.of(1)));
    return List.of(
        Lax.reshape(moved, moved.shape().insert(0, 1)),
        Lax.reshape(score, score.shape().concat(Shape.of(1))));
  }

  /// Where a place along the second axis lies beyond the length.
  static Tensor beyond(Tensor lengths, Shape shape) {
    var type = new TensorType(DType.INT32, shape);
    return Lax.ge(Lax.iota(type, 1), Lax.broadcast(lengths, shape, List.of(0)));
  }
}
