package org.keras4j.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.keras4j.initializers.HeNormal;
import org.keras4j.ops.Ops;
import org.keras4j.regularizers.L2;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.Shape;

class BuiltInLayersTest {
  static Stream<Arguments> layers() {
    return Stream.of(
        of(
            "dense",
            LayerTester.of(() -> new Dense(3)).input(2, 4).expectOutput(2, 3).expectWeights(2)),
        of(
            "dense with everything",
            LayerTester.of(
                    () ->
                        new Dense(3)
                            .activation("gelu")
                            .useBias(false)
                            .kernelInitializer(new HeNormal(3))
                            .kernelRegularizer(new L2(0.1))
                            .kernelConstraint("non_neg"))
                .input(2, 5, 4)
                .expectOutput(2, 5, 3)
                .expectWeights(1)),
        of(
            "einsum dense",
            LayerTester.of(() -> new EinsumDense("abc,cde->abde", 5, 2, 3).biasAxes("de"))
                .input(2, 5, 4)
                .expectOutput(2, 5, 2, 3)
                .expectWeights(2)),
        of(
            "embedding",
            LayerTester.of(() -> new Embedding(10, 4).maskZero(true))
                .integers(10, 2, 3)
                .expectOutput(2, 3, 4)
                .expectWeights(1)),
        of(
            "activation",
            LayerTester.of(() -> new Activation("tanh")).input(2, 3).expectOutput(2, 3)),
        of("prelu", LayerTester.of(PReLU::new).input(2, 3).expectOutput(2, 3).expectWeights(1)),
        of("softmax", LayerTester.of(Softmax::new).input(2, 3).expectOutput(2, 3)),
        of("flatten", LayerTester.of(Flatten::new).input(2, 3, 4).expectOutput(2, 12)),
        of(
            "reshape",
            LayerTester.of(() -> new Reshape(-1, 2)).input(2, 3, 4).expectOutput(2, 6, 2)),
        of("permute", LayerTester.of(() -> new Permute(2, 1)).input(2, 3, 4).expectOutput(2, 4, 3)),
        of("repeat", LayerTester.of(() -> new RepeatVector(3)).input(2, 4).expectOutput(2, 3, 4)),
        of(
            "rescaling",
            LayerTester.of(() -> new Rescaling(2.0).offset(1)).input(2, 4).expectOutput(2, 4)),
        of(
            "dropout",
            LayerTester.of(() -> new Dropout(0.5)).input(2, 4).expectOutput(2, 4).expectSeeds(1)),
        of(
            "dropout of nothing",
            LayerTester.of(() -> new Dropout(0)).input(2, 4).expectOutput(2, 4).expectSeeds(0)),
        of(
            "batch normalization",
            LayerTester.of(BatchNormalization::new)
                .input(4, 3)
                .expectOutput(4, 3)
                .expectWeights(2)
                .expectFrozenWeights(2)),
        of(
            "layer normalization",
            LayerTester.of(LayerNormalization::new)
                .input(4, 3)
                .expectOutput(4, 3)
                .expectWeights(2)),
        of(
            "group normalization",
            LayerTester.of(() -> new GroupNormalization().groups(-1))
                .input(2, 4, 6)
                .expectOutput(2, 4, 6)
                .expectWeights(2)),
        of(
            "group normalization along another axis",
            LayerTester.of(() -> new GroupNormalization().groups(2).axis(1).scale(false))
                .input(2, 4, 6)
                .expectOutput(2, 4, 6)
                .expectWeights(1)),
        of(
            "rms normalization",
            LayerTester.of(() -> new RMSNormalization().axis(-2, -1))
                .input(4, 3, 2)
                .expectOutput(4, 3, 2)
                .expectWeights(1)),
        of(
            "unit normalization",
            LayerTester.of(() -> new UnitNormalization().axis(1, 2))
                .input(4, 3, 2)
                .expectOutput(4, 3, 2)),
        of(
            "spectral normalization",
            LayerTester.of(() -> new SpectralNormalization(new Dense(3)))
                .input(4, 2)
                .expectOutput(4, 3)
                .expectWeights(2)
                .expectFrozenWeights(1)),
        of("add", LayerTester.of(Add::new).input(2, 3).input(2, 3).expectOutput(2, 3)),
        of(
            "add of ranks",
            LayerTester.of(Add::new).input(2, 3).input(2, 5, 3).expectOutput(2, 5, 3)),
        of(
            "concatenate",
            LayerTester.of(() -> new Concatenate().axis(1))
                .input(2, 3)
                .input(2, 4)
                .expectOutput(2, 7)),
        of("dot", LayerTester.of(() -> new Dot(1)).input(2, 3).input(2, 3).expectOutput(2, 1)));
  }

  private static Arguments of(String name, LayerTester tester) {
    return Arguments.of(name, tester);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("layers")
  void a_layer_keeps_its_promises(String name, LayerTester tester) {
    assertThat(name).isNotBlank();
    tester.run();
  }

  @Test
  void dropout_zeroes_in_training_only_and_moves_its_seed_on() {
    var layer = new Dropout(0.5).seed(1337);
    Array x = Array.of(Shape.of(1, 64), ones(64));
    assertThat(((Array) layer.apply(x)).toFloats()).isEqualTo(ones(64));
    float[] first = ((Array) layer.apply(x, c -> c.training(true))).toFloats();
    float[] second = ((Array) layer.apply(x, c -> c.training(true))).toFloats();
    assertThat(first).contains(0f).contains(2f).isNotEqualTo(second);
  }

  @Test
  void spectral_normalization_keeps_a_kernel_from_stretching() {
    var dense = new Dense(3).useBias(false);
    var layer = new SpectralNormalization(dense).powerIterations(20);
    layer.apply(Array.of(Shape.of(1, 2), 1f, 2f), c -> c.training(true));
    Array kernel = dense.kernel().orElseThrow().stored();
    double largest = ((Array) Ops.singularValues(kernel)).toDoubles()[0];
    assertThat(largest).isCloseTo(1, within(1e-4));
    assertThat(layer.ownVariables()).hasSize(2);
  }

  @Test
  void normalization_needs_groups_and_axes_that_fit() {
    Array x = Array.of(Shape.of(1, 4), 1f, 2f, 3f, 4f);
    assertThatThrownBy(() -> new GroupNormalization().groups(3).apply(x))
        .hasMessageContaining("groups=3, channels=4");
    assertThatThrownBy(() -> new RMSNormalization().axis(0).apply(x))
        .hasMessageContaining("must be the last ones");
    assertThatThrownBy(() -> new UnitNormalization().axis(2).apply(x))
        .hasMessageContaining("axis=2");
    assertThatThrownBy(() -> new SpectralNormalization(new Activation("relu")).apply(x))
        .hasMessageContaining("`kernel` or `embeddings`");
  }

  @Test
  void batch_normalization_moves_its_statistics_in_training_unless_frozen() {
    var layer = new BatchNormalization().momentum(0.5);
    Array x = Array.of(Shape.of(2, 1), 1f, 3f);
    layer.apply(x);
    assertThat(layer.nonTrainableWeights().getFirst().stored().item()).isZero();
    layer.apply(x, c -> c.training(true));
    assertThat(layer.nonTrainableWeights().getFirst().stored().item()).isEqualTo(1.0);
    layer.trainable(false);
    layer.apply(x, c -> c.training(true));
    assertThat(layer.nonTrainableWeights()).hasSize(4);
    assertThat(layer.weights().get(2).stored().item()).isEqualTo(1.0);
  }

  @Test
  void a_wrong_keyword_names_layer_keyword_and_value() {
    assertThatThrownBy(() -> new Dense(-1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Received an invalid value for `units` in Dense, expected a positive integer. Received:"
                + " units=-1");
    assertThatThrownBy(() -> new Dense(2).activation("nope"))
        .hasMessageContaining("Could not interpret activation function identifier: nope");
    assertThatThrownBy(() -> new Dropout(2)).hasMessageContaining("rate=2.0");
  }

  @Test
  void keywords_are_refused_once_the_layer_is_built() {
    var layer = new Dense(2);
    layer.apply(Array.of(Shape.of(1, 3), 1f, 2f, 3f));
    assertThatThrownBy(() -> layer.activation("relu"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("`activation` of Dense");
  }

  private static float[] ones(int n) {
    float[] out = new float[n];
    java.util.Arrays.fill(out, 1f);
    return out;
  }
}
