package org.keras4j.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.keras4j.config.Registry;
import org.keras4j.ops.Ops;
import org.keras4j.runtime.Trace;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.TensorType;
import org.keras4j.tensor.Variable;

class AttentionTest {
  static Stream<Arguments> layers() {
    return Stream.of(
        Arguments.of(
            "multi-head attention",
            LayerTester.of(() -> new MultiHeadAttention(2, 3))
                .input(2, 4, 5)
                .input(2, 6, 7)
                .expectOutput(2, 4, 5)
                .expectWeights(8)
                .expectSeeds(0)),
        Arguments.of(
            "multi-head attention with everything",
            LayerTester.of(
                    () ->
                        new MultiHeadAttention(2, 3)
                            .valueDim(4)
                            .outputShape(2, 3)
                            .dropout(0.5)
                            .useBias(false)
                            .useGate(true)
                            .slidingWindow(2)
                            .seed(3))
                .input(2, 4, 5)
                .input(2, 6, 7)
                .input(2, 6, 3)
                .expectOutput(2, 4, 2, 3)
                .expectWeights(5)
                .expectSeeds(1)),
        Arguments.of(
            "multi-head attention over an image",
            LayerTester.of(() -> new MultiHeadAttention(2, 3).attentionAxes(2))
                .input(2, 3, 4, 5)
                .input(2, 3, 6, 7)
                .expectOutput(2, 3, 4, 5)
                .expectWeights(8)),
        Arguments.of(
            "grouped attention",
            LayerTester.of(() -> new GroupQueryAttention(3, 4, 2).useGate(true))
                .input(2, 4, 5)
                .input(2, 6, 5)
                .expectOutput(2, 4, 5)
                .expectWeights(10)),
        Arguments.of(
            "attention",
            LayerTester.of(() -> new Attention().useScale(true))
                .input(2, 4, 5)
                .input(2, 6, 5)
                .expectOutput(2, 4, 5)
                .expectWeights(1)),
        Arguments.of(
            "attention by sums",
            LayerTester.of(() -> new Attention().scoreMode("concat"))
                .input(2, 4, 5)
                .input(2, 6, 3)
                .input(2, 6, 5)
                .expectOutput(2, 4, 3)
                .expectWeights(1)),
        Arguments.of(
            "additive attention",
            LayerTester.of(() -> new AdditiveAttention().dropout(0.5))
                .input(2, 4, 5)
                .input(2, 6, 5)
                .expectOutput(2, 4, 5)
                .expectWeights(1)
                .expectSeeds(1)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("layers")
  void a_layer_keeps_its_promises(String name, LayerTester tester) {
    assertThat(name).isNotBlank();
    tester.run();
  }

  private static Tensor numbers(int... dims) {
    Shape shape = Shape.of(dims);
    Tensor x = Ops.arange(new TensorType(DType.FLOAT32, shape).size());
    return Ops.sin(Ops.reshape(Ops.cast(x, DType.FLOAT32), shape));
  }

  private static double[] values(Tensor x) {
    return ((Array) x).toDoubles();
  }

  @Test
  void heads_are_fused_unless_scores_are_asked_for() {
    var layer = new MultiHeadAttention(2, 3);
    Array x = (Array) numbers(2, 4, 5);
    var fused =
        Trace.of(List.of(x.type()), in -> List.of(layer.apply(in.getFirst(), in.getFirst())));
    assertThat(fused.toString()).contains("@attention");
    var spelledOut =
        Trace.of(
            List.of(x.type()),
            in ->
                layer
                    .applyAll(
                        in.getFirst(),
                        c -> c.with("value", in.getFirst()).with("return_attention_scores", true))
                    .flatten());
    assertThat(spelledOut.toString()).doesNotContain("@attention");
    assertThat(values(spelledOut.apply(List.of(x)).getFirst()))
        .containsExactly(values(layer.apply(x, x)), within(1e-6));
  }

  @Test
  void both_ways_agree_whatever_is_masked() {
    Tensor query = numbers(2, 4, 5);
    Tensor value = numbers(2, 4, 7);
    Tensor seen = Ops.notEqual(Ops.reshape(Ops.arange(16), 1, 4, 4), 13L);
    Tensor steps = Ops.notEqual(Ops.expandDims(Ops.arange(4), 0), 2L);
    var layer = new GroupQueryAttention(3, 4, 2).slidingWindow(3);
    List<Tensor> both =
        List.of(false, true).stream()
            .map(
                scores ->
                    layer
                        .applyAll(
                            query,
                            c ->
                                c.with("value", value)
                                    .with("attention_mask", seen)
                                    .with("value_mask", steps)
                                    .with("use_causal_mask", true)
                                    .with("return_attention_scores", scores))
                        .flatten()
                        .getFirst())
            .toList();
    assertThat(values(both.get(0))).containsExactly(values(both.get(1)), within(1e-5));
  }

  @Test
  void a_causal_layer_sees_nothing_of_what_comes_later() {
    var layer = new MultiHeadAttention(2, 3);
    Tensor x = numbers(1, 4, 5);
    Tensor changed = Ops.sliceUpdate(x, new int[] {0, 3, 0}, Ops.zeros(Shape.of(1, 1, 5)));
    var rows = Shape.of(1, 3, 5).dims();
    assertThat(
            Stream.of(x, changed)
                .map(t -> layer.apply(t, c -> c.with("value", t).with("use_causal_mask", true)))
                .map(t -> values(Ops.slice(t, new int[3], rows)))
                .toList())
        .satisfies(both -> assertThat(both.get(0)).containsExactly(both.get(1), within(1e-6)));
  }

  @Test
  void the_masks_that_inputs_carry_count_and_that_of_the_query_goes_on() {
    var layer = new MultiHeadAttention(1, 2);
    Tensor mask = Ops.greater(numbers(2, 4), 0.0);
    Tensor x = numbers(2, 4, 5);
    Tensor carried = x.withMask(Optional.of(mask));
    Tensor y = layer.apply(carried, carried);
    assertThat(y.mask()).contains(mask);
    Tensor both = Ops.logicalAnd(Ops.expandDims(mask, 1), Ops.expandDims(mask, 2));
    Tensor named = layer.apply(x, c -> c.with("value", x).with("attention_mask", both));
    assertThat(named.mask()).isEmpty();
    assertThat(values(y)).containsExactly(values(named), within(1e-6));
  }

  @Test
  void weights_and_files_have_the_names_of_keras() {
    var layer = new MultiHeadAttention(2, 3).dropout(0.1).name("attention");
    layer.apply(numbers(1, 2, 4), numbers(1, 2, 4));
    assertThat(layer.weights())
        .extracting(Variable::path)
        .containsExactly(
            "attention/query/kernel",
            "attention/query/bias",
            "attention/key/kernel",
            "attention/key/bias",
            "attention/value/kernel",
            "attention/value/bias",
            "attention/attention_output/kernel",
            "attention/attention_output/bias");
    assertThat(layer.attributes().keySet())
        .containsExactly(
            "key_dense",
            "output_dense",
            "query_dense",
            "value_dense",
            "_dropout_layer",
            "_softmax");
    assertThat(new GroupQueryAttention(1, 1, 1).name()).startsWith("grouped_query_attention");
  }

  @Test
  void kernels_begin_with_different_numbers() {
    var layer = new MultiHeadAttention(2, 3);
    layer.apply(numbers(1, 2, 4), numbers(1, 2, 4));
    var weights = layer.getWeights();
    assertThat(weights.get(0).toFloats()).isNotEqualTo(weights.get(2).toFloats());
  }

  @Test
  void the_axes_found_while_building_are_in_the_config() {
    var layer = new MultiHeadAttention(2, 3);
    assertThat(layer.getConfig().get("attention_axes")).isNull();
    assertThat(layer.getConfig().get("value_dim")).isEqualTo(3L);
    layer.apply(numbers(1, 2, 4), numbers(1, 2, 4));
    assertThat(layer.getConfig().get("attention_axes")).isEqualTo(List.of(1L));
    var copy =
        (Layer) Objects.requireNonNull(Registry.deserialize(Registry.serialize((Object) layer)));
    assertThat(copy.weights()).hasSize(8);
  }

  @Test
  void what_does_not_fit_is_refused_in_words() {
    Tensor x = numbers(1, 2, 4);
    assertThatThrownBy(() -> new GroupQueryAttention(2, 3, 2).apply(x, x))
        .hasMessageContaining("num_query_heads=3, num_key_value_heads=2");
    assertThatThrownBy(() -> new MultiHeadAttention(0, 2)).hasMessageContaining("num_heads=0");
    assertThatThrownBy(() -> new MultiHeadAttention(1, 2).apply(x))
        .hasMessageContaining("missing a required argument: 'value'");
    assertThatThrownBy(() -> new MultiHeadAttention(1, 2).apply(x, x, numbers(1, 3, 4)))
        .hasMessageContaining("value_shape=(1, 2, 4), key_shape=(1, 3, 4)");
    assertThatThrownBy(
            () -> new MultiHeadAttention(1, 2).flashAttention(true).dropout(0.5).apply(x, x))
        .hasMessageContaining("Dropout is not supported with `flash_attention`");
    assertThatThrownBy(() -> new Attention().apply(x))
        .hasMessageContaining("must be called on a list of 2 or 3 inputs");
    assertThatThrownBy(() -> new Attention().apply(List.of(x, x), c -> c.mask(x)))
        .hasMessageContaining("must be a list of 2 or 3");
    assertThatThrownBy(() -> new Attention().scoreMode("cosine"))
        .hasMessageContaining("score_mode=cosine");
  }
}
