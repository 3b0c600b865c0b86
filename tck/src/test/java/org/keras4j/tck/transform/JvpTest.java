package org.keras4j.tck.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.keras4j.ir.Program;
import org.keras4j.ir.Verifier;
import org.keras4j.lax.Lax;
import org.keras4j.tck.Sample;
import org.keras4j.tck.Samples;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Shape;
import org.keras4j.transform.Gradients;
import org.keras4j.transform.Jvp;
import org.keras4j.transform.Vjp;

class JvpTest {
  static Stream<Sample> smooth() {
    return Samples.all(DType.FLOAT64).stream()
        .filter(Sample::smooth)
        .filter(s -> !Numbers.differentiable(s.in()).isEmpty());
  }

  @ParameterizedTest
  @MethodSource("smooth")
  void tangents_and_cotangents_agree(Sample sample) {
    agree(Numbers.program(sample), sample.in(), new Random(7));
  }

  @ParameterizedTest
  @MethodSource("smooth")
  void they_agree_for_derivatives_as_well(Sample sample) {
    var random = new Random(8);
    var backward =
        Vjp.of(Numbers.program(sample), new TreeSet<>(Numbers.differentiable(sample.in())));
    int n = sample.in().size();
    var seeds = randoms(backward.inputTypes().subList(n, backward.inputs().size()), random);
    agree(backward, join(sample.in(), seeds), random);
  }

  private static void agree(Program f, List<Array> in, Random random) {
    var wrt = new TreeSet<>(Numbers.differentiable(in));
    var forward = Verifier.verify(Jvp.of(f, wrt));
    var backward = Vjp.of(f, wrt);
    int n = in.size();
    var tangents = randoms(forward.inputTypes().subList(n, forward.inputs().size()), random);
    var seeds = randoms(backward.inputTypes().subList(n, backward.inputs().size()), random);
    var there = Numbers.run(forward, join(in, tangents));
    var back = Numbers.run(backward, join(in, seeds));
    double expected = 0;
    double actual = 0;
    for (int i = 0; i < seeds.size(); i++) {
      expected += Numbers.inner(seeds.get(i), there.get(f.outputs().size() + i));
    }
    for (int i = 0; i < tangents.size(); i++) {
      actual += Numbers.inner(tangents.get(i), back.get(f.outputs().size() + i));
    }
    boolean rough =
        Stream.concat(in.stream(), seeds.stream())
            .anyMatch(x -> x.dtype().isDifferentiable() && x.dtype() != DType.FLOAT64);
    assertThat(actual)
        .isCloseTo(expected, within((rough ? 1e-3 : 1e-8) * Math.max(1, Math.abs(expected))));
  }

  private static List<Array> randoms(List<org.keras4j.tensor.TensorType> types, Random random) {
    return types.stream().map(t -> Numbers.random(t, random)).toList();
  }

  private static List<Array> join(List<Array> a, List<Array> b) {
    var all = new ArrayList<>(a);
    all.addAll(b);
    return all;
  }

  @Test
  void loops_of_unknown_length_work_forward() {
    var sample =
        Samples.all(DType.FLOAT64).stream()
            .filter(s -> s.name().equals("while by value"))
            .findFirst()
            .orElseThrow();
    var forward = Jvp.of(Numbers.program(sample), java.util.Set.of(0));
    // 3 doubles six times until it reaches 100.
    var results =
        Numbers.run(forward, join(sample.in(), List.of(Array.scalar(DType.FLOAT64, 1.0))));
    assertThat(results.get(0).item()).isEqualTo(192);
    assertThat(results.get(1).item()).isEqualTo(64);
  }

  @Test
  void stopped_gradients_have_no_tangent() {
    var at =
        Gradients.jvp(
            in -> List.of(Lax.mul(in.getFirst(), Gradients.stopGradient(in.getFirst()))),
            List.of(Array.of(Shape.of(2), 3, 5)),
            List.of(Array.of(Shape.of(2), 1, 10)));
    assertThat(((Array) at.tangents().getFirst()).toFloats()).containsExactly(3, 50);
  }
}
