package org.keras4j.layers;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.keras4j.config.Arg;
import org.keras4j.ops.Axes;
import org.keras4j.ops.Ops;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.Tree;

/// Joins tensors along an axis.
///
/// - Input: a list of tensors that differ in the size of that axis alone
/// - Output: a tensor whose size there is their sum
///
/// {@snippet :
/// Tensor y = new Concatenate().axis(1).apply(a, b);
/// }
///
/// @see <a href="https://keras.io/api/layers/merging_layers/concatenate/">Concatenate</a>
public final class Concatenate extends Merge<Concatenate> {
  private final Arg<Integer> axis = arg("axis", -1);

  /// A layer that joins along the last axis.
  public Concatenate() {}

  /// Sets the axis; negative ones count from the end.
  public Concatenate axis(int value) {
    return with(axis, value);
  }

  @Override
  boolean sameRank() {
    return false;
  }

  @Override
  void check(List<Shape> shapes) {
    Shape first = shapes.getFirst();
    for (Shape shape : shapes) {
      boolean fits = shape.rank() == first.rank();
      for (int i = 0; fits && i < shape.rank(); i++) {
        boolean free = i == Math.floorMod(axis.get(), shape.rank());
        int a = first.dim(i);
        int b = shape.dim(i);
        fits = free || a == b || a == Shape.UNKNOWN || b == Shape.UNKNOWN;
      }
      if (!fits) {
        throw new IllegalArgumentException(
            "A `Concatenate` layer requires inputs with matching shapes except for the concatenation axis. Received: input_shape="
                + shapes);
      }
    }
  }

  @Override
  Tensor merge(List<Tensor> inputs) {
    return Ops.concatenate(inputs, axis.get());
  }

  @Override
  protected List<Optional<Tensor>> computeMasks(Tree<Tensor> inputs, List<Optional<Tensor>> masks) {
    if (masks.stream().allMatch(Optional::isEmpty)) {
      return List.of(Optional.empty());
    }
    var flat = inputs.flatten();
    var wide = new ArrayList<Tensor>();
    for (int i = 0; i < flat.size(); i++) {
      Tensor x = flat.get(i);
      wide.add(masks.get(i).map(m -> like(x, m)).orElseGet(() -> Ops.onesLike(x, DType.BOOL)));
    }
    return List.of(Optional.of(Ops.any(Ops.concatenate(wide, axis.get()), Axes.of(-1))));
  }

  private static Tensor like(Tensor x, Tensor mask) {
    return mask.rank() < x.rank()
        ? Ops.logicalOr(Ops.expandDims(mask, -1), Ops.zerosLike(x, DType.BOOL))
        : mask;
  }
}
