package org.keras4j.ops;

import java.util.List;
import org.keras4j.lax.Lax;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.TensorType;
import org.keras4j.tensor.Tree;

/// The forward recursion over alignments, in logarithms: `phi` are the scores of having emitted
/// some labels and then a blank, `emit` of having just emitted a label. -1e5 stands for impossible.
final class CtcLoss {
  private static final double IMPOSSIBLE = -1e5;

  private final Tensor repeat;
  private final int labels;

  private CtcLoss(Tensor repeat, int labels) {
    this.repeat = repeat;
    this.labels = labels;
  }

  static Tensor compute(
      Tensor target, Tensor logits, Tensor targetLength, Tensor outputLength, int blank) {
    int batch = target.shape().dim(0);
    int labels = target.shape().dim(1);
    DType dtype = logits.dtype();
    Tensor log = SoftmaxOps.logNormalizedExp(logits, List.of(2));
    Tensor phi = Lax.transpose(Lax.sliceAxis(log, 2, blank, blank + 1), List.of(1, 0, 2));
    var loss = new CtcLoss(repeats(target, dtype), labels);
    var init =
        Tree.sequence(
            List.of(
                Picks.padAxis(
                    Lax.zeros(new TensorType(dtype, Shape.of(batch, 1))), 1, 0, labels, IMPOSSIBLE),
                Lax.full(new TensorType(dtype, Shape.of(batch, labels)), IMPOSSIBLE)));
    Tensor past = CtcOps.beyond(outputLength, log.shape().slice(0, 2));
    Tensor padding = Lax.transpose(Lax.convert(past, dtype), List.of(1, 0));
    Tree<Tensor> sequences = Tree.sequence(List.of(emissions(target, log), phi, padding));
    var end = ControlOps.scanTree(loss::step, init, sequences, _ -> {}).carry().flatten();
    Tensor last = loss.updated(end.get(0), end.get(1));
    Tensor length = Lax.min(targetLength, OpsBase.constantLike(targetLength, labels));
    Tensor hot = Lax.convert(LossOps.hot(length, last.type(), 1), dtype);
    return Lax.neg(Lax.reduceSum(Lax.mul(last, hot), List.of(1)));
  }

  /// The log-probabilities of the labels at each time: `(time, batch, labels)`.
  private static Tensor emissions(Tensor target, Tensor log) {
    Shape hotShape = Shape.of(target.shape().dim(0), target.shape().dim(1), log.shape().dim(2));
    Tensor hot =
        Lax.convert(LossOps.hot(target, new TensorType(log.dtype(), hotShape), 2), log.dtype());
    return Lax.transpose(
        Contractions.contract(
            log, hot, List.of(2), List.of(2), List.of(0), List.of(0), log.dtype()),
        List.of(1, 0, 2));
  }

  /// 1 where the next label is the same.
  private static Tensor repeats(Tensor target, DType dtype) {
    int labels = target.shape().dim(1);
    if (labels == 0) {
      return Lax.zeros(target.type().withDType(dtype));
    }
    Tensor next = Lax.sliceAxis(target, 1, 1, labels);
    Tensor same = Lax.eq(Lax.sliceAxis(target, 1, 0, labels - 1), next);
    return Picks.padAxis(Lax.convert(same, dtype), 1, 0, 1);
  }

  private static Tensor either(Tensor a, Tensor b) {
    return Ops.logaddexp(a, b);
  }

  private Tensor updated(Tensor phi, Tensor added) {
    Tensor rest = Lax.sliceAxis(phi, 1, 1, labels + 1);
    return Lax.concatenate(List.of(Lax.sliceAxis(phi, 1, 0, 1), either(rest, added)), 1);
  }

  private ScanStep<Tree<Tensor>> step(Tree<Tensor> carry, Tree<Tensor> x) {
    Tensor phiBefore = carry.flatten().get(0);
    Tensor emitBefore = carry.flatten().get(1);
    Tensor emission = x.flatten().get(0);
    Tensor blank = OpsBase.expand(x.flatten().get(1), emission.shape());
    Tensor padding = x.flatten().get(2);
    Tensor unlikely = ActivationOps.times(repeat, IMPOSSIBLE);
    Tensor phi = updated(phiBefore, Lax.add(emitBefore, unlikely));
    Tensor emit =
        either(Lax.add(Lax.sliceAxis(phi, 1, 0, labels), emission), Lax.add(emitBefore, emission));
    Tensor onlyRepeated = Lax.sub(OpsBase.constantLike(repeat, IMPOSSIBLE), unlikely);
    Tensor stayed = Lax.add(phi, OpsBase.expand(x.flatten().get(1), phi.shape()));
    Tensor phiNext = updated(stayed, Lax.add(Lax.add(emitBefore, blank), onlyRepeated));
    return new ScanStep<>(
        Tree.sequence(
            List.of(
                unlessPadding(padding, phiBefore, phiNext),
                unlessPadding(padding, emitBefore, emit))),
        Tree.sequence(List.<Tensor>of()));
  }

  private static Tensor unlessPadding(Tensor padding, Tensor before, Tensor after) {
    Tensor p = Lax.broadcast(padding, before.shape(), List.of(0));
    Tensor q = Lax.sub(OpsBase.constantLike(p, 1), p);
    return Lax.add(Lax.mul(p, before), Lax.mul(q, after));
  }
}
