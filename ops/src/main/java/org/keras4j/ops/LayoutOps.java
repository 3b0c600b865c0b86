package org.keras4j.ops;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.keras4j.ir.Indexing.OutOfBounds;
import org.keras4j.lax.Lax;
import org.keras4j.symbolic.OpCall;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Promotion;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.TensorType;

/// Elements repeated, padded, shifted and looked up along axes.
abstract class LayoutOps extends ShapeOps {
  LayoutOps() {}

  /// The tensor laid out several times along each axis; axes are added in front if there are more
  /// numbers than axes.
  ///
  /// @see <a href="https://keras.io/api/ops/numpy/#tile-function">keras.ops.tile</a>
  public static Tensor tile(Tensor x, int... repeats) {
    int[] times = repeats.clone();
    return OpCall.of(
        "Tile", x, () -> Map.of("repeats", longs(times)), a -> tiled(strong(a), times));
  }

  private static Tensor tiled(Tensor x, int[] times) {
    int rank = Math.max(x.rank(), times.length);
    int[] spread = new int[2 * rank];
    int[] grown = new int[rank];
    var axes = new ArrayList<Integer>();
    for (int i = 0; i < rank; i++) {
      int own = i - (rank - x.rank());
      int given = i - (rank - times.length);
      spread[2 * i] = given < 0 ? 1 : times[given];
      spread[2 * i + 1] = own < 0 ? 1 : x.shape().dim(own);
      grown[i] = Math.multiplyExact(spread[2 * i], spread[2 * i + 1]);
      if (own >= 0) {
        axes.add(2 * i + 1);
      }
    }
    return Lax.reshape(Lax.broadcast(x, Shape.of(spread), axes), Shape.of(grown));
  }

  /// Each of all elements several times in a row, as a vector.
  public static Tensor repeat(Tensor x, int repeats) {
    return OpCall.of(
        "Repeat",
        x,
        () -> Map.of("repeats", (long) repeats, "axis", Optional.empty()),
        a -> repeatedAlong(flat(a), repeats, 0));
  }

  /// Each element of an axis several times in a row.
  ///
  /// @see <a href="https://keras.io/api/ops/numpy/#repeat-function">keras.ops.repeat</a>
  public static Tensor repeat(Tensor x, int repeats, int axis) {
    return OpCall.of(
        "Repeat",
        x,
        () -> Map.of("repeats", (long) repeats, "axis", (long) axis),
        a -> repeatedAlong(strong(a), repeats, a.shape().axis(axis)));
  }

  private static Tensor repeatedAlong(Tensor x, int times, int axis) {
    if (times < 0) {
      throw new IllegalArgumentException(
          "repeat expects a number >= 0. Received: repeats=" + times);
    }
    Shape spread = x.shape().insert(axis + 1, times);
    var axes = new ArrayList<>(range(0, spread.rank()));
    axes.remove(/* index */ axis + 1);
    Shape grown = x.shape().with(axis, Math.multiplyExact(x.shape().dim(axis), times));
    return Lax.reshape(Lax.broadcast(x, spread, axes), grown);
  }

  /// Each element of an axis a number of times of its own (one number for all elements, or one for
  /// each); without an axis, of all elements as a vector.
  public static Tensor repeat(Tensor x, List<Integer> repeats, Optional<Integer> axis) {
    return OpCall.of(
        "Repeat",
        x,
        () ->
            Map.of(
                "repeats",
                longs(repeats),
                "axis",
                axis.<Object>map(Integer::longValue).orElse(Optional.empty())),
        a -> {
          Tensor own = axis.isPresent() ? strong(a) : flat(a);
          return repeatedEach(own, repeats, own.shape().axis(axis.orElse(0)));
        });
  }

  private static Tensor repeatedEach(Tensor x, List<Integer> times, int axis) {
    int size = x.shape().dim(axis);
    if (times.size() == 1) {
      return repeatedAlong(x, times.getFirst(), axis);
    }
    if (times.size() != size || times.stream().anyMatch(t -> t < 0)) {
      throw new IllegalArgumentException(
          "repeat expects one number >= 0 for each of the %d elements. Received: repeats=%s"
              .formatted(size, times));
    }
    int[] places =
        IntStream.range(0, size)
            .flatMap(i -> IntStream.range(0, times.get(i)).map(_ -> i))
            .toArray();
    return picked(x, Array.ofInts(Shape.of(places.length), places), axis);
  }

  /// Zeros before and after the elements of each axis: `padWidth[i]` is how many before and after
  /// those of axis `i`; one pair stands for all axes.
  public static Tensor pad(Tensor x, int[][] padWidth) {
    return pad(x, padWidth, 0);
  }

  /// A number before and after the elements of each axis; one pair stands for all axes.
  ///
  /// @see <a href="https://keras.io/api/ops/numpy/#pad-function">keras.ops.pad</a>
  public static Tensor pad(Tensor x, int[][] padWidth, double value) {
    return OpCall.of(
        "Pad",
        x,
        () -> padParameters(padWidth, "constant"),
        a -> padded(strong(a), padWidth, Array.weak(value)));
  }

  /// The elements continued beyond the ends of each axis: `constant` (zeros), `reflect` (mirrored
  /// at the last element), `symmetric` (mirrored behind it), `edge` (the last one again) or `wrap`
  /// (from the other end).
  public static Tensor pad(Tensor x, int[][] padWidth, String mode) {
    if (mode.equals("constant")) {
      return pad(x, padWidth, 0);
    }
    return OpCall.of(
        "Pad", x, () -> padParameters(padWidth, mode), a -> continued(strong(a), padWidth, mode));
  }

  private static Map<String, Object> padParameters(int[][] padWidth, String mode) {
    return Map.of(
        "pad_width", Arrays.stream(padWidth).<Object>map(OpsBase::longs).toList(), "mode", mode);
  }

  private static int[] width(int[][] padWidth, int axis, int rank) {
    if (padWidth.length != 1 && padWidth.length != rank) {
      throw new IllegalArgumentException(
          "pad expects one pair of numbers, or one for each of the %d axes. Received: pad_width=%s"
              .formatted(rank, Arrays.deepToString(padWidth)));
    }
    int[] pair = padWidth[padWidth.length == 1 ? 0 : axis];
    if (pair.length < 1 || pair.length > 2 || pair[0] < 0 || pair[pair.length - 1] < 0) {
      throw new IllegalArgumentException(
          "pad expects pairs of numbers >= 0. Received: pad_width="
              + Arrays.deepToString(padWidth));
    }
    return new int[] {pair[0], pair[pair.length - 1]};
  }

  static Tensor padded(Tensor x, int[][] padWidth, Tensor value) {
    var low = new ArrayList<Integer>();
    var high = new ArrayList<Integer>();
    for (int i = 0; i < x.rank(); i++) {
      int[] pair = width(padWidth, i, x.rank());
      low.add(pair[0]);
      high.add(pair[1]);
    }
    return Lax.pad(x, as(value, x.dtype()), low, high, repeated(0, x.rank()));
  }

  private static Tensor continued(Tensor x, int[][] padWidth, String mode) {
    Tensor out = x;
    for (int axis = 0; axis < x.rank(); axis++) {
      int[] pair = width(padWidth, axis, x.rank());
      int size = x.shape().dim(axis);
      if (pair[0] + pair[1] > 0) {
        if (size == 0) {
          throw new IllegalArgumentException(
              "pad in mode %s expects elements to continue. Received: x of shape %s"
                  .formatted(mode, x.shape()));
        }
        int[] places =
            IntStream.range(-pair[0], size + pair[1]).map(i -> source(i, size, mode)).toArray();
        out = picked(out, Array.ofInts(Shape.of(places.length), places), axis);
      }
    }
    return out;
  }

  private static int source(int i, int size, String mode) {
    return switch (mode) {
      case "edge" -> Math.clamp(i, 0, size - 1);
      case "wrap" -> Math.floorMod(i, size);
      case "reflect" -> {
        int period = Math.max(1, 2 * (size - 1));
        int at = Math.floorMod(i, period);
        yield at < size ? at : period - at;
      }
      case "symmetric" -> {
        int at = Math.floorMod(i, 2 * size);
        yield at < size ? at : 2 * size - 1 - at;
      }
      default ->
          throw new IllegalArgumentException(
              "Expected a mode of constant, reflect, symmetric, edge, wrap. Received: mode="
                  + mode);
    };
  }

  /// The elements that indices name among all elements, counted row by row, in the shape of the
  /// indices.
  public static Tensor take(Tensor x, Tensor indices) {
    return OpCall.of(
        "Take",
        x,
        indices,
        () -> Map.of("axis", Optional.empty()),
        (a, i) -> looked(flat(a), strong(i), 0));
  }

  /// The slices that indices name along an axis, which the axes of the indices replace. Negative
  /// indices count from the end; what lies outside is NaN (for integers the smallest number).
  ///
  /// {@snippet :
  /// Ops.take(embeddings, ids, 0); // (batch, length) ids to (batch, length, width)
  /// }
  ///
  /// @throws IllegalArgumentException if the indices are not of an integer dtype
  /// @see <a href="https://keras.io/api/ops/numpy/#take-function">keras.ops.take</a>
  public static Tensor take(Tensor x, Tensor indices, int axis) {
    return OpCall.of(
        "Take",
        x,
        indices,
        () -> Map.of("axis", (long) axis),
        (a, i) -> looked(strong(a), strong(i), axis));
  }

  private static Tensor looked(Tensor x, Tensor indices, int axis) {
    int along = x.shape().axis(axis);
    return picked(x, counted(indices, x.shape().dim(along)), along);
  }

  /// Indices as int32 (or int64), negative ones counted from the end.
  static Tensor counted(Tensor indices, int size) {
    if (!indices.dtype().isInteger()) {
      throw new IllegalArgumentException(
          "Expected indices of an integer dtype. Received: indices of " + indices.dtype());
    }
    Tensor places =
        Lax.convert(indices, indices.dtype() == DType.INT64 ? DType.INT64 : DType.INT32);
    if (indices.dtype().kind() == DType.Kind.UNSIGNED) {
      return places;
    }
    Tensor negative = Lax.lt(places, constantLike(places, 0));
    return Lax.select(negative, Lax.add(places, constantLike(places, size)), places);
  }

  /// The slices of an axis that indices (counted from the start) name.
  static Tensor picked(Tensor x, Tensor indices, int axis) {
    Shape shape = x.shape();
    Shape out =
        shape.slice(0, axis).concat(indices.shape()).concat(shape.slice(axis + 1, shape.rank()));
    if (out.size() == 0) {
      return zerosOf(new TensorType(x.dtype(), out));
    }
    if (shape.dim(axis) == 0) {
      throw new IllegalArgumentException(
          "Expected elements to take along axis %d. Received: x of shape %s"
              .formatted(axis, shape));
    }
    int rank = indices.rank();
    var window = new ArrayList<Integer>(range(0, axis));
    window.addAll(range(axis + rank, out.rank()));
    var places =
        new org.keras4j.ir.Indexing.Places(
            window, List.of(axis), List.of(), List.of(), List.of(axis));
    Tensor vectors = Lax.reshape(indices, indices.shape().concat(Shape.of(1)));
    return Lax.gather(x, vectors, places, shape.with(axis, 1).toList(), OutOfBounds.FILL);
  }

  /// Integers as vectors that are 1 at their place and 0 elsewhere, along a new last axis; numbers
  /// outside give zeros.
  ///
  /// @see <a href="https://keras.io/api/ops/nn/#onehot-function">keras.ops.one_hot</a>
  public static Tensor oneHot(Tensor x, int numClasses) {
    return oneHot(x, numClasses, -1, Promotion.floatx());
  }

  /// Integers as vectors that are 1 at their place and 0 elsewhere, along a new axis.
  public static Tensor oneHot(Tensor x, int numClasses, int axis, DType dtype) {
    return OpCall.of(
        "OneHot",
        x,
        () ->
            Map.of(
                "num_classes",
                (long) numClasses,
                "axis",
                (long) axis,
                "dtype",
                dtype.kerasName(),
                "sparse",
                false),
        a -> Lax.convert(hot(strong(a), numClasses, axis), dtype));
  }

  static Tensor hot(Tensor x, int numClasses, int axis) {
    if (x.dtype() == DType.BOOL) {
      throw new IllegalArgumentException("one_hot expects integers. Received: x of " + x.type());
    }
    int place = x.shape().insert(0, 1).axis(axis);
    Shape out = x.shape().insert(place, numClasses);
    Tensor repeated = expand(inserted(x, List.of(place)), out);
    return Lax.eq(repeated, Lax.iota(new TensorType(x.dtype(), out), place));
  }
}
