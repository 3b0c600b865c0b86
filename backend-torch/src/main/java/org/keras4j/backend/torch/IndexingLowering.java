package org.keras4j.backend.torch;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.keras4j.backend.torch.Lowering.Operand;
import org.keras4j.ir.Indexing;
import org.keras4j.ir.Indexing.Gather;
import org.keras4j.ir.Indexing.OutOfBounds;
import org.keras4j.ir.Indexing.Places;
import org.keras4j.ir.Indexing.Scatter;
import org.keras4j.ir.Indexing.ScatterOp;
import org.keras4j.ir.Indexing.Sort;
import org.keras4j.ir.Indexing.TopK;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.TensorType;

/// Look-ups by places: whole rows by the library's operators for rows, anything else by the numbers
/// that elements have in row-major order.
final class IndexingLowering {
  private final Assembly assembly;
  private final MovementLowering movement;

  IndexingLowering(Assembly assembly) {
    this.assembly = assembly;
    this.movement = new MovementLowering(assembly);
  }

  List<Ref> lower(Indexing op, List<Operand> in, List<TensorType> results) {
    return switch (op) {
      case Gather gather -> List.of(gather(gather, in.get(0), in.get(1), results.getFirst()));
      case Scatter scatter -> List.of(scatter(scatter, in, results.getFirst()));
      case Sort(int axis) -> sort(axis, in);
      case TopK(int k) -> topK(k, in.getFirst(), results);
    };
  }

  private Ref gather(Gather op, Operand x, Operand indices, TensorType result) {
    if (result.size() == 0 || x.type().size() == 0) {
      return ByReference.step(assembly, op, List.of(x, indices), List.of(result)).getFirst();
    }
    var starts = new Starts(assembly, op.places(), op.sizes(), x.shape(), indices);
    Ref found =
        isRows(op.places(), op.sizes(), x.shape())
            ? rows(op.places(), x.ref(), starts, result.shape())
            : assembly.call(
                Aten.TAKE,
                result.shape(),
                x.ref().kind(),
                x.ref(),
                numbers(op.places(), op.sizes(), x.shape(), starts, result.shape()));
    if (op.mode() == OutOfBounds.CLIP) {
      return found;
    }
    Ref within = overWindows(starts.within(), op.places(), result.shape());
    Ref filler = assembly.constant(filler(x.dtype()));
    return assembly.call(Aten.WHERE, result.shape(), x.ref().kind(), within, found, filler);
  }

  private static Array filler(DType dtype) {
    return switch (dtype.kind()) {
      case FLOAT, COMPLEX -> Array.scalar(dtype, Double.NaN);
      case SIGNED -> Array.scalar(dtype, Conversion.lowest(dtype));
      case UNSIGNED, BOOL -> Array.scalar(dtype, -1L);
      case STRING -> throw new IllegalArgumentException("No number: " + dtype);
    };
  }

  /// Whether index vectors name whole rows along one axis.
  private static boolean isRows(Places places, List<Integer> sizes, Shape operand) {
    if (places.indexed().size() != 1 || !places.operandBatch().isEmpty()) {
      return false;
    }
    int axis = places.indexed().getFirst();
    return places.collapsed().equals(List.of(axis))
        && IntStream.range(0, operand.rank())
            .allMatch(i -> i == axis || sizes.get(i) == operand.dim(i));
  }

  /// Where a result has its window axes, and those of the index vectors.
  private static List<Integer> indexAxes(Places places, int rank) {
    return IntStream.range(0, rank).filter(i -> !places.window().contains(i)).boxed().toList();
  }

  private Ref rows(Places places, Ref x, Starts starts, Shape result) {
    int axis = places.indexed().getFirst();
    Ref flat = starts.clamped(0);
    int n = Math.toIntExact(flat.shape().size());
    Ref chosen =
        assembly.call(
            Aten.INDEX_SELECT,
            x.shape().with(axis, n),
            x.kind(),
            x,
            (long) axis,
            movement.reshape(flat, Shape.of(n)));
    // Axes before and after the chosen one, in the order in which the result has them.
    var indexAxes = indexAxes(places, result.rank());
    Shape rowsOf = Shape.of(indexAxes.stream().map(result::dim).toList());
    Shape before = x.shape().slice(0, axis);
    Shape after = x.shape().slice(axis + 1, x.shape().rank());
    Ref apart = movement.reshape(chosen, before.concat(rowsOf).concat(after));
    var order = new ArrayList<Integer>();
    int window = 0;
    int index = 0;
    for (int i = 0; i < result.rank(); i++) {
      if (places.window().contains(i)) {
        order.add(window < axis ? window : window + indexAxes.size());
        window++;
      } else {
        order.add(axis + index++);
      }
    }
    return movement.permute(apart, order);
  }

  /// A value of every index vector, seen at every element of its window.
  private Ref overWindows(Ref perVector, Places places, Shape result) {
    int[] dims = result.dims();
    places.window().forEach(axis -> dims[axis] = 1);
    return movement.expand(movement.reshape(perVector, Shape.of(dims)), result);
  }

  /// The number in row-major order of the operand's element for every element of the result.
  private Ref numbers(
      Places places, List<Integer> sizes, Shape operand, Starts starts, Shape result) {
    int[] strides = operand.strides();
    Ref vectors = starts.first(strides);
    Ref sum = overWindows(vectors, places, result);
    var windowAxes = places.windowOperandAxes(operand.rank());
    for (int i = 0; i < windowAxes.size(); i++) {
      int size = sizes.get(windowAxes.get(i));
      int[] dims = new int[result.rank()];
      java.util.Arrays.fill(dims, 1);
      dims[places.window().get(i)] = size;
      long step = strides[windowAxes.get(i)];
      Ref offsets =
          assembly.call(
              Aten.ARANGE_STEP, Shape.of(size), Kind.LONG, 0L, size * step, step, Kind.LONG);
      sum =
          assembly.call(
              Aten.ADD, result, Kind.LONG, sum, movement.reshape(offsets, Shape.of(dims)));
    }
    return sum;
  }

  private Ref scatter(Scatter op, List<Operand> in, TensorType result) {
    Operand x = in.get(0);
    Operand indices = in.get(1);
    Operand updates = in.get(2);
    boolean known =
        op.op() == ScatterOp.SET
            || (x.dtype().isFloat() && x.ref().kind() != Kind.BYTE)
            || (op.op() == ScatterOp.ADD && x.dtype() != DType.BOOL && !x.dtype().isComplex());
    if (!known || updates.type().size() == 0 || x.type().size() == 0) {
      return ByReference.step(assembly, op, in, List.of(result)).getFirst();
    }
    var sizes = new ArrayList<>(Collections.nCopies(x.type().rank(), 1));
    var windowAxes = op.places().windowOperandAxes(x.type().rank());
    for (int i = 0; i < windowAxes.size(); i++) {
      sizes.set(windowAxes.get(i), updates.shape().dim(op.places().window().get(i)));
    }
    var starts = new Starts(assembly, op.places(), sizes, x.shape(), indices);
    return addedRows(op, x, updates, starts, sizes)
        .orElseGet(() -> scattered(op, x, updates, starts, sizes));
  }

  /// Sums of whole rows along the first axis.
  private Optional<Ref> addedRows(
      Scatter op, Operand x, Operand updates, Starts starts, List<Integer> sizes) {
    var places = op.places();
    int vectors = updates.type().rank() - places.window().size();
    boolean usable =
        op.op() == ScatterOp.ADD
            && isRows(places, sizes, x.shape())
            && places.indexed().getFirst() == 0
            && places.window().stream().allMatch(axis -> axis >= vectors);
    if (!usable) {
      return Optional.empty();
    }
    int n = Math.toIntExact(starts.within().shape().size());
    Shape row = x.shape().slice(1, x.type().rank());
    Ref rows = movement.reshape(updates.ref(), Shape.of(n).concat(row));
    int[] ones = rows.shape().dims();
    java.util.Arrays.fill(ones, 1, ones.length, 1);
    Ref zero = assembly.constant(Array.scalar(x.dtype(), 0L));
    Ref kept =
        assembly.call(
            Aten.WHERE,
            rows.shape(),
            rows.kind(),
            movement.reshape(starts.within(), Shape.of(ones)),
            rows,
            zero);
    Kind kind = x.ref().kind();
    Ref numbers = movement.reshape(starts.clamped(0), Shape.of(n));
    boolean fromZero = assembly.number(x.ref()).filter(v -> v == 0).isPresent();
    if (fromZero && x.type().rank() == 2 && kind == Kind.FLOAT) {
      return Optional.of(
          assembly.call(
              Aten.EMBEDDING_BACKWARD,
              x.shape(),
              kind,
              kept,
              numbers,
              (long) x.shape().dim(0),
              -1L,
              false));
    }
    Ref copy = assembly.fresh(Aten.CLONE, x.shape(), kind, x.ref());
    return Optional.of(assembly.call(Aten.INDEX_ADD, x.shape(), kind, copy, 0L, numbers, kept));
  }

  /// Element by element; those of windows that are dropped go to one element more, at the end.
  private Ref scattered(
      Scatter op, Operand x, Operand updates, Starts starts, List<Integer> sizes) {
    int n = Math.toIntExact(x.type().size());
    int m = Math.toIntExact(updates.type().size());
    Kind kind = x.ref().kind();
    Ref numbers = numbers(op.places(), sizes, x.shape(), starts, updates.shape());
    Ref within = overWindows(starts.within(), op.places(), updates.shape());
    Ref spare = assembly.constant(Array.scalar(DType.INT64, (long) n));
    Ref targets = assembly.call(Aten.WHERE, updates.shape(), Kind.LONG, within, numbers, spare);
    Ref longer =
        movement.padded(
            movement.reshape(x.ref(), Shape.of(n)), List.of(0), List.of(1), 0, Shape.of(n + 1));
    Ref at = movement.reshape(targets, Shape.of(m));
    Ref values = movement.reshape(updates.ref(), Shape.of(m));
    Ref done =
        switch (op.op()) {
          case SET -> assembly.call(Aten.SCATTER, longer.shape(), kind, longer, 0L, at, values);
          case ADD -> assembly.call(Aten.SCATTER_ADD, longer.shape(), kind, longer, 0L, at, values);
          case MUL -> reduced("prod", longer, at, values);
          case MAX -> reduced("amax", longer, at, values);
          case MIN -> reduced("amin", longer, at, values);
        };
    return movement.reshape(movement.slice(done, 0, 0, n, 1), x.shape());
  }

  private Ref reduced(String how, Ref x, Ref at, Ref values) {
    return assembly.call(Aten.SCATTER_REDUCE, x.shape(), x.kind(), x, 0L, at, values, how, true);
  }

  private List<Ref> sort(int axis, List<Operand> in) {
    Operand key = in.getFirst();
    var ordering = new Ordering(assembly);
    var sorted = sorted(ordering.of(key), axis, false);
    var out = new ArrayList<Ref>();
    out.add(ordering.back(sorted.getFirst(), key.type()));
    for (Operand other : in.subList(1, in.size())) {
      out.add(
          assembly.call(
              Aten.GATHER,
              other.shape(),
              other.ref().kind(),
              other.ref(),
              (long) axis,
              sorted.get(1)));
    }
    return out;
  }

  private List<Ref> sorted(Ref x, int axis, boolean descending) {
    return assembly.calls(
        Aten.SORT,
        List.of(new Ref(0, x.shape(), x.kind()), new Ref(0, x.shape(), Kind.LONG)),
        x,
        true,
        (long) axis,
        descending);
  }

  private List<Ref> topK(int k, Operand x, List<TensorType> results) {
    var ordering = new Ordering(assembly);
    int axis = x.type().rank() - 1;
    var sorted = sorted(ordering.of(x), axis, true);
    Ref values = movement.slice(sorted.get(0), axis, 0, k, 1);
    Ref places = movement.slice(sorted.get(1), axis, 0, k, 1);
    return List.of(
        ordering.back(values, results.getFirst()),
        assembly.call(Aten.TO, places.shape(), Kind.INT, places, Kind.INT));
  }
}
