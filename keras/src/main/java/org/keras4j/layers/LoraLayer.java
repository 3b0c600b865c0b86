package org.keras4j.layers;

import org.keras4j.initializers.HeUniform;
import org.keras4j.initializers.Initializer;
import org.keras4j.initializers.Zeros;

/// A layer whose large weight can be frozen and adapted by the product of two small ones.
///
/// The two are made in float32. Files hold the large weight with the product added.
///
/// Follows [Hu et al., 2021](https://arxiv.org/abs/2106.09685).
///
/// {@snippet :
/// dense.enableLora(4);
/// }
public interface LoraLayer {
  /// Freezes the large weight and makes the small ones.
  ///
  /// @param rank the size that the two have in common
  /// @param alpha what their product is multiplied by, over `rank`
  /// @throws IllegalStateException if the layer is not built, or adapted already
  /// @throws IllegalArgumentException if the large weight has a constraint, or the rank is not
  ///   positive
  void enableLora(int rank, double alpha, Initializer a, Initializer b);

  /// As [#enableLora(int, double, Initializer, Initializer)], beginning with a product of 0.
  default void enableLora(int rank, double alpha) {
    enableLora(rank, alpha, new HeUniform(), new Zeros());
  }

  /// As [#enableLora(int, double)], with the product as it is.
  default void enableLora(int rank) {
    enableLora(rank, rank);
  }
}
