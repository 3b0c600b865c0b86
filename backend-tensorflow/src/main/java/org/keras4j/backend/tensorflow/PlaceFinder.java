package org.keras4j.backend.tensorflow;

import java.util.ArrayList;
import java.util.List;
import org.keras4j.ir.Indexing.Places;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.TensorType;

/// Finds the elements that index vectors name. The operand's axes are told apart: those along which
/// an element's place is computed, and those that run whole through every window.
final class PlaceFinder {
  private final Emitter e;
  private final Places places;
  private final Shape operand;
  private final List<Integer> sizes;
  private final Value indices;

  /// Operand axes with computed places, in order.
  final List<Integer> computed = new ArrayList<>();

  /// Of those, the ones that run within a window.
  private final List<Integer> stepped = new ArrayList<>();

  /// Operand axes that run whole through every window, in order.
  final List<Integer> whole = new ArrayList<>();

  /// The shape of the index vectors' own axes, then of the stepped ones.
  final Shape found;

  private final Shape batch;

  /// @param sizes of a window, one for each axis of the operand
  PlaceFinder(Emitter e, Places places, Shape operand, List<Integer> sizes, Value indices) {
    this.e = e;
    this.places = places;
    this.operand = operand;
    this.sizes = sizes;
    this.indices = indices;
    this.batch = indices.shape().slice(0, indices.rank() - 1);
    for (int axis = 0; axis < operand.rank(); axis++) {
      boolean collapsed = places.collapsed().contains(axis) || places.operandBatch().contains(axis);
      boolean plain =
          !collapsed && !places.indexed().contains(axis) && sizes.get(axis) == operand.dim(axis);
      if (plain) {
        whole.add(axis);
      } else {
        computed.add(axis);
        if (!collapsed) {
          stepped.add(axis);
        }
      }
    }
    this.found = batch.concat(Shape.of(stepped.stream().map(sizes::get).toList()));
  }

  private TensorType vector() {
    return new TensorType(indices.dtype(), batch);
  }

  /// One number of each index vector.
  private Value number(int place) {
    var starts = new ArrayList<>(java.util.Collections.nCopies(indices.rank(), 0));
    var limits = new ArrayList<>(Emitter.dims(indices.shape()));
    starts.set(indices.rank() - 1, place);
    limits.set(indices.rank() - 1, place + 1);
    Value cut = e.slice(indices, starts, limits, java.util.Collections.nCopies(indices.rank(), 1));
    return e.reshape(cut, batch);
  }

  private long last(int axis) {
    return operand.dim(axis) - (long) sizes.get(axis);
  }

  /// Whether the window of each index vector lies within the operand.
  Value isWithin() {
    Value all = e.fill(vector().withDType(DType.BOOL), 1L);
    for (int n = 0; n < places.indexed().size(); n++) {
      Value start = number(n);
      Value notBefore = e.map("GreaterEqual", DType.BOOL, start, e.fill(vector(), 0L));
      Value notBehind =
          e.map("LessEqual", DType.BOOL, start, e.fill(vector(), last(places.indexed().get(n))));
      all = e.map("LogicalAnd", all, e.map("LogicalAnd", notBefore, notBehind));
    }
    return all;
  }

  /// Where the window of each index vector starts along a computed axis, moved to lie within;
  /// int32, of the shape found.
  Value place(int axis) {
    Value start = e.fill(new TensorType(DType.INT32, found), 0L);
    int n = places.indexed().indexOf(axis);
    if (n >= 0) {
      Value clamped =
          e.map(
              "Maximum",
              e.map("Minimum", number(n), e.fill(vector(), last(axis))),
              e.fill(vector(), 0L));
      start = spread(e.cast(clamped, DType.INT32));
    }
    int b = places.operandBatch().indexOf(axis);
    if (b >= 0) {
      start = e.iota(found, places.indexBatch().get(b));
    }
    int s = stepped.indexOf(axis);
    if (s >= 0) {
      start = e.map("AddV2", start, e.iota(found, batch.rank() + s));
    }
    return start;
  }

  /// A value for each index vector as one for each place found.
  Value spread(Value x) {
    return new MovementLowering(e).broadcast(x, found, Emitter.range(batch.rank()));
  }

  /// The place of each element found, counted in row-major order along the computed axes.
  Value flat() {
    Value sum = e.fill(new TensorType(DType.INT32, found), 0L);
    int stride = 1;
    for (int i = computed.size() - 1; i >= 0; i--) {
      int axis = computed.get(i);
      Value step = e.map("Mul", place(axis), e.fill(sum.type(), (long) stride));
      sum = e.map("AddV2", sum, step);
      stride *= operand.dim(axis);
    }
    return sum;
  }

  /// The operand as rows: one for each place along the computed axes.
  Value rows(Value x) {
    return e.reshape(e.transpose(x, order()), Shape.of(rowCount(), rowSize()));
  }

  /// Rows as the operand.
  Value unrows(Value rows, TensorType type) {
    var order = order();
    Value ordered = e.reshape(rows, Emitter.pick(type.shape(), order));
    var inverse = new ArrayList<>(order);
    for (int i = 0; i < order.size(); i++) {
      inverse.set(order.get(i), i);
    }
    return e.transpose(ordered, inverse);
  }

  private List<Integer> order() {
    var order = new ArrayList<>(computed);
    order.addAll(whole);
    return order;
  }

  int rowCount() {
    return (int) Emitter.pick(operand, computed).size();
  }

  int rowSize() {
    return (int) Emitter.pick(operand, whole).size();
  }

  /// For each axis of the result (or of the updates), which axis it is of what was found followed
  /// by the whole axes.
  List<Integer> resultOrder(int rank) {
    var windowAxes = places.windowOperandAxes(operand.rank());
    var order = new ArrayList<Integer>();
    int w = 0;
    int b = 0;
    for (int i = 0; i < rank; i++) {
      if (places.window().contains(i)) {
        int axis = windowAxes.get(w++);
        int s = stepped.indexOf(axis);
        order.add(s >= 0 ? batch.rank() + s : found.rank() + whole.indexOf(axis));
      } else {
        order.add(b++);
      }
    }
    return order;
  }
}
