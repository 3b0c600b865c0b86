package org.keras4j.tensor;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// The sizes of a tensor's axes. Immutable.
///
/// A size of {@value #UNKNOWN} is not yet known (Keras's `None`); only a {@link KerasTensor}, part
/// of a model being drawn, has such sizes. Axes may be counted from the end: `shape.dim(-1)` is the
/// last.
///
/// {@snippet :
/// Shape images = Shape.of(32, 28, 28, 1);
/// images.rank();   // 4
/// images.dim(-1);  // 1
/// images.size();   // 25088
/// }
public final class Shape {
  /// A size that is not known yet.
  public static final int UNKNOWN = -1;

  /// The shape of a scalar.
  public static final Shape SCALAR = new Shape(new int[0]);

  private final int[] dims;

  private Shape(int[] dims) {
    this.dims = dims;
  }

  /// A shape of the given sizes, outermost first.
  ///
  /// @throws IllegalArgumentException if a size is negative and not {@link #UNKNOWN}
  public static Shape of(int... dims) {
    for (int d : dims) {
      if (d < UNKNOWN) {
        throw new IllegalArgumentException(
            "Expected sizes >= 0 (or -1 for unknown). Received: shape=" + Arrays.toString(dims));
      }
    }
    return dims.length == 0 ? SCALAR : new Shape(dims.clone());
  }

  /// A shape of the given sizes, outermost first.
  public static Shape of(List<Integer> dims) {
    return of(dims.stream().mapToInt(Integer::intValue).toArray());
  }

  /// The number of axes.
  public int rank() {
    return dims.length;
  }

  /// The size of an axis; negative axes count from the end.
  public int dim(int axis) {
    return dims[axis < 0 ? axis + dims.length : axis];
  }

  /// The sizes, outermost first, as a fresh array.
  public int[] dims() {
    return dims.clone();
  }

  /// The number of elements.
  ///
  /// @throws IllegalStateException if a size is unknown
  public long size() {
    long n = 1;
    for (int d : dims) {
      if (d == UNKNOWN) {
        throw new IllegalStateException("The shape " + this + " has unknown sizes.");
      }
      n = Math.multiplyExact(n, (long) d);
    }
    return n;
  }

  /// Whether every size is known.
  public boolean isKnown() {
    return Arrays.stream(dims).noneMatch(d -> d == UNKNOWN);
  }

  /// The axis counted from the start.
  ///
  /// @throws IllegalArgumentException if there is no such axis
  public int axis(int axis) {
    int a = axis < 0 ? axis + dims.length : axis;
    if (a < 0 || a >= dims.length) {
      throw new IllegalArgumentException(
          "Expected an axis in [%d, %d) for shape %s. Received: axis=%d"
              .formatted(-dims.length, dims.length, this, axis));
    }
    return a;
  }

  /// This shape with another size at one axis.
  public Shape with(int axis, int size) {
    int[] copy = dims.clone();
    copy[axis(axis)] = size;
    return of(copy);
  }

  /// This shape with an axis of the given size inserted before position `axis` (0 to rank).
  public Shape insert(int axis, int size) {
    int[] copy = new int[dims.length + 1];
    System.arraycopy(dims, 0, copy, 0, axis);
    copy[axis] = size;
    System.arraycopy(dims, axis, copy, axis + 1, dims.length - axis);
    return of(copy);
  }

  /// This shape without the given axes (counted from the start).
  public Shape without(List<Integer> axes) {
    return of(
        IntStream.range(0, dims.length).filter(i -> !axes.contains(i)).map(i -> dims[i]).toArray());
  }

  /// The axes from `start` to `end`, exclusive.
  public Shape slice(int start, int end) {
    return of(Arrays.copyOfRange(dims, start, end));
  }

  /// The axes of this shape followed by those of another.
  public Shape concat(Shape other) {
    int[] all = Arrays.copyOf(dims, dims.length + other.dims.length);
    System.arraycopy(other.dims, 0, all, dims.length, other.dims.length);
    return of(all);
  }

  /// The sizes as a list.
  public List<Integer> toList() {
    return IntStream.of(dims).boxed().toList();
  }

  /// Row-major strides in elements.
  public int[] strides() {
    int[] s = new int[dims.length];
    int step = 1;
    for (int i = dims.length - 1; i >= 0; i--) {
      s[i] = step;
      step *= Math.max(dims[i], 1);
    }
    return s;
  }

  /// The shape two shapes broadcast to by NumPy's rule; an unknown size meets 1 and itself as
  /// unknown, any other size as that size.
  ///
  /// @throws IllegalArgumentException if they do not fit
  public static Shape broadcast(Shape a, Shape b) {
    if (a.equals(b)) {
      return a;
    }
    int rank = Math.max(a.rank(), b.rank());
    int[] out = new int[rank];
    for (int i = 1; i <= rank; i++) {
      int x = i > a.rank() ? 1 : a.dim(-i);
      int y = i > b.rank() ? 1 : b.dim(-i);
      if (x != y && x != 1 && y != 1 && x != UNKNOWN && y != UNKNOWN) {
        throw new IllegalArgumentException(
            "Expected shapes that can be broadcast together. Received: shapes %s and %s"
                .formatted(a, b));
      }
      out[rank - i] = x == 1 ? y : y == 1 || y == UNKNOWN ? x : y;
    }
    return of(out);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Shape s && Arrays.equals(dims, s.dims);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(dims);
  }

  /// As Keras writes it: `(None, 28, 28, 1)`.
  @Override
  public String toString() {
    return IntStream.of(dims)
        .mapToObj(d -> d == UNKNOWN ? "None" : Integer.toString(d))
        .collect(Collectors.joining(", ", "(", dims.length == 1 ? ",)" : ")"));
  }
}
