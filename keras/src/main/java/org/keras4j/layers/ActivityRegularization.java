package org.keras4j.layers;

import java.util.Optional;
import org.keras4j.config.Arg;
import org.keras4j.config.Config;
import org.keras4j.regularizers.L1L2;
import org.keras4j.regularizers.Regularizer;
import org.keras4j.tensor.Tensor;

/// Gives its input as it is, and adds a penalty on it to the loss.
///
/// - Input: any shape
/// - Output: the same shape
///
/// {@snippet :
/// new ActivityRegularization().l2(1e-3).apply(x);
/// }
///
/// @see <a
///   href="https://keras.io/api/layers/regularization_layers/activity_regularization/">ActivityRegularization</a>
public final class ActivityRegularization extends BuiltIn<ActivityRegularization> {
  private final Arg<Double> l1 = arg("l1", 0.0);
  private final Arg<Double> l2 = arg("l2", 0.0);

  /// A layer without a penalty yet.
  public ActivityRegularization() {
    builtFromTheStart();
  }

  /// Sets the factor of the absolute values.
  public ActivityRegularization l1(double value) {
    return with(l1, value);
  }

  /// Sets the factor of the squares.
  public ActivityRegularization l2(double value) {
    return with(l2, value);
  }

  @Override
  public Optional<Regularizer> activityRegularizer() {
    return Optional.of(new L1L2(l1.get(), l2.get()));
  }

  @Override
  public Config getConfig() {
    return super.getConfig().without("activity_regularizer");
  }

  @Override
  protected boolean supportsMasking() {
    return true;
  }

  @Override
  protected Tensor call(Tensor x, Call ctx) {
    return x;
  }
}
