package org.keras4j.tck.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.keras4j.ir.Equation;
import org.keras4j.ir.Movement;
import org.keras4j.ir.Program;
import org.keras4j.ir.Var;
import org.keras4j.ir.Verifier;
import org.keras4j.lax.Lax;
import org.keras4j.tck.Sample;
import org.keras4j.tck.Samples;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Elements;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.TensorType;
import org.keras4j.transform.Batching;
import org.keras4j.transform.Gradients;
import org.keras4j.transform.Vjp;

class BatchingTest {
  private static final int SIZE = 3;

  static Stream<Sample> all() {
    return Samples.all(DType.FLOAT64).stream().filter(s -> !s.in().isEmpty());
  }

  @ParameterizedTest
  @MethodSource("all")
  void a_batch_gives_what_each_element_gives(Sample sample) {
    int n = sample.in().size();
    check(program(sample), sample.in(), IntStream.range(0, n).boxed().toList());
    if (n > 1) {
      for (int i = 0; i < n; i++) {
        check(program(sample), sample.in(), List.of(i));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void so_do_derivatives(Sample sample) {
    var wrt = new TreeSet<>(Numbers.differentiable(sample.in()));
    if (!sample.smooth() || wrt.isEmpty()) {
      return;
    }
    var program = Vjp.of(Numbers.program(sample), wrt);
    var in = new ArrayList<>(sample.in());
    var random = new Random(4);
    program.inputTypes().subList(in.size(), program.inputs().size()).stream()
        .map(t -> Numbers.random(t, random))
        .forEach(in::add);
    check(program, in, Numbers.differentiable(in));
    check(program, in, List.of(in.size() - 1));
  }

  private static Program program(Sample sample) {
    var inputs = sample.in().stream().map(x -> new Var(x.type())).toList();
    var equation = Equation.of(sample.op(), inputs);
    return new Program(inputs, List.of(equation), equation.out());
  }

  private static void check(Program f, List<Array> from, List<Integer> batched) {
    var elements = new ArrayList<List<Array>>();
    for (int b = 0; b < SIZE; b++) {
      int element = b;
      elements.add(
          IntStream.range(0, from.size())
              .mapToObj(i -> batched.contains(i) ? varied(from.get(i), element) : from.get(i))
              .toList());
    }
    var axes = new ArrayList<Optional<Integer>>();
    var in = new ArrayList<Array>();
    for (int i = 0; i < from.size(); i++) {
      int place = i;
      boolean own = batched.contains(i);
      in.add(own ? stack(elements.stream().map(e -> e.get(place)).toList()) : from.get(i));
      axes.add(own ? Optional.of(0) : Optional.empty());
    }
    var outAxes = f.outputs().stream().map(_ -> 0).toList();
    var program =
        Verifier.verify(Batching.of(f, in.stream().map(Array::type).toList(), axes, outAxes));
    var results = Numbers.run(program, in);
    for (int b = 0; b < SIZE; b++) {
      var expected = Numbers.run(f, elements.get(b));
      for (int k = 0; k < expected.size(); k++) {
        var actual = row(results.get(k), b);
        assertThat(actual.type()).isEqualTo(expected.get(k).type());
        assertThat(numbers(actual))
            .as("batched %s, result %s, element %s", batched, k, b)
            .usingComparatorWithPrecision(1e-5)
            .containsExactly(numbers(expected.get(k)));
      }
    }
  }

  private static double[] numbers(Array x) {
    var e = x.elements();
    return IntStream.range(0, 2 * e.size())
        .mapToDouble(i -> i % 2 == 0 ? e.getDouble(i / 2) : e.getImaginary(i / 2))
        .toArray();
  }

  private static Array varied(Array x, int element) {
    if (element == 0) {
      return x;
    }
    var from = x.elements();
    var out = Elements.zeros(x.type());
    int n = out.size();
    for (int i = 0; i < n; i++) {
      switch (x.dtype().kind()) {
        case COMPLEX -> out.setComplex(i, from.getDouble(i) * 0.9, from.getImaginary(i) * 0.8);
        case FLOAT -> out.setDouble(i, from.getDouble(i) * (1 - 0.1 * element) + 0.01);
        case BOOL, SIGNED, UNSIGNED ->
            out.setLong(i, n == 1 ? from.getLong(0) + element % 2 : from.getLong(n - 1 - i));
        case STRING -> throw new IllegalStateException("no strings here");
      }
    }
    return out.toArray();
  }

  private static Array stack(List<Array> xs) {
    var rows = xs.stream().<Tensor>map(x -> Lax.reshape(x, x.shape().insert(0, 1))).toList();
    return (Array) Lax.concatenate(rows, 0);
  }

  private static Array row(Array x, int i) {
    var cut = Lax.sliceAxis(x, 0, i, i + 1);
    return (Array) Lax.reshape(cut, x.shape().slice(1, x.rank()));
  }

  @Test
  void axes_are_where_they_are_asked_for() {
    var x = Array.of(Shape.of(2, 3), 1, 2, 3, 4, 5, 6);
    var sums =
        Batching.vmap(
            in -> List.of(Lax.neg(in.getFirst())), List.of(x), List.of(Optional.of(-1)), 1);
    assertThat(((Array) sums.getFirst()).toFloats()).containsExactly(-1, -2, -3, -4, -5, -6);
    assertThatThrownBy(() -> Batching.vmap(in -> in, List.of(x), List.of(Optional.empty()), 0))
        .hasMessageContaining("at least one");
  }

  @Test
  void what_elements_share_is_computed_once() {
    var type = TensorType.of(DType.FLOAT32, 4);
    var program =
        Batching.of(
            org.keras4j.runtime.Trace.of(
                    List.of(type, type), in -> List.of(Lax.mul(Lax.exp(in.get(0)), in.get(1))))
                .program(),
            List.of(type, TensorType.of(DType.FLOAT32, 5, 4)),
            List.of(Optional.empty(), Optional.of(0)),
            List.of(0));
    assertThat(program.equations().getFirst().out().getFirst().type()).isEqualTo(type);
    assertThat(program.equations().stream().filter(e -> e.op() instanceof Movement)).hasSize(1);
  }

  @Test
  void gradients_of_each_element() {
    var x = Array.of(Shape.of(3), 1, 2, 3);
    var slopes =
        Batching.vmap(
            in ->
                Gradients.valueAndGrad(
                        at ->
                            List.of(Lax.mul(Lax.mul(at.getFirst(), at.getFirst()), at.getFirst())),
                        in)
                    .gradients(),
            List.of(x),
            List.of(Optional.of(0)),
            0);
    assertThat(((Array) slopes.getFirst()).toFloats()).containsExactly(3, 12, 27);
  }
}
