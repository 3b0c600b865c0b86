package org.keras4j.backend.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.keras4j.ir.Control;
import org.keras4j.ir.Equation;
import org.keras4j.ir.Numeric;
import org.keras4j.ir.Primitive;
import org.keras4j.ir.Program;
import org.keras4j.ir.Var;
import org.keras4j.layers.Dense;
import org.keras4j.layers.Input;
import org.keras4j.models.Sequential;
import org.keras4j.ops.Ops;
import org.keras4j.ops.OptimizerSteps;
import org.keras4j.optimizers.Adam;
import org.keras4j.reference.ReferenceBackend;
import org.keras4j.runtime.Backends;
import org.keras4j.runtime.Trace;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.HostBuffer;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.TensorType;

/// Models on the engine, as users run them.
class TensorFlowTrainingTest {
  private static final TensorFlowBackend ENGINE = new TensorFlowBackend();

  private static Array floats(long seed, int... dims) {
    var random = new Random(seed);
    var type = TensorType.of(DType.FLOAT32, dims);
    return Array.ofDoubles(type, random.doubles(type.size(), -1, 1).toArray());
  }

  @Test
  void exclusive_or_is_learnt() {
    var x = Array.of(Shape.of(4, 2), 0, 0, 0, 1, 1, 0, 1, 1);
    var y = Array.of(Shape.of(4, 1), 0, 1, 1, 0);
    var predicted =
        Backends.with(
            ENGINE,
            () -> {
              var model =
                  new Sequential(
                      new Input(2),
                      new Dense(8).activation("tanh"),
                      new Dense(1).activation("sigmoid"));
              model.compile(c -> c.optimizer(new Adam(0.1)).loss("binary_crossentropy"));
              model.fit(x, y, f -> f.epochs(100).verbose(0));
              return model.predict(x, f -> f.verbose(0));
            });
    assertThat(IntStream.range(0, 4).map(i -> predicted.item(i, 0) > 0.5 ? 1 : 0))
        .containsExactly(0, 1, 1, 0);
  }

  @Test
  void a_donated_array_is_not_used_again() {
    var type = TensorType.of(DType.FLOAT32, 40, 40);
    var program = Trace.of(List.of(type), in -> List.of(Ops.add(in.getFirst(), 1))).program();
    var step = ENGINE.compile(program, Set.of(0));
    Array first = step.run(List.of(floats(3, 40, 40))).getFirst();
    Array second = step.run(List.of(first)).getFirst();
    assertThat(second.toFloats()).hasSize(1600);
    assertThatThrownBy(first::toFloats)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("closed");
  }

  @Test
  void long_loops_and_many_random_words_are_compiled_to_the_same_numbers() {
    var reference = new ReferenceBackend();
    var key = words(7, 11);
    var counter = words(0, -3);
    var bits = new Numeric.RandomBits(Shape.of(40, 500));
    var expected = reference.execute(bits, List.of(key, counter));
    var actual = ENGINE.execute(bits, List.of(key, counter));
    assertThat(actual.get(1).toLongs()).isEqualTo(expected.get(1).toLongs());

    var state = TensorType.of(DType.FLOAT32, 3);
    var cell =
        Trace.of(
                List.of(state, state),
                in -> {
                  var next = Ops.tanh(Ops.add(in.get(0), in.get(1)));
                  return List.of(next, next);
                })
            .program();
    var scan = new Control.Scan(cell, 60, 0, 1, false);
    var operands = List.of(floats(6, 3), floats(7, 60, 3));
    var program = program(scan, List.of(state, TensorType.of(DType.FLOAT32, 60, 3)));
    var wanted = reference.execute(scan, operands);
    var got = ENGINE.compile(program, Set.of()).run(operands);
    assertThat(got.get(1).toFloats()).containsExactly(wanted.get(1).toFloats(), within(1e-5f));
  }

  @Test
  void what_is_compiled_for_many_elements_gives_the_same_numbers() {
    var type = TensorType.of(DType.FLOAT32, 300, 250);
    var program =
        Trace.of(
                List.of(type, type, type, TensorType.of(DType.FLOAT32)),
                in -> {
                  var now = new OptimizerSteps.Moments(in.get(0), in.get(1), in.get(2));
                  var gradient = Ops.erfc(Ops.multiply(in.get(1), 9));
                  var next = OptimizerSteps.adam(now, gradient, in.get(3), 0.9, 0.999, 1e-7);
                  return List.of(gradient, next.weights(), next.first(), next.second());
                })
            .program();
    var second = (Array) Ops.square(floats(12, 300, 250));
    var in =
        List.of(
            floats(10, 300, 250), floats(11, 300, 250), second, Array.scalar(DType.FLOAT32, 1e-3));
    var expected = new ReferenceBackend().compile(program, Set.of()).run(in);
    var actual = ENGINE.compile(program, Set.of()).run(in);
    for (int i = 0; i < 4; i++) {
      assertThat(actual.get(i).toFloats())
          .containsExactly(expected.get(i).toFloats(), within(2e-6f));
    }
    float[] tiny = expected.getFirst().toFloats();
    float[] computed = actual.getFirst().toFloats();
    for (int i = 0; i < tiny.length; i++) {
      assertThat(computed[i]).isCloseTo(tiny[i], withinPercentage(0.01));
    }
  }

  private static Array words(int high, int low) {
    return Array.of(TensorType.of(DType.UINT32, 2), new HostBuffer(new int[] {high, low}));
  }

  private static Program program(Primitive op, List<TensorType> types) {
    var inputs = types.stream().map(Var::new).toList();
    var equation = Equation.of(op, inputs);
    return new Program(inputs, List.of(equation), equation.out());
  }

  @Test
  void what_tensorflow_has_no_operation_for_is_computed_in_between() {
    var matrix = TensorType.of(DType.FLOAT32, 3, 3);
    var program =
        Trace.of(
                List.of(matrix),
                in -> {
                  var x = Ops.matmul(in.getFirst(), Ops.transpose(in.getFirst()));
                  var positive = Ops.add(x, Ops.eye(3));
                  return List.of(Ops.multiply(Ops.cholesky(positive), 2), Ops.exp(x));
                })
            .program();
    assertThat(HostOnly.reason(program)).get().asString().contains("positive definite");
    var in = List.of(floats(8, 3, 3));
    var expected = new ReferenceBackend().compile(program, Set.of()).run(in);
    var actual = ENGINE.compile(program, Set.of()).run(in);
    for (int i = 0; i < 2; i++) {
      assertThat(actual.get(i).toFloats())
          .containsExactly(expected.get(i).toFloats(), within(1e-4f));
    }
  }
}
