package org.keras4j.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.OptionalLong;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.keras4j.random.RecordedStreams.Raw;
import org.keras4j.random.RecordedStreams.Recorded;
import org.keras4j.runtime.Trace;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.HostBuffer;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.TensorType;

class RandomTest {

  static List<Recorded> calls() {
    return HostSamplersTest.calls();
  }

  private static Shape shape(Recorded call) {
    return Shape.of(call.list("shape"));
  }

  private static Tensor draw(Recorded call, Seed seed) {
    DType dtype = call.has("dtype") ? DType.of(call.text("dtype")) : DType.FLOAT32;
    return switch (call.name()) {
      case "uniform" ->
          Random.uniform(shape(call), call.number("minval"), call.number("maxval"), dtype, seed);
      case "normal" ->
          Random.normal(shape(call), call.number("mean"), exact(call, "stddev"), dtype, seed);
      case "truncated_normal" ->
          Random.truncatedNormal(
              shape(call), call.number("mean"), exact(call, "stddev"), dtype, seed);
      case "randint" ->
          Random.randint(
              shape(call),
              Long.parseLong(call.text("minval")),
              Long.parseLong(call.text("maxval")),
              call.has("dtype") ? dtype : DType.INT32,
              seed);
      case "gamma" -> Random.gamma(shape(call), exact(call, "alpha"), dtype, seed);
      case "beta" ->
          Random.beta(shape(call), exact(call, "alpha"), exact(call, "beta"), dtype, seed);
      case "binomial" ->
          Random.binomial(
              shape(call), exact(call, "counts"), exact(call, "probabilities"), dtype, seed);
      case "dropout" -> {
        Array inputs = array(call.tensor("inputs"));
        Shape noise = call.has("noise_shape") ? Shape.of(call.list("noise_shape")) : inputs.shape();
        yield Random.dropout(inputs, exact(call, "rate"), noise, seed);
      }
      case "categorical" ->
          Random.categorical(
              array(call.tensor("logits")),
              Integer.parseInt(call.text("num_samples")),
              DType.INT32,
              seed);
      case "shuffle" ->
          Random.shuffle(
              array(call.tensor("x")),
              call.has("axis") ? Integer.parseInt(call.text("axis")) : 0,
              seed);
      default -> throw new AssertionError(call.id());
    };
  }

  private static double exact(Recorded call, String name) {
    return Double.parseDouble(call.text(name));
  }

  private static Array array(Raw raw) {
    var type = new TensorType(DType.of(raw.dtype()), Shape.of(raw.shape()));
    Object elements =
        switch (type.dtype()) {
          case FLOAT32 -> raw.floats();
          case INT32 -> raw.ints();
          case FLOAT16, BFLOAT16 -> raw.shorts();
          case UINT8 -> raw.bytesOnly();
          default -> throw new AssertionError(type);
        };
    return Array.of(type, new HostBuffer(elements));
  }

  @ParameterizedTest
  @MethodSource("calls")
  void drawTheRecordedNumbersAtOnce(Recorded call) {
    check(call, (Array) draw(call, Seed.of(call.seed())));
  }

  @ParameterizedTest
  @MethodSource("calls")
  void drawTheSameNumbersInAProgram(Recorded call) {
    Array atOnce = (Array) draw(call, Seed.of(call.seed()));
    var key = (Array) Seed.of(call.seed()).next();
    Trace trace = Trace.of(List.of(key.type()), in -> List.of(draw(call, Seed.key(in.getFirst()))));
    var traced = (Array) trace.apply(List.of(key)).getFirst();
    assertThat(traced.toDoubles()).isEqualTo(atOnce.toDoubles());
  }

  private static void check(Recorded call, Array got) {
    Array want = array(call.tensor("out"));
    assertThat(got.type()).isEqualTo(want.type());
    boolean exact = !List.of("normal", "truncated_normal", "gamma", "beta").contains(call.name());
    boolean half = want.dtype() == DType.FLOAT16 || want.dtype() == DType.BFLOAT16;
    double rtol = exact ? 0 : half ? 2e-2 : 1e-5;
    double[] a = got.toDoubles();
    double[] b = want.toDoubles();
    for (int i = 0; i < b.length; i++) {
      assertThat(Math.abs(a[i] - b[i]))
          .as("element %d: got %s, want %s", i, a[i], b[i])
          .isLessThanOrEqualTo(rtol / 10 + rtol * Math.abs(b[i]));
    }
  }

  @Test
  void aGeneratorHandsOutItsSeedAndACount() {
    Recorded recorded = RecordedStreams.named("SeedGenerator").getFirst();
    var generator = new SeedGenerator(recorded.seed());
    int[] want = recorded.tensor("out").ints();
    for (int i = 0; i < 5; i++) {
      assertThat(((Array) generator.next()).toLongs())
          .containsExactly(want[2 * i], want[2 * i + 1]);
    }
    assertThat(generator.state().stored().toLongs()).containsExactly(want[10], want[11]);
  }

  @Test
  void theGlobalGeneratorJumpsAndBeginsAnewWithASeed() {
    Supplier<List<Array>> draws =
        () ->
            IntStream.range(0, 3)
                .mapToObj(i -> (Array) RandomState.current().globalSeedGenerator().next(false))
                .toList();
    List<Array> keys = RandomState.scoped(42, draws);
    assertThat(keys.get(0).toLongs()).containsExactly(686579304, 0);
    // ((686579304 + 1) * 5387 mod 2**32) mod 933199, and 5387
    assertThat(keys.get(1).toLongs())
        .containsExactly(((686579305L * 5387) & 0xFFFF_FFFFL) % 933199, 5387);
    assertThat(RandomState.scoped(42, draws).get(2).toLongs()).isEqualTo(keys.get(2).toLongs());
  }

  @Test
  void aGeneratorMovesOnInsideAProgram() {
    var generator = new SeedGenerator(OptionalLong.of(5), "seeds");
    var other = new SeedGenerator(5);
    Trace trace =
        Trace.of(
            List.of(), in -> List.of(Random.uniform(Shape.of(4), 0, 1, DType.FLOAT32, generator)));
    for (int i = 0; i < 3; i++) {
      var traced = (Array) trace.apply(List.of()).getFirst();
      var atOnce = (Array) Random.uniform(Shape.of(4), 0, 1, DType.FLOAT32, other);
      assertThat(traced.toFloats()).isEqualTo(atOnce.toFloats());
    }
    assertThat(generator.state().stored().toLongs()).containsExactly(5, 3);
    assertThat(generator.state().path()).isEqualTo("seeds/seed_generator_state");
  }

  @Test
  void integersCoverTheWholeRangeOfTheirType() {
    var bytes = (Array) Random.randint(Shape.of(4000), 0, 256, DType.UINT8, Seed.of(3));
    assertThat(bytes.toLongs()).contains(0, 255);
    var longs =
        (Array)
            Random.randint(Shape.of(100), Long.MIN_VALUE, Long.MAX_VALUE, DType.INT64, Seed.of(3));
    assertThat(LongStream.of(longs.toLongs()).boxed())
        .anyMatch(x -> x > 1L << 60)
        .anyMatch(x -> x < -(1L << 60));
    var empty = (Array) Random.randint(Shape.of(3), 7, 7, DType.INT32, Seed.of(3));
    assertThat(empty.toLongs()).containsOnly(7);
  }

  @Test
  void dropoutOfNothingOrEverythingAsksNoSeed() {
    Array x = Array.of(Shape.of(2), 1f, 2f);
    var generator = new SeedGenerator(1);
    assertThat(Random.dropout(x, 0, generator)).isSameAs(x);
    assertThat(((Array) Random.dropout(x, 1, generator)).toFloats()).containsExactly(0, 0);
    assertThat(generator.state().stored().toLongs()).containsExactly(1, 0);
  }

  @Test
  void invalidBinomialsAreNotNumbers() {
    Tensor counts = Array.of(Shape.of(3), -1f, Float.POSITIVE_INFINITY, 10f);
    Tensor p = Array.of(Shape.of(3), 0.5f, 0.5f, Float.NaN);
    var x = (Array) Random.binomial(Shape.of(3), counts, p, DType.FLOAT32, Seed.of(1));
    assertThat(x.toFloats()).containsExactly(Float.NaN, Float.POSITIVE_INFINITY, Float.NaN);
  }

  @Test
  void wrongTypesAndShapesAreRefusedByName() {
    assertThatThrownBy(() -> Random.uniform(Shape.of(1), 0, 1, DType.INT32, Seed.of(1)))
        .hasMessage(
            "`keras.random.uniform` requires a floating point `dtype`. Received: dtype=int32");
    assertThatThrownBy(() -> Random.randint(Shape.of(1), 0, 1, DType.FLOAT32, Seed.of(1)))
        .hasMessageContaining("dtype=float32");
    assertThatThrownBy(() -> Random.categorical(Array.of(Shape.of(2), 1f, 2f), 1))
        .hasMessageContaining("2-D");
    assertThatThrownBy(() -> Seed.of(-1)).hasMessageContaining("seed=-1");
  }
}
