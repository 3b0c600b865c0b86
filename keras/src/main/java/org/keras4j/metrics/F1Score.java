package org.keras4j.metrics;

/// Harmonic mean of precision and recall, of each class or averaged.
///
/// - Input: targets (one-hot or multi-hot) and predictions `(samples, classes)`
/// - Output: `(classes)`, or a scalar if averaged
///
/// {@snippet :
/// var metric = new F1Score().average("macro");
/// metric.updateState(yTrue, yPred);
/// Tensor score = metric.result();
/// }
///
/// @see <a href="https://keras.io/api/metrics/classification_metrics/#f1score-class">F1Score</a>
public final class F1Score extends FScore<F1Score> {
  /// Of each class.
  public F1Score() {
    super("f1_score");
    beta.listedIf(_ -> false);
  }
}
