package org.keras4j.saving;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.keras4j.config.Config;
import org.keras4j.config.Registry;
import org.keras4j.saving.format.Json;

/// Looks through a configuration before anything is made from it: every class and function it names
/// must be known, and it must not be deeper than models are.
final class ConfigCheck {
  private static final int MAX_DEPTH = 40;
  private static final Set<String> VALUES =
      Set.of(
          "__keras_tensor__", "__tensor__", "__numpy__", "__bytes__", "__ellipsis__", "__slice__");
  private static final Set<String> CODE = Set.of("__lambda__", "__typespec__");

  /// Layers whose settings are programs of other frameworks, or paths to them.
  private static final Set<String> FOREIGN =
      Set.of("TorchModuleWrapper", "JaxLayer", "FlaxLayer", "TFSMLayer");

  private final List<String> problems = new ArrayList<>();

  private ConfigCheck() {}

  /// Checks a configuration.
  ///
  /// @throws RefusedFileException with all that is wrong
  static void check(Map<String, @Nullable Object> config, String where) {
    var check = new ConfigCheck();
    check.visit("", config, 0);
    if (!check.problems.isEmpty()) {
      throw new RefusedFileException(where, WeightsReader.shortened(check.problems));
    }
  }

  private void visit(String path, @Nullable Object value, int objects) {
    switch (value) {
      case List<?> list -> {
        for (int i = 0; i < list.size(); i++) {
          visit(path + "[" + i + "]", list.get(i), objects);
        }
      }
      case Map<?, ?> map -> visitMap(path, map, objects);
      case null, default -> {}
    }
  }

  private void visitMap(String path, Map<?, ?> map, int objects) {
    boolean object = map.get("class_name") instanceof String;
    if (object && objects == MAX_DEPTH) {
      problems.add(
          "Expected at most %d objects inside each other. Received: more, at %s"
              .formatted(MAX_DEPTH, path));
      return;
    }
    if (object) {
      checkObject(path, map);
    }
    map.forEach(
        (key, value) ->
            visit(
                path.isEmpty() ? key.toString() : path + "." + key,
                value,
                objects + (object ? 1 : 0)));
  }

  private void checkObject(String path, Map<?, ?> map) {
    String className = String.valueOf(map.get("class_name"));
    String at = path.isEmpty() ? "the top" : path;
    if (CODE.contains(className) || FOREIGN.contains(className)) {
      problems.add(
          "Expected settings, no program. Received: class_name=%s at %s. Such a part is never loaded; register a class or function of your own in its place"
              .formatted(className, at));
    } else if (className.equals("__shared__")) {
      problems.add(
          "Expected an object. Received: a reference to a shared one that the file does not hold, at "
              + at);
    } else if (!VALUES.contains(className) && map.containsKey("config") && !isKnown(map)) {
      problems.add(
          "Expected classes and functions that are known. Received: %s of module %s, registered_name=%s, at %s. Register it with Registry.register, or pass it to customObjects"
              .formatted(
                  className.equals("function")
                      ? "function " + map.get("config")
                      : "class " + className,
                  Json.describe(map.get("module")),
                  Json.describe(map.get("registered_name")),
                  at));
    }
  }

  private static boolean isKnown(Map<?, ?> map) {
    var json = Config.of(map);
    // Classes without a module are found by the family they must belong to, when they are made.
    boolean named = json.get("module") != null || json.get("registered_name") != null;
    return !named
        || Registry.knows(json)
        || Optional.ofNullable(json.get("module"))
            .map(Object::toString)
            .filter(m -> m.startsWith("keras.src.ops."))
            .isPresent();
  }
}
