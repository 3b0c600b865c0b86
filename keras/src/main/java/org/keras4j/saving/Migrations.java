package org.keras4j.saving;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.keras4j.config.Registry;

/// Configurations as older versions of Keras wrote them, brought to today's form.
final class Migrations {
  /// What Keras 2 wrote and Keras 3 does not know, by class.
  private static final Map<String, Set<String>> GONE =
      Map.ofEntries(
          Map.entry("Embedding", Set.of("input_length")),
          Map.entry("LSTM", Set.of("time_major", "implementation")),
          Map.entry("GRU", Set.of("time_major", "implementation")),
          Map.entry("SimpleRNN", Set.of("time_major")),
          Map.entry("RNN", Set.of("time_major")),
          Map.entry("LSTMCell", Set.of("implementation")),
          Map.entry("GRUCell", Set.of("implementation")),
          Map.entry(
              "DepthwiseConv1D",
              Set.of("groups", "kernel_initializer", "kernel_regularizer", "kernel_constraint")),
          Map.entry(
              "DepthwiseConv2D",
              Set.of("groups", "kernel_initializer", "kernel_regularizer", "kernel_constraint")),
          Map.entry(
              "SeparableConv1D",
              Set.of("groups", "kernel_initializer", "kernel_regularizer", "kernel_constraint")),
          Map.entry(
              "SeparableConv2D",
              Set.of("groups", "kernel_initializer", "kernel_regularizer", "kernel_constraint")),
          Map.entry("Conv2DTranspose", Set.of("groups")),
          Map.entry("Conv3DTranspose", Set.of("groups")),
          Map.entry("Conv1DTranspose", Set.of("groups")),
          Map.entry("MultiHeadAttention", Set.of("query_shape", "key_shape", "value_shape")));

  /// What Keras 2 wrote for every layer or optimizer.
  private static final Set<String> GONE_EVERYWHERE =
      Set.of("batch_input_shape", "is_legacy_optimizer", "jit_compile", "decay");

  /// Where a class without a module is not a layer.
  private static final List<String> OTHER_FAMILIES =
      List.of("_initializer", "_regularizer", "_constraint", "activation", "dtype");

  private Migrations() {}

  /// The configuration of a `.keras` file.
  ///
  /// @param version the version of Keras that wrote it
  static Map<String, @Nullable Object> migrate(
      Map<String, @Nullable Object> config, String version) {
    return isKeras2(version) ? Keras2.object(config) : config;
  }

  /// The configuration that a JSON text holds.
  static Map<String, @Nullable Object> current(Map<String, @Nullable Object> config) {
    return config.get("keras_version") instanceof String version && config.get("module") == null
        ? legacy(config, Optional.empty(), version)
        : config;
  }

  /// The configuration of a whole-model `.h5` file, which names no modules, together with how the
  /// model was compiled.
  static Map<String, @Nullable Object> legacy(
      Map<String, @Nullable Object> config,
      Optional<Map<String, @Nullable Object>> training,
      String version) {
    Map<String, @Nullable Object> named = new LinkedHashMap<>(named("layers", config));
    training.ifPresent(
        t -> {
          var compile = new LinkedHashMap<>(t);
          compile.put("optimizer", t.get("optimizer_config"));
          compile.remove("optimizer_config");
          named.put("compile_config", compile);
        });
    return isKeras2(version) ? Keras2.object(named) : named;
  }

  private static boolean isKeras2(String version) {
    return version.startsWith("2.") || version.startsWith("1.") || version.equals("2");
  }

  private static Map<String, @Nullable Object> named(String key, Map<?, ?> map) {
    var out = new LinkedHashMap<String, @Nullable Object>();
    map.forEach((k, v) -> out.put((String) k, named((String) k, v)));
    if (map.get("class_name") instanceof String className
        && map.containsKey("config")
        && map.get("module") == null
        && OTHER_FAMILIES.stream().noneMatch(key::endsWith)
        && !className.startsWith("__")) {
      out.put("module", module(className));
      out.putIfAbsent("registered_name", className);
    }
    return out;
  }

  private static @Nullable Object named(String key, @Nullable Object value) {
    return switch (value) {
      case Map<?, ?> map -> named(key, map);
      case List<?> list -> {
        var out = new ArrayList<@Nullable Object>();
        list.forEach(v -> out.add(named(key, v)));
        yield out;
      }
      case null, default -> value;
    };
  }

  private static @Nullable String module(String className) {
    return switch (className) {
      case "Sequential" -> "keras";
      case "Functional", "Model" -> "keras.src.models.functional";
      default ->
          Registry.entry("keras.layers", className, Optional.empty()).isPresent()
              ? "keras.layers"
              : null;
    };
  }

  /// What differs between Keras 2 and 3.
  private static final class Keras2 {
    private Keras2() {}

    static Map<String, @Nullable Object> object(Map<?, ?> map) {
      var out = new LinkedHashMap<String, @Nullable Object>();
      map.forEach((k, v) -> out.put((String) k, value(v)));
      if (!(out.get("class_name") instanceof String className)) {
        return out;
      }
      if (out.get("module") instanceof String module && module.contains(".engine.")) {
        out.put("module", module(className));
      }
      if (className.startsWith("Custom>")) {
        out.put("class_name", className.substring("Custom>".length()));
      }
      if (className.equals("Policy")) {
        out.put("class_name", "DTypePolicy");
        out.put("module", "keras");
      }
      if (out.get("config") instanceof Map<?, ?> config) {
        out.put("config", settings(className, config));
      }
      return out;
    }

    private static @Nullable Object value(@Nullable Object value) {
      return switch (value) {
        case Map<?, ?> map -> object(map);
        case List<?> list -> {
          var out = new ArrayList<@Nullable Object>();
          list.forEach(v -> out.add(value(v)));
          yield out;
        }
        case null, default -> value;
      };
    }

    private static Map<String, @Nullable Object> settings(String className, Map<?, ?> config) {
      var out = new LinkedHashMap<String, @Nullable Object>();
      config.forEach((k, v) -> out.put((String) k, v));
      out.keySet().removeAll(GONE.getOrDefault(className, Set.of()));
      if (!className.equals("InputLayer")) {
        out.keySet().removeAll(GONE_EVERYWHERE);
      }
      // Axes stood in lists.
      if (className.contains("Normalization")
          && out.get("axis") instanceof List<?> axes
          && axes.size() == 1) {
        out.put("axis", axes.getFirst());
      }
      return out;
    }
  }
}
