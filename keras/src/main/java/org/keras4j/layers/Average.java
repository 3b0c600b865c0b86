package org.keras4j.layers;

import java.util.List;
import org.keras4j.ops.Ops;
import org.keras4j.tensor.Tensor;

/// Averages tensors.
///
/// - Input: a list of tensors of one shape, or of shapes that broadcast
/// - Output: a tensor of the broadcast shape
///
/// {@snippet :
/// Tensor y = new Average().apply(a, b);
/// }
///
/// @see <a href="https://keras.io/api/layers/merging_layers/average/">Average</a>
public final class Average extends Merge<Average> {
  /// A layer that takes a list of tensors.
  public Average() {}

  @Override
  Tensor merge(List<Tensor> inputs) {
    return Ops.divide(inputs.stream().reduce(Ops::add).orElseThrow(), (long) inputs.size());
  }
}
