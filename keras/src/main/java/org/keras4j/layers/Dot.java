package org.keras4j.layers;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.keras4j.config.Arg;
import org.keras4j.config.Codec;
import org.keras4j.config.KerasConfig;
import org.keras4j.ops.Axes;
import org.keras4j.ops.Ops;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.Tree;

/// Dot products of two tensors along an axis of each, row by row.
///
/// - Input: `(batch, ...)` twice, with one size along the axes
/// - Output: `(batch, ...)`: what remains of the first, then of the second; `(batch, 1)` if nothing
///
/// {@snippet :
/// Tensor similarity = new Dot(-1).normalize(true).apply(a, b);
/// }
///
/// @see <a href="https://keras.io/api/layers/merging_layers/dot/">Dot</a>
public final class Dot extends Merge<Dot> {
  /// One axis for both is written as a number, two as a list.
  private static final Codec<List<Integer>> AXES =
      Codec.of(
          axes -> axes.size() == 1 ? axes.getFirst() : axes,
          value ->
              value instanceof List<?> list
                  ? pair(Codec.INTS.decode(list))
                  : List.of(Codec.INT.decode(value)));

  private final Arg<List<Integer>> axes = required("axes", AXES);
  private final Arg<Boolean> normalize = arg("normalize", false);

  Dot() {}

  /// A layer that goes along one axis of both; negative ones count from the end.
  public Dot(int axis) {
    set(axes, List.of(axis));
  }

  /// A layer that goes along an axis of the first and an axis of the second.
  public Dot(int first, int second) {
    set(axes, List.of(first, second));
  }

  private static List<Integer> pair(List<Integer> axes) {
    if (axes.size() != 2) {
      throw new IllegalArgumentException(
          "Invalid format for argument `axes`: it should contain two elements. Received: axes="
              + axes);
    }
    return axes;
  }

  /// Sets whether both are brought to length 1 first, so that the result is the cosine.
  public Dot normalize(boolean value) {
    return with(normalize, value);
  }

  @Override
  boolean sameRank() {
    return false;
  }

  @Override
  void check(List<Shape> shapes) {
    if (shapes.size() != 2) {
      throw new IllegalArgumentException(
          "A `Dot` layer should be called on a list of 2 inputs. Received: input_shape=" + shapes);
    }
    int first = axis(0, shapes.get(0).rank());
    int second = axis(1, shapes.get(1).rank());
    if (shapes.get(0).dim(first) != shapes.get(1).dim(second)) {
      throw new IllegalArgumentException(
          "Incompatible input shapes: axis values %d (at axis %d) != %d (at axis %d). Full input shapes: %s, %s"
              .formatted(
                  shapes.get(0).dim(first),
                  first,
                  shapes.get(1).dim(second),
                  second,
                  shapes.get(0),
                  shapes.get(1)));
    }
  }

  private int axis(int input, int rank) {
    var given = axes.get();
    int axis = given.get(given.size() == 1 ? 0 : input);
    return axis < 0 ? Math.floorMod(axis, rank) : axis;
  }

  @Override
  Tensor merge(List<Tensor> inputs) {
    Tensor x = inputs.get(0);
    Tensor y = inputs.get(1);
    int a = axis(0, x.rank());
    int b = axis(1, y.rank());
    return normalize.get() ? product(unit(x, a), unit(y, b), a, b) : product(x, y, a, b);
  }

  private static Tensor unit(Tensor x, int axis) {
    Tensor inverse = Ops.rsqrt(Ops.sum(Ops.square(x), Axes.of(axis).keepDims()));
    return Ops.multiply(x, Ops.minimum(inverse, 1 / KerasConfig.epsilon()));
  }

  private static Tensor product(Tensor x, Tensor y, int a, int b) {
    if (x.rank() < 2 || y.rank() < 2 || a == 0 || b == 0) {
      throw new IllegalArgumentException(
          "Cannot do batch_dot over axis 0 or on inputs with rank < 2. Received: shapes %s and %s, axes %d and %d"
              .formatted(x.shape(), y.shape(), a, b));
    }
    int batch = x.shape().dim(0);
    int size = x.shape().dim(a);
    var rest = new ArrayList<>(List.of(batch));
    Shape left = x.shape().without(List.of(0, a));
    Shape right = y.shape().without(List.of(0, b));
    rest.addAll(left.toList());
    rest.addAll(right.toList());
    Tensor rows = Ops.reshape(Ops.moveaxis(x, a, x.rank() - 1), batch, rows(left), size);
    Tensor columns = Ops.reshape(Ops.moveaxis(y, b, 1), batch, size, rows(right));
    Tensor out = Ops.reshape(Ops.matmul(rows, columns), Shape.of(rest));
    return out.rank() == 1 ? Ops.expandDims(out, 1) : out;
  }

  private static int rows(Shape shape) {
    return Math.toIntExact(shape.size());
  }

  @Override
  protected List<Optional<Tensor>> computeMasks(Tree<Tensor> inputs, List<Optional<Tensor>> masks) {
    return List.of(Optional.empty());
  }
}
