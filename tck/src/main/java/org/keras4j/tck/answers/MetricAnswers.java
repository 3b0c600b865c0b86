package org.keras4j.tck.answers;

import org.keras4j.metrics.Metrics;
import org.keras4j.tck.parity.Arguments;
import org.keras4j.tck.parity.OpTable;
import org.keras4j.tensor.Tensor;

/// The functions of `keras.metrics` that are not losses.
final class MetricAnswers implements OpTable.Group {

  @Override
  public void addTo(OpTable table) {
    table
        .section("keras.metrics.")
        .add(
            "binary_accuracy",
            a -> Metrics.binaryAccuracy(yTrue(a), yPred(a), a.number("threshold")))
        .add("categorical_accuracy", a -> Metrics.categoricalAccuracy(yTrue(a), yPred(a)))
        .add(
            "sparse_categorical_accuracy",
            a -> Metrics.sparseCategoricalAccuracy(yTrue(a), yPred(a)))
        .add(
            "top_k_categorical_accuracy",
            a -> Metrics.topKCategoricalAccuracy(yTrue(a), yPred(a), a.integer("k")))
        .add(
            "sparse_top_k_categorical_accuracy",
            a ->
                Metrics.sparseTopKCategoricalAccuracy(
                    yTrue(a), yPred(a), a.integer("k"), a.flag("from_sorted_ids")))
        .add(
            "pearson_correlation",
            a -> Metrics.pearsonCorrelation(yTrue(a), yPred(a), a.integer("axis")))
        .add(
            "concordance_correlation",
            a -> Metrics.concordanceCorrelation(yTrue(a), yPred(a), a.integer("axis")));
  }

  private static Tensor yTrue(Arguments a) {
    return a.tensor("y_true");
  }

  private static Tensor yPred(Arguments a) {
    return a.tensor("y_pred");
  }
}
