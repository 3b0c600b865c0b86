package org.keras4j.random;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.keras4j.random.RecordedStreams.Raw;
import org.keras4j.random.RecordedStreams.Recorded;

class HostSamplersTest {
  private static final float TOLERANCE = 1e-5f;

  static List<Recorded> calls() {
    List<Recorded> calls =
        RecordedStreams.all().stream()
            .filter(r -> !List.of("host", "SeedGenerator").contains(r.name()))
            .toList();
    assertThat(calls).hasSize(120);
    return calls;
  }

  @ParameterizedTest
  @MethodSource("calls")
  void drawTheRecordedNumbers(Recorded call) {
    Threefry.Key key = Threefry.Key.ofSeed(call.seed());
    Raw out = call.tensor("out");
    int count = out.size();
    switch (call.name()) {
      case "uniform" -> checkUniform(call, key, out);
      case "normal" -> checkScaled(call, HostSamplers.normal(key, count), out);
      case "truncated_normal" -> checkScaled(call, HostSamplers.truncatedNormal(key, count), out);
      case "randint" -> checkRandint(call, key, out);
      case "gamma" ->
          assertThat(HostSamplers.gamma(key, count, call.number("alpha"), false))
              .satisfies(x -> close(x, out));
      case "beta" ->
          close(HostSamplers.beta(key, count, call.number("alpha"), call.number("beta")), out);
      case "binomial" ->
          assertThat(
                  HostSamplers.binomial(
                      key, count, call.number("counts"), call.number("probabilities")))
              .isEqualTo(out.floats());
      case "dropout" -> checkDropout(call, key, out);
      case "categorical" -> {
        Raw logits = call.tensor("logits");
        int samples = out.shape().get(1);
        assertThat(
                HostSamplers.categorical(
                    key,
                    logits.floats(),
                    logits.shape().getFirst(),
                    logits.shape().get(1),
                    samples))
            .isEqualTo(out.ints());
      }
      case "shuffle" -> checkShuffle(call, key, out);
      default -> throw new AssertionError(call.id());
    }
  }

  private static void checkUniform(Recorded call, Threefry.Key key, Raw out) {
    float low = call.number("minval");
    float high = call.number("maxval");
    switch (out.dtype()) {
      case "float32" ->
          assertThat(HostSamplers.uniform(key, out.size(), low, high)).isEqualTo(out.floats());
      case "float16" ->
          assertThat(HostSamplers.uniformFloat16(key, out.size(), low, high))
              .isEqualTo(out.shorts());
      default ->
          assertThat(HostSamplers.uniformBfloat16(key, out.size(), low, high))
              .isEqualTo(out.shorts());
    }
  }

  private static void checkScaled(Recorded call, float[] standard, Raw out) {
    if (!out.dtype().equals("float32")) {
      return; // the halves follow from the same words; their uniform numbers are checked above
    }
    for (int i = 0; i < standard.length; i++) {
      standard[i] = standard[i] * call.number("stddev") + call.number("mean");
    }
    close(standard, out);
  }

  private static void checkRandint(Recorded call, Threefry.Key key, Raw out) {
    int[] drawn =
        HostSamplers.randint(
            key,
            out.size(),
            Integer.parseInt(call.text("minval")),
            Integer.parseInt(call.text("maxval")));
    if (out.dtype().equals("uint8")) {
      var bytes = new byte[drawn.length];
      for (int i = 0; i < drawn.length; i++) {
        bytes[i] = (byte) drawn[i];
      }
      assertThat(bytes).isEqualTo(out.bytesOnly());
    } else {
      assertThat(drawn).isEqualTo(out.ints());
    }
  }

  private static void checkDropout(Recorded call, Threefry.Key key, Raw out) {
    Raw inputs = call.tensor("inputs");
    int columns = inputs.shape().get(1);
    boolean perRow = call.has("noise_shape");
    float probability = (float) (1.0 - Double.parseDouble(call.text("rate")));
    boolean[] keep =
        HostSamplers.keep(key, perRow ? inputs.shape().getFirst() : inputs.size(), probability);
    float[] x = inputs.floats();
    for (int i = 0; i < x.length; i++) {
      x[i] = keep[perRow ? i / columns : i] ? x[i] / probability : 0f;
    }
    assertThat(x).isEqualTo(out.floats());
  }

  private static void checkShuffle(Recorded call, Threefry.Key key, Raw out) {
    Raw x = call.tensor("x");
    boolean ints = x.dtype().equals("int32");
    var values = new float[x.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = ints ? x.ints()[i] : x.floats()[i];
    }
    float[] shuffled = HostSamplers.shuffleLastAxis(key, values, x.shape().getLast());
    for (int i = 0; i < shuffled.length; i++) {
      assertThat(shuffled[i]).isEqualTo(ints ? out.ints()[i] : out.floats()[i]);
    }
  }

  private static void close(float[] got, Raw out) {
    float[] want = out.floats();
    for (int i = 0; i < want.length; i++) {
      assertThat((double) Math.abs(got[i] - want[i]))
          .as("element %d: got %s, want %s", i, got[i], want[i])
          .isLessThanOrEqualTo(TOLERANCE / 10 + TOLERANCE * Math.abs(want[i]));
    }
  }
}
