package org.keras4j.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.keras4j.ops.Ops;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.TensorType;

class RecurrentLayersTest {
  static Stream<Arguments> layers() {
    return Stream.of(
        of(
            "rnn of a cell",
            LayerTester.of(() -> new RNN(new LSTMCell(3)))
                .input(2, 4, 5)
                .expectOutput(2, 3)
                .expectWeights(3)),
        of(
            "rnn of cells on top of each other",
            LayerTester.of(
                    () ->
                        new RNN(List.of(new GRUCell(3), new SimpleRNNCell(2)))
                            .returnSequences(true))
                .input(2, 4, 5)
                .expectOutput(2, 4, 2)
                .expectWeights(6)),
        of(
            "convolutional lstm",
            LayerTester.of(() -> new ConvLSTM2D(3, 2).padding("same").returnSequences(true))
                .input(2, 3, 4, 5, 2)
                .expectOutput(2, 3, 4, 5, 3)
                .expectWeights(3)),
        of(
            "convolutional lstm, channels first",
            LayerTester.of(() -> new ConvLSTM1D(3, 2).dataFormat("channels_first"))
                .input(2, 3, 2, 5)
                .expectOutput(2, 3, 4)
                .expectWeights(3)),
        of(
            "both directions",
            LayerTester.of(() -> new Bidirectional(new LSTM(3).returnSequences(true)))
                .input(2, 4, 5)
                .expectOutput(2, 4, 6)
                .expectWeights(6)),
        of(
            "both directions averaged",
            LayerTester.of(() -> new Bidirectional(new GRU(3)).mergeMode("ave"))
                .input(2, 4, 5)
                .expectOutput(2, 3)
                .expectWeights(6)),
        of(
            "every step at once",
            LayerTester.of(() -> new TimeDistributed(new Dense(3).activation("tanh")))
                .input(2, 4, 5)
                .expectOutput(2, 4, 3)
                .expectWeights(2)),
        of(
            "one step after the other",
            LayerTester.of(() -> new TimeDistributed(new BatchNormalization()))
                .input(2, 4, 5)
                .expectOutput(2, 4, 5)
                .expectWeights(2)
                .expectFrozenWeights(2)
                .withoutMixedPrecision())); // the layer inside has a policy of its own
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

  private static Array noise(int... dims) {
    var type = TensorType.of(DType.FLOAT32, dims);
    return Array.ofDoubles(type, new Random(3).doubles(type.size(), -1, 1).toArray());
  }

  private static float[] floats(Tensor x) {
    return ((Array) x).toFloats();
  }

  /// Counts the sum of its inputs, without weights.
  private static final class Total extends RecurrentCell<Total> {
    @Override
    public List<Integer> stateSizes() {
      return List.of(1);
    }

    @Override
    protected Step step(Tensor x, List<Tensor> states, Context ctx) {
      Tensor total = Ops.add(states.getFirst(), x);
      return new Step(total, List.of(total));
    }
  }

  @Test
  void a_cell_of_ones_own_runs_over_the_steps() {
    Array x = Array.of(Shape.of(1, 4, 1), 1f, 2f, 3f, 4f);
    assertThat(floats(new RNN(new Total()).apply(x))).containsExactly(10f);
    assertThat(floats(new RNN(new Total()).returnSequences(true).apply(x)))
        .containsExactly(1f, 3f, 6f, 10f);
    var stack = new RNN(List.of(new Total(), new Total())).returnSequences(true);
    assertThat(floats(stack.apply(x))).containsExactly(1f, 4f, 10f, 20f);
  }

  @Test
  void a_masked_step_keeps_states_and_output() {
    Array x = Array.of(Shape.of(1, 3, 1), 1f, 2f, 3f);
    Tensor mask = Ops.cast(Array.of(Shape.of(1, 3), 1f, 0f, 1f), DType.BOOL);
    var layer = new RNN(new Total()).returnSequences(true);
    assertThat(floats(layer.apply(x, c -> c.mask(mask)))).containsExactly(1f, 1f, 4f);
    var zeros = new RNN(new Total()).returnSequences(true).zeroOutputForMask(true);
    assertThat(floats(zeros.apply(x, c -> c.mask(mask)))).containsExactly(1f, 0f, 4f);
  }

  @Test
  void a_stateful_layer_goes_on_where_the_last_batch_ended() {
    Array x = Array.of(Shape.of(1, 2, 1), 1f, 2f);
    var layer = new RNN(new Total()).stateful(true);
    assertThat(floats(layer.apply(x))).containsExactly(3f);
    assertThat(floats(layer.apply(x))).containsExactly(6f);
    layer.resetState();
    assertThat(floats(layer.apply(x))).containsExactly(3f);
    assertThatThrownBy(() -> layer.apply(noise(3, 2, 1)))
        .hasMessageContaining("Expected batch size: 1. Received: batch size 3");
  }

  @Test
  void both_directions_give_their_states_one_after_the_other() {
    var layer = new Bidirectional(new LSTM(3).returnState(true)).withoutMerging();
    var all = layer.applyAll(noise(2, 4, 5)).flatten();
    assertThat(all).hasSize(6).allSatisfy(t -> assertThat(t.shape()).isEqualTo(Shape.of(2, 3)));
    var continued =
        layer.applyAll(noise(2, 4, 5), c -> c.with("initial_state", all.subList(2, 6))).flatten();
    assertThat(floats(continued.getFirst())).isNotEqualTo(floats(all.getFirst()));
    assertThat(layer.forwardLayer().name()).startsWith("forward_lstm");
    assertThat(layer.backwardLayer().name()).startsWith("backward_lstm");
  }

  @Test
  void what_does_not_fit_is_refused_with_its_name() {
    assertThatThrownBy(() -> new Bidirectional(new LSTM(3)).mergeMode("max"))
        .hasMessageContaining("merge_mode=max");
    assertThatThrownBy(
            () -> new Bidirectional(new LSTM(3)).backwardLayer(new LSTM(3)).apply(noise(2, 4, 5)))
        .hasMessageContaining("should have different `go_backwards` values");
    assertThatThrownBy(
            () ->
                new Bidirectional(new LSTM(3))
                    .backwardLayer(new LSTM(3).goBackwards(true).returnState(true))
                    .apply(noise(2, 4, 5)))
        .hasMessageContaining("return_state=false forward, return_state=true backward");
    assertThatThrownBy(() -> new TimeDistributed(new Dense(3)).apply(noise(2, 4)))
        .hasMessageContaining("at least 3 dimensions");
    assertThatThrownBy(
            () -> new LSTM(2).apply(noise(2, 3, 4), c -> c.with("initial_state", noise(2, 2))))
        .hasMessageContaining("Expected 2 tensors as `initial_state`");
    assertThatThrownBy(
            () -> new ConvLSTM2D(2, 3).strides(2).dilationRate(2).apply(noise(1, 2, 9, 9, 1)))
        .hasMessageContaining("not supported in conjunction with");
  }

  @Test
  void steps_put_together_give_what_steps_one_by_one_give() {
    Array x = noise(2, 4, 5);
    var dense = new Dense(3).activation("relu");
    float[] together = floats(new TimeDistributed(dense).apply(x));
    var steps = Ops.unstack(x, 1).stream().map(dense).toList();
    assertThat(together).isEqualTo(floats(Ops.stack(steps, 1)));
  }
}
