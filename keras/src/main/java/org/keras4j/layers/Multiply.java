package org.keras4j.layers;

import java.util.List;
import java.util.Optional;
import org.keras4j.ops.Axes;
import org.keras4j.ops.Ops;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.Tensor;

/// Multiplies tensors; masked steps count as 1.
///
/// - Input: a list of tensors of one shape, or of shapes that broadcast
/// - Output: a tensor of the broadcast shape
///
/// {@snippet :
/// Tensor y = new Multiply().apply(a, b);
/// }
///
/// @see <a href="https://keras.io/api/layers/merging_layers/multiply/">Multiply</a>
public final class Multiply extends Merge<Multiply> {
  /// A layer that takes a list of tensors.
  public Multiply() {}

  @Override
  Tensor merge(List<Tensor> inputs) {
    boolean allMasked = inputs.stream().allMatch(x -> x.mask().isPresent());
    Optional<Tensor> union = Optional.empty();
    Tensor output = ones(inputs.getFirst());
    for (Tensor x : inputs) {
      output = x == inputs.getFirst() ? output : Ops.multiply(output, ones(x));
      if (allMasked) {
        Tensor mask = elementMask(x).orElseThrow();
        union = Optional.of(union.map(u -> Ops.logicalOr(u, mask)).orElse(mask));
      }
    }
    if (union.isEmpty()) {
      return output.withMask(Optional.empty());
    }
    Tensor used = union.get();
    return Ops.where(used, output, Array.scalar(output.dtype(), 0.0))
        .withMask(Optional.of(Ops.any(used, Axes.of(-1))));
  }

  private static Tensor ones(Tensor x) {
    return elementMask(x).map(m -> Ops.where(m, x, Array.scalar(x.dtype(), 1.0))).orElse(x);
  }
}
