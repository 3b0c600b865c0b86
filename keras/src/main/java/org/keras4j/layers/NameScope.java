package org.keras4j.layers;

import java.util.function.Supplier;

/// Where in a model code runs: the names of the surrounding layers, which become part of the paths
/// of weights.
///
/// {@snippet :
/// NameScope.in("encoder", () -> new Dense(3).apply(x));   // weights `encoder/dense/kernel`
/// }
public final class NameScope {
  private static final ScopedValue<String> PATH = ScopedValue.newInstance();

  private NameScope() {}

  /// The names of the surrounding scopes, `sequential/dense`; empty outside.
  public static String path() {
    return PATH.orElse("");
  }

  /// Runs `body` in a scope inside the current one.
  ///
  /// @throws IllegalArgumentException if the name contains `/`
  public static <T> T in(String name, Supplier<T> body) {
    requireName(name);
    return at(join(path(), name), body);
  }

  /// Runs `body` with a path in force, whatever surrounds it.
  static <T> T at(String path, Supplier<T> body) {
    return ScopedValue.where(PATH, path).call(body::get);
  }

  static String join(String parent, String name) {
    return parent.isEmpty() ? name : parent + "/" + name;
  }

  static String requireName(String name) {
    if (name.contains("/")) {
      throw new IllegalArgumentException(
          "Argument `name` must be a string and cannot contain character `/`. Received: name="
              + name);
    }
    return name;
  }
}
