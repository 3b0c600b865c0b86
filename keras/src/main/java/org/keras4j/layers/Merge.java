package org.keras4j.layers;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BinaryOperator;
import org.keras4j.ops.Axes;
import org.keras4j.ops.Ops;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.Tree;

/// A layer that makes one tensor of several.
///
/// @param <SELF> the layer's own class
public abstract class Merge<SELF extends Merge<SELF>> extends BuiltIn<SELF> {
  Merge() {}

  @Override
  protected boolean supportsMasking() {
    return true;
  }

  @Override
  protected final void build(Tree<Shape> inputs) {
    var shapes = inputs.flatten();
    if (inputs instanceof Tree.Leaf<Shape> || shapes.isEmpty()) {
      throw new IllegalArgumentException(
          "A merge layer should be called on a list of at least 1 input. Received: input_shape=%s"
              .formatted(shapes));
    }
    check(shapes);
  }

  /// Refuses shapes that do not fit: by default, those that do not broadcast.
  void check(List<Shape> shapes) {
    long batches =
        shapes.stream()
            .mapToInt(s -> s.rank() == 0 ? Shape.UNKNOWN : s.dim(0))
            .filter(d -> d != Shape.UNKNOWN)
            .distinct()
            .count();
    if (batches > 1) {
      throw new IllegalArgumentException(
          "Cannot merge tensors with different batch sizes. Received tensors with shapes "
              + shapes);
    }
    Shape merged = row(shapes.getFirst());
    for (Shape shape : shapes) {
      try {
        merged = Shape.broadcast(merged, row(shape));
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(
            "Inputs have incompatible shapes. Received shapes " + shapes, e);
      }
    }
  }

  private static Shape row(Shape shape) {
    return shape.rank() == 0 ? shape : shape.slice(1, shape.rank());
  }

  @Override
  protected final Tensor call(List<Tensor> inputs, Call ctx) {
    if (inputs.isEmpty()) {
      throw new IllegalArgumentException(
          "A merge layer should be called on a list of at least 1 input. Received: inputs=[]");
    }
    return merge(sameRank() ? expanded(inputs) : inputs);
  }

  @Override
  protected final Tensor call(Tensor x, Call ctx) {
    throw new IllegalArgumentException(
        "A merge layer should be called on a list of inputs. Received: inputs of shape %s (not a list of tensors)"
            .formatted(x.shape()));
  }

  /// Whether tensors of fewer axes get axes of size 1 after the batch.
  boolean sameRank() {
    return true;
  }

  abstract Tensor merge(List<Tensor> inputs);

  private static List<Tensor> expanded(List<Tensor> inputs) {
    int rank = inputs.stream().mapToInt(Tensor::rank).max().orElse(0);
    var out = new ArrayList<Tensor>();
    for (Tensor x : inputs) {
      Tensor wide = x;
      while (wide.rank() < rank) {
        wide = Ops.expandDims(wide, 1);
      }
      out.add(wide == x ? x : wide.withMask(Optional.empty()));
    }
    return out;
  }

  @Override
  protected List<Optional<Tensor>> computeMasks(Tree<Tensor> inputs, List<Optional<Tensor>> masks) {
    if (masks.isEmpty() || masks.stream().anyMatch(Optional::isEmpty)) {
      return List.of(Optional.empty());
    }
    Tensor out = masks.getFirst().orElseThrow();
    for (var mask : masks.subList(1, masks.size())) {
      out = Ops.logicalOr(out, mask.orElseThrow());
    }
    return List.of(Optional.of(out));
  }

  /// The mask of a tensor over all its elements.
  static Optional<Tensor> elementMask(Tensor x) {
    return x.mask().map(m -> Ops.broadcastTo(Ops.expandDims(m, -1), x.shape()));
  }

  /// Applies an operation to what is not masked; the output's mask is the union of all.
  static Tensor mergeUnmasked(BinaryOperator<Tensor> operation, List<Tensor> inputs) {
    Tensor output = inputs.getFirst();
    Optional<Tensor> outputMask = elementMask(output);
    for (Tensor input : inputs.subList(1, inputs.size())) {
      Optional<Tensor> mask = elementMask(input);
      Tensor before = output;
      Tensor x = mask.map(m -> Ops.where(m, input, before)).orElse(input);
      Tensor y = outputMask.map(m -> Ops.where(m, before, x)).orElse(before);
      outputMask =
          mask.isPresent() && outputMask.isPresent()
              ? Optional.of(Ops.logicalOr(outputMask.get(), mask.get()))
              : Optional.empty();
      output = operation.apply(y, x);
    }
    return output.withMask(outputMask.map(m -> Ops.any(m, Axes.of(-1))));
  }
}
