package org.keras4j.metrics;

/// What part of the positive samples are predicted as positive.
///
/// - Input: targets 0 or 1 and predictions of one shape
/// - Output: a scalar, or one number for each threshold if several are given
///
/// {@snippet :
/// var metric = new Recall().topK(3);
/// metric.updateState(yTrue, yPred);
/// Tensor recall = metric.result();
/// }
///
/// @see <a href="https://keras.io/api/metrics/classification_metrics/#recall-class">Recall</a>
public final class Recall extends ConfusionRatio<Recall> {
  /// With a threshold of 0.5.
  public Recall() {
    super(Confusion.Count.FALSE_NEGATIVES);
  }
}
