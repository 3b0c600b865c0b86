package org.keras4j.config;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// The Keras classes and functions a module brings, for the [Registry] to find by name.
///
/// A module offers its catalogues as services (`provides Catalogue with ...`).
public interface Catalogue {
  /// A class: the Python module and class name it has in configs, and what makes an object.
  ///
  /// @param module the Python module in configs, such as `keras.layers`
  /// @param className the class name in configs
  /// @param type the Java class
  /// @param registeredName what configs say as `registered_name`; Keras's own exported classes have
  ///   none
  /// @param aliases other names configs may use, with or without a module
  /// @param make gives an object from its settings
  record Entry(
      String module,
      String className,
      Class<?> type,
      Optional<String> registeredName,
      List<String> aliases,
      Function<Config, ?> make) {
    /// Keeps a copy of the aliases.
    public Entry {
      aliases = List.copyOf(aliases);
    }

    /// A class that Keras exports.
    public static <T> Entry of(
        String module, String className, Class<T> type, Function<Config, T> make) {
      return new Entry(module, className, type, Optional.empty(), List.of(), make);
    }

    /// This one, found under other names too.
    public Entry aliases(String... names) {
      return new Entry(module, className, type, registeredName, List.of(names), make);
    }
  }

  /// A function: the Python module and name it has in configs.
  record Named(String module, String name, Object value) {}

  /// The classes.
  List<Entry> entries();

  /// The functions.
  default List<Named> functions() {
    return List.of();
  }
}
