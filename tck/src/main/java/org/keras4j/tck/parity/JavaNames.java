package org.keras4j.tck.parity;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// What a name of Keras is called in Java: `keras.ops.expand_dims` is `Ops.expandDims`,
/// `keras.losses.Huber` is `Huber`.
///
/// The rule is Java's case in place of Python's. What it does not give is in a table.
public final class JavaNames {
  /// The parts of the API whose names are held against Java's.
  public static final List<String> MODULES =
      List.of(
          "keras.ops",
          "keras.random",
          "keras.activations",
          "keras.initializers",
          "keras.regularizers",
          "keras.constraints",
          "keras.losses",
          "keras.metrics",
          "keras.optimizers.schedules",
          "keras.optimizers");

  /// Modules whose functions are methods of a class.
  private static final Map<String, String> HOLDERS =
      Map.of(
          "keras.ops", "Ops",
          "keras.random", "Random",
          "keras.losses", "Losses",
          "keras.metrics", "Metrics");

  /// The interface of each family, which its `get`, `serialize` and `deserialize` belong to.
  private static final Map<String, String> FAMILIES =
      Map.of(
          "keras.activations", "ActivationFunction",
          "keras.initializers", "Initializer",
          "keras.regularizers", "Regularizer",
          "keras.constraints", "Constraint",
          "keras.losses", "Loss",
          "keras.metrics", "Metric",
          "keras.optimizers.schedules", "LearningRateSchedule",
          "keras.optimizers", "Optimizer");

  /// What the rule does not give: words that Java keeps for itself, second names of Keras's own,
  /// and an activation that needs arguments.
  private static final Map<String, String> RENAMED =
      Map.of(
          "keras.ops.switch", "Ops.switchCase",
          "keras.activations.swish", "Activations.SILU",
          "keras.activations.hard_swish", "Activations.HARD_SILU",
          "keras.activations.threshold", "Ops.threshold",
          "keras.activations.serialize", "ActivationFunction.CODEC",
          "keras.activations.deserialize", "ActivationFunction.CODEC",
          "keras.initializers.IdentityInitializer", "Identity",
          "keras.initializers.OrthogonalInitializer", "Orthogonal",
          "keras.initializers.STFTInitializer", "STFT",
          "keras.initializers.stft", "STFT");

  private JavaNames() {}

  /// What stands for a name in Java: a class, or a class and its member.
  ///
  /// @param kerasName the full name, such as `keras.ops.nn.relu`
  /// @return the Java name, such as `Ops.relu`
  public static String of(String kerasName) {
    return RENAMED.getOrDefault(kerasName, byRule(kerasName));
  }

  private static String byRule(String kerasName) {
    String module =
        MODULES.stream()
            .filter(m -> kerasName.startsWith(m + "."))
            .findFirst()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "Expected a name of %s. Received: name=%s".formatted(MODULES, kerasName)));
    String name = kerasName.substring(kerasName.lastIndexOf('.') + 1);
    Optional<String> family = Optional.ofNullable(FAMILIES.get(module));
    if (family.isPresent()) {
      switch (name) {
        case "get" -> {
          return family.get() + ".get";
        }
        case "serialize", "deserialize" -> {
          return family.get() + ".FAMILY";
        }
        default -> {}
      }
    }
    if (module.equals("keras.activations")) {
      return "Activations." + name.toUpperCase(Locale.ROOT);
    }
    boolean isClass = Character.isUpperCase(name.charAt(0)) || !HOLDERS.containsKey(module);
    return isClass ? className(name) : HOLDERS.get(module) + "." + camelCase(name);
  }

  private static String className(String name) {
    return Character.isUpperCase(name.charAt(0))
        ? name
        : Character.toUpperCase(name.charAt(0)) + camelCase(name).substring(1);
  }

  private static String camelCase(String name) {
    var out = new StringBuilder();
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean joint = c == '_' && i > 0 && i + 1 < name.length();
      out.append(joint ? Character.toUpperCase(name.charAt(++i)) : c);
    }
    return out.toString();
  }
}
