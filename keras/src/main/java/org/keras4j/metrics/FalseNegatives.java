package org.keras4j.metrics;

/// How many positive samples are predicted as negative.
///
/// - Input: targets 0 or 1 and predictions of one shape
/// - Output: a scalar, or one number for each threshold if several are given
///
/// {@snippet :
/// var metric = new FalseNegatives().thresholds(0.3, 0.7);
/// metric.updateState(yTrue, yPred);
/// Tensor counts = metric.result();
/// }
///
/// @see <a
///   href="https://keras.io/api/metrics/classification_metrics/#falsenegatives-class">FalseNegatives</a>
public final class FalseNegatives extends ConfusionCount<FalseNegatives> {
  /// With a threshold of 0.5.
  public FalseNegatives() {
    super(Confusion.Count.FALSE_NEGATIVES);
  }
}
