package org.keras4j.backend.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.keras4j.foreign.NativePlatform;
import org.keras4j.ir.Elementwise.Binary;
import org.keras4j.ir.Elementwise.BinaryOp;
import org.keras4j.ir.Elementwise.Unary;
import org.keras4j.ir.Elementwise.UnaryOp;
import org.keras4j.lax.Lax;
import org.keras4j.ops.Ops;
import org.keras4j.ops.OptimizerSteps;
import org.keras4j.ops.Recurrence;
import org.keras4j.ops.Recurrence.LstmWeights;
import org.keras4j.reference.ReferenceBackend;
import org.keras4j.runtime.Backends;
import org.keras4j.runtime.Trace;
import org.keras4j.tck.EngineContract;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.TensorType;
import org.keras4j.transform.Simplify;
import org.keras4j.transform.Vjp;

class TorchBackendTest extends EngineContract {
  private static final TorchBackend ENGINE = new TorchBackend();
  private static final ReferenceBackend REFERENCE = new ReferenceBackend();

  TorchBackendTest() {
    super("torch");
  }

  @BeforeAll
  static void the_library_is_there() {
    assertThat(Natives.failure()).isEmpty();
  }

  private static Array floats(long seed, int... dims) {
    var type = TensorType.of(DType.FLOAT32, dims);
    return Array.ofDoubles(type, new Random(seed).doubles(type.size(), -2, 2).toArray());
  }

  private static void close(List<Array> got, List<Array> want) {
    for (int i = 0; i < want.size(); i++) {
      assertThat(got.get(i).type()).isEqualTo(want.get(i).type());
      double[] x = got.get(i).toDoubles();
      double[] y = want.get(i).toDoubles();
      for (int k = 0; k < x.length; k++) {
        assertThat(x[k]).isCloseTo(y[k], within(2e-5 * Math.max(1, Math.abs(y[k]))));
      }
    }
  }

  static Stream<Arguments> compositions() {
    var x = floats(1, 3, 5, 8);
    var query = floats(2, 2, 6, 4, 8);
    var key = floats(3, 2, 7, 4, 8);
    var mask = Ops.greater(floats(4, 2, 1, 6, 7), Array.scalar(DType.FLOAT32, -1.0));
    return Stream.of(
        composition("relu", List.of(x), in -> Ops.relu(in.getFirst())),
        composition("gelu", List.of(x), in -> Ops.gelu(in.getFirst(), false)),
        composition("gelu by tanh", List.of(x), in -> Ops.gelu(in.getFirst(), true)),
        composition("softmax", List.of(x), in -> Ops.softmax(in.getFirst(), 1)),
        composition("log softmax", List.of(x), in -> Ops.logSoftmax(in.getFirst(), -1)),
        composition(
            "layer norm",
            List.of(x, floats(5, 8), floats(6, 8)),
            in ->
                Ops.layerNormalization(
                    in.get(0), o -> o.scale(in.get(1)).offset(in.get(2)).epsilon(1e-3))),
        composition(
            "lstm",
            List.of(floats(8, 5, 3, 16), floats(9, 3, 4), floats(10, 3, 4), floats(11, 4, 16)),
            in -> {
              var out = Recurrence.lstm(in.get(0), in.get(1), in.get(2), in.get(3));
              return Ops.add(Ops.sum(out.hidden(), 0), out.cell());
            }),
        composition(
            "lstm layer",
            List.of(
                floats(8, 5, 3, 6),
                floats(9, 3, 4),
                floats(10, 3, 4),
                floats(11, 6, 16),
                floats(12, 4, 16),
                floats(13, 16)),
            in -> {
              var weights = new LstmWeights(in.get(3), in.get(4), Optional.of(in.get(5)));
              var out = Recurrence.lstm(in.get(0), in.get(1), in.get(2), weights);
              return Ops.add(Ops.sum(out.hidden(), 0), out.cell());
            }),
        composition(
            "attention",
            List.of(query, key, floats(7, 2, 7, 4, 8)),
            in -> Ops.dotProductAttention(in.get(0), in.get(1), in.get(2))),
        composition(
            "masked attention",
            List.of(query, key, floats(7, 2, 7, 4, 8)),
            in -> Ops.dotProductAttention(in.get(0), in.get(1), in.get(2), o -> o.mask(mask))));
  }

  private static Arguments composition(
      String name, List<Array> in, Function<List<Tensor>, Tensor> f) {
    return Arguments.of(name, in, f);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("compositions")
  void a_composition_and_its_derivative_are_as_their_bodies_say(
      String name, List<Array> in, Function<List<Tensor>, Tensor> f) {
    var types = in.stream().map(Array::type).toList();
    var program = Trace.of(types, t -> List.of(f.apply(t))).program();
    assertThat(program.toString()).as(name).contains("@");
    close(
        Backends.with(ENGINE, () -> ENGINE.compile(program, Set.of()).run(in)),
        REFERENCE.compile(program, Set.of()).run(in));
    var derivative = Backends.with(ENGINE, () -> Simplify.of(Vjp.of(program, Set.of(0))));
    var all =
        Stream.concat(
                in.stream(), Stream.of(floats(9, program.outputTypes().getFirst().shape().dims())))
            .toList();
    close(
        ENGINE.compile(derivative, Set.of()).run(all),
        REFERENCE.compile(derivative, Set.of()).run(all));
  }

  @Test
  void a_step_of_adam_over_many_weights_is_as_its_body_says() {
    var in =
        List.of(
            floats(1, 130, 260),
            floats(2, 130, 260),
            Array.of(Shape.of(130, 260), squares(3, 130 * 260)),
            floats(4, 260, 130),
            Array.scalar(DType.FLOAT32, 0.01));
    var program =
        Trace.of(
                in.stream().map(Array::type).toList(),
                t -> {
                  // Neither the weights nor the gradient lie in row-major order when it is their
                  // turn.
                  Tensor weights = turned(turned(t.get(0)));
                  Tensor gradient = Lax.neg(turned(t.get(3)));
                  var now = new OptimizerSteps.Moments(weights, t.get(1), t.get(2));
                  var next = OptimizerSteps.adam(now, gradient, t.get(4), 0.9, 0.999, 1e-7);
                  return List.of(next.weights(), next.first(), next.second());
                })
            .program();
    var want = REFERENCE.compile(program, Set.of()).run(in);
    close(ENGINE.compile(program, Set.of()).run(in), want);
    var copies = in.stream().map(Array::copy).toList();
    close(ENGINE.compile(program, Set.of(0, 1, 2)).run(copies), want);
  }

  private static Tensor turned(Tensor x) {
    return Lax.transpose(x, List.of(1, 0));
  }

  private static float[] squares(long seed, int n) {
    float[] numbers = floats(seed, n).toFloats();
    for (int i = 0; i < n; i++) {
      numbers[i] *= numbers[i];
    }
    return numbers;
  }

  @Test
  void a_closed_tensor_is_an_error_and_not_a_wrong_answer() {
    var x = floats(1, 100, 100);
    var sum = ENGINE.execute(new Binary(BinaryOp.ADD), List.of(x, x)).getFirst();
    assertThat(sum.buffer()).isInstanceOf(TorchBuffer.class);
    sum.close();
    assertThatIllegalStateException().isThrownBy(sum::host).withMessageContaining("closed");
    assertThatIllegalStateException()
        .isThrownBy(() -> ENGINE.execute(new Binary(BinaryOp.ADD), List.of(sum, x)));
  }

  @Test
  void a_tensor_given_up_to_a_program_is_overwritten_and_an_error_afterwards() {
    var x = floats(1, 100, 100);
    var type = x.type();
    var program =
        Trace.of(List.of(type, type), in -> List.of(Lax.add(in.get(0), in.get(1)))).program();
    var executable = ENGINE.compile(program, Set.of(0));
    var first = executable.run(List.of(x, x)).getFirst();
    var second = executable.run(List.of(first, x)).getFirst();
    assertThat(second.item(3, 4)).isCloseTo(3 * x.item(3, 4), within(1e-5));
    assertThatIllegalStateException().isThrownBy(first::host);
    assertThat(x.item(3, 4)).isNotEqualTo(second.item(3, 4));
  }

  @Test
  void an_input_that_comes_again_is_transferred_once_and_stays_as_it_is() {
    var x = floats(1, 100, 100);
    var program = Trace.of(List.of(x.type()), in -> List.of(Lax.neg(in.getFirst()))).program();
    var executable = ENGINE.compile(program, Set.of());
    for (int i = 0; i < 3; i++) {
      assertThat(executable.run(List.of(x)).getFirst().item(5, 6)).isEqualTo(-x.item(5, 6));
    }
    assertThat(x.replica(TorchBackend.REPLICAS)).isPresent();
  }

  @Test
  void calls_are_limited_to_one_thread_and_all_are_there_again_after_a_run() {
    assumeThat(NativePlatform.here().name()).startsWith("linux");
    Threads.limit(true);
    assertThat(torch.get_num_threads()).isEqualTo(1);
    Threads.limit(false);
    assertThat(torch.get_num_threads()).isEqualTo(Threads.ALL);
    ENGINE.execute(new Unary(UnaryOp.EXP), List.of(floats(1, 10)));
    assertThat(torch.get_num_threads()).isEqualTo(Threads.ALL);
  }

  @Test
  void what_a_thread_is_worth_depends_on_the_operator() {
    assertThat(Aten.ADD.isSmall(100_000)).isTrue();
    assertThat(Aten.EXP.isSmall(100_000)).isFalse();
    assertThat(Aten.EXP.isSmall(10_000)).isTrue();
    assertThat(Aten.CONVOLUTION.isSmall(10)).isFalse();
  }

  @Test
  void an_input_may_come_from_the_host_and_from_the_library_by_turns() {
    var type = TensorType.of(DType.FLOAT32, 100, 100);
    var program = Trace.of(List.of(type), in -> List.of(Lax.neg(in.getFirst()))).program();
    var executable = ENGINE.compile(program, Set.of());
    for (long seed = 1; seed <= 3; seed++) {
      var onHost = floats(seed, 100, 100);
      var negative = executable.run(List.of(onHost)).getFirst();
      assertThat(negative.item(5, 6)).isEqualTo(-onHost.item(5, 6));
      assertThat(executable.run(List.of(negative)).getFirst().item(5, 6))
          .isEqualTo(onHost.item(5, 6));
      assertThat(negative.item(5, 6)).isEqualTo(-onHost.item(5, 6));
    }
  }

  @Test
  void after_a_run_that_failed_the_next_one_is_as_before() {
    var x = floats(1, 100, 100);
    var type = x.type();
    var program =
        Trace.of(List.of(type, type), in -> List.of(Lax.add(in.get(0), in.get(1)))).program();
    var executable = ENGINE.compile(program, Set.of());
    var closed = executable.run(List.of(x, x)).getFirst();
    closed.close();
    assertThatIllegalStateException().isThrownBy(() -> executable.run(List.of(x, closed)));
    assertThat(executable.run(List.of(x, x)).getFirst().item(3, 4)).isEqualTo(2 * x.item(3, 4));
  }

  @Test
  void what_goes_wrong_in_the_library_is_an_exception() {
    assertThatIllegalStateException()
        .isThrownBy(() -> Tensors.applied("linalg_inv", Tensors.empty(Shape.of(2, 3), Kind.FLOAT)))
        .withMessageContaining("linalg_inv");
  }
}
