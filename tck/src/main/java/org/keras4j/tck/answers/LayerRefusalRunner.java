package org.keras4j.tck.answers;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.keras4j.layers.Layer;
import org.keras4j.symbolic.Arguments;
import org.keras4j.tck.parity.Case;
import org.keras4j.tck.parity.CaseRunner;
import org.keras4j.tck.parity.Outcome;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.Tree;

/// Asks the cases of kind `error` about layers: what Keras refuses must be refused in words, what it accepts must not.
final class LayerRefusalRunner implements CaseRunner {

  @Override
  public Outcome run(Case c) {
    boolean refuses = c.hasValue("error");
    try {
      Object answer = call(c);
      return refuses
          ? Outcome.failed("accepted, with the answer " + answer + "; Keras: " + c.raw("message"))
          : Outcome.passed();
    } catch (IllegalArgumentException | IllegalStateException e) {
      if (!refuses) {
        return Outcome.failed("refused, Keras accepts it: " + e.getMessage());
      }
      return e.getMessage() == null || e.getMessage().isBlank()
          ? Outcome.failed("refused without a word: " + e)
          : Outcome.passed();
    }
  }

  private static Object call(Case c) {
    var layer = (Layer) ObjectRunners.make("keras.layers", c);
    if (!c.hasValue("inputs")) {
      return layer;
    }
    Map<String, Object> keywords = new LinkedHashMap<>();
    c.map("call").forEach((name, value) -> keywords.put(name, Structures.map(value, x -> x)));
    var inputs = (List<?>) Structures.map(c.list("inputs"), x -> x);
    Tree<Tensor> answer = layer.apply(new Arguments(List.copyOf(inputs), keywords));
    return answer.map(Tensor::type);
  }
}
