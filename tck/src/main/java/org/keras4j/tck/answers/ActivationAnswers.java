package org.keras4j.tck.answers;

import java.util.List;
import org.keras4j.activations.ActivationFunction;
import org.keras4j.activations.Activations;
import org.keras4j.ops.Ops;
import org.keras4j.tck.parity.OpTable;

/// The functions of `keras.activations`.
final class ActivationAnswers implements OpTable.Group {
  private static final List<String> WITHOUT_PARAMETERS =
      List.of(
          "exponential",
          "hard_sigmoid",
          "hard_silu",
          "hard_swish",
          "hard_tanh",
          "linear",
          "log_sigmoid",
          "mish",
          "relu6",
          "selu",
          "sigmoid",
          "silu",
          "softplus",
          "softsign",
          "sparse_plus",
          "sparse_sigmoid",
          "swish",
          "tanh",
          "tanh_shrink");

  @Override
  public void addTo(OpTable table) {
    var section = new Adding(table.section("keras.activations."));
    WITHOUT_PARAMETERS.forEach(
        name -> section.add(name, a -> ActivationFunction.get(name).apply(a.tensor("x"))));
    section
        .add("get", a -> ActivationFunction.get(a.text("identifier")))
        .add(
            "relu",
            a ->
                Activations.relu(
                    a.tensor("x"),
                    a.number("negative_slope"),
                    Adding.boxed(a.optionalNumber("max_value")),
                    a.number("threshold")))
        .add("celu", a -> Ops.celu(a.tensor("x"), a.number("alpha")))
        .add("elu", a -> Ops.elu(a.tensor("x"), a.number("alpha")))
        .add("gelu", a -> Ops.gelu(a.tensor("x"), a.flag("approximate")))
        .add("glu", a -> Ops.glu(a.tensor("x"), a.integer("axis")))
        .add("hard_shrink", a -> Ops.hardShrink(a.tensor("x"), a.number("threshold")))
        .add("soft_shrink", a -> Ops.softShrink(a.tensor("x"), a.number("threshold")))
        .add("leaky_relu", a -> Ops.leakyRelu(a.tensor("x"), a.number("negative_slope")))
        .add("log_softmax", a -> Ops.logSoftmax(a.tensor("x"), Adding.axis(a)))
        .add("softmax", a -> Ops.softmax(a.tensor("x"), Adding.axis(a)))
        .add("sparsemax", a -> Ops.sparsemax(a.tensor("x"), a.integer("axis")))
        .add("squareplus", a -> Ops.squareplus(a.tensor("x"), a.number("b")))
        .add(
            "threshold",
            a -> Ops.threshold(a.tensor("x"), a.number("threshold"), a.number("default_value")));
  }
}
