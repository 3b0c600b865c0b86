package org.keras4j.models;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keras4j.config.Config;
import org.keras4j.config.PythonSlice;
import org.keras4j.config.Registry;
import org.keras4j.ops.OpClasses;
import org.keras4j.symbolic.Arguments;
import org.keras4j.symbolic.OpCall;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.Tree;

/// The functions of `Ops` that may stand in the config of a model, by the Keras class that stands
/// for them there.
final class Operators {
  private Operators() {}

  static boolean knows(Config json) {
    return json.find("module").map(m -> m.toString().startsWith("keras.src.ops.")).orElse(false);
  }

  static Config serialize(OpCall call) {
    return Config.of("module", OpClasses.module(call.className()))
        .with("class_name", call.className())
        .with("config", Config.of("name", call.name()).with(Config.of(call.parameters())))
        .with("registered_name", call.className());
  }

  static Tree<Tensor> apply(Config json, String name, Arguments arguments) {
    var parameters = json.get("config") == null ? Config.EMPTY : json.child("config");
    return OpCall.named(
        name,
        () ->
            OpClasses.apply(
                json.string("class_name"), inMaps(arguments), key -> parameters.find(key)));
  }

  /// Slices and ellipses as maps, which functions of `Ops` take them as.
  private static Arguments inMaps(Arguments arguments) {
    var keyword = new LinkedHashMap<String, Object>();
    arguments.keyword().forEach((k, v) -> keyword.put(k, inMaps(v)));
    return new Arguments(arguments.positional().stream().map(Operators::inMaps).toList(), keyword);
  }

  private static Object inMaps(Object value) {
    return switch (value) {
      case PythonSlice(var start, var stop, var step) ->
          Map.of(
              "class_name",
              "__slice__",
              "config",
              Map.of("start", given(start), "stop", given(stop), "step", given(step)));
      case Registry.Ellipsis _ -> Map.of("class_name", "__ellipsis__", "config", Map.of());
      case List<?> list -> list.stream().map(Operators::inMaps).toList();
      default -> value;
    };
  }

  private static Object given(@Nullable Long bound) {
    return Optional.<Object>ofNullable(bound).orElse(Optional.empty());
  }
}
