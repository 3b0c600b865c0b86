package org.keras4j.ops;

import java.util.List;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.Tree;

/// A scalar that is differentiated, and what else its computation gave.
///
/// @param value a float scalar
/// @param aux anything else, not differentiated
public record WithAux(Tensor value, Tree<Tensor> aux) {
  /// A scalar alone.
  public WithAux(Tensor value) {
    this(value, Tree.sequence(List.of()));
  }
}
