package org.keras4j.metrics;

/// How many positive samples are predicted as positive.
///
/// - Input: targets 0 or 1 and predictions of one shape
/// - Output: a scalar, or one number for each threshold if several are given
///
/// {@snippet :
/// var metric = new TruePositives().thresholds(0.3, 0.7);
/// metric.updateState(yTrue, yPred);
/// Tensor counts = metric.result();
/// }
///
/// @see <a
///   href="https://keras.io/api/metrics/classification_metrics/#truepositives-class">TruePositives</a>
public final class TruePositives extends ConfusionCount<TruePositives> {
  /// With a threshold of 0.5.
  public TruePositives() {
    super(Confusion.Count.TRUE_POSITIVES);
  }
}
