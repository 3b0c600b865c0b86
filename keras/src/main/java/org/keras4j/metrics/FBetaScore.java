package org.keras4j.metrics;

/// Weighted harmonic mean of precision and recall, of each class or averaged.
///
/// - Input: targets (one-hot or multi-hot) and predictions `(samples, classes)`
/// - Output: `(classes)`, or a scalar if averaged
///
/// {@snippet :
/// var metric = new FBetaScore().beta(2).average("macro");
/// metric.updateState(yTrue, yPred);
/// Tensor score = metric.result();
/// }
///
/// @see <a
///   href="https://keras.io/api/metrics/classification_metrics/#fbetascore-class">FBetaScore</a>
public final class FBetaScore extends FScore<FBetaScore> {
  /// With precision and recall of the same weight.
  public FBetaScore() {
    super("fbeta_score");
  }

  /// Sets how many times as important as precision recall is (1 at first).
  ///
  /// @throws IllegalArgumentException if it is not positive
  public FBetaScore beta(double value) {
    return with(beta, value);
  }
}
