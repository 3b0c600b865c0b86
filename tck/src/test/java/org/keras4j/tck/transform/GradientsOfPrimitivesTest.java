package org.keras4j.tck.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.keras4j.ir.Program;
import org.keras4j.ir.Verifier;
import org.keras4j.tck.Sample;
import org.keras4j.tck.Samples;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.DType;
import org.keras4j.transform.Vjp;

class GradientsOfPrimitivesTest {
  static Stream<Sample> smooth() {
    return Samples.all(DType.FLOAT64).stream()
        .filter(Sample::smooth)
        .filter(s -> !Numbers.differentiable(s.in()).isEmpty());
  }

  @ParameterizedTest
  @MethodSource("smooth")
  void cotangents_are_what_finite_differences_say(Sample sample) {
    check(Numbers.program(sample), sample.in(), new Random(5));
  }

  @ParameterizedTest
  @MethodSource("smooth")
  void cotangents_of_cotangents_are_what_finite_differences_say(Sample sample) {
    var random = new Random(6);
    var f = Numbers.program(sample);
    var first = backward(f, sample.in(), random);
    check(first.program(), first.in(), random);
  }

  private record Backward(Program program, List<Array> in, int outputs) {}

  /// The way back through a program, ready to run at its inputs and random cotangents.
  private static Backward backward(Program f, List<Array> in, Random random) {
    Set<Integer> wrt = new TreeSet<>(Numbers.differentiable(in));
    var program = Verifier.verify(Vjp.of(f, wrt));
    var all = new ArrayList<>(in);
    for (var type : program.inputTypes().subList(in.size(), program.inputs().size())) {
      all.add(Numbers.random(type, random));
    }
    return new Backward(program, all, f.outputs().size());
  }

  private static void check(Program f, List<Array> in, Random random) {
    var backward = backward(f, in, random);
    var results = Numbers.run(backward.program(), backward.in());
    var cotangents = results.subList(backward.outputs(), results.size());
    var seeds = backward.in().subList(in.size(), backward.in().size());
    var places = Numbers.differentiable(in);
    for (int k = 0; k < places.size(); k++) {
      Array x = in.get(places.get(k));
      for (int i = 0; i < Numbers.size(x); i += Math.max(1, Numbers.size(x) / 12)) {
        boolean rough = isRough(in, results);
        double step = rough ? 4e-3 : 1e-5;
        double up = value(f, in, places.get(k), i, step, seeds);
        double down = value(f, in, places.get(k), i, -step, seeds);
        double expected = (up - down) / (2 * step);
        assertThat(Numbers.slope(cotangents.get(k), i))
            .as("input %s, element %s", places.get(k), i)
            .isCloseTo(expected, within((rough ? 1e-2 : 1e-6) * Math.max(1, Math.abs(expected))));
      }
    }
  }

  private static boolean isRough(List<Array> in, List<Array> results) {
    return Stream.concat(in.stream(), results.stream())
        .anyMatch(x -> x.dtype().isDifferentiable() && x.dtype() != DType.FLOAT64);
  }

  private static double value(
      Program f, List<Array> in, int input, int place, double by, List<Array> seeds) {
    var at = new ArrayList<>(in);
    at.set(input, Numbers.moved(in.get(input), place, by));
    double sum = 0;
    int next = 0;
    for (Array y : Numbers.run(f, at)) {
      if (y.dtype().isDifferentiable()) {
        sum += Numbers.inner(y, seeds.get(next++));
      }
    }
    return sum;
  }
}
