package org.keras4j.metrics;

/// How many negative samples are predicted as negative.
///
/// - Input: targets 0 or 1 and predictions of one shape
/// - Output: a scalar, or one number for each threshold if several are given
///
/// {@snippet :
/// var metric = new TrueNegatives().thresholds(0.3, 0.7);
/// metric.updateState(yTrue, yPred);
/// Tensor counts = metric.result();
/// }
///
/// @see <a
///   href="https://keras.io/api/metrics/classification_metrics/#truenegatives-class">TrueNegatives</a>
public final class TrueNegatives extends ConfusionCount<TrueNegatives> {
  /// With a threshold of 0.5.
  public TrueNegatives() {
    super(Confusion.Count.TRUE_NEGATIVES);
  }
}
