package org.keras4j.tck.parity;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.keras4j.random.Seed;
import org.keras4j.random.SeedGenerator;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.Tensor;

/// Asks the cases of kind `moments` that call a random function: shape, dtype, and moments as near
/// as chance allows.
///
/// The functions of the table receive the argument `seed` as a [Seed].
public final class MomentsRunner implements CaseRunner {
  private static final int SEED = 7;
  private static final double DEVIATIONS = 6;
  private static final double SLACK = 1e-3;

  private final OpTable table;

  /// Asks the functions of a table.
  ///
  /// @param table the functions
  public MomentsRunner(OpTable table) {
    this.table = table;
  }

  @Override
  public Outcome run(Case c) throws Exception {
    Array drawn = draw(c, new SeedGenerator(0));
    Shape shape = Values.shape(c.get("out_shape"));
    if (!drawn.shape().equals(shape) || !drawn.dtype().kerasName().equals(c.text("out_dtype"))) {
      return Outcome.failed(
          "wanted " + c.text("out_dtype") + " " + shape + ", got " + drawn.type());
    }
    List<String> problems = new ArrayList<>();
    if (c.has("moments")) {
      moments(c.map("moments"), drawn.toDoubles(), choices(c, shape), problems);
    }
    if (c.has("shares")) {
      shares(c.list("shares"), drawn, problems);
    }
    if (c.has("constant_axes")) {
      constant(c, drawn, problems);
    }
    if (c.has("permutation_along")) {
      permutation(c, drawn, problems);
    }
    if (c.has("same_seed_same_values")) {
      seeds(c, problems);
    }
    return problems.isEmpty() ? Outcome.passed() : Outcome.failed(String.join("; ", problems));
  }

  private Array draw(Case c, Seed seed) throws Exception {
    Map<String, Object> kwargs = new LinkedHashMap<>(c.map("kwargs"));
    kwargs.put("seed", seed);
    Object answer = Objects.requireNonNull(table.call(c.name(), c.list("args"), kwargs));
    return Values.concrete((Tensor) answer);
  }

  private static double number(Map<String, Object> values, String name) {
    return Values.number(Objects.requireNonNull(values.get(name)));
  }

  /// How often chance decided: once for all elements along a constant axis.
  static long choices(Case c, Shape shape) {
    long choices = shape.size();
    if (c.has("constant_axes")) {
      for (int axis : Values.integers(c.get("constant_axes"))) {
        choices /= shape.dim(axis);
      }
    }
    return choices;
  }

  /// A single choice says nothing of its distribution.
  private static void moments(
      Map<String, Object> want, double[] x, long choices, List<String> problems) {
    if (choices < 2) {
      return;
    }
    double mean = Arrays.stream(x).average().orElse(0);
    double std = Math.sqrt(Arrays.stream(x).map(v -> (v - mean) * (v - mean)).average().orElse(0));
    double spread = number(want, "std");
    double range = number(want, "max") - number(want, "min");
    double chance = DEVIATIONS * spread * Math.sqrt(2.0 / choices) + SLACK;
    near("mean", mean, number(want, "mean"), chance, problems);
    near("std", std, spread, 2 * chance, problems);
    near("min", Arrays.stream(x).min().orElse(0), number(want, "min"), range + SLACK, problems);
    near("max", Arrays.stream(x).max().orElse(0), number(want, "max"), range + SLACK, problems);
  }

  private static void near(
      String what, double got, double want, double allowed, List<String> problems) {
    if (Math.abs(got - want) > allowed) {
      problems.add(what + ": wanted " + want + ", got " + got);
    }
  }

  private static void shares(List<Object> want, Array drawn, List<String> problems) {
    int samples = drawn.shape().dim(1);
    long[] classes = drawn.toLongs();
    for (int row = 0; row < want.size(); row++) {
      List<?> shares = (List<?>) want.get(row);
      for (int k = 0; k < shares.size(); k++) {
        int wanted = k;
        long count =
            Arrays.stream(classes, row * samples, (row + 1) * samples)
                .filter(x -> x == wanted)
                .count();
        near(
            "share of class " + k + " in row " + row,
            (double) count / samples,
            Values.number(Objects.requireNonNull(shares.get(k))),
            DEVIATIONS / Math.sqrt(samples),
            problems);
      }
    }
  }

  /// Along some axes all elements are dropped together or kept together.
  private static void constant(Case c, Array drawn, List<String> problems) {
    Array inputs = (Array) c.list("args").getFirst();
    double[] x = inputs.toDoubles();
    double[] y = drawn.toDoubles();
    int[] strides = drawn.shape().strides();
    for (int axis : Values.integers(c.get("constant_axes"))) {
      for (int i = strides[axis]; i < y.length; i++) {
        boolean first = i / strides[axis] % drawn.shape().dim(axis) == 0;
        boolean comparable = !first && x[i] != 0 && x[i - strides[axis]] != 0;
        if (comparable && (y[i] == 0) != (y[i - strides[axis]] == 0)) {
          problems.add("the choice differs along axis " + axis);
          return;
        }
      }
    }
  }

  private static void permutation(Case c, Array drawn, List<String> problems) {
    double[] before = ((Array) c.list("args").getFirst()).toDoubles();
    double[] after = drawn.toDoubles();
    if (Arrays.equals(before, after)) {
      problems.add("nothing was moved");
    }
    Arrays.sort(before);
    Arrays.sort(after);
    if (!Arrays.equals(before, after)) {
      problems.add("the elements are not those of the argument");
    }
  }

  private void seeds(Case c, List<String> problems) throws Exception {
    if (!Arrays.equals(draw(c, Seed.of(SEED)).toDoubles(), draw(c, Seed.of(SEED)).toDoubles())) {
      problems.add("one seed gave two answers");
    }
    var generator = new SeedGenerator(SEED);
    state("state", c, generator, problems);
    double[] first = draw(c, generator).toDoubles();
    if (Arrays.equals(first, draw(c, generator).toDoubles())) {
      problems.add("the generator does not move on");
    }
    state("state_after", c, generator, problems);
  }

  private static void state(String field, Case c, SeedGenerator generator, List<String> problems) {
    List<Long> got = Arrays.stream(generator.state().stored().toLongs()).boxed().toList();
    if (!got.equals(c.get(field))) {
      problems.add(field + ": wanted " + c.get(field) + ", got " + got);
    }
  }
}
