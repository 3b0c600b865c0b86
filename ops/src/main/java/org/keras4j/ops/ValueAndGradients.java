package org.keras4j.ops;

import java.util.List;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.Tree;

/// A scalar, its gradients, and what else its computation gave.
///
/// @param value the scalar
/// @param gradients one for each of the variables or tensors asked for, in order
/// @param aux what else the function gave
public record ValueAndGradients(Tensor value, List<Tensor> gradients, Tree<Tensor> aux) {
  /// Keeps a copy.
  public ValueAndGradients {
    gradients = List.copyOf(gradients);
  }
}
