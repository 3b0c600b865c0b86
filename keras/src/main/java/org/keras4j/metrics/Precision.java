package org.keras4j.metrics;

/// What part of the samples predicted as positive are positive.
///
/// - Input: targets 0 or 1 and predictions of one shape
/// - Output: a scalar, or one number for each threshold if several are given
///
/// {@snippet :
/// var metric = new Precision().topK(3);
/// metric.updateState(yTrue, yPred);
/// Tensor precision = metric.result();
/// }
///
/// @see <a
///   href="https://keras.io/api/metrics/classification_metrics/#precision-class">Precision</a>
public final class Precision extends ConfusionRatio<Precision> {
  /// With a threshold of 0.5.
  public Precision() {
    super(Confusion.Count.FALSE_POSITIVES);
  }
}
