package org.keras4j.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// The keyword arguments of one object, in the order of their declaration.
public final class Args {
  private final Supplier<String> name;
  private final Map<String, Arg<?>> all = new LinkedHashMap<>();
  private boolean frozen;

  /// No arguments yet.
  ///
  /// @param name the object's class, for errors
  public Args(Supplier<String> name) {
    this.name = name;
  }

  /// Declares an argument with a default, which is made when it is first needed.
  public <T> Arg<T> add(String keyword, Codec<T> codec, Supplier<? extends T> byDefault) {
    var arg = new Arg<T>(this, keyword, codec, byDefault);
    all.put(keyword, arg);
    return arg;
  }

  /// Declares an argument that must be given.
  public <T> Arg<T> required(String keyword, Codec<T> codec) {
    var arg = new Arg<T>(this, keyword, codec, null);
    all.put(keyword, arg);
    return arg;
  }

  /// The arguments, in order.
  public List<Arg<?>> all() {
    return List.copyOf(all.values());
  }

  /// Refuses changes from here on.
  public void freeze() {
    frozen = true;
  }

  /// Throws unless changes are still allowed.
  void requireOpen(String keyword) {
    if (frozen) {
      throw new IllegalStateException(
          "`%s` of %s cannot be changed any more: it is built. Set it before the first call."
              .formatted(keyword, name.get()));
    }
  }

  String name() {
    return name.get();
  }

  /// The values by keyword.
  public Config toConfig() {
    var out = Config.EMPTY;
    for (Arg<?> arg : all.values()) {
      if (arg.isListed()) {
        out = out.with(arg.name(), arg.write());
      }
    }
    return out;
  }

  /// Sets the values a config gives.
  ///
  /// @throws IllegalArgumentException if it gives one that is not declared, or not one that must be
  ///   given, or a value that does not fit
  public void fill(Config config) {
    var unknown = new ArrayList<String>();
    for (String key : config.keys()) {
      Arg<?> arg = all.get(key);
      if (arg == null) {
        unknown.add("'%s': %s".formatted(key, config.get(key)));
      } else {
        arg.read(config.get(key));
      }
    }
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException(
          "Unrecognized keyword arguments passed to %s: {%s}"
              .formatted(name.get(), String.join(", ", unknown)));
    }
    Set<String> missing =
        all.values().stream().filter(a -> !a.isSet()).map(Arg::name).collect(Collectors.toSet());
    if (!missing.isEmpty()) {
      throw new IllegalArgumentException(
          "%s needs the arguments %s. Received: %s".formatted(name.get(), missing, config.keys()));
    }
  }
}
