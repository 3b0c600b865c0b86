package org.keras4j.config;

import org.jspecify.annotations.Nullable;

/// A Python slice `start:stop:step` in the arguments of an operation; a part that is `null` is left
/// out.
public record PythonSlice(@Nullable Long start, @Nullable Long stop, @Nullable Long step) {
  Config toConfig() {
    return Config.of("class_name", "__slice__")
        .with("config", Config.of("start", start).with("stop", stop).with("step", step));
  }

  static PythonSlice read(Config config) {
    return new PythonSlice(
        number(config.get("start")), number(config.get("stop")), number(config.get("step")));
  }

  private static @Nullable Long number(@Nullable Object value) {
    return value instanceof Number n ? n.longValue() : null;
  }
}
