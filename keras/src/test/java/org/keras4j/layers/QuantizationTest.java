package org.keras4j.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.keras4j.config.Registry;
import org.keras4j.dtypepolicies.DTypePolicy;
import org.keras4j.initializers.GlorotUniform;
import org.keras4j.ops.Ops;
import org.keras4j.quantizers.AbsMaxQuantizer;
import org.keras4j.quantizers.Int4QuantizationConfig;
import org.keras4j.quantizers.Int8QuantizationConfig;
import org.keras4j.quantizers.QuantizationConfig;
import org.keras4j.quantizers.Quantizers;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.TensorType;
import org.keras4j.tensor.Variable;

/// Weights of few bits, and weights adapted by two small ones.
class QuantizationTest {
  private static Tensor numbers(int... dims) {
    Shape shape = Shape.of(dims);
    Tensor x = Ops.arange(new TensorType(DType.FLOAT32, shape).size());
    return Ops.sin(Ops.reshape(Ops.cast(x, DType.FLOAT32), shape));
  }

  private static double[] values(Tensor x) {
    return ((Array) x).toDoubles();
  }

  private static Layer copy(Layer layer) {
    return (Layer) Objects.requireNonNull(Registry.deserialize(Registry.serialize((Object) layer)));
  }

  static Stream<Arguments> quantizable() {
    Tensor x = numbers(2, 6);
    Tensor tokens = Ops.array(0, 3, 1);
    List<Supplier<Layer>> products =
        List.of(
            () -> new Dense(5).kernelInitializer(new GlorotUniform().seed(3)).activation("tanh"),
            () ->
                new EinsumDense("ab,bcd->adc", 3, 4)
                    .biasAxes("d")
                    .kernelInitializer(new GlorotUniform().seed(3)));
    var out = Stream.<Arguments>builder();
    for (String mode : List.of("int8", "int4", "float8")) {
      products.forEach(make -> out.add(Arguments.of(mode, make.get(), x)));
    }
    for (String mode : List.of("int8", "int4")) {
      out.add(Arguments.of(mode, new Embedding(4, 5), tokens));
      out.add(Arguments.of(mode, new ReversibleEmbedding(4, 5).tieWeights(false), tokens));
    }
    return out.build();
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("quantizable")
  void a_quantized_layer_gives_nearly_the_same(String mode, Layer layer, Tensor x) {
    double[] exact = values(layer.apply(x));
    ((QuantizableLayer) layer).quantize(mode);
    Tensor y = layer.apply(x);
    assertThat(values(y)).containsExactly(exact, within(mode.equals("int8") ? 0.02 : 0.25));
    assertThat(layer.dtypePolicy().quantizationMode()).contains(mode);
    var copy = copy(layer);
    assertThat(Registry.serialize(copy)).isEqualTo(Registry.serialize(layer));
    copy.setWeights(layer.getWeights());
    assertThat(values(copy.apply(x))).containsExactly(values(y));
    assertThatThrownBy(() -> ((QuantizableLayer) layer).quantize(mode))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("quantized already");
  }

  @Test
  void scores_of_a_quantized_embedding_are_nearly_the_same() {
    for (boolean tied : List.of(true, false)) {
      for (String mode : List.of("int8", "int4")) {
        var layer = new ReversibleEmbedding(4, 6).tieWeights(tied).logitSoftCap(5);
        Tensor x = numbers(2, 6);
        layer.apply(Ops.array(0, 1));
        double[] exact = values(layer.apply(x, c -> c.with("reverse", true)));
        layer.quantize(mode);
        assertThat(values(layer.apply(x, c -> c.with("reverse", true))))
            .containsExactly(exact, within(0.03));
      }
    }
  }

  @Test
  void groups_of_inputs_share_a_scale_and_inputs_may_be_rounded_too() {
    Tensor x = numbers(3, 10);
    for (QuantizationConfig config :
        List.of(
            new Int4QuantizationConfig(Optional.empty(), Optional.empty(), Optional.of(4)),
            new Int4QuantizationConfig(
                Optional.empty(), Optional.of(AbsMaxQuantizer.DEFAULT), Optional.empty()),
            new Int8QuantizationConfig(Optional.empty(), Optional.empty()))) {
      var layer = new Dense(5).kernelInitializer(new GlorotUniform().seed(3));
      double[] exact = values(layer.apply(x));
      layer.quantize(config);
      assertThat(values(layer.apply(x))).containsExactly(exact, within(1.0));
      assertThat(copy(layer).weights()).hasSameSizeAs(layer.weights());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "int8, kernel bias kernel_scale",
    "int4, kernel bias kernel_scale kernel_zero g_idx",
    "float8, kernel bias inputs_scale inputs_amax_history kernel_scale kernel_amax_history"
        + " outputs_grad_scale outputs_grad_amax_history"
  })
  void files_keep_weights_in_the_order_of_keras(String mode, String names) {
    var layer = new Dense(3);
    layer.apply(numbers(2, 4));
    layer.quantize(mode);
    assertThat(layer.ownVariables()).extracting(Variable::name).containsExactly(names.split(" "));
  }

  @Test
  void four_bits_are_packed_in_pairs_and_come_back() {
    Array x = (Array) Ops.cast(Array.ofInts(Shape.of(3, 2), -3, 7, 2, -8, 1, 0), DType.INT8);
    Tensor packed = Quantizers.packInt4(x, 0);
    assertThat(values(packed)).containsExactly(45, -121, 1, 0);
    assertThat(values(Quantizers.unpackInt4(packed, 3, 0))).containsExactly(x.toDoubles());
    Tensor beside = Quantizers.packInt4(x, 1);
    assertThat(beside.shape()).isEqualTo(Shape.of(3, 1));
    assertThat(values(Quantizers.unpackInt4(beside, 2, 1))).containsExactly(x.toDoubles());
  }

  @Test
  void policies_are_found_by_name() {
    for (String name :
        List.of("int8_from_float32", "int4/128_from_mixed_bfloat16", "float8_from_float32")) {
      assertThat(DTypePolicy.of(name).name()).isEqualTo(name);
    }
    assertThat(DTypePolicy.of("int8_from_mixed_bfloat16").computeDType()).isEqualTo(DType.BFLOAT16);
    assertThatThrownBy(() -> DTypePolicy.of("int8_from_float16"))
        .hasMessageContaining("does not go with float16");
    assertThatThrownBy(() -> DTypePolicy.of("int4/0_from_float32"))
        .hasMessageContaining("mode=int4/0");
  }

  @Test
  void what_does_not_fit_is_refused() {
    assertThatThrownBy(() -> new Dense(2).quantize("int8"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("isn't built yet");
    assertThatThrownBy(() -> QuantizationConfig.of("int2")).hasMessageContaining("mode=int2");
    var embedding = new Embedding(3, 2);
    embedding.apply(Ops.array(0, 1));
    double[] before = values(embedding.getWeights().getFirst());
    assertThatThrownBy(() -> embedding.quantize("float8")).hasMessageContaining("mode=float8");
    assertThat(values(embedding.getWeights().getFirst())).containsExactly(before);
  }

  static Stream<Arguments> adaptable() {
    return Stream.of(
        Arguments.of(new Dense(5), numbers(2, 6)),
        Arguments.of(new EinsumDense("abc,bcd->ad", 4), numbers(2, 3, 5)),
        Arguments.of(new Conv2D(3, 2), numbers(1, 4, 4, 2)),
        Arguments.of(new Embedding(4, 5), Ops.array(0, 3, 1)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("adaptable")
  void an_adapted_layer_learns_two_small_weights(Layer layer, Tensor x) {
    double[] before = values(layer.apply(x));
    int all = layer.weights().size();
    ((LoraLayer) layer).enableLora(2, 3);
    assertThat(values(layer.apply(x))).containsExactly(before, within(1e-6));
    assertThat(layer.weights()).hasSize(all + 2);
    assertThat(layer.trainableWeights()).hasSize(all + 1);
    assertThat(layer.getConfig().get("lora_rank")).isEqualTo(2L);
    Variable b = layer.weights().getLast();
    b.assign(Ops.ones(b.shape()));
    double[] adapted = values(layer.apply(x));
    assertThat(adapted).isNotEqualTo(before);
    // Files hold the sum; what is loaded begins with a product of 0.
    Variable large = layer.ownVariables().getFirst();
    assertThat(layer.ownVariables()).hasSize(all);
    large.assign(layer.savedValue(large));
    layer.stateLoaded();
    assertThat(values(layer.apply(x))).containsExactly(adapted, within(1e-5));
    var copy = copy(layer);
    copy.setWeights(layer.getWeights());
    assertThat(values(copy.apply(x))).containsExactly(adapted, within(1e-5));
    assertThatThrownBy(() -> ((LoraLayer) layer).enableLora(1))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("already");
  }

  @Test
  void a_quantized_layer_can_be_adapted() {
    for (String mode : List.of("int8", "int4")) {
      var layer = new Dense(5).kernelInitializer(new GlorotUniform().seed(3));
      Tensor x = numbers(2, 6);
      layer.apply(x);
      layer.quantize(mode);
      layer.enableLora(2);
      Variable b =
          layer.weights().stream().filter(w -> w.name().endsWith("_b")).findFirst().orElseThrow();
      b.assign(Ops.full(b.shape(), 0.1));
      double[] adapted = values(layer.apply(x));
      var saved = layer.ownVariables().stream().map(layer::savedValue).toList();
      for (int i = 0; i < saved.size(); i++) {
        Variable kept = layer.ownVariables().get(i);
        assertThat(saved.get(i).type()).isEqualTo(kept.storedType());
        kept.assign(saved.get(i));
      }
      layer.stateLoaded();
      assertThat(values(layer.apply(x))).containsExactly(adapted, within(0.3));
    }
  }

  @Test
  void an_adapted_weight_has_no_constraint() {
    var layer = new Dense(2).kernelConstraint("non_neg");
    assertThatThrownBy(() -> layer.enableLora(1)).isInstanceOf(IllegalStateException.class);
    layer.apply(numbers(1, 2));
    assertThatThrownBy(() -> layer.enableLora(1))
        .hasMessageContaining("does not go with a constraint");
  }
}
