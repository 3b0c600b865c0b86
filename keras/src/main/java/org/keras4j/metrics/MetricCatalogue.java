package org.keras4j.metrics;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.keras4j.config.Catalogue;

/// What the registry knows of metrics.
public final class MetricCatalogue implements Catalogue {
  /// For the service loader.
  public MetricCatalogue() {}

  @Override
  public List<Entry> entries() {
    var out = new ArrayList<Entry>();
    add(out, Mean.class, Mean::new);
    add(out, Sum.class, Sum::new);
    out.add(
        Metric.FAMILY.entry(
            "MeanMetricWrapper", MeanMetricWrapper.class, MeanMetricWrapper::fromConfig));
    add(out, MeanSquaredError.class, MeanSquaredError::new, "mse", "MSE");
    add(out, RootMeanSquaredError.class, RootMeanSquaredError::new);
    add(out, MeanAbsoluteError.class, MeanAbsoluteError::new, "mae", "MAE");
    add(out, MeanAbsolutePercentageError.class, MeanAbsolutePercentageError::new, "mape", "MAPE");
    add(out, MeanSquaredLogarithmicError.class, MeanSquaredLogarithmicError::new, "msle", "MSLE");
    add(out, CosineSimilarity.class, CosineSimilarity::new);
    add(out, LogCoshError.class, LogCoshError::new);
    add(out, ConcordanceCorrelation.class, ConcordanceCorrelation::new);
    add(out, PearsonCorrelation.class, PearsonCorrelation::new);
    add(out, Hinge.class, Hinge::new);
    add(out, SquaredHinge.class, SquaredHinge::new);
    add(out, CategoricalHinge.class, CategoricalHinge::new);
    add(out, KLDivergence.class, KLDivergence::new);
    add(out, Poisson.class, Poisson::new);
    add(out, BinaryCrossentropy.class, BinaryCrossentropy::new, "bce", "BCE");
    add(out, CategoricalCrossentropy.class, CategoricalCrossentropy::new);
    add(out, SparseCategoricalCrossentropy.class, SparseCategoricalCrossentropy::new);
    add(out, Accuracy.class, Accuracy::new);
    add(out, BinaryAccuracy.class, BinaryAccuracy::new);
    add(out, CategoricalAccuracy.class, CategoricalAccuracy::new);
    add(out, SparseCategoricalAccuracy.class, SparseCategoricalAccuracy::new);
    add(out, TopKCategoricalAccuracy.class, TopKCategoricalAccuracy::new);
    add(out, SparseTopKCategoricalAccuracy.class, SparseTopKCategoricalAccuracy::new);
    addConfusion(out);
    return out;
  }

  private static void addConfusion(List<Entry> out) {
    add(out, AUC.class, AUC::new);
    add(out, FalseNegatives.class, FalseNegatives::new);
    add(out, FalsePositives.class, FalsePositives::new);
    add(out, TrueNegatives.class, TrueNegatives::new);
    add(out, TruePositives.class, TruePositives::new);
    add(out, Precision.class, Precision::new);
    add(out, Recall.class, Recall::new);
    add(out, PrecisionAtRecall.class, PrecisionAtRecall::new);
    add(out, RecallAtPrecision.class, RecallAtPrecision::new);
    add(out, SensitivityAtSpecificity.class, SensitivityAtSpecificity::new);
    add(out, SpecificityAtSensitivity.class, SpecificityAtSensitivity::new);
    add(out, F1Score.class, F1Score::new);
    add(out, FBetaScore.class, FBetaScore::new);
    add(out, R2Score.class, R2Score::new);
    addOverlap(out, IoU.class, IoU::new);
    addOverlap(out, BinaryIoU.class, BinaryIoU::new);
    addOverlap(out, MeanIoU.class, MeanIoU::new);
    addOverlap(out, OneHotIoU.class, OneHotIoU::new);
    addOverlap(out, OneHotMeanIoU.class, OneHotMeanIoU::new);
  }

  private static <M extends Overlap<M>> void addOverlap(
      List<Entry> out, Class<M> type, Supplier<M> make) {
    out.add(
        Metric.FAMILY.entry(
            type.getSimpleName(),
            type,
            config -> {
              M metric = make.get().configured(config);
              Overlap.requireClasses(metric.numClasses(), metric.targetClasses());
              return metric;
            }));
  }

  private static <M extends BuiltInMetric<M>> void add(
      List<Entry> out, Class<M> type, Supplier<M> make, String... aliases) {
    out.add(
        Metric.FAMILY.entry(type.getSimpleName(), type, c -> make.get().configured(c), aliases));
  }

  @Override
  public List<Named> functions() {
    return MetricFunctions.all().entrySet().stream()
        .map(e -> new Named("keras.metrics", e.getKey(), e.getValue()))
        .toList();
  }
}
