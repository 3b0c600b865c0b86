package org.keras4j.ops;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.keras4j.ir.Indexing.OutOfBounds;
import org.keras4j.ir.Indexing.Places;
import org.keras4j.ir.Indexing.ScatterOp;
import org.keras4j.lax.Lax;
import org.keras4j.symbolic.OpCall;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.TensorType;

/// Elements read from and written to computed places.
abstract class ScatterOps extends GridOps {
  ScatterOps() {}

  /// The elements of all of x, row by row, at places given as a vector.
  public static Tensor takeAlongAxis(Tensor x, Tensor indices) {
    return OpCall.of(
        "TakeAlongAxis",
        x,
        indices,
        () -> Map.of("axis", Optional.empty()),
        (a, i) -> takenAlong(flat(a), strong(i), 0));
  }

  /// For each element of the indices the element of x at that place along the axis; the other axes
  /// broadcast. Negative indices count from the end, what lies outside is NaN.
  ///
  /// @see <a
  ///   href="https://keras.io/api/ops/numpy/#takealongaxis-function">keras.ops.take_along_axis</a>
  public static Tensor takeAlongAxis(Tensor x, Tensor indices, int axis) {
    return OpCall.of(
        "TakeAlongAxis",
        x,
        indices,
        () -> Map.of("axis", (long) axis),
        (a, i) -> takenAlong(strong(a), strong(i), axis));
  }

  private static Tensor takenAlong(Tensor x, Tensor indices, int axis) {
    if (x.rank() != indices.rank()) {
      throw new IllegalArgumentException(
          "take_along_axis expects indices of as many axes as x. Received: x of shape %s, indices of shape %s"
              .formatted(x.shape(), indices.shape()));
    }
    int along = x.shape().axis(axis);
    Shape others = Shape.broadcast(x.shape().with(along, 1), indices.shape().with(along, 1));
    Tensor wide = expand(x, others.with(along, x.shape().dim(along)));
    Tensor numbers = indices.dtype() == DType.BOOL ? Lax.convert(indices, DType.INT32) : indices;
    Tensor places =
        expand(
            counted(numbers, x.shape().dim(along)), others.with(along, indices.shape().dim(along)));
    return alongAxis(wide, places, along);
  }

  /// Zeros of a shape, to which values are added at places: the last axis of the indices counts
  /// along the first axes of the shape.
  ///
  /// @see <a href="https://keras.io/api/ops/core/#scatter-function">keras.ops.scatter</a>
  public static Tensor scatter(Tensor indices, Tensor values, Shape shape) {
    return OpCall.of(
        "Scatter",
        indices,
        values,
        () -> Map.of("shape", longs(shape.toList())),
        (i, v) -> {
          Tensor own = strong(v);
          return written(
              ScatterOp.ADD, zerosOf(new TensorType(own.dtype(), shape)), strong(i), own);
        });
  }

  /// The tensor with slices replaced at places.
  public static Tensor scatterUpdate(Tensor x, Tensor indices, Tensor updates) {
    return scatterUpdate(x, indices, updates, Optional.empty());
  }

  /// The tensor with slices at places replaced, or combined with updates by `add`, `max`, `min` or
  /// `mul`: the last axis of the indices counts along the first axes of x.
  ///
  /// @see <a
  ///   href="https://keras.io/api/ops/core/#scatterupdate-function">keras.ops.scatter_update</a>
  public static Tensor scatterUpdate(
      Tensor x, Tensor indices, Tensor updates, Optional<String> reduction) {
    ScatterOp op =
        switch (reduction.orElse("")) {
          case "" -> ScatterOp.SET;
          case "add" -> ScatterOp.ADD;
          case "mul" -> ScatterOp.MUL;
          case "max" -> ScatterOp.MAX;
          case "min" -> ScatterOp.MIN;
          default ->
              throw new IllegalArgumentException(
                  "Expected a reduction of add, max, min, mul or none. Received: reduction="
                      + reduction.get());
        };
    return OpCall.of(
        "ScatterUpdate",
        List.of(x, indices, updates),
        () -> Map.of("reduction", reduction.<Object>map(r -> r).orElse(Optional.empty())),
        in ->
            written(
                op,
                strong(in.get(0)),
                strong(in.get(1)),
                as(in.get(2), strong(in.get(0)).dtype())));
  }

  private static Tensor written(ScatterOp op, Tensor x, Tensor indices, Tensor updates) {
    int depth = indices.rank() == 0 ? -1 : indices.shape().dim(-1);
    if (depth < 0 || depth > x.rank()) {
      throw new IllegalArgumentException(
          "Expected indices whose last axis counts along the axes of a tensor of shape %s. Received: indices of shape %s"
              .formatted(x.shape(), indices.shape()));
    }
    int batch = indices.rank() - 1;
    Shape wanted = indices.shape().slice(0, batch).concat(x.shape().slice(depth, x.rank()));
    int windows = x.rank() - depth;
    var places =
        new Places(
            range(batch, batch + windows), range(0, depth), List.of(), List.of(), range(0, depth));
    return Lax.scatter(op, x, wrapped(indices, x.shape()), expand(updates, wanted), places);
  }

  /// Index vectors with negative numbers counted from the end of their axis.
  private static Tensor wrapped(Tensor indices, Shape shape) {
    int depth = indices.shape().dim(-1);
    int[] sizes = new int[depth];
    for (int i = 0; i < depth; i++) {
      sizes[i] = shape.dim(i);
    }
    integers("scatter", indices);
    Tensor places = Lax.convert(indices, DType.INT32);
    Tensor size = expand(Array.ofInts(Shape.of(depth), sizes), places.shape());
    Tensor negative = Lax.lt(places, constantLike(places, 0));
    return Lax.select(negative, Lax.add(places, size), places);
  }

  /// A window of x of a shape, at places that are moved so that the window lies within; a size of
  /// -1 reaches to the end.
  ///
  /// @see <a href="https://keras.io/api/ops/core/#slice-function">keras.ops.slice</a>
  public static Tensor slice(Tensor x, int[] startIndices, int[] shape) {
    return slice(x, Array.ofInts(Shape.of(startIndices.length), startIndices.clone()), shape);
  }

  /// A window of x of a shape, at computed places that are moved so that the window lies within.
  public static Tensor slice(Tensor x, Tensor startIndices, int[] shape) {
    return OpCall.of(
        "Slice",
        x,
        startIndices,
        () -> Map.of("shape", longs(shape)),
        (a, starts) -> {
          Tensor own = strong(a);
          if (shape.length != own.rank()) {
            throw new IllegalArgumentException(
                "slice expects one size for each axis. Received: x of shape %s, shape=%s"
                    .formatted(own.shape(), longs(shape)));
          }
          int[] sizes = shape.clone();
          for (int i = 0; i < sizes.length; i++) {
            if (sizes[i] == -1) {
              sizes[i] = own.shape().dim(i) - (int) concrete("slice", starts).elements().getLong(i);
            }
          }
          return Lax.dynamicSlice(own, startVector(starts, own.rank()), Shape.of(sizes));
        });
  }

  private static Tensor startVector(Tensor starts, int rank) {
    integers("slice", strong(starts));
    Tensor own = Lax.convert(strong(starts), DType.INT32);
    if (own.shape().size() != rank) {
      throw new IllegalArgumentException(
          "Expected one start for each of the %d axes. Received: start_indices of shape %s"
              .formatted(rank, own.shape()));
    }
    return Lax.reshape(own, Shape.of(rank));
  }

  /// The tensor with a window replaced, at places that are moved so that the window lies within.
  ///
  /// @see <a href="https://keras.io/api/ops/core/#sliceupdate-function">keras.ops.slice_update</a>
  public static Tensor sliceUpdate(Tensor x, int[] startIndices, Tensor updates) {
    return sliceUpdate(
        x, Array.ofInts(Shape.of(startIndices.length), startIndices.clone()), updates);
  }

  /// The tensor with a window replaced, at computed places.
  public static Tensor sliceUpdate(Tensor x, Tensor startIndices, Tensor updates) {
    return OpCall.of(
        "SliceUpdate",
        List.of(x, startIndices, updates),
        NO_PARAMETERS,
        in -> {
          Tensor own = strong(in.get(0));
          return Lax.dynamicUpdateSlice(
              own, as(in.get(2), own.dtype()), startVector(in.get(1), own.rank()));
        });
  }

  private static Tensor segments(
      String className,
      String op,
      ScatterOp how,
      Tensor data,
      Tensor ids,
      Optional<Integer> numSegments,
      boolean sorted) {
    return OpCall.of(
        className,
        data,
        ids,
        () ->
            Map.of(
                "num_segments",
                numSegments.<Object>map(Integer::longValue).orElse(Optional.empty()),
                "sorted",
                sorted),
        (d, i) -> {
          Tensor own = strong(d);
          Tensor places = strong(i);
          integers(op, places);
          if (places.rank() != 1
              || own.rank() == 0
              || !places.shape().equals(own.shape().slice(0, 1))) {
            throw new IllegalArgumentException(
                "%s expects one segment number for each slice of the data. Received: data of shape %s, segment_ids of shape %s"
                    .formatted(op, own.shape(), places.shape()));
          }
          int count = numSegments.orElseGet(() -> largestSegment(op, places) + 1);
          Shape out = Shape.of(count).concat(own.shape().slice(1, own.rank()));
          Tensor start = Lax.full(own.type().withShape(out), neutral(how, own.dtype()));
          var where =
              new Places(range(1, own.rank()), List.of(0), List.of(), List.of(), List.of(0));
          Tensor vectors =
              Lax.reshape(Lax.convert(places, DType.INT32), Shape.of(places.shape().dim(0), 1));
          return Lax.scatter(how, start, vectors, own, where);
        });
  }

  private static int largestSegment(String op, Tensor ids) {
    int largest = -1;
    for (long id : concrete(op, ids).toLongs()) {
      largest = Math.max(largest, (int) id);
    }
    return largest;
  }

  private static double neutral(ScatterOp op, DType dtype) {
    boolean isFloat = dtype.isFloat();
    return switch (op) {
      case SET, ADD -> 0;
      case MUL -> 1;
      case MAX -> isFloat ? Double.NEGATIVE_INFINITY : NumberRange.of(dtype).low();
      case MIN -> isFloat ? Double.POSITIVE_INFINITY : NumberRange.of(dtype).high();
    };
  }

  /// The sums of the slices of each segment: slice `i` of the data belongs to segment `ids[i]`;
  /// numbers outside are left out. Without a count there are as many segments as the largest number
  /// asks for.
  ///
  /// @see <a href="https://keras.io/api/ops/core/#segmentsum-function">keras.ops.segment_sum</a>
  public static Tensor segmentSum(
      Tensor data, Tensor ids, Optional<Integer> numSegments, boolean sorted) {
    return segments("SegmentSum", "segment_sum", ScatterOp.ADD, data, ids, numSegments, sorted);
  }

  /// The sums of the slices of each of some segments.
  public static Tensor segmentSum(Tensor data, Tensor ids, int numSegments) {
    return segmentSum(data, ids, Optional.of(numSegments), false);
  }

  /// The products of the slices of each segment; see {@link #segmentSum(Tensor, Tensor, Optional,
  /// boolean)}.
  public static Tensor segmentProd(
      Tensor data, Tensor ids, Optional<Integer> numSegments, boolean sorted) {
    return segments("SegmentProd", "segment_prod", ScatterOp.MUL, data, ids, numSegments, sorted);
  }

  /// The largest of the slices of each segment; see {@link #segmentSum(Tensor, Tensor, Optional,
  /// boolean)}.
  public static Tensor segmentMax(
      Tensor data, Tensor ids, Optional<Integer> numSegments, boolean sorted) {
    return segments("SegmentMax", "segment_max", ScatterOp.MAX, data, ids, numSegments, sorted);
  }

  /// The largest of the slices of each of some segments.
  public static Tensor segmentMax(Tensor data, Tensor ids, int numSegments) {
    return segmentMax(data, ids, Optional.of(numSegments), false);
  }

  /// The smallest of the slices of each segment; see {@link #segmentSum(Tensor, Tensor, Optional,
  /// boolean)}.
  public static Tensor segmentMin(
      Tensor data, Tensor ids, Optional<Integer> numSegments, boolean sorted) {
    return segments("SegmentMin", "segment_min", ScatterOp.MIN, data, ids, numSegments, sorted);
  }

  /// The places along each axis of a shape that places in its flattened form stand for.
  public static List<Tensor> unravelIndex(Tensor indices, Shape shape) {
    return parts(
        "UnravelIndex",
        indices,
        Map.of("shape", longs(shape.toList())),
        a -> {
          integers("unravel_index", a);
          var out = new ArrayList<Tensor>();
          Tensor rest = a;
          for (int i = shape.rank() - 1; i >= 0; i--) {
            Tensor size = constantLike(rest, shape.dim(i));
            out.addFirst(ArithmeticOps.mod(rest, size));
            rest = ArithmeticOps.floorDivide(rest, size);
          }
          return within(out, rest, shape);
        });
  }

  /// Places beyond the end become the last, those before the start the first.
  private static List<Tensor> within(List<Tensor> places, Tensor rest, Shape shape) {
    Tensor beyond = Lax.gt(rest, constantLike(rest, 0));
    Tensor before =
        rest.dtype().kind() == DType.Kind.UNSIGNED
            ? Lax.and(beyond, Lax.not(beyond))
            : Lax.lt(rest, constantLike(rest, -1));
    var out = new ArrayList<Tensor>();
    for (int i = 0; i < shape.rank(); i++) {
      Tensor place = places.get(i);
      Tensor last = constantLike(place, shape.dim(i) - 1);
      out.add(Lax.select(beyond, last, Lax.select(before, constantLike(place, 0), place)));
    }
    return out;
  }

  /// Windows of x that index vectors name, without the indexed axes.
  static Tensor gathered(Tensor x, Tensor vectors, List<Integer> axes) {
    int batch = vectors.rank() - 1;
    Shape kept = x.shape().without(axes);
    var places = new Places(range(batch, batch + kept.rank()), axes, List.of(), List.of(), axes);
    Shape sizes = x.shape();
    for (int axis : axes) {
      sizes = sizes.with(axis, 1);
    }
    return Lax.gather(x, vectors, places, sizes.toList(), OutOfBounds.FILL);
  }
}
