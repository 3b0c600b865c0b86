package org.keras4j.tck.transform;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.keras4j.ir.Control;
import org.keras4j.ir.Program;
import org.keras4j.ir.Reduction.ReduceOp;
import org.keras4j.ir.Verifier;
import org.keras4j.lax.Lax;
import org.keras4j.runtime.Trace;
import org.keras4j.tck.Sample;
import org.keras4j.tck.Samples;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.TensorType;
import org.keras4j.transform.Simplify;
import org.keras4j.transform.Vjp;

class SimplifyTest {
  private static final TensorType MATRIX = TensorType.of(DType.FLOAT32, 2, 3);

  static Stream<Sample> all() {
    return Samples.all(DType.FLOAT32).stream();
  }

  @ParameterizedTest
  @MethodSource("all")
  void values_stay(Sample sample) {
    same(Numbers.program(sample), sample.in());
  }

  @ParameterizedTest
  @MethodSource("all")
  void values_of_derivatives_stay(Sample sample) {
    var wrt = new TreeSet<>(Numbers.differentiable(sample.in()));
    if (!sample.smooth() || wrt.isEmpty()) {
      return;
    }
    var program = Vjp.of(Numbers.program(sample), wrt);
    var in = new ArrayList<>(sample.in());
    var random = new Random(3);
    program.inputTypes().subList(in.size(), program.inputs().size()).stream()
        .map(t -> Numbers.random(t, random))
        .forEach(in::add);
    same(program, in);
  }

  private static void same(Program program, List<Array> in) {
    var simple = Verifier.verify(Simplify.of(program));
    assertThat(simple.inputs()).isEqualTo(program.inputs());
    var expected = Numbers.run(program, in);
    var actual = Numbers.run(simple, in);
    for (int i = 0; i < expected.size(); i++) {
      assertThat(actual.get(i).type()).isEqualTo(expected.get(i).type());
      // Zeros may differ in sign.
      assertThat(plusZero(actual.get(i))).isEqualTo(plusZero(expected.get(i)));
    }
    assertThat(Simplify.of(simple).equations()).hasSameSizeAs(simple.equations());
  }

  private static double[] plusZero(Array x) {
    double[] values = x.toDoubles();
    for (int i = 0; i < values.length; i++) {
      values[i] += 0.0;
    }
    return values;
  }

  static Stream<Arguments> identities() {
    return Stream.<Arguments>of(
        identity("plus zero", x -> Lax.add(x, Lax.zeros(x.type())), 0),
        identity("times one", x -> Lax.mul(Lax.full(x.type(), 1), x), 0),
        identity("minus minus", x -> Lax.neg(Lax.neg(x)), 0),
        identity("plus minus", x -> Lax.add(x, Lax.neg(Lax.exp(x))), 2),
        identity(
            "transposed twice",
            x -> Lax.transpose(Lax.transpose(x, List.of(1, 0)), List.of(1, 0)),
            0),
        identity(
            "reshaped twice", x -> Lax.reshape(Lax.reshape(x, Shape.of(6)), Shape.of(3, 2)), 1),
        identity(
            "wider and back", x -> Lax.convert(Lax.convert(x, DType.FLOAT64), DType.FLOAT32), 0),
        identity(
            "narrower and back", x -> Lax.convert(Lax.convert(x, DType.FLOAT16), DType.FLOAT32), 2),
        identity("equal twice", x -> Lax.mul(Lax.exp(x), Lax.exp(x)), 2),
        identity(
            "scalars",
            x -> Lax.mul(x, Lax.exp(Lax.add(Lax.zeros(x.type()), Lax.full(x.type(), 0)))),
            0),
        identity(
            "chosen by a constant",
            x -> Lax.select(Lax.eq(Lax.zeros(x.type()), Lax.zeros(x.type())), x, Lax.exp(x)),
            0),
        identity(
            "sum of one",
            x -> Lax.reduce(ReduceOp.SUM, Lax.reshape(x, Shape.of(2, 1, 3)), List.of(1)),
            0),
        identity(
            "repeated twice",
            x ->
                Lax.broadcast(
                    Lax.broadcast(x, Shape.of(4, 2, 3), List.of(1, 2)),
                    Shape.of(4, 2, 5, 3),
                    List.of(0, 1, 3)),
            1),
        identity("cut twice", x -> Lax.sliceAxis(Lax.sliceAxis(x, 1, 1, 3), 1, 1, 2), 1));
  }

  private static Arguments identity(String name, UnaryOperator<Tensor> f, int equations) {
    return Arguments.of(name, f, equations);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("identities")
  void identities_leave_as_many_equations(String name, UnaryOperator<Tensor> f, int equations) {
    var program = Trace.of(List.of(MATRIX), in -> List.of(f.apply(in.getFirst()))).program();
    var simple = Simplify.of(program);
    assertThat(simple.equations()).as(simple.toString()).hasSize(equations);
    same(program, List.of(Array.of(Shape.of(2, 3), 1, 2, 3, 4, 5, 6)));
  }

  @Test
  void what_no_output_needs_leaves_loops_too() {
    var step =
        Trace.of(
                List.of(MATRIX, MATRIX, MATRIX),
                in ->
                    List.of(
                        Lax.tanh(in.get(0)),
                        Lax.sin(in.get(1)),
                        Lax.exp(in.get(0)),
                        Lax.cos(in.get(2))))
            .program();
    var program =
        Trace.of(
                List.of(MATRIX, MATRIX, TensorType.of(DType.FLOAT32, 4, 2, 3)),
                in -> List.of(Lax.scan(new Control.Scan(step, 4, 0, 2, false), in).get(2)))
            .program();
    var simple = Verifier.verify(Simplify.of(program));
    var scan = (Control.Scan) simple.equations().getFirst().op();
    assertThat(scan.carry()).isEqualTo(1);
    assertThat(scan.body().outputs()).hasSize(2);
    assertThat(simple.equations().getFirst().in()).hasSize(1);
  }

  @Test
  void compositions_without_a_kernel_are_replaced_by_their_parts() {
    var program =
        Trace.of(
                List.of(MATRIX),
                in ->
                    Lax.composite(
                        "twice",
                        java.util.Map.of(),
                        in,
                        x -> List.of(Lax.add(x.getFirst(), x.getFirst())),
                        Optional.empty()))
            .program();
    assertThat(Simplify.of(program).equations().getFirst().op())
        .isInstanceOf(Control.Composite.class);
    assertThat(Simplify.forExecution(program, _ -> false).toString()).contains("add");
  }

  @Test
  void time_is_proportional_to_size() {
    var type = TensorType.of(DType.FLOAT32, 8, 8);
    var program =
        Trace.of(
                List.of(type, type),
                in -> {
                  Tensor x = in.getFirst();
                  for (int i = 0; i < 1500; i++) {
                    x = Lax.tanh(Lax.add(Lax.matmul(x, in.get(1)), Lax.full(type, i)));
                  }
                  return List.of(Lax.reduceSum(x, List.of(0, 1)));
                })
            .program();
    long start = System.nanoTime();
    var simple = Simplify.of(Vjp.of(program, java.util.Set.of(0, 1)));
    double seconds = (System.nanoTime() - start) / 1e9;
    assertThat(simple.equations()).hasSizeGreaterThan(10_000);
    assertThat(seconds).isLessThan(5);
  }
}
