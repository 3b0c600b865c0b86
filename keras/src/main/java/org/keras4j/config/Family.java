package org.keras4j.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.keras4j.symbolic.Names;

/// The objects of one kind, such as initializers: how configs and users name them, by object, by
/// config or by a short string such as `glorot_uniform`.
///
/// @param <T> what they are in Java
public final class Family<T> implements Codec<T> {
  private final Class<T> type;
  private final String module;
  private final String what;
  private final boolean ignoresCase;

  private Family(Class<T> type, String module, String what, boolean ignoresCase) {
    this.type = type;
    this.module = module;
    this.what = what;
    this.ignoresCase = ignoresCase;
  }

  /// The objects of a type.
  ///
  /// @param module their Python module, such as `keras.initializers`
  /// @param what what one is called, such as `initializer`
  public static <T> Family<T> of(Class<T> type, String module, String what) {
    return new Family<>(type, module, what, false);
  }

  /// These, found by class names in any case; the catalogue lists those in lower case as aliases.
  public Family<T> ignoringCase() {
    return new Family<>(type, module, what, true);
  }

  /// The object of a name, with its default settings.
  ///
  /// @throws IllegalArgumentException if there is none
  public T get(String identifier) {
    return find(identifier, Config.EMPTY).orElseThrow(() -> unknown(identifier));
  }

  private Optional<T> find(String identifier, Config settings) {
    String lower = identifier.toLowerCase(Locale.ROOT);
    return Registry.entry(module, identifier, Optional.of(identifier))
        .or(() -> ignoresCase ? Registry.entry(module, lower, Optional.empty()) : Optional.empty())
        .map(entry -> entry.make().apply(settings))
        .filter(type::isInstance)
        .map(type::cast);
  }

  private IllegalArgumentException unknown(@Nullable Object identifier) {
    return new IllegalArgumentException(
        "Could not interpret %s identifier: %s".formatted(what, identifier));
  }

  @Override
  public @Nullable Object encode(T value) {
    if (value instanceof Configurable configurable) {
      return Registry.serialize(configurable);
    }
    throw new IllegalStateException(
        "A bare lambda cannot be saved. Write a class for this %s and register it with Registry.register."
            .formatted(what));
  }

  @Override
  public T decode(@Nullable Object value) {
    if (type.isInstance(value)) {
      return type.cast(value);
    }
    if (value instanceof String identifier) {
      return get(identifier);
    }
    if (value instanceof Map<?, ?> map && map.get("class_name") instanceof String name) {
      var config = Config.of(map);
      // Configs made by hand and those of Keras 2 name no module.
      if (config.get("module") == null && config.get("registered_name") == null) {
        var settings = config.get("config") == null ? Config.EMPTY : config.child("config");
        return find(name, settings).orElseThrow(() -> unknown(value));
      }
      Object found = Registry.deserialize(map);
      if (type.isInstance(found)) {
        return type.cast(found);
      }
    }
    throw unknown(value);
  }

  /// An entry of a catalogue that is also found by its name in snake case.
  public <U extends T> Catalogue.Entry entry(
      String className, Class<U> type, Function<Config, U> make) {
    return Catalogue.Entry.of(module, className, type, make).aliases(Names.snakeCase(className));
  }

  /// An entry of a catalogue that is also found by its name in snake case and further names.
  public <U extends T> Catalogue.Entry entry(
      String className, Class<U> type, Function<Config, U> make, String... aliases) {
    var all = new ArrayList<>(List.of(aliases));
    all.add(Names.snakeCase(className));
    return Catalogue.Entry.of(module, className, type, make).aliases(all.toArray(String[]::new));
  }
}
