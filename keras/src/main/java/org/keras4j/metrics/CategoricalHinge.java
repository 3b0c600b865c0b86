package org.keras4j.metrics;

import org.keras4j.losses.Losses;
import org.keras4j.tensor.Tensor;

/// Mean of how far the prediction of the right class is from being 1 above the others.
///
/// - Input: targets (one-hot) and predictions `(batch, ..., classes)`
/// - Output: a scalar
///
/// {@snippet :
/// var metric = new CategoricalHinge();
/// metric.updateState(yTrue, yPred);
/// Tensor value = metric.result();
/// }
///
/// @see <a
///   href="https://keras.io/api/metrics/hinge_metrics/#categoricalhinge-class">CategoricalHinge</a>
public final class CategoricalHinge extends FunctionMetric<CategoricalHinge> {
  /// With Keras's defaults.
  public CategoricalHinge() {
    super("categorical_hinge");
  }

  @Override
  Tensor function(Tensor yTrue, Tensor yPred) {
    return Losses.categoricalHinge(yTrue, yPred);
  }
}
