package org.keras4j.layers;

import java.util.List;
import org.keras4j.ops.Ops;
import org.keras4j.tensor.Tensor;

/// Adds tensors.
///
/// - Input: a list of tensors of one shape, or of shapes that broadcast
/// - Output: a tensor of the broadcast shape
///
/// {@snippet :
/// Tensor y = new Add().apply(a, b);
/// }
///
/// @see <a href="https://keras.io/api/layers/merging_layers/add/">Add</a>
public final class Add extends Merge<Add> {
  /// A layer that takes a list of tensors.
  public Add() {}

  @Override
  Tensor merge(List<Tensor> inputs) {
    return inputs.stream().reduce(Ops::add).orElseThrow();
  }
}
