package org.keras4j.tck.answers;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.keras4j.config.Config;
import org.keras4j.config.Registry;
import org.keras4j.layers.Layer;
import org.keras4j.symbolic.Arguments;
import org.keras4j.tck.parity.Case;
import org.keras4j.tck.parity.CaseRunner;
import org.keras4j.tck.parity.Outcome;

/// Asks the cases of kind `error` that make or call a layer: it must be refused, in words, where
/// Keras refuses, and accepted where Keras accepts.
final class LayerRefusalRunner implements CaseRunner {
  @Override
  public Outcome run(Case c) {
    String className = c.text("class_name");
    if (Registry.entry("keras.layers", className, Optional.empty()).isEmpty()) {
      return Outcome.missing("keras.layers." + className);
    }
    boolean refused = c.hasValue("error");
    boolean inConstructor = refused && c.text("where").equals("constructor");
    try {
      Layer layer = layer(c, className);
      if (inConstructor) {
        return Outcome.failed("accepted by the constructor; Keras: " + c.get("message"));
      }
      if (c.hasValue("inputs")) {
        layer.apply(arguments(c));
      }
    } catch (IllegalArgumentException | IllegalStateException e) {
      String message = String.valueOf(e.getMessage());
      if (!refused) {
        return Outcome.failed("refused, but Keras accepts it: " + message);
      }
      return message.isBlank() ? Outcome.failed("refused without a word: " + e) : Outcome.passed();
    }
    return refused ? Outcome.failed("accepted; Keras: " + c.get("message")) : Outcome.passed();
  }

  private static Arguments arguments(Case c) {
    var positional = c.list("inputs").stream().map(input -> Structures.map(input, t -> t)).toList();
    var keyword = new LinkedHashMap<String, Object>();
    c.map("call").forEach((name, value) -> keyword.put(name, Structures.map(value, t -> t)));
    return new Arguments(positional, keyword);
  }

  private static Layer layer(Case c, String className) {
    var json =
        Config.of("module", "keras.layers")
            .with("class_name", className)
            .with("config", Config.of((Map<?, ?>) Objects.requireNonNull(c.config("config"))));
    return (Layer) Objects.requireNonNull(Registry.deserialize(json.toMap()));
  }
}
