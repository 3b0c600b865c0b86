package org.keras4j.ops;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.keras4j.ir.Reduction.ReduceOp;
import org.keras4j.lax.Lax;
import org.keras4j.runtime.Interpreter;
import org.keras4j.symbolic.OpCall;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Promotion;
import org.keras4j.tensor.Tensor;

/// Functions along an axis taken as a sequence.
abstract class SequenceOps extends DiagonalOps {
  SequenceOps() {}

  /// The running sum of all elements, row by row.
  public static Tensor cumsum(Tensor x) {
    return cumsum(x, Optional.empty(), Optional.empty());
  }

  /// The running sum along an axis.
  public static Tensor cumsum(Tensor x, int axis) {
    return cumsum(x, Optional.of(axis), Optional.empty());
  }

  /// The running sum along an axis, or of all elements row by row, in a dtype of choice (without
  /// one: x's, int32 for booleans).
  ///
  /// @see <a href="https://keras.io/api/ops/numpy/#cumsum-function">keras.ops.cumsum</a>
  public static Tensor cumsum(Tensor x, Optional<Integer> axis, Optional<DType> dtype) {
    return cumulative("Cumsum", x, axis, dtype, ReduceOp.SUM, false);
  }

  /// The running product of all elements, row by row.
  public static Tensor cumprod(Tensor x) {
    return cumprod(x, Optional.empty(), Optional.empty());
  }

  /// The running product along an axis.
  public static Tensor cumprod(Tensor x, int axis) {
    return cumprod(x, Optional.of(axis), Optional.empty());
  }

  /// The running product along an axis, or of all elements row by row, in a dtype of choice.
  public static Tensor cumprod(Tensor x, Optional<Integer> axis, Optional<DType> dtype) {
    return cumulative("Cumprod", x, axis, dtype, ReduceOp.PROD, false);
  }

  /// The running sum with NaN taken as 0.
  public static Tensor nancumsum(Tensor x, Optional<Integer> axis, Optional<DType> dtype) {
    return cumulative("Nancumsum", x, axis, dtype, ReduceOp.SUM, true);
  }

  /// The running product with NaN taken as 1.
  public static Tensor nancumprod(Tensor x, Optional<Integer> axis, Optional<DType> dtype) {
    return cumulative("Nancumprod", x, axis, dtype, ReduceOp.PROD, true);
  }

  private static Tensor cumulative(
      String className,
      Tensor x,
      Optional<Integer> axis,
      Optional<DType> dtype,
      ReduceOp op,
      boolean skipNan) {
    return OpCall.of(
        className,
        x,
        () ->
            Map.of(
                "axis",
                axis.<Object>map(Integer::longValue).orElse(Optional.empty()),
                "dtype",
                name(dtype)),
        a -> {
          Tensor own = axis.isEmpty() || a.rank() == 0 ? flat(a) : strong(a);
          Tensor kept = skipNan ? withoutNan(own, op == ReduceOp.SUM ? 0 : 1) : own;
          return running(kept, own.shape().axis(axis.orElse(0)), dtype, op);
        });
  }

  private static Tensor running(Tensor x, int axis, Optional<DType> dtype, ReduceOp op) {
    DType result = dtype.orElse(x.dtype() == DType.BOOL ? DType.INT32 : x.dtype());
    if (result == DType.BOOL) {
      return Lax.convert(
          Lax.cumulative(op, Lax.convert(truth(x), DType.INT32), axis, false), DType.BOOL);
    }
    return Lax.cumulative(op, Lax.convert(x, result), axis, false);
  }

  /// The tensor with NaN replaced by a number.
  static Tensor withoutNan(Tensor x, double value) {
    return x.dtype().isDifferentiable() ? Lax.select(isNan(x), constantLike(x, value), x) : x;
  }

  /// The differences of neighbours along the last axis.
  public static Tensor diff(Tensor x) {
    return diff(x, 1, -1);
  }

  /// The differences of neighbours along an axis, taken `n` times; booleans are compared.
  ///
  /// @throws IllegalArgumentException if `n` is negative or x is a scalar
  public static Tensor diff(Tensor x, int n, int axis) {
    return OpCall.of(
        "Diff",
        x,
        () -> Map.of("n", (long) n, "axis", (long) axis),
        a -> {
          if (n < 0 || a.rank() == 0) {
            throw new IllegalArgumentException(
                "diff expects n >= 0 and a tensor of at least one axis. Received: n=%d, x of shape %s"
                    .formatted(n, a.shape()));
          }
          Tensor out = strong(a);
          int along = a.shape().axis(axis);
          for (int i = 0; i < n; i++) {
            out = differences(out, along);
          }
          return out;
        });
  }

  private static Tensor differences(Tensor x, int axis) {
    int size = x.shape().dim(axis);
    Tensor right = Lax.sliceAxis(x, axis, Math.min(1, size), size);
    Tensor left = Lax.sliceAxis(x, axis, 0, Math.max(0, size - 1));
    return x.dtype() == DType.BOOL ? Lax.xor(right, left) : Lax.sub(right, left);
  }

  /// The area under points of distance 1 along the last axis, by the trapezoidal rule.
  public static Tensor trapezoid(Tensor y) {
    return trapezoid(y, 1.0, -1);
  }

  /// The area under points of equal distance along an axis, by the trapezoidal rule.
  public static Tensor trapezoid(Tensor y, double dx, int axis) {
    return OpCall.of(
        "Trapezoid",
        y,
        () -> Map.of("x", Optional.empty(), "dx", dx, "axis", (long) axis),
        a -> {
          Tensor own = moved(inexact(a), List.of(axis), List.of(-1));
          return Lax.mul(halfSums(own), constantLike(halfSums(own), dx));
        });
  }

  private static Tensor halfSums(Tensor y) {
    int last = y.rank() - 1;
    int size = y.shape().dim(last);
    Tensor sum = Lax.reduceSum(y, List.of(last));
    Tensor ends =
        Lax.add(
            squeezed(Lax.sliceAxis(y, last, 0, 1), last),
            squeezed(Lax.sliceAxis(y, last, size - 1, size), last));
    return Lax.sub(sum, Lax.mul(ends, constantLike(ends, 0.5)));
  }

  /// The area under points `(x, y)` along an axis, by the trapezoidal rule.
  public static Tensor trapezoid(Tensor y, Tensor x, int axis) {
    return OpCall.of(
        "Trapezoid",
        y,
        x,
        () -> Map.of("axis", (long) axis),
        (a, places) -> {
          DType type = Promotion.inexactType(List.of(a, places));
          Tensor own = moved(as(a, type), List.of(axis), List.of(-1));
          Tensor at = as(places, type);
          Tensor ordered = at.rank() == 1 ? at : moved(at, List.of(axis), List.of(-1));
          Tensor widths = differences(ordered, ordered.rank() - 1);
          int last = own.rank() - 1;
          int size = own.shape().dim(last);
          Tensor heights =
              Lax.add(Lax.sliceAxis(own, last, 1, size), Lax.sliceAxis(own, last, 0, size - 1));
          Tensor areas = broadcasting(widths, heights, Lax::mul);
          Tensor sum = Lax.reduceSum(areas, List.of(areas.rank() - 1));
          return Lax.mul(sum, constantLike(sum, 0.5));
        });
  }

  /// The elements ordered along the last axis, ascending, NaN last.
  public static Tensor sort(Tensor x) {
    return sort(x, -1);
  }

  /// The elements ordered along an axis, ascending, NaN last.
  public static Tensor sort(Tensor x, int axis) {
    return OpCall.of(
        "Sort",
        x,
        () -> Map.of("axis", (long) axis),
        a -> Lax.sort(List.of(strong(a)), a.shape().axis(axis)).getFirst());
  }

  /// All elements ordered, as a vector.
  public static Tensor sortAll(Tensor x) {
    return OpCall.of(
        "Sort",
        x,
        () -> Map.of("axis", Optional.empty()),
        a -> Lax.sort(List.of(flat(a)), 0).getFirst());
  }

  /// The places of the elements in order along the last axis, as int32.
  public static Tensor argsort(Tensor x) {
    return argsort(x, Optional.of(-1));
  }

  /// The places of the elements in order along an axis, as int32.
  public static Tensor argsort(Tensor x, int axis) {
    return argsort(x, Optional.of(axis));
  }

  /// The places of the elements in order along an axis, or of all elements, as int32. Equal
  /// elements stay in their order.
  public static Tensor argsort(Tensor x, Optional<Integer> axis) {
    return OpCall.of(
        "Argsort",
        x,
        () -> Map.of("axis", axis.<Object>map(Integer::longValue).orElse(Optional.empty())),
        a -> {
          Tensor own = axis.isEmpty() || a.rank() == 0 ? flat(a) : strong(a);
          return order(own, a.rank() == 0 ? 0 : own.shape().axis(axis.orElse(0)));
        });
  }

  static Tensor order(Tensor x, int axis) {
    Tensor places = Lax.iota(x.type().withDType(DType.INT32), axis);
    return Lax.sort(List.of(x, places), axis).get(1);
  }

  /// Places such that the element number `kth` in order is at its place along an axis, smaller ones
  /// before it and larger ones after.
  public static Tensor argpartition(Tensor x, int kth, Optional<Integer> axis) {
    return OpCall.of(
        "Argpartition",
        x,
        () ->
            Map.of(
                "kth",
                (long) kth,
                "axis",
                axis.<Object>map(Integer::longValue).orElse(Optional.empty())),
        a -> {
          Tensor own = axis.isEmpty() ? flat(a) : strong(a);
          return order(own, own.shape().axis(axis.orElse(0)));
        });
  }

  /// The `k` largest elements of the last axis in descending order, and their places as int32.
  ///
  /// @see <a href="https://keras.io/api/ops/core/#topk-function">keras.ops.top_k</a>
  public static List<Tensor> topK(Tensor x, int k) {
    return topK(x, k, true);
  }

  /// The `k` largest elements of the last axis, and their places as int32; in descending order,
  /// asked for or not.
  public static List<Tensor> topK(Tensor x, int k, boolean sorted) {
    return parts(
        "TopK", x, Map.of("k", (long) k, "sorted", sorted), a -> new ArrayList<>(Lax.topK(a, k)));
  }

  /// {@link #topK(Tensor, int, boolean)}; equal elements keep their order, asked for or not.
  ///
  /// @see <a href="https://keras.io/api/ops/core/#topk-function">keras.ops.top_k</a>
  public static List<Tensor> topK(Tensor x, int k, boolean sorted, boolean isStable) {
    return topK(x, k, sorted);
  }

  /// Whether the class of each row is among its `k` largest predictions.
  public static Tensor inTopK(Tensor targets, Tensor predictions, int k) {
    return OpCall.of(
        "InTopK",
        targets,
        predictions,
        () -> Map.of("k", (long) k),
        (t, p) -> {
          Tensor own = strong(p);
          Tensor index = inserted(counted(strong(t), own.shape().dim(-1)), List.of(-1));
          Tensor at = withoutNan(alongAxis(own, index, own.rank() - 1), Double.NEGATIVE_INFINITY);
          Tensor better = Lax.gt(own, expand(at, own.shape()));
          Tensor count = Lax.reduceSum(Lax.convert(better, DType.INT32), List.of(own.rank() - 1));
          return Lax.lt(count, constantLike(count, k));
        });
  }

  /// Elements of x at places along an axis, one place for each element of the indices.
  static Tensor alongAxis(Tensor x, Tensor places, int axis) {
    if (places.shape().size() == 0) {
      return zerosOf(x.type().withShape(places.shape()));
    }
    var others = new ArrayList<>(range(0, x.rank()));
    others.remove(/* index */ axis);
    var where =
        new org.keras4j.ir.Indexing.Places(List.of(), List.of(axis), others, others, List.of(axis));
    var vectors = Lax.reshape(places, places.shape().insert(places.rank(), 1));
    return Lax.gather(
        x, vectors, where, repeated(1, x.rank()), org.keras4j.ir.Indexing.OutOfBounds.FILL);
  }

  /// Where values would go in an ordered sequence: before equal elements.
  public static Tensor searchsorted(Tensor sorted, Tensor values) {
    return searchsorted(sorted, values, "left");
  }

  /// Where values would go in an ordered sequence, as int32: before equal elements (`left`) or
  /// after them (`right`).
  ///
  /// @throws IllegalArgumentException if the sequence is not a vector
  public static Tensor searchsorted(Tensor sorted, Tensor values, String side) {
    return OpCall.of(
        "SearchSorted",
        sorted,
        values,
        () -> Map.of("side", side),
        (s, v) -> {
          if (s.rank() != 1) {
            throw new IllegalArgumentException(
                "searchsorted expects a vector to search in. Received: sorted_sequence of shape "
                    + s.shape());
          }
          if (!side.equals("left") && !side.equals("right")) {
            throw new IllegalArgumentException(
                "searchsorted expects a side of left or right. Received: side=" + side);
          }
          var same = promoted(List.of(s, v));
          return places(same.get(0), same.get(1), side.equals("right"));
        });
  }

  /// Binary search, every value at once.
  static Tensor places(Tensor sorted, Tensor values, boolean right) {
    int size = sorted.shape().dim(0);
    var type = values.type().withDType(DType.INT32);
    Tensor low = Lax.full(type, 0);
    if (size == 0) {
      return low;
    }
    Tensor high = Lax.full(type, size);
    Tensor one = Lax.full(type, 1);
    for (int reach = size; reach > 0; reach >>= 1) {
      Tensor middle = Lax.shiftRightLogical(Lax.add(low, high), one);
      Tensor at = picked(sorted, Lax.min(middle, Lax.full(type, size - 1)), 0);
      Tensor further = right ? Lax.not(precedes(values, at)) : precedes(at, values);
      Tensor going = Lax.lt(low, high);
      low = Lax.select(Lax.and(going, further), Lax.add(middle, one), low);
      high = Lax.select(Lax.and(going, Lax.not(further)), middle, high);
    }
    return low;
  }

  /// `x < y` where NaN comes last.
  private static Tensor precedes(Tensor x, Tensor y) {
    return x.dtype().isFloat()
        ? Lax.or(Lax.lt(x, y), Lax.and(isNan(y), Lax.not(isNan(x))))
        : Lax.lt(x, y);
  }

  /// The number of the bin that each element falls into: `bins[i - 1] <= x < bins[i]` for ascending
  /// bins, as int32.
  public static Tensor digitize(Tensor x, Tensor bins) {
    return binary(
        "Digitize",
        x,
        bins,
        (a, b) -> {
          if (b.rank() != 1) {
            throw new IllegalArgumentException(
                "digitize expects bins as a vector. Received: bins of shape " + b.shape());
          }
          var same = promoted(List.of(a, b));
          Tensor edges = same.get(1);
          int size = edges.shape().dim(0);
          Tensor rising = places(edges, same.getFirst(), true);
          if (size == 0) {
            return rising;
          }
          Tensor falling =
              Lax.sub(
                  constantLike(rising, size),
                  places(Lax.reverse(edges, List.of(0)), same.getFirst(), true));
          Tensor ascending =
              Lax.ge(Lax.sliceAxis(edges, 0, size - 1, size), Lax.sliceAxis(edges, 0, 0, 1));
          return chosen(squeezed(ascending, 0), rising, falling);
        });
  }

  /// A value that may be looked at: concrete, or traced with one.
  static Array concrete(String op, Tensor x) {
    return switch (Interpreter.value(strong(x))) {
      case Array a -> a;
      case org.keras4j.tensor.Tracer t when t.value().isPresent() -> t.value().get();
      case Tensor other ->
          throw new IllegalStateException(
              "%s gives a tensor whose shape depends on values, which a traced program does not have. Call it outside. Received: %s"
                  .formatted(op, other));
    };
  }
}
