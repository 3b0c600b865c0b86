package org.keras4j.losses;

import org.keras4j.config.Arg;
import org.keras4j.config.Codec;
import org.keras4j.tensor.Tensor;

/// Pulls embeddings of one class together and pushes those of others away, each pair by how far it
/// is from its goal.
///
/// Follows Sun et al., *Circle Loss: A Unified Perspective of Pair Similarity Optimization*, 2020.
///
/// - Input: class numbers `(batch)` and embeddings of length 1 `(batch, n)`
/// - Output: a scalar, or `(batch)` without reduction
///
/// {@snippet :
/// Tensor loss = new Circle().gamma(64).margin(0.25).apply(yTrue, yPred);
/// }
///
/// @see <a href="https://keras.io/api/losses/">Circle</a>
public final class Circle extends FunctionLoss<Circle> {
  private final Arg<Double> gamma = arg("gamma", Codec.DOUBLE, () -> 80.0);
  private final Arg<Double> margin = arg("margin", Codec.DOUBLE, () -> 0.4);
  private final Arg<Boolean> removeDiagonal = arg("remove_diagonal", Codec.BOOL, () -> true);

  /// With Keras's defaults.
  public Circle() {
    super("circle");
  }

  /// Sets the scale of the similarities (80 at first).
  public Circle gamma(double value) {
    return with(gamma, value);
  }

  /// Sets how far similarities may be from their goals (0.4 at first).
  public Circle margin(double value) {
    return with(margin, value);
  }

  /// Sets whether a sample is not held against itself (it is not at first).
  public Circle removeDiagonal(boolean value) {
    return with(removeDiagonal, value);
  }

  @Override
  Tensor function(Tensor yTrue, Tensor yPred) {
    return Losses.circle(yTrue, yPred, removeDiagonal.get(), gamma.get(), margin.get());
  }
}
