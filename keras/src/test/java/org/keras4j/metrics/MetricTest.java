package org.keras4j.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.keras4j.config.Config;
import org.keras4j.config.Registry;
import org.keras4j.initializers.Zeros;
import org.keras4j.losses.Losses;
import org.keras4j.ops.Ops;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.Tree;
import org.keras4j.tensor.Variable;

class MetricTest {
  private final Array targets = Array.of(Shape.of(4), 0f, 1f, 1f, 0f);
  private final Array predictions = Array.of(Shape.of(4), 0.1f, 0.4f, 0.9f, 0.8f);

  private static double number(Tensor x) {
    return ((Array) x).item();
  }

  private static final class Largest extends Metric {
    private final Variable largest = addVariable("largest", Shape.SCALAR, new Zeros());

    @Override
    public void updateState(Tensor yTrue, Tensor yPred, Optional<Tensor> weight) {
      largest.assign(Ops.maximum(largest, Ops.max(yPred)));
    }

    @Override
    public Tree<Tensor> results() {
      return Tree.leaf(largest.value());
    }
  }

  static List<Arguments> configs() {
    return List.of(
        config(Mean::new, "name=mean, dtype=float32"),
        config(LogCoshError::new, "name=logcosh, dtype=float32"),
        config(CosineSimilarity::new, "name=cosine_similarity, dtype=float32"),
        config(
            SparseTopKCategoricalAccuracy::new,
            "name=sparse_top_k_categorical_accuracy, dtype=float32, k=5"),
        config(
            BinaryCrossentropy::new,
            "name=binary_crossentropy, dtype=float32, from_logits=false, label_smoothing=0"),
        config(
            () -> new TruePositives().name("t").thresholds(List.of(0.1, 0.3)),
            "name=t, dtype=float32, thresholds=[0.1, 0.3]"),
        config(
            () -> new Precision().name("p").thresholds(0.4),
            "name=p, dtype=float32, thresholds=0.4, top_k=null, class_id=null"),
        config(
            () -> new PrecisionAtRecall(0.5).name("p"),
            "name=p, dtype=float32, class_id=null, num_thresholds=200, recall=0.5"),
        config(
            () -> new AUC().name("a").thresholds(0.5, 0.2),
            "name=a, dtype=float32, num_thresholds=4, curve=ROC, summation_method=interpolation,"
                + " multi_label=false, num_labels=null, label_weights=null, from_logits=false,"
                + " thresholds=[0.2, 0.5]"),
        config(
            () -> new AUC().name("a").multiLabel(true).labelWeights(1, 2),
            "name=a, dtype=float32, num_thresholds=200, curve=ROC, summation_method=interpolation,"
                + " multi_label=true, num_labels=null, label_weights={class_name=__tensor__,"
                + " config={value=[1.0, 2.0], dtype=float32}}, from_logits=false"),
        config(
            R2Score::new,
            "name=r2_score, dtype=float32, class_aggregation=uniform_average, num_regressors=0"),
        config(F1Score::new, "name=f1_score, dtype=float32, average=null, threshold=null"),
        config(
            FBetaScore::new,
            "name=fbeta_score, dtype=float32, average=null, beta=1.0, threshold=null"),
        config(
            () -> new OneHotIoU(2, List.of(0)).name("i"),
            "name=i, dtype=int32, num_classes=2, target_class_ids=[0], ignore_class=null,"
                + " sparse_y_pred=false, axis=-1"),
        config(
            () -> new BinaryIoU().name("i"),
            "name=i, dtype=int32, target_class_ids=[0, 1], threshold=0.5"));
  }

  private static Arguments config(Supplier<Metric> metric, String settings) {
    return Arguments.of(metric, settings);
  }

  @ParameterizedTest
  @MethodSource("configs")
  void configsAreKerasesAndComeBack(Supplier<Metric> make, String settings) {
    Metric metric = make.get();
    assertThat(metric.getConfig()).hasToString("{" + settings + "}");
    var back =
        (Metric)
            java.util.Objects.requireNonNull(
                Registry.deserialize(Registry.serialize(metric).toMap()));
    assertThat(back).hasSameClassAs(metric);
    assertThat(back.getConfig()).isEqualTo(metric.getConfig());
  }

  @ParameterizedTest
  @CsvSource({
    "mse, MeanSquaredError, mean_squared_error",
    "mean_io_u, MeanIoU,",
    "f1_score, F1Score, f1_score",
    "sparse_categorical_accuracy, SparseCategoricalAccuracy, sparse_categorical_accuracy",
    "BCE, BinaryCrossentropy, binary_crossentropy",
    "MeanAbsoluteError, MeanAbsoluteError, mean_absolute_error"
  })
  void namesGiveMetrics(String identifier, String className, String name) {
    if (name == null) {
      assertThatThrownBy(() -> Metric.get(identifier)).hasMessageContaining("num_classes");
      return;
    }
    Metric metric = Metric.get(identifier);
    assertThat(metric.getClass().getSimpleName()).isEqualTo(className);
    assertThat(metric.name()).isEqualTo(name);
  }

  @Test
  void nameAndDTypeMayBeSetBeforeTheStateIsMade() {
    Metric metric = Metric.get("accuracy").name("acc/first").dtype(DType.FLOAT16);
    metric.updateState(targets, targets);
    assertThat(metric.variables())
        .extracting(Variable::path)
        .containsExactly("acc>first/total", "acc>first/count");
    assertThat(metric.result().dtype()).isEqualTo(DType.FLOAT16);
    assertThat(number(metric.result())).isEqualTo(1.0);
  }

  @Test
  void metricsWithoutANameAreNumbered() {
    String first = new SpecificityAtSensitivity(0.5).name();
    assertThat(first).startsWith("specificity_at_sensitivity");
    assertThat(new SpecificityAtSensitivity(0.5).name()).isNotEqualTo(first);
  }

  @Test
  void stateIsForgottenByReset() {
    var metric = new AUC();
    metric.updateState(targets, predictions);
    assertThat(number(metric.result())).isCloseTo(0.75, org.assertj.core.data.Offset.offset(1e-6));
    metric.resetState();
    assertThat(number(metric.result())).isZero();
    assertThat(metric.variables()).hasSize(4);
  }

  @Test
  void statelessUpdatesChangeNothing() {
    var metric = new MeanSquaredError();
    List<Tensor> before = metric.statelessResetState();
    List<Tensor> after =
        metric.statelessUpdateState(before, targets, predictions, Optional.empty());
    assertThat(number(metric.statelessResult(after).single()))
        .isCloseTo(0.255, org.assertj.core.data.Offset.offset(1e-6));
    assertThat(number(metric.result())).isZero();
    assertThatThrownBy(() -> metric.statelessResult(List.of()))
        .hasMessageContaining("2 state variables");
  }

  @Test
  void lambdasAndSubclassesAreMetrics() {
    Metric bias = Metric.of("bias", (t, p) -> Ops.subtract(p, t));
    bias.updateState(targets, predictions, Array.of(Shape.of(4), 0f, 0f, 1f, 1f));
    assertThat(number(bias.result())).isCloseTo(0.35, org.assertj.core.data.Offset.offset(1e-6));
    assertThatThrownBy(bias::getConfig).hasMessageContaining("Registry.registerFunction");
    var largest = new Largest();
    largest.updateState(targets, predictions);
    assertThat(number(largest.result())).isEqualTo(0.9f);
    assertThatThrownBy(() -> largest.dtype(DType.FLOAT16))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void functionsOfKerasComeBackWithTheirKeywords() {
    var config =
        Config.of("name", "h")
            .with("dtype", "float32")
            .with("fn", Map.of("class_name", "function", "config", "huber"))
            .with("delta", 0.3);
    var metric = MeanMetricWrapper.fromConfig(config);
    metric.updateState(Ops.reshape(targets, 4, 1), Ops.reshape(predictions, 4, 1));
    assertThat(number(metric.result()))
        .isEqualTo(number(Ops.mean(Losses.huber(targets, predictions, 0.3))));
    assertThat(metric.getConfig().get("delta")).isEqualTo(0.3);
  }

  @Test
  void refusalsNameTheCulprit() {
    assertThatThrownBy(() -> Metric.get("typo")).hasMessageContaining("typo");
    assertThatThrownBy(() -> new AUC().curve("X")).hasMessageContaining("curve=X");
    assertThatThrownBy(() -> new AUC().numThresholds(1)).hasMessageContaining("num_thresholds=1");
    assertThatThrownBy(() -> new Precision().thresholds(1.5))
        .hasMessageContaining("thresholds=[1.5]");
    assertThatThrownBy(() -> new PrecisionAtRecall(2)).hasMessageContaining("recall=2.0");
    assertThatThrownBy(() -> new FBetaScore().beta(0)).hasMessageContaining("beta=0.0");
    assertThatThrownBy(() -> new F1Score().average("mean")).hasMessageContaining("average=mean");
    assertThatThrownBy(() -> new IoU(2, List.of(2))).hasMessageContaining("target_class_ids=[2]");
    assertThatThrownBy(() -> new F1Score().updateState(targets, predictions))
        .hasMessageContaining("yPred.shape");
  }
}
