package org.keras4j.ir;

import java.util.List;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.TensorType;

/// Operations that make one number of many.
public sealed interface Reduction extends Primitive {

  /// How two numbers become one. `AND` and `OR` take booleans and integers. An empty reduction
  /// gives the neutral element (for `MAX` the lowest number or -infinity).
  enum ReduceOp {
    SUM,
    PROD,
    MAX,
    MIN,
    AND,
    OR
  }

  private static void combinable(ReduceOp op, DType dtype) {
    boolean ok =
        switch (op) {
          case SUM, PROD -> dtype != DType.BOOL && dtype != DType.STRING;
          case MAX, MIN -> !dtype.isComplex() && dtype != DType.STRING;
          case AND, OR -> dtype == DType.BOOL || dtype.isInteger();
        };
    Types.require(ok, "%s does not take %s.", op, dtype);
  }

  /// Removes axes by combining their elements. Half-precision floats accumulate in float32.
  record Reduce(ReduceOp op, List<Integer> axes) implements Reduction {
    /// Keeps a copy.
    public Reduce {
      axes = List.copyOf(axes);
    }

    @Override
    public List<TensorType> infer(List<TensorType> in) {
      TensorType x = Types.one(this, in);
      Types.axes(this, axes, x.rank());
      combinable(op, x.dtype());
      return List.of(x.withShape(x.shape().without(axes)));
    }

    @Override
    public String print() {
      return "reduce_" + op.name().toLowerCase(java.util.Locale.ROOT) + axes;
    }
  }

  /// The index of the first largest (or smallest) element along an axis, which is removed; a NaN
  /// counts as the largest (smallest).
  record ArgReduce(boolean largest, int axis, DType index) implements Reduction {
    @Override
    public List<TensorType> infer(List<TensorType> in) {
      TensorType x = Types.one(this, in);
      Types.axes(this, List.of(axis), x.rank());
      combinable(ReduceOp.MAX, x.dtype());
      Types.require(x.shape().dim(axis) > 0, "%s needs a non-empty axis. Received: %s", this, x);
      Types.require(index.isInteger(), "%s needs an integer index. Received: %s", this, index);
      return List.of(new TensorType(index, x.shape().without(List.of(axis))));
    }

    @Override
    public String print() {
      return (largest ? "argmax[" : "argmin[") + axis + ", " + index + "]";
    }
  }

  /// Where windows lie, one number per axis: sizes, steps between windows, padding (with the
  /// neutral element) before and after, spread of the operand (zeros between elements count as the
  /// neutral element) and of the window.
  record Window(
      List<Integer> size,
      List<Integer> strides,
      List<Integer> low,
      List<Integer> high,
      List<Integer> baseDilation,
      List<Integer> windowDilation) {
    /// Keeps copies.
    public Window {
      size = List.copyOf(size);
      strides = List.copyOf(strides);
      low = List.copyOf(low);
      high = List.copyOf(high);
      baseDilation = List.copyOf(baseDilation);
      windowDilation = List.copyOf(windowDilation);
    }

    /// Windows without dilation.
    public static Window of(
        List<Integer> size, List<Integer> strides, List<Integer> low, List<Integer> high) {
      var ones = size.stream().map(_ -> 1).toList();
      return new Window(size, strides, low, high, ones, ones);
    }

    /// The shape of one result per window.
    public Shape outputShape(Shape x) {
      int[] dims = new int[x.rank()];
      for (int i = 0; i < dims.length; i++) {
        dims[i] =
            positions(
                x.dim(i),
                size.get(i),
                strides.get(i),
                low.get(i),
                high.get(i),
                baseDilation.get(i),
                windowDilation.get(i));
      }
      return Shape.of(dims);
    }

    /// How many windows fit along one axis.
    static int positions(
        int n, int size, int stride, int low, int high, int baseDilation, int windowDilation) {
      int padded = (n == 0 ? 0 : (n - 1) * baseDilation + 1) + low + high;
      int reach = (size - 1) * windowDilation + 1;
      return padded < reach ? 0 : (padded - reach) / stride + 1;
    }

    private void check(Primitive op, TensorType x) {
      Types.lengths(op, x.rank(), size, strides, low, high, baseDilation, windowDilation);
      Types.require(
          size.stream().allMatch(s -> s > 0)
              && strides.stream().allMatch(s -> s > 0)
              && baseDilation.stream().allMatch(s -> s > 0)
              && windowDilation.stream().allMatch(s -> s > 0),
          "%s needs positive sizes, strides and dilations.",
          op);
    }
  }

  /// Combines the elements of each window.
  record ReduceWindow(ReduceOp op, Window window) implements Reduction {
    @Override
    public List<TensorType> infer(List<TensorType> in) {
      TensorType x = Types.one(this, in);
      combinable(op, x.dtype());
      window.check(this, x);
      return List.of(x.withShape(window.outputShape(x.shape())));
    }

    @Override
    public String print() {
      return "reduce_window_" + op.name().toLowerCase(java.util.Locale.ROOT) + window;
    }
  }

  /// Operands x and g (one per window): zeros of x's shape, to which each g is added where its
  /// window's first largest (smallest) element lies. Windows are not dilated.
  record WindowScatter(boolean largest, Window window) implements Reduction {
    @Override
    public List<TensorType> infer(List<TensorType> in) {
      Types.arity(this, in, 2);
      TensorType x = in.getFirst();
      window.check(this, x);
      Types.require(
          in.get(1).equals(x.withShape(window.outputShape(x.shape()))),
          "%s takes one number per window. Received: %s",
          this,
          in);
      return List.of(x);
    }

    @Override
    public String print() {
      return "window_scatter[" + largest + "]" + window;
    }
  }

  /// Operands x and t of one type: for each window, the element of t where the first largest
  /// (smallest) of x lies (0 if only padding). Windows are not dilated.
  record WindowGather(boolean largest, Window window) implements Reduction {
    @Override
    public List<TensorType> infer(List<TensorType> in) {
      Types.arity(this, in, 2);
      TensorType x = Types.same(this, in);
      window.check(this, x);
      return List.of(x.withShape(window.outputShape(x.shape())));
    }

    @Override
    public String print() {
      return "window_gather[" + largest + "]" + window;
    }
  }

  /// Running combination along an axis, from the end if `reverse`; the result includes each element
  /// itself.
  record Cumulative(ReduceOp op, int axis, boolean reverse) implements Reduction {
    @Override
    public List<TensorType> infer(List<TensorType> in) {
      TensorType x = Types.one(this, in);
      Types.axes(this, List.of(axis), x.rank());
      combinable(op, x.dtype());
      return List.of(x);
    }

    @Override
    public String print() {
      return "cumulative_"
          + op.name().toLowerCase(java.util.Locale.ROOT)
          + "["
          + axis
          + (reverse ? ", reverse]" : "]");
    }
  }
}
