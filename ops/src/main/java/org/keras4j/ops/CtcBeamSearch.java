package org.keras4j.ops;

import java.util.ArrayList;
import java.util.List;
import org.keras4j.ir.Indexing.Places;
import org.keras4j.ir.Indexing.ScatterOp;
import org.keras4j.ir.Reduction.ReduceOp;
import org.keras4j.lax.Lax;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.TensorType;
import org.keras4j.tensor.Tree;

/// Beam search for label sequences. Each path is followed twice, ending in a label or in a blank
/// (`masked`); -1 fills paths up. Classes are counted from the end, which breaks ties as Keras
/// does.
record CtcBeamSearch(int beamWidth, int topPaths, int maskIndex) {
  private static final int FILL = -1;

  /// Paths `(n, time)`, their scores `(n,)`, and whether they end in a blank `(n,)`.
  private record Beams(Tensor paths, Tensor scores, Tensor masked) {
    Tree<Tensor> tree() {
      return Tree.sequence(List.of(paths, scores, masked));
    }

    static Beams of(Tree<Tensor> tree) {
      var parts = tree.flatten();
      return new Beams(parts.get(0), parts.get(1), parts.get(2));
    }
  }

  List<Tensor> decode(Tensor inputs, Tensor lengths) {
    int classes = inputs.shape().dim(2);
    Tensor log = Lax.reverse(SoftmaxOps.logNormalizedExp(inputs, List.of(2)), List.of(2));
    Tensor past = CtcOps.beyond(lengths, inputs.shape().slice(0, 2));
    int blank = classes - maskIndex - 1;
    var found =
        ControlOps.mapTree(
                x -> decodeOne(x.flatten().get(0), x.flatten().get(1), blank),
                Tree.sequence(List.of(log, past)))
            .flatten();
    Tensor paths = found.get(0);
    Tensor filled = Lax.eq(paths, OpsBase.constantLike(paths, FILL));
    Tensor back = Lax.sub(OpsBase.constantLike(paths, classes - 1), paths);
    Tensor labels = Lax.select(filled, paths, back);
    return List.of(Lax.transpose(labels, List.of(1, 0, 2)), found.get(1));
  }

  private Tree<Tensor> decodeOne(Tensor log, Tensor past, int blank) {
    int time = log.shape().dim(0);
    Beams beams = start(log, blank);
    if (time > 1) {
      var rest = List.of(Lax.sliceAxis(log, 0, 1, time), Lax.sliceAxis(past, 0, 1, time));
      beams =
          Beams.of(
              ControlOps.scanTree(
                      (carry, x) ->
                          new ScanStep<>(
                              step(Beams.of(carry), x.flatten().get(0), x.flatten().get(1), blank)
                                  .tree(),
                              Tree.sequence(List.<Tensor>of())),
                      beams.tree(),
                      Tree.sequence(rest),
                      _ -> {})
                  .carry());
    }
    var unique = new UniqueRows(beams.paths());
    Tensor scores = merged(unique, beams.scores());
    Tensor top = Lax.reverse(best(scores, topPaths), List.of(0));
    return Tree.sequence(List.of(Picks.along(unique.rows(), top, 0), Picks.along(scores, top, 0)));
  }

  private Beams start(Tensor log, int blank) {
    int time = log.shape().dim(0);
    int classes = log.shape().dim(1);
    int known = Math.min(classes, beamWidth);
    Tensor first = Picks.at(log, 0, 0);
    Tensor top = best(first, known);
    Tensor isBlank = Lax.eq(top, OpsBase.constantLike(top, blank));
    Tensor label = Lax.select(isBlank, OpsBase.constantLike(top, FILL), top);
    Tensor column = Picks.padAxis(label, 0, 0, 2 * beamWidth - known, FILL);
    Tensor paths =
        Picks.padAxis(Lax.reshape(column, Shape.of(2 * beamWidth, 1)), 1, 0, time - 1, FILL);
    Tensor scores =
        Picks.padAxis(
            Picks.along(first, top, 0), 0, 0, 2 * beamWidth - known, Double.NEGATIVE_INFINITY);
    return new Beams(paths, scores, Lax.eq(column, OpsBase.constantLike(column, FILL)));
  }

  /// The places of the `n` largest, ascending.
  private static Tensor best(Tensor scores, int n) {
    int size = scores.shape().dim(0);
    Tensor places = Lax.iota(new TensorType(DType.INT32, scores.shape()), 0);
    Tensor order = Lax.sort(List.of(scores, places), 0).get(1);
    return Lax.sliceAxis(order, 0, Math.max(0, size - n), size);
  }

  private Beams step(Beams beams, Tensor log, Tensor past, int blank) {
    Beams next = pruned(extended(beams, log, blank));
    return new Beams(
        either(past, beams.paths(), next.paths()),
        either(past, beams.scores(), next.scores()),
        either(past, beams.masked(), next.masked()));
  }

  private static Tensor either(Tensor condition, Tensor a, Tensor b) {
    return Lax.select(Lax.broadcast(condition, a.shape(), List.of()), a, b);
  }

  /// Every element `times` times in a row.
  private static Tensor repeated(Tensor x, int times) {
    Shape wide = x.shape().insert(1, times);
    var axes = new ArrayList<>(OpsBase.range(0, wide.rank()));
    axes.remove(Integer.valueOf(1));
    return Lax.reshape(Lax.broadcast(x, wide, axes), x.shape().with(0, x.shape().dim(0) * times));
  }

  /// The whole vector `times` times.
  private static Tensor tiled(Tensor x, int times) {
    int n = x.shape().dim(0);
    return Lax.reshape(Lax.broadcast(x, Shape.of(times, n), List.of(1)), Shape.of(times * n));
  }

  private Beams extended(Beams beams, Tensor log, int blank) {
    int classes = log.shape().dim(0);
    Tensor paths = repeated(beams.paths(), classes);
    int n = paths.shape().dim(0);
    Tensor fill = OpsBase.constantLike(paths, FILL);
    Tensor tail =
        Lax.argReduce(Lax.convert(Lax.eq(paths, fill), DType.INT32), true, 1, DType.INT32);
    Tensor place = Lax.iota(paths.type(), 1);
    Tensor tailHere = Lax.broadcast(tail, paths.shape(), List.of(0));
    Tensor before = Lax.eq(Lax.add(place, OpsBase.constantLike(place, 1)), tailHere);
    Tensor last =
        Lax.reduceSum(Lax.select(before, paths, OpsBase.constantLike(paths, 0)), List.of(1));
    Tensor noTail = Lax.eq(tail, OpsBase.constantLike(tail, 0));
    Tensor tails = Lax.select(noTail, OpsBase.constantLike(last, FILL), last);
    int[] each = new int[classes];
    for (int i = 0; i < classes; i++) {
      each[i] = i == blank ? FILL : i;
    }
    Tensor labels = tiled(Array.ofInts(Shape.of(classes), each), 2 * beamWidth);
    Tensor none = OpsBase.constantLike(labels, FILL);
    Tensor masked = Lax.eq(labels, none);
    Tensor again = Lax.and(Lax.not(repeated(beams.masked(), classes)), Lax.eq(tails, labels));
    Tensor written = Lax.select(again, none, labels);
    Tensor grown =
        Lax.select(
            Lax.eq(place, tailHere), Lax.broadcast(written, paths.shape(), List.of(0)), paths);
    Tensor scores = Lax.add(repeated(beams.scores(), classes), tiled(log, n / classes));
    return new Beams(grown, scores, masked);
  }

  private Beams pruned(Beams beams) {
    var unique = new UniqueRows(beams.paths());
    Tensor impossible = OpsBase.constantLike(beams.scores(), Double.NEGATIVE_INFINITY);
    Tensor emit = merged(unique, Lax.select(beams.masked(), impossible, beams.scores()));
    Tensor mask = merged(unique, Lax.select(beams.masked(), beams.scores(), impossible));
    Tensor top = best(Ops.logaddexp(emit, mask), beamWidth);
    Tensor paths = Picks.along(unique.rows(), top, 0);
    Tensor ends =
        Lax.ge(
            Lax.iota(TensorType.of(DType.INT32, 2 * beamWidth), 0),
            Lax.full(TensorType.of(DType.INT32, 2 * beamWidth), beamWidth));
    return new Beams(
        Lax.concatenate(List.of(paths, paths), 0),
        Lax.concatenate(List.of(Picks.along(emit, top, 0), Picks.along(mask, top, 0)), 0),
        ends);
  }

  /// The scores of equal paths together.
  private static Tensor merged(UniqueRows unique, Tensor scores) {
    Tensor largest = SoftmaxOps.along(ReduceOp.MAX, scores, List.of(0));
    Tensor shares = Lax.exp(Lax.sub(scores, largest));
    return Lax.add(Lax.log(unique.added(shares)), largest);
  }

  /// The distinct rows of a matrix in order, filled up, and which of them each row is.
  private static final class UniqueRows {
    private static final Places ELEMENTS =
        new Places(List.of(), List.of(0), List.of(), List.of(), List.of(0));
    private static final Places ROWS =
        new Places(List.of(1), List.of(0), List.of(), List.of(), List.of(0));

    private final Tensor rows;
    private final Tensor groups;

    UniqueRows(Tensor x) {
      int n = x.shape().dim(0);
      var index = TensorType.of(DType.INT32, n);
      Tensor order = Lax.iota(index, 0);
      for (int column = x.shape().dim(1) - 1; column >= 0; column--) {
        Tensor key = Picks.along(Picks.at(x, column, 1), order, 0);
        order = Lax.sort(List.of(key, order), 0).get(1);
      }
      Tensor sorted = Picks.along(x, order, 0);
      Tensor before = Picks.padAxis(Lax.sliceAxis(sorted, 0, 0, n - 1), 0, 1, 0, FILL - 1);
      Tensor changed = Lax.reduce(ReduceOp.OR, Lax.ne(sorted, before), List.of(1));
      Tensor count = Lax.cumulative(ReduceOp.SUM, Lax.convert(changed, DType.INT32), 0, false);
      Tensor group = Lax.sub(count, OpsBase.constantLike(count, 1));
      Tensor places = Lax.reshape(group, Shape.of(n, 1));
      rows = Lax.scatter(ScatterOp.SET, OpsBase.constantLike(x, FILL), places, sorted, ROWS);
      groups =
          Lax.scatter(
              ScatterOp.SET, Lax.zeros(index), Lax.reshape(order, Shape.of(n, 1)), group, ELEMENTS);
    }

    Tensor rows() {
      return rows;
    }

    /// The sum of the numbers of equal rows, at the row's place.
    Tensor added(Tensor values) {
      Tensor places = Lax.reshape(groups, groups.shape().concat(Shape.of(1)));
      return Lax.scatter(ScatterOp.ADD, OpsBase.constantLike(values, 0), places, values, ELEMENTS);
    }
  }
}
