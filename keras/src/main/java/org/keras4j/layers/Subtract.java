package org.keras4j.layers;

import java.util.List;
import org.keras4j.ops.Ops;
import org.keras4j.tensor.Tensor;

/// Subtracts the second tensor from the first.
///
/// - Input: a list of tensors of one shape, or of shapes that broadcast
/// - Output: a tensor of the broadcast shape
///
/// {@snippet :
/// Tensor y = new Subtract().apply(a, b);
/// }
///
/// @see <a href="https://keras.io/api/layers/merging_layers/subtract/">Subtract</a>
public final class Subtract extends Merge<Subtract> {
  /// A layer that takes a list of tensors.
  public Subtract() {}

  @Override
  Tensor merge(List<Tensor> inputs) {
    if (inputs.size() != 2) {
      throw new IllegalArgumentException(
          "A `Subtract` layer should be called on exactly 2 inputs. Received: %d inputs"
              .formatted(inputs.size()));
    }
    return Ops.subtract(inputs.get(0), inputs.get(1));
  }
}
