package org.keras4j.tck.answers;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.keras4j.config.Codec;
import org.keras4j.config.Config;
import org.keras4j.losses.Loss;
import org.keras4j.tck.parity.Case;
import org.keras4j.tck.parity.CaseRunner;
import org.keras4j.tck.parity.Comparison;
import org.keras4j.tck.parity.Comparison.Difference;
import org.keras4j.tck.parity.Outcome;
import org.keras4j.tck.parity.PyNone;
import org.keras4j.tck.parity.Tolerance;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.Tensor;
import org.keras4j.transform.Gradients;

/// Asks the cases of kind `loss`: the loss of each call, and its gradient with respect to the
/// predictions.
final class LossRunner implements CaseRunner {

  @Override
  public Outcome run(Case c) {
    Loss loss = make(Loss.FAMILY, c.text("class_name"), c.map("config"));
    List<Object> calls = c.list("calls");
    for (int i = 0; i < calls.size(); i++) {
      Optional<Difference> difference = difference(c, loss, (Map<?, ?>) calls.get(i), i);
      if (difference.isPresent()) {
        return Outcome.of(difference);
      }
    }
    return Outcome.passed();
  }

  private static Optional<Difference> difference(Case c, Loss loss, Map<?, ?> call, int i) {
    Array yPred = (Array) required(call, "y_pred");
    Array got = (Array) apply(loss, call, yPred);
    var difference =
        named("call " + i, Comparison.difference(got, c.list("out").get(i), Tolerance.of(c)));
    if (difference.isPresent() || !c.has("grads") || c.list("grads").get(i) == PyNone.NONE) {
      return difference;
    }
    var at =
        Gradients.vjp(in -> List.of(apply(loss, call, in.getFirst())), List.of(yPred), List.of());
    Array cotangent = (Array) c.list("cotangents").get(i);
    Tensor gradient = at.back().apply(List.of(Optional.of(cotangent))).getFirst();
    return named(
        "gradient of call " + i,
        Comparison.difference(gradient, c.list("grads").get(i), Tolerance.of(c)));
  }

  private static Tensor apply(Loss loss, Map<?, ?> call, Tensor yPred) {
    Optional<Tensor> mask = optional(call, "mask");
    return loss.apply(
        (Tensor) required(call, "y_true"),
        mask.isPresent() ? yPred.withMask(mask) : yPred,
        optional(call, "sample_weight"));
  }

  static Object required(Map<?, ?> call, String name) {
    return Optional.<Object>ofNullable(call.get(name)).orElseThrow();
  }

  static Optional<Tensor> optional(Map<?, ?> call, String name) {
    return call.get(name) instanceof Tensor tensor ? Optional.of(tensor) : Optional.empty();
  }

  static Optional<Difference> named(String part, Optional<Difference> difference) {
    return difference.map(d -> new Difference(part + ": " + d.reason(), d.excess()));
  }

  /// The object of a class and recorded keywords.
  static <T> T make(Codec<T> family, String className, Object keywords) {
    Map<String, Object> config = new LinkedHashMap<>();
    ((Map<?, ?>) keywords)
        .forEach(
            (key, value) ->
                config.put(String.valueOf(key), value == PyNone.NONE ? Optional.empty() : value));
    return family.decode(Map.of("class_name", className, "config", Config.of(config).toMap()));
  }
}
