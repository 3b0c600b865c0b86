package org.keras4j.metrics;

/// How many negative samples are predicted as positive.
///
/// - Input: targets 0 or 1 and predictions of one shape
/// - Output: a scalar, or one number for each threshold if several are given
///
/// {@snippet :
/// var metric = new FalsePositives().thresholds(0.3, 0.7);
/// metric.updateState(yTrue, yPred);
/// Tensor counts = metric.result();
/// }
///
/// @see <a
///   href="https://keras.io/api/metrics/classification_metrics/#falsepositives-class">FalsePositives</a>
public final class FalsePositives extends ConfusionCount<FalsePositives> {
  /// With a threshold of 0.5.
  public FalsePositives() {
    super(Confusion.Count.FALSE_POSITIVES);
  }
}
