package org.keras4j.losses;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.keras4j.config.Arg;
import org.keras4j.config.Codec;
import org.keras4j.config.Config;
import org.keras4j.config.Registry;
import org.keras4j.ops.Ops;
import org.keras4j.saving.format.Json;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.Tensor;

class LossTest {
  private final Array targets = Array.of(Shape.of(2, 2), 1f, 0f, 0f, 1f);
  private final Array predictions = Array.of(Shape.of(2, 2), 0.5f, 0f, 0f, 3f);

  private static double number(Tensor x) {
    return ((Array) x).item();
  }

  private static final class Power extends Loss {
    private final Arg<Double> exponent = arg("exponent", Codec.DOUBLE, () -> 4.0);

    @Override
    protected Tensor call(Tensor yTrue, Tensor yPred) {
      return Ops.mean(Ops.power(Ops.abs(Ops.subtract(yPred, yTrue)), exponent.get()), -1);
    }

    static Power fromConfig(Config config) {
      var loss = new Power();
      loss.configure(config);
      return loss;
    }
  }

  @ParameterizedTest
  @CsvSource({
    "MeanSquaredError, 'name=mean_squared_error, reduction=sum_over_batch_size'",
    "Huber, 'name=huber_loss, reduction=sum_over_batch_size'",
    "CosineSimilarity, 'name=cosine_similarity, reduction=sum_over_batch_size'",
    "Dice, 'name=dice, reduction=sum_over_batch_size, axis=null'",
    "Circle,"
        + " 'name=circle, reduction=sum_over_batch_size, gamma=80.0, margin=0.4, remove_diagonal=true'",
    "SparseCategoricalCrossentropy,"
        + " 'name=sparse_categorical_crossentropy, reduction=sum_over_batch_size, from_logits=false,"
        + " ignore_class=null'",
    "CategoricalGeneralizedCrossEntropy,"
        + " 'name=categorical_generalized_cross_entropy, reduction=sum_over_batch_size, q=0.5'",
    "BinaryFocalCrossentropy,"
        + " 'name=binary_focal_crossentropy, reduction=sum_over_batch_size, from_logits=false,"
        + " label_smoothing=0.0, axis=-1, apply_class_balancing=false, alpha=0.25, gamma=2.0'"
  })
  void classesAreWrittenAsKerasWritesThem(String className, String settings) {
    var loss = Loss.get(className);
    assertThat(loss.getConfig()).hasToString("{" + settings + "}");
    var written = Registry.serialize(loss);
    assertThat(written.get("module")).isEqualTo("keras.losses");
    assertThat(written.get("class_name")).isEqualTo(className);
    assertThat(written.get("registered_name")).isNull();
    assertThat(Registry.deserialize(written.toMap())).hasSameClassAs(loss);
  }

  @Test
  void namesOfFunctionsGiveLossesMadeOfThem() {
    var loss = Loss.get("mse");
    assertThat(loss.name()).isEqualTo("mean_squared_error");
    assertThat(number(loss.apply(targets, predictions))).isEqualTo(17.0 / 16);
    assertThat(Json.write(Registry.serialize(loss).toMap()))
        .isEqualTo(
            "{\"module\": \"keras.src.losses.losses\", \"class_name\": \"LossFunctionWrapper\","
                + " \"config\": {\"name\": \"mean_squared_error\", \"reduction\": \"sum_over_batch_size\","
                + " \"fn\": {\"module\": \"builtins\", \"class_name\": \"function\", \"config\":"
                + " \"mean_squared_error\", \"registered_name\": \"function\"}}, \"registered_name\":"
                + " \"LossFunctionWrapper\"}");
  }

  @Test
  void keywordArgumentsOfFunctionsComeBack() {
    var config =
        Config.of("name", "h")
            .with("reduction", Optional.empty())
            .with("fn", Map.of("class_name", "function", "config", "huber"))
            .with("delta", 0.5);
    var loss = LossFunctionWrapper.fromConfig(config);
    assertThat(loss.getConfig().get("delta")).isEqualTo(0.5);
    assertThat(loss.reduction()).isEqualTo(Reduction.NONE);
    assertThat(loss.getConfig().has("reduction")).isTrue();
    assertThat(loss.getConfig().get("reduction")).isNull();
    var same = new Huber().delta(0.5).reduction("none");
    assertThat(((Array) loss.apply(targets, predictions)).toFloats())
        .containsExactly(((Array) same.apply(targets, predictions)).toFloats());
  }

  @Test
  void lambdasWorkAndAreSavedOnceRegistered() {
    LossFunction first = (t, p) -> Ops.mean(Ops.subtract(p, t), -1);
    var loss = Loss.of("difference", first);
    assertThat(number(loss.apply(targets, predictions))).isEqualTo(1.5 / 4);
    assertThatThrownBy(loss::getConfig)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("Registry.registerFunction");
    Registry.registerFunction("tests", "difference", first);
    var back =
        (Loss)
            java.util.Objects.requireNonNull(
                Registry.deserialize(Registry.serialize(loss).toMap()));
    assertThat(number(back.apply(targets, predictions))).isEqualTo(1.5 / 4);
  }

  @Test
  void subclassesKeepTheirKeywords() {
    Registry.register("tests", Power.class, Power::fromConfig);
    var loss = Power.fromConfig(Config.of("exponent", 3.0).with("name", "cubic"));
    var written = Registry.serialize(loss);
    assertThat(written.get("registered_name")).isEqualTo("tests>Power");
    var back = (Loss) java.util.Objects.requireNonNull(Registry.deserialize(written.toMap()));
    assertThat(back.name()).isEqualTo("cubic");
    assertThat(number(back.apply(targets, predictions))).isEqualTo((0.125 + 8) / 4);
  }

  @Test
  void weightsAndMasksLeaveSamplesOut() {
    var mse = new MeanSquaredError();
    Tensor weights = Array.of(Shape.of(2), 0f, 1f);
    assertThat(number(mse.apply(targets, predictions, weights))).isEqualTo(1.0);
    assertThat(
            number(mse.reduction("mean_with_sample_weight").apply(targets, predictions, weights)))
        .isEqualTo(2.0);
    Tensor mask = Ops.cast(weights, DType.BOOL);
    assertThat(
            number(new MeanSquaredError().apply(targets, predictions.withMask(Optional.of(mask)))))
        .isEqualTo(2.0);
  }

  @Test
  void refusalsNameTheCulprit() {
    assertThatThrownBy(() -> Loss.get("typo")).hasMessageContaining("typo");
    assertThatThrownBy(() -> new MeanSquaredError().reduction("average"))
        .hasMessageContaining("reduction=average");
    assertThatThrownBy(() -> new CategoricalGeneralizedCrossEntropy().q(1.5))
        .hasMessageContaining("q=1.5");
    assertThatThrownBy(() -> Losses.ctc(targets, predictions)).hasMessageContaining("yPred");
  }
}
