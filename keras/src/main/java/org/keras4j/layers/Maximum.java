package org.keras4j.layers;

import java.util.List;
import org.keras4j.ops.Ops;
import org.keras4j.tensor.Tensor;

/// Takes the largest of tensors, element by element; masked steps do not count.
///
/// - Input: a list of tensors of one shape, or of shapes that broadcast
/// - Output: a tensor of the broadcast shape
///
/// {@snippet :
/// Tensor y = new Maximum().apply(a, b);
/// }
///
/// @see <a href="https://keras.io/api/layers/merging_layers/maximum/">Maximum</a>
public final class Maximum extends Merge<Maximum> {
  /// A layer that takes a list of tensors.
  public Maximum() {}

  @Override
  Tensor merge(List<Tensor> inputs) {
    return mergeUnmasked(Ops::maximum, inputs);
  }
}
