package org.keras4j.layers;

import java.util.Optional;
import org.keras4j.activations.Activations;
import org.keras4j.config.Arg;
import org.keras4j.config.Codec;
import org.keras4j.tensor.Tensor;

/// Rectified linear unit: `x` between a threshold and a largest value, a line of small slope below.
///
/// - Input: any shape
/// - Output: the same shape
///
/// {@snippet :
/// new ReLU().maxValue(6).negativeSlope(0.1).apply(x);
/// }
///
/// @see <a href="https://keras.io/api/layers/activation_layers/relu/">ReLU</a>
public final class ReLU extends BuiltIn<ReLU> {
  private final Arg<Optional<Double>> maxValue =
      optional("max_value", Codec.DOUBLE)
          .check(v -> v.orElse(0.0) >= 0, "None or a number that is not negative");
  private final Arg<Double> negativeSlope =
      arg("negative_slope", Codec.DOUBLE, () -> 0.0)
          .check(v -> v >= 0, "a number that is not negative");
  private final Arg<Double> threshold =
      arg("threshold", Codec.DOUBLE, () -> 0.0).check(v -> v >= 0, "a number that is not negative");

  /// A layer that gives `max(x, 0)`.
  public ReLU() {
    builtFromTheStart();
  }

  /// Sets the largest value.
  public ReLU maxValue(double value) {
    return with(maxValue, Optional.of(value));
  }

  /// Sets the slope below the threshold.
  public ReLU negativeSlope(double value) {
    return with(negativeSlope, value);
  }

  /// Sets where the slope changes.
  public ReLU threshold(double value) {
    return with(threshold, value);
  }

  @Override
  protected boolean supportsMasking() {
    return true;
  }

  @Override
  protected Tensor call(Tensor x, Call ctx) {
    return Activations.relu(x, negativeSlope.get(), maxValue.get(), threshold.get());
  }
}
