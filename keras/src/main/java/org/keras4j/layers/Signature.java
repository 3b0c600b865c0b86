package org.keras4j.layers;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.keras4j.symbolic.Arguments;

/// What a layer's call takes: the names of its arguments as in Keras, in order. `training` and
/// `mask` are always accepted.
///
/// {@snippet :
/// Signature.of("query", "value").optional("key", "value_mask").byName("use_causal_mask");
/// }
public final class Signature {
  private final List<String> required;
  private final List<String> optional;
  private final List<String> byName;

  private Signature(List<String> required, List<String> optional, List<String> byName) {
    this.required = required;
    this.optional = optional;
    this.byName = byName;
  }

  /// Arguments that must be given, in order.
  public static Signature of(String... required) {
    return new Signature(List.of(required), List.of(), List.of());
  }

  /// These, followed by arguments that may be left out.
  public Signature optional(String... names) {
    return new Signature(required, more(optional, names), byName);
  }

  /// These, and arguments that may be left out and are only given by name, such as flags.
  public Signature byName(String... names) {
    return new Signature(required, optional, more(byName, names));
  }

  private static List<String> more(List<String> before, String... names) {
    var more = new ArrayList<>(before);
    more.addAll(List.of(names));
    return List.copyOf(more);
  }

  /// The names of the arguments that may be given by position, in order.
  List<String> names() {
    var all = new ArrayList<>(required);
    all.addAll(optional);
    return all;
  }

  /// How many arguments must be given.
  int numRequired() {
    return required.size();
  }

  boolean has(String name) {
    return required.contains(name) || optional.contains(name) || byName.contains(name);
  }

  /// Arguments by name, in the order of the signature.
  ///
  /// @throws IllegalArgumentException if one is missing, unknown, given twice or one too many
  Map<String, Object> bind(String layer, Arguments arguments) {
    var names = names();
    if (arguments.positional().size() > names.size()) {
      throw new IllegalArgumentException(
          "Layer '%s' takes the arguments %s. Received: %d positional arguments"
              .formatted(layer, names, arguments.positional().size()));
    }
    var given = new LinkedHashMap<String, Object>();
    for (int i = 0; i < arguments.positional().size(); i++) {
      given.put(names.get(i), arguments.positional().get(i));
    }
    arguments
        .keyword()
        .forEach(
            (name, value) -> {
              if (!has(name) && !name.equals("training") && !name.equals("mask")) {
                throw new IllegalArgumentException(
                    "Layer '%s' got an unexpected keyword argument '%s'. Expected: %s"
                        .formatted(layer, name, names));
              }
              if (given.putIfAbsent(name, value) != null) {
                throw new IllegalArgumentException(
                    "Layer '%s' got two values for its argument '%s'.".formatted(layer, name));
              }
            });
    for (String name : required) {
      if (!given.containsKey(name)) {
        throw new IllegalArgumentException(
            "Layer '%s' is missing a required argument: '%s'".formatted(layer, name));
      }
    }
    return given;
  }

  /// Whether an argument was left out or is `None`.
  static boolean isNone(Object value) {
    return value.equals(Optional.empty());
  }
}
