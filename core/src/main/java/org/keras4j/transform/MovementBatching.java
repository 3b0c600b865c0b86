package org.keras4j.transform;

import static org.keras4j.transform.Batching.ahead;
import static org.keras4j.transform.Batching.shifted;

import java.util.List;
import org.keras4j.ir.Indexing.OutOfBounds;
import org.keras4j.ir.Indexing.Places;
import org.keras4j.ir.Indexing.ScatterOp;
import org.keras4j.ir.Movement;
import org.keras4j.lax.Lax;
import org.keras4j.runtime.Interpreter;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.TensorType;

/// Moving elements for a batch: the batch is one more axis in front.
final class MovementBatching {
  private MovementBatching() {}

  static Tensor apply(Movement op, List<Batched> in, int size) {
    return switch (op) {
      case Movement.Reshape(var shape) -> Lax.reshape(x(in), shape.insert(0, size));
      case Movement.Transpose(var permutation) ->
          Lax.transpose(x(in), ahead(0, shifted(permutation)));
      case Movement.Broadcast(var shape, var axes) ->
          Lax.broadcast(x(in), shape.insert(0, size), ahead(0, shifted(axes)));
      case Movement.Slice(var starts, var limits, var strides) ->
          Lax.slice(x(in), ahead(0, starts), ahead(size, limits), ahead(1, strides));
      case Movement.DynamicSlice(var sizes) -> dynamicSlice(sizes, in.get(0), in.get(1), size);
      case Movement.DynamicUpdateSlice _ -> dynamicUpdateSlice(in, size);
      case Movement.Pad pad -> pad(pad, in.get(0), in.get(1), size);
      case Movement.Concatenate(int axis) ->
          Lax.concatenate(in.stream().map(b -> b.spread(size)).toList(), axis + 1);
      case Movement.Reverse(var axes) -> Lax.reverse(x(in), shifted(axes));
      case Movement.Iota iota -> Interpreter.single(iota);
    };
  }

  private static Tensor x(List<Batched> in) {
    return in.getFirst().value();
  }

  private static Tensor fromZero(Tensor starts) {
    return Lax.concatenate(List.of(Array.ofInts(Shape.of(1), 0), starts), 0);
  }

  /// Windows as large as the operand's axes, one place for each element of the batch.
  private static Places places(int rank, boolean batchedOperand) {
    var axes = batchedOperand ? Axes.range(1, rank + 1) : Axes.range(rank);
    var batch = batchedOperand ? List.of(0) : List.<Integer>of();
    return new Places(Axes.range(1, rank + 1), List.of(), batch, batch, axes);
  }

  private static Tensor dynamicSlice(Shape sizes, Batched x, Batched starts, int size) {
    if (!starts.isBatched()) {
      return Lax.dynamicSlice(x.value(), fromZero(starts.value()), sizes.insert(0, size));
    }
    var windows = x.isBatched() ? ahead(1, sizes.toList()) : sizes.toList();
    return Lax.gather(
        x.value(), starts.value(), places(sizes.rank(), x.isBatched()), windows, OutOfBounds.CLIP);
  }

  private static Tensor dynamicUpdateSlice(List<Batched> in, int size) {
    var x = in.get(0).spread(size);
    var update = in.get(1).spread(size);
    var starts = in.get(2);
    if (!starts.isBatched()) {
      return Lax.dynamicUpdateSlice(x, update, fromZero(starts.value()));
    }
    int rank = update.rank() - 1;
    int[] last = new int[rank];
    for (int i = 0; i < rank; i++) {
      last[i] = x.shape().dim(i + 1) - update.shape().dim(i + 1);
    }
    var top = Lax.broadcast(Array.ofInts(Shape.of(rank), last), starts.value().shape(), List.of(1));
    var within = Lax.max(Lax.min(starts.value(), top), Lax.zeros(top.type()));
    return Lax.scatter(ScatterOp.SET, x, within, update, places(rank, true));
  }

  private static Tensor pad(Movement.Pad op, Batched x, Batched value, int size) {
    if (!value.isBatched()) {
      return Lax.pad(
          x.value(),
          value.value(),
          ahead(0, op.low()),
          ahead(0, op.high()),
          ahead(0, op.interior()));
    }
    var full = x.spread(size);
    var padded =
        Lax.pad(
            full,
            Lax.scalar(full.dtype(), 0),
            ahead(0, op.low()),
            ahead(0, op.high()),
            ahead(0, op.interior()));
    var own = Lax.full(new TensorType(DType.BOOL, x.element().shape()), 1);
    var inside = Lax.pad(own, Lax.scalar(DType.BOOL, 0), op.low(), op.high(), op.interior());
    return Lax.select(
        Axes.repeated(inside, 0, size),
        padded,
        Lax.broadcast(value.value(), padded.shape(), List.of(0)));
  }
}
