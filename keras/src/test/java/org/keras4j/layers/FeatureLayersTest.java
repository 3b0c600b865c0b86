package org.keras4j.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Objects;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.keras4j.config.Registry;
import org.keras4j.ops.Ops;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.TensorType;

class FeatureLayersTest {
  static Stream<Arguments> layers() {
    return Stream.of(
        Arguments.of(
            "normalization",
            LayerTester.of(Normalization::new)
                .input(2, 3)
                .expectOutput(2, 3)
                .expectFrozenWeights(3)),
        Arguments.of(
            "normalization by given numbers",
            LayerTester.of(() -> new Normalization().mean(1, 2).variance(4, 9).invert(true))
                .input(2, 3, 2)
                .expectOutput(2, 3, 2)),
        Arguments.of(
            "category encoding",
            LayerTester.of(() -> new CategoryEncoding(5))
                .integers(5, 2, 3)
                .expectOutput(2, 5)
                .withoutMixedPrecision()),
        Arguments.of(
            "discretization",
            LayerTester.of(() -> new Discretization(-0.5, 0, 0.5))
                .input(2, 3)
                .expectOutput(2, 3)
                .withoutMixedPrecision()
                .withoutGradients()),
        Arguments.of(
            "discretization as vectors",
            LayerTester.of(() -> new Discretization(-0.5, 0, 0.5).outputMode("count"))
                .input(2, 3)
                .expectOutput(2, 4)
                .withoutGradients()),
        Arguments.of(
            "short-time Fourier transform",
            LayerTester.of(() -> new STFTSpectrogram().frameLength(8).mode("magnitude"))
                .input(2, 32, 2)
                .expectOutput(2, 7, 10)
                .expectWeights(2)
                .withoutMixedPrecision()),
        Arguments.of(
            "mel spectrogram",
            LayerTester.of(() -> new MelSpectrogram().fftLength(16).sequenceStride(8).numMelBins(3))
                .input(2, 40)
                .expectOutput(2, 3, 6)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("layers")
  void a_layer_keeps_its_promises(String name, LayerTester tester) {
    assertThat(name).isNotBlank();
    tester.run();
  }

  private static double[] values(Tensor x) {
    return ((Array) x).toDoubles();
  }

  private static Layer copy(Layer layer) {
    return (Layer) Objects.requireNonNull(Registry.deserialize(Registry.serialize((Object) layer)));
  }

  @Test
  void normalization_takes_mean_and_variance_from_data() {
    var layer = new Normalization();
    Tensor x = Array.of(Shape.of(4, 2), 1, 10, 3, 10, 1, 30, 3, 30);
    layer.adapt(x);
    assertThat(values(layer.apply(x))).containsExactly(-1, -1, 1, -1, -1, 1, 1, 1);
    var inBatches = new Normalization();
    inBatches.adapt(
        List.of(Array.of(Shape.of(1, 2), 1, 10), Array.of(Shape.of(3, 2), 3, 10, 1, 30, 3, 30)));
    for (int i = 0; i < 2; i++) {
      assertThat(values(inBatches.getWeights().get(i)))
          .containsExactly(values(layer.getWeights().get(i)), within(1e-5));
    }
    var back = new Normalization().invert(true);
    back.adapt(x);
    assertThat(values(back.apply(layer.apply(x)))).containsExactly(values(x), within(1e-5));
    assertThat(copy(layer).weights()).hasSize(3);
  }

  @Test
  void normalization_refuses_what_does_not_fit() {
    Tensor x = Array.of(Shape.of(1, 2), 1, 2);
    assertThatThrownBy(() -> new Normalization().mean(1).apply(x))
        .hasMessageContaining("Both `mean` and `variance` must be set");
    assertThatThrownBy(() -> new Normalization().axis(5).apply(x)).hasMessageContaining("axis=[5]");
    assertThatThrownBy(() -> new Normalization().mean(1).variance(2).adapt(x))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("cannot be adapted");
    var layer = new Normalization();
    layer.adapt(x);
    assertThatThrownBy(() -> layer.adapt(Array.of(Shape.of(1, 3), 1, 2, 3)))
        .hasMessageContaining("data.shape=(1, 3)");
    assertThatThrownBy(() -> layer.adapt(List.of())).hasMessageContaining("at least one batch");
  }

  /// Found by Keras 3.15.1 for the sines of `i`, `2 i`, ... in as many batches.
  @ParameterizedTest
  @CsvSource({
    "12, 5, 0.01, 1, -0.8780756 -0.3323366 0.19531974 0.76767725",
    "1000, 4, 0.01, 1, -0.7086383 -3.0775707e-05 0.70861644",
    "1000, 4, 0.05, 3, -0.7023862 2.684278e-07 0.70861673",
    "3, 8, 0.01, 1, 0.0 0.84147096"
  })
  void discretization_finds_the_boundaries_that_keras_finds(
      int count, int bins, double epsilon, int batches, String boundaries) {
    var layer = Discretization.ofBins(bins).epsilon(epsilon);
    layer.adapt(
        IntStream.rangeClosed(1, batches)
            .mapToObj(
                k ->
                    Array.ofDoubles(
                        TensorType.of(DType.FLOAT32, count),
                        IntStream.range(0, count).mapToDouble(i -> Math.sin(i * k)).toArray()))
            .toList());
    double[] wanted = Stream.of(boundaries.split(" ")).mapToDouble(Double::parseDouble).toArray();
    assertThat(layer.binBoundaries().orElseThrow().stream().mapToDouble(b -> b).toArray())
        .containsExactly(wanted, within(2e-6));
    var copy = (Discretization) copy(layer);
    assertThat(copy.binBoundaries()).isEqualTo(layer.binBoundaries());
    assertThat(copy.getConfig()).isEqualTo(layer.getConfig());
  }

  @Test
  void discretization_needs_boundaries_or_a_number_of_bins() {
    Tensor x = Array.of(Shape.of(1, 2), 1, 2);
    assertThatThrownBy(() -> Discretization.ofBins(3).apply(x)).hasMessageContaining("adapt");
    assertThatThrownBy(() -> new Discretization(1.0).adapt(x))
        .hasMessageContaining("was given `bin_boundaries`");
    assertThatThrownBy(() -> new Discretization().apply(x))
        .hasMessageContaining("Either `num_bins` or `bin_boundaries`");
  }

  @Test
  void categories_out_of_range_are_refused_where_they_can_be_seen() {
    assertThatThrownBy(() -> new CategoryEncoding(3).apply(Ops.array(1, 3)))
        .hasMessageContaining("num_tokens=3. Received: 3.0");
    assertThat(values(new CategoryEncoding(3).outputMode("one_hot").apply(Ops.array(2, 0))))
        .containsExactly(0, 0, 1, 1, 0, 0);
    Tensor weights = Ops.array(0.5f, 2f);
    assertThat(
            values(
                new CategoryEncoding(3)
                    .outputMode("count")
                    .apply(Ops.array(2, 2), c -> c.with("count_weights", weights))))
        .containsExactly(0, 0, 2.5);
  }

  /// What TensorFlow gives, modulo 2^62, for as many letters and digits in their order.
  @ParameterizedTest
  @CsvSource({
    "0, 1936946117179621455, 316627932347062996",
    "1, 3694432073954588131, 2466253977694453450",
    "3, 2640714258260161385, 2288159068006480041",
    "4, 1897425971756105985, 3196519216900852167",
    "8, 4533385575889643785, 210173030064361732",
    "16, 1469030743107030717, 2540178693098969412",
    "17, 2171023947900359592, 2624051166598865710",
    "32, 934449955909727258, 1440154576784840432",
    "33, 3791661765545721355, 795248294650956663",
    "64, 3646545258579766308, 941225485998302751",
    "65, 3889391544646074891, 1669816311921071172",
    "128, 2056131915184924913, 4276671768910381729",
    "200, 3225094344678046759, 1106674257569022393"
  })
  void hashes_are_those_of_tensorflow(int length, long plain, long salted) {
    byte[] text = new byte[length];
    for (int i = 0; i < length; i++) {
      text[i] = (byte) "abcdefghijklmnopqrstuvwxyz0123456789".charAt(i % 36);
    }
    long modulus = (1L << 62) - 1;
    assertThat(FarmHash.fingerprint64(text) & modulus).isEqualTo(plain);
    assertThat(SipHash.hash(text, 133, 137) & modulus).isEqualTo(salted);
  }

  @Test
  void hashing_gives_whole_numbers_unless_vectors_are_asked_for() {
    Array fruit = Array.ofStrings(Shape.of(2, 1), "apple", "kiwi");
    assertThat(new Hashing(8).apply(fruit).type()).isEqualTo(TensorType.of(DType.INT64, 2, 1));
    assertThat(new Hashing(8).outputMode("one_hot").apply(fruit).type())
        .isEqualTo(TensorType.of(DType.FLOAT32, 2, 8));
    assertThat(new Hashing(8).outputMode("multi_hot").dtype("float16").apply(fruit).dtype())
        .isEqualTo(DType.FLOAT16);
    assertThat(values(new Hashing(8).maskValue("kiwi").apply(fruit))).contains(0);
    assertThatThrownBy(() -> new Hashing(8).dtype("float32").apply(fruit))
        .hasMessageContaining("dtype=float32");
    var drawn = new InputLayer(Shape.of(Shape.UNKNOWN, 1)).dtype("string").tensor();
    assertThat(new Hashing(8).outputMode("one_hot").apply(drawn).shape())
        .isEqualTo(Shape.of(Shape.UNKNOWN, 8));
  }

  @Test
  void crossed_features_have_one_shape() {
    Array cities = Array.ofStrings(Shape.of(2), "Oslo", "Lima");
    var layer = new HashedCrossing(5).outputMode("one_hot");
    assertThat(layer.apply(List.of(cities, Ops.array(1, 2))).type())
        .isEqualTo(TensorType.of(DType.FLOAT32, 2, 5));
    assertThat(DoubleStream.of(values(layer.apply(List.of(cities, Ops.array(1, 2))))).sum())
        .isEqualTo(2);
    assertThatThrownBy(() -> layer.apply(List.of(cities, Ops.array(1, 2, 3))))
        .hasMessageContaining("tensors of one shape");
    assertThatThrownBy(() -> layer.apply(cities)).hasMessageContaining("at least two tensors");
  }
}
