package org.keras4j.config;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads the settings of a value, such as an initializer, one keyword after the other, and refuses
/// what was not asked for.
public final class Settings {
  private final String owner;
  private final Config config;
  private final Set<String> known = new HashSet<>();

  /// Reads a config of `owner`, the class named in errors.
  public Settings(String owner, Config config) {
    this.owner = owner;
    this.config = config;
  }

  /// The value of a keyword, or a default if it is absent or `null`.
  public <T> T get(String key, Codec<T> codec, T byDefault) {
    known.add(key);
    Object value = config.get(key);
    return value == null ? byDefault : decode(key, codec, value);
  }

  /// The value of a keyword, unless absent or `null`.
  public <T> Optional<T> find(String key, Codec<T> codec) {
    known.add(key);
    return config.find(key).map(v -> decode(key, codec, v));
  }

  /// The number of a keyword, or a default.
  public double number(String key, double byDefault) {
    return get(key, Codec.DOUBLE, byDefault);
  }

  private <T> T decode(String key, Codec<T> codec, @Nullable Object value) {
    try {
      return codec.decode(value);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "Received an invalid value for `%s` in %s, expected %s. Received: %s=%s"
              .formatted(key, owner, e.getMessage(), key, value),
          e);
    }
  }

  /// Gives back a value after refusing settings nobody asked for.
  ///
  /// @throws IllegalArgumentException if there are some
  public <T> T done(T value) {
    List<String> unknown = new ArrayList<>(config.keys());
    unknown.removeAll(known);
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException(
          "Unrecognized keyword arguments passed to %s: %s".formatted(owner, unknown));
    }
    return value;
  }
}
