package org.keras4j.ops;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.keras4j.ir.Reduction.ReduceOp;
import org.keras4j.lax.Lax;
import org.keras4j.symbolic.OpCall;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Promotion;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.TensorType;

/// Numbers made of all elements, or of those along some axes.
abstract class ReductionOps extends ElementwiseOps {
  ReductionOps() {}

  private static Tensor reduction(String className, Tensor x, Axes axes, AxisReduction body) {
    return OpCall.of(className, x, axes::parameters, a -> reducing(strong(a), axes, body));
  }

  /// The sum of all elements.
  public static Tensor sum(Tensor x) {
    return sum(x, Axes.all());
  }

  /// The sum along one axis.
  public static Tensor sum(Tensor x, int axis) {
    return sum(x, Axes.of(axis));
  }

  /// The sum along some axes. Small integers are summed as int32, unsigned ones as uint32, half
  /// precision in float32.
  ///
  /// {@snippet :
  /// Ops.sum(x, Axes.of(0, 1).keepDims());
  /// }
  ///
  /// @see <a href="https://keras.io/api/ops/numpy/#sum-function">keras.ops.sum</a>
  public static Tensor sum(Tensor x, Axes axes) {
    return reduction("Sum", x, axes, ReductionOps::sumOver);
  }

  static Tensor sumOver(Tensor x, List<Integer> axes) {
    return Lax.reduceSum(Lax.convert(x, accumulator(x.dtype())), axes);
  }

  /// The dtype in which elements of a dtype are added and multiplied up.
  static DType accumulator(DType dtype) {
    return switch (dtype) {
      case BOOL, INT8, INT16 -> DType.INT32;
      case UINT8, UINT16 -> DType.UINT32;
      case UINT32,
          UINT64,
          INT32,
          INT64,
          FLOAT8_E4M3FN,
          FLOAT8_E5M2,
          FLOAT16,
          BFLOAT16,
          FLOAT32,
          FLOAT64,
          COMPLEX64,
          STRING ->
          dtype;
    };
  }

  /// The product of all elements.
  public static Tensor prod(Tensor x) {
    return prod(x, Axes.all());
  }

  /// The product along one axis.
  public static Tensor prod(Tensor x, int axis) {
    return prod(x, Axes.of(axis));
  }

  /// The product along some axes, in the dtype that {@link #sum(Tensor, Axes)} has.
  public static Tensor prod(Tensor x, Axes axes) {
    return prod(x, axes, Optional.empty());
  }

  /// The product along some axes in a given dtype.
  public static Tensor prod(Tensor x, Axes axes, DType dtype) {
    return prod(x, axes, Optional.of(dtype));
  }

  private static Tensor prod(Tensor x, Axes axes, Optional<DType> dtype) {
    return OpCall.of(
        "Prod",
        x,
        () -> Map.of("axis", axes.axisParameter(), "keepdims", axes.keep(), "dtype", name(dtype)),
        a ->
            reducing(
                as(strong(a), dtype.orElseGet(() -> accumulator(strong(a).dtype()))),
                axes,
                (b, over) -> Lax.reduce(ReduceOp.PROD, b, over)));
  }

  /// The mean of all elements.
  public static Tensor mean(Tensor x) {
    return mean(x, Axes.all());
  }

  /// The mean along one axis.
  public static Tensor mean(Tensor x, int axis) {
    return mean(x, Axes.of(axis));
  }

  /// The mean along some axes, computed in float32 at least; integers become the default float
  /// type. NaN where there are no elements.
  ///
  /// @see <a href="https://keras.io/api/ops/numpy/#mean-function">keras.ops.mean</a>
  public static Tensor mean(Tensor x, Axes axes) {
    return reduction(
        "Mean",
        x,
        axes,
        (a, over) -> Lax.convert(meanOver(wide(a), over), Promotion.inexact(a.dtype())));
  }

  /// The mean computed in float32 at least, in the dtype of x.
  static Tensor meanInWide(Tensor x, List<Integer> axes) {
    return Lax.convert(meanOver(wide(x), axes), x.dtype());
  }

  /// The tensor in float32, or in its own wider dtype.
  static Tensor wide(Tensor x) {
    return Lax.convert(x, Promotion.resultType(x.dtype(), DType.FLOAT32));
  }

  static Tensor meanOver(Tensor x, List<Integer> axes) {
    Tensor total = Lax.reduceSum(x, axes);
    return Lax.div(total, constantLike(total, count(x.shape(), axes)));
  }

  static long count(Shape shape, List<Integer> axes) {
    long n = 1;
    for (int axis : axes) {
      n *= shape.dim(axis);
    }
    return n;
  }

  /// The variance of all elements.
  public static Tensor var(Tensor x) {
    return var(x, Axes.all());
  }

  /// The variance along one axis.
  public static Tensor var(Tensor x, int axis) {
    return var(x, Axes.of(axis));
  }

  /// The variance (the mean squared distance from the mean) along some axes, computed in float32 at
  /// least.
  public static Tensor var(Tensor x, Axes axes) {
    return reduction(
        "Var",
        x,
        axes,
        (a, over) -> {
          DType result = Promotion.inexact(a.dtype());
          return Lax.convert(
              varianceOver(wide(a), over), result.isComplex() ? DType.FLOAT32 : result);
        });
  }

  static Tensor varianceOver(Tensor x, List<Integer> axes) {
    Tensor mean = restored(meanOver(x, axes), x.shape(), axes);
    Tensor distance = Lax.sub(x, expand(mean, x.shape()));
    if (distance.dtype().isComplex()) {
      Tensor real = Lax.real(distance);
      Tensor imaginary = Lax.imaginary(distance);
      Tensor squares = Lax.add(Lax.mul(real, real), Lax.mul(imaginary, imaginary));
      return meanOver(squares, axes);
    }
    return meanOver(Lax.mul(distance, distance), axes);
  }

  /// The standard deviation of all elements.
  public static Tensor std(Tensor x) {
    return std(x, Axes.all());
  }

  /// The standard deviation along one axis.
  public static Tensor std(Tensor x, int axis) {
    return std(x, Axes.of(axis));
  }

  /// The standard deviation along some axes: the root of {@link #var(Tensor, Axes)}.
  public static Tensor std(Tensor x, Axes axes) {
    return reduction(
        "Std",
        x,
        axes,
        (a, over) -> {
          DType result = Promotion.inexact(a.dtype());
          return Lax.convert(
              Lax.sqrt(varianceOver(wide(a), over)), result.isComplex() ? DType.FLOAT32 : result);
        });
  }

  /// The logarithm of the sum of the exponentials of all elements.
  public static Tensor logsumexp(Tensor x) {
    return logsumexp(x, Axes.all());
  }

  /// The logarithm of the sum of the exponentials along some axes, without overflow.
  ///
  /// @see <a href="https://keras.io/api/ops/math/#logsumexp-function">keras.ops.logsumexp</a>
  public static Tensor logsumexp(Tensor x, Axes axes) {
    return reduction(
        "Logsumexp",
        x,
        axes,
        (a, over) -> {
          Tensor own = inexact(a);
          Tensor top = Lax.reduceMax(own, over);
          Tensor finite = Lax.lt(Lax.abs(top), constantLike(top, Double.POSITIVE_INFINITY));
          Tensor shift = held(Lax.select(finite, top, constantLike(top, 0)));
          Tensor shifted = Lax.sub(own, expand(restored(shift, own.shape(), over), own.shape()));
          return Lax.add(Lax.log(Lax.reduceSum(Lax.exp(shifted), over)), shift);
        });
  }

  /// The largest element.
  public static Tensor max(Tensor x) {
    return max(x, Axes.all());
  }

  /// The largest element along one axis.
  public static Tensor max(Tensor x, int axis) {
    return max(x, Axes.of(axis));
  }

  /// The largest element along some axes; NaN if one is.
  ///
  /// @throws IllegalArgumentException if there are no elements along the axes
  /// @see <a href="https://keras.io/api/ops/numpy/#max-function">keras.ops.max</a>
  public static Tensor max(Tensor x, Axes axes) {
    return extreme("Max", x, axes, Optional.empty(), ReduceOp.MAX);
  }

  /// The largest of a number and the elements along some axes.
  public static Tensor max(Tensor x, Axes axes, double initial) {
    return extreme("Max", x, axes, Optional.of(initial), ReduceOp.MAX);
  }

  /// The smallest element.
  public static Tensor min(Tensor x) {
    return min(x, Axes.all());
  }

  /// The smallest element along one axis.
  public static Tensor min(Tensor x, int axis) {
    return min(x, Axes.of(axis));
  }

  /// The smallest element along some axes; NaN if one is.
  ///
  /// @throws IllegalArgumentException if there are no elements along the axes
  public static Tensor min(Tensor x, Axes axes) {
    return extreme("Min", x, axes, Optional.empty(), ReduceOp.MIN);
  }

  /// The smallest of a number and the elements along some axes.
  public static Tensor min(Tensor x, Axes axes, double initial) {
    return extreme("Min", x, axes, Optional.of(initial), ReduceOp.MIN);
  }

  private static Tensor extreme(
      String className, Tensor x, Axes axes, Optional<Double> initial, ReduceOp op) {
    return OpCall.of(
        className,
        x,
        () ->
            Map.of(
                "axis",
                axes.axisParameter(),
                "keepdims",
                axes.keep(),
                "initial",
                initial.<Object>map(v -> v).orElse(Optional.empty())),
        a -> {
          Tensor own = strong(a);
          if (initial.isEmpty()) {
            requireElements(className, own, axes);
          }
          Tensor out = reducing(own, axes, (b, over) -> Lax.reduce(op, b, over));
          return initial.isEmpty()
              ? out
              : op == ReduceOp.MAX
                  ? Lax.max(out, constantLike(out, initial.get()))
                  : Lax.min(out, constantLike(out, initial.get()));
        });
  }

  static void requireElements(String className, Tensor x, Axes axes) {
    if (count(x.shape(), axes.within(x.shape())) == 0) {
      throw new IllegalArgumentException(
          "%s expects at least one element along its axes, or an initial value. Received: x of shape %s, axis=%s"
              .formatted(className, x.shape(), axes.axisParameter()));
    }
  }

  /// The largest element along some axes.
  public static Tensor amax(Tensor x, Axes axes) {
    return plainExtreme("Amax", x, axes, ReduceOp.MAX);
  }

  /// The smallest element along some axes.
  public static Tensor amin(Tensor x, Axes axes) {
    return plainExtreme("Amin", x, axes, ReduceOp.MIN);
  }

  private static Tensor plainExtreme(String className, Tensor x, Axes axes, ReduceOp op) {
    return reduction(
        className,
        x,
        axes,
        (a, over) -> {
          requireElements(className, a, axes);
          return Lax.reduce(op, a, over);
        });
  }

  /// The distance between the largest and the smallest element along some axes.
  public static Tensor ptp(Tensor x, Axes axes) {
    return reduction(
        "Ptp",
        x,
        axes,
        (a, over) -> {
          requireElements("Ptp", a, axes);
          return Lax.sub(Lax.reduceMax(a, over), Lax.reduceMin(a, over));
        });
  }

  /// Whether all elements along some axes are true (not 0).
  public static Tensor all(Tensor x, Axes axes) {
    return reduction("All", x, axes, (a, over) -> Lax.reduce(ReduceOp.AND, truth(a), over));
  }

  /// Whether all elements are true (not 0).
  public static Tensor all(Tensor x) {
    return all(x, Axes.all());
  }

  /// Whether any element along some axes is true (not 0).
  public static Tensor any(Tensor x, Axes axes) {
    return reduction("Any", x, axes, (a, over) -> Lax.reduce(ReduceOp.OR, truth(a), over));
  }

  /// Whether any element is true (not 0).
  public static Tensor any(Tensor x) {
    return any(x, Axes.all());
  }

  /// How many elements along some axes are not 0, as int32.
  public static Tensor countNonzero(Tensor x, Axes axes) {
    return OpCall.of(
        "CountNonzero",
        x,
        () -> Map.of("axis", axes.axisParameter()),
        a -> Lax.reduceSum(Lax.convert(truth(a), DType.INT32), axes.within(a.shape())));
  }

  /// How many elements are not 0, as int32.
  public static Tensor countNonzero(Tensor x) {
    return countNonzero(x, Axes.all());
  }

  /// The place of the largest of all elements, counted row by row, as int32.
  public static Tensor argmax(Tensor x) {
    return argument("Argmax", x, Optional.empty(), false, true);
  }

  /// The place of the first largest element along an axis, as int32; a NaN counts as the largest.
  ///
  /// @see <a href="https://keras.io/api/ops/numpy/#argmax-function">keras.ops.argmax</a>
  public static Tensor argmax(Tensor x, int axis) {
    return argument("Argmax", x, Optional.of(axis), false, true);
  }

  /// As {@link #argmax(Tensor, int)}; the axis, or all if none is given, stay with size 1 if asked.
  public static Tensor argmax(Tensor x, Optional<Integer> axis, boolean keepDims) {
    return argument("Argmax", x, axis, keepDims, true);
  }

  /// The place of the smallest of all elements, counted row by row, as int32.
  public static Tensor argmin(Tensor x) {
    return argument("Argmin", x, Optional.empty(), false, false);
  }

  /// The place of the first smallest element along an axis, as int32; a NaN counts as the smallest.
  public static Tensor argmin(Tensor x, int axis) {
    return argument("Argmin", x, Optional.of(axis), false, false);
  }

  /// As {@link #argmin(Tensor, int)}; the axis, or all if none is given, stay with size 1 if asked.
  public static Tensor argmin(Tensor x, Optional<Integer> axis, boolean keepDims) {
    return argument("Argmin", x, axis, keepDims, false);
  }

  private static Tensor argument(
      String className, Tensor x, Optional<Integer> axis, boolean keepDims, boolean largest) {
    return OpCall.of(
        className,
        x,
        () ->
            Map.of(
                "axis",
                axis.<Object>map(Integer::longValue).orElse(Optional.empty()),
                "keepdims",
                keepDims),
        a -> place(zerosOrdered(strong(a)), axis, keepDims, largest));
  }

  /// Negative zero comes before positive zero, as in Keras on a CPU.
  private static Tensor zerosOrdered(Tensor x) {
    if (x.rank() == 0 || !x.dtype().isFloat()) {
      return x;
    }
    Tensor number = wide(x);
    Tensor negativeZero = Lax.and(Lax.eq(number, constantLike(number, 0)), signBit(number));
    return Lax.select(negativeZero, constantLike(number, -Float.MIN_NORMAL), number);
  }

  static Tensor place(Tensor x, Optional<Integer> axis, boolean keepDims, boolean largest) {
    Shape shape = x.shape();
    if (axis.isEmpty()) {
      Tensor flat = Lax.reshape(x, Shape.of(Math.toIntExact(shape.size())));
      Tensor out = Lax.argReduce(flat, largest, 0, DType.INT32);
      return keepDims ? Lax.reshape(out, Shape.of(repeated(1, shape.rank()))) : out;
    }
    if (shape.rank() == 0) {
      return zerosOf(TensorType.of(DType.INT32));
    }
    int along = shape.axis(axis.get());
    Tensor out = Lax.argReduce(x, largest, along, DType.INT32);
    return keepDims ? Lax.reshape(out, shape.with(along, 1)) : out;
  }
}
