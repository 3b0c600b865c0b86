package org.keras4j.ir;

import java.util.List;
import java.util.stream.IntStream;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.TensorType;

/// Operations that move elements about without computing with them.
public sealed interface Movement extends Primitive {

  /// The same elements in row-major order under another shape.
  record Reshape(Shape shape) implements Movement {
    @Override
    public List<TensorType> infer(List<TensorType> in) {
      TensorType x = Types.one(this, in);
      Types.require(
          x.size() == shape.size(),
          "Reshape keeps the number of elements. Received: %s to %s",
          x,
          shape);
      return List.of(x.withShape(shape));
    }

    @Override
    public String print() {
      return "reshape" + shape;
    }
  }

  /// Result axis `i` is operand axis `permutation[i]`.
  record Transpose(List<Integer> permutation) implements Movement {
    /// Keeps a copy.
    public Transpose {
      permutation = List.copyOf(permutation);
    }

    @Override
    public List<TensorType> infer(List<TensorType> in) {
      TensorType x = Types.one(this, in);
      Types.axes(this, permutation, x.rank());
      Types.lengths(this, x.rank(), permutation);
      return List.of(x.withShape(Types.pick(x.shape(), permutation)));
    }

    @Override
    public String print() {
      return "transpose" + permutation;
    }
  }

  /// Operand axis `i` becomes result axis `axes[i]` (strictly increasing) of the same size, or of
  /// any size if it is 1; the other axes repeat.
  record Broadcast(Shape shape, List<Integer> axes) implements Movement {
    /// Keeps a copy.
    public Broadcast {
      axes = List.copyOf(axes);
    }

    @Override
    public List<TensorType> infer(List<TensorType> in) {
      TensorType x = Types.one(this, in);
      Types.axes(this, axes, shape.rank());
      Types.lengths(this, x.rank(), axes);
      boolean ok =
          IntStream.range(0, x.rank())
              .allMatch(
                  i ->
                      (x.shape().dim(i) == shape.dim(axes.get(i)) || x.shape().dim(i) == 1)
                          && (i == 0 || axes.get(i) > axes.get(i - 1)));
      Types.require(ok, "%s does not fit the operand. Received: %s", this, x);
      return List.of(x.withShape(shape));
    }

    @Override
    public String print() {
      return "broadcast" + shape + axes;
    }
  }

  /// Elements `starts[i]`, `starts[i] + strides[i]`, … below `limits[i]` of each axis.
  record Slice(List<Integer> starts, List<Integer> limits, List<Integer> strides)
      implements Movement {
    /// Keeps copies.
    public Slice {
      starts = List.copyOf(starts);
      limits = List.copyOf(limits);
      strides = List.copyOf(strides);
    }

    @Override
    public List<TensorType> infer(List<TensorType> in) {
      TensorType x = Types.one(this, in);
      Types.lengths(this, x.rank(), starts, limits, strides);
      int[] dims = new int[x.rank()];
      for (int i = 0; i < dims.length; i++) {
        int start = starts.get(i);
        int limit = limits.get(i);
        Types.require(
            start >= 0 && start <= limit && limit <= x.shape().dim(i) && strides.get(i) > 0,
            "%s does not lie within the operand. Received: %s",
            this,
            x);
        dims[i] = (limit - start + strides.get(i) - 1) / strides.get(i);
      }
      return List.of(x.withShape(Shape.of(dims)));
    }

    @Override
    public String print() {
      return "slice" + starts + limits + strides;
    }
  }

  /// A window of fixed sizes at a computed place: operands are x and an int32 vector of starts,
  /// clamped so that the window lies within.
  record DynamicSlice(Shape sizes) implements Movement {
    @Override
    public List<TensorType> infer(List<TensorType> in) {
      Types.arity(this, in, 2);
      TensorType x = in.getFirst();
      starts(this, in.get(1), x);
      within(this, sizes, x);
      return List.of(x.withShape(sizes));
    }

    @Override
    public String print() {
      return "dynamic_slice" + sizes;
    }
  }

  /// x with a window replaced: operands are x, the update, and an int32 vector of starts, clamped
  /// so that the window lies within.
  record DynamicUpdateSlice() implements Movement {
    @Override
    public List<TensorType> infer(List<TensorType> in) {
      Types.arity(this, in, 3);
      TensorType x = in.getFirst();
      Types.require(in.get(1).dtype() == x.dtype(), "%s takes one dtype. Received: %s", this, in);
      starts(this, in.get(2), x);
      within(this, in.get(1).shape(), x);
      return List.of(x);
    }

    @Override
    public String print() {
      return "dynamic_update_slice";
    }
  }

  private static void starts(Primitive op, TensorType starts, TensorType x) {
    Types.require(
        starts.equals(TensorType.of(DType.INT32, x.rank())),
        "%s takes an int32 vector of %d starts. Received: %s",
        op,
        x.rank(),
        starts);
  }

  private static void within(Primitive op, Shape window, TensorType x) {
    Types.require(
        window.rank() == x.rank()
            && IntStream.range(0, x.rank()).allMatch(i -> window.dim(i) <= x.shape().dim(i)),
        "%s needs a window within the operand. Received: window=%s, operand=%s",
        op,
        window,
        x);
  }

  /// Operands x and a scalar: that scalar `low` times before, `high` times after (negative: cut
  /// off) and `interior` times between the elements of each axis.
  record Pad(List<Integer> low, List<Integer> high, List<Integer> interior) implements Movement {
    /// Keeps copies.
    public Pad {
      low = List.copyOf(low);
      high = List.copyOf(high);
      interior = List.copyOf(interior);
    }

    @Override
    public List<TensorType> infer(List<TensorType> in) {
      Types.arity(this, in, 2);
      TensorType x = in.getFirst();
      Types.require(
          in.get(1).equals(x.withShape(Shape.SCALAR)),
          "%s takes a scalar of the operand's dtype. Received: %s",
          this,
          in);
      Types.lengths(this, x.rank(), low, high, interior);
      int[] dims = new int[x.rank()];
      for (int i = 0; i < dims.length; i++) {
        int n = x.shape().dim(i);
        Types.require(interior.get(i) >= 0, "%s needs interior >= 0.", this);
        dims[i] = low.get(i) + high.get(i) + n + Math.max(0, n - 1) * interior.get(i);
        Types.require(dims[i] >= 0, "%s leaves a negative size. Received: %s", this, x);
      }
      return List.of(x.withShape(Shape.of(dims)));
    }

    @Override
    public String print() {
      return "pad" + low + high + interior;
    }
  }

  /// The operands one after another along an axis.
  record Concatenate(int axis) implements Movement {
    @Override
    public List<TensorType> infer(List<TensorType> in) {
      Types.require(!in.isEmpty(), "Concatenate takes at least one operand.");
      TensorType x = in.getFirst();
      Types.axes(this, List.of(axis), x.rank());
      int n = 0;
      for (TensorType t : in) {
        Types.require(
            t.dtype() == x.dtype()
                && t.rank() == x.rank()
                && t.shape().with(axis, 0).equals(x.shape().with(axis, 0)),
            "%s takes operands that differ in that axis only. Received: %s",
            this,
            in);
        n = Math.addExact(n, t.shape().dim(axis));
      }
      return List.of(x.withShape(x.shape().with(axis, n)));
    }

    @Override
    public String print() {
      return "concatenate[" + axis + "]";
    }
  }

  /// The elements of some axes in the opposite order.
  record Reverse(List<Integer> axes) implements Movement {
    /// Keeps a copy.
    public Reverse {
      axes = List.copyOf(axes);
    }

    @Override
    public List<TensorType> infer(List<TensorType> in) {
      TensorType x = Types.one(this, in);
      Types.axes(this, axes, x.rank());
      return List.of(x);
    }

    @Override
    public String print() {
      return "reverse" + axes;
    }
  }

  /// No operand: each element is its index along an axis.
  record Iota(TensorType type, int axis) implements Movement {
    @Override
    public List<TensorType> infer(List<TensorType> in) {
      Types.arity(this, in, 0);
      Types.axes(this, List.of(axis), type.rank());
      Types.require(
          type.dtype() != DType.BOOL && type.dtype() != DType.STRING,
          "Iota counts in numbers. Received: %s",
          type);
      return List.of(type);
    }

    @Override
    public String print() {
      return "iota[" + type + ", " + axis + "]";
    }
  }
}
