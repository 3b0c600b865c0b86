package org.keras4j.tck.answers;

import org.keras4j.random.Random;
import org.keras4j.random.Seed;
import org.keras4j.tck.parity.Arguments;
import org.keras4j.tck.parity.OpTable;
import org.keras4j.tck.parity.PyNone;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Promotion;
import org.keras4j.tensor.Shape;

/// The functions of `keras.random`.
final class RandomAnswers implements OpTable.Group {

  @Override
  public void addTo(OpTable table) {
    table
        .section("keras.random.")
        .add(
            "uniform",
            a ->
                Random.uniform(
                    a.shape("shape"), a.number("minval"), a.number("maxval"), dtype(a), seed(a)))
        .add(
            "normal",
            a ->
                Random.normal(
                    a.shape("shape"), a.number("mean"), a.number("stddev"), dtype(a), seed(a)))
        .add(
            "truncated_normal",
            a ->
                Random.truncatedNormal(
                    a.shape("shape"), a.number("mean"), a.number("stddev"), dtype(a), seed(a)))
        .add(
            "randint",
            a ->
                Random.randint(
                    a.shape("shape"),
                    a.integer("minval"),
                    a.integer("maxval"),
                    a.dtype("dtype").orElse(DType.INT32),
                    seed(a)))
        .add("gamma", a -> Random.gamma(a.shape("shape"), a.tensor("alpha"), dtype(a), seed(a)))
        .add(
            "beta",
            a ->
                Random.beta(
                    a.shape("shape"), a.tensor("alpha"), a.tensor("beta"), dtype(a), seed(a)))
        .add(
            "binomial",
            a ->
                Random.binomial(
                    a.shape("shape"),
                    a.tensor("counts"),
                    a.tensor("probabilities"),
                    dtype(a),
                    seed(a)))
        .add(
            "categorical",
            a ->
                Random.categorical(
                    a.tensor("logits"),
                    a.integer("num_samples"),
                    a.dtype("dtype").orElse(DType.INT32),
                    seed(a)))
        .add(
            "dropout",
            a -> Random.dropout(a.tensor("inputs"), a.number("rate"), noiseShape(a), seed(a)))
        .add("shuffle", a -> Random.shuffle(a.tensor("x"), a.integer("axis"), seed(a)));
  }

  private static DType dtype(Arguments a) {
    return a.dtype("dtype").orElseGet(Promotion::floatx);
  }

  private static Shape noiseShape(Arguments a) {
    return a.given("noise_shape") ? a.shape("noise_shape") : a.tensor("inputs").shape();
  }

  private static Seed seed(Arguments a) {
    return switch (a.raw("seed")) {
      case Seed seed -> seed;
      case PyNone _ -> Seed.global();
      default -> Seed.of(a.integer("seed"));
    };
  }
}
