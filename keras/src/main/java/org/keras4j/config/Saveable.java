package org.keras4j.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.Variable;

/// A Keras object whose state files keep: variables of its own, objects inside it, and perhaps
/// texts such as a vocabulary.
///
/// This and [Configurable] are all that saving knows of layers, models and optimizers.
public interface Saveable extends Configurable {
  /// The name, which files note beside the variables.
  String name();

  /// The name of Keras's class, which names places in files.
  default String className() {
    return Registry.className(this);
  }

  /// The variables of this object alone, in the order files keep them.
  List<Variable> ownVariables();

  /// What files keep as the value of one of [#ownVariables()].
  default Array savedValue(Variable variable) {
    return variable.stored();
  }

  /// The objects inside this one by the names of Keras's attributes, in the order files visit them.
  /// Values are [Saveable], lists and maps of them; anything else has no state in files.
  Map<String, Object> attributes();

  /// Whether files must hold the variables. Where they need not, others than expected are left
  /// alone.
  default boolean needsState() {
    return true;
  }

  /// The variables of this object and of all inside it in the order Keras 2 wrote them.
  default List<Variable> legacyVariables() {
    return ownVariables();
  }

  /// Called after the variables were read from a file: for what follows from them.
  default void stateLoaded() {}

  /// Further contents of archives by file name, such as `vocabulary.txt`.
  default Map<String, byte[]> assets() {
    return Map.of();
  }

  /// Takes what [#assets()] gave when the object was saved.
  ///
  /// @param files gives the contents by file name, if an archive has them
  default void loadAssets(Function<String, Optional<byte[]>> files) {}

  /// Attributes in the order of Keras: by name, private ones last.
  static Map<String, Object> inOrder(Map<String, ?> attributes) {
    var sorted = new TreeMap<String, Map.Entry<String, ?>>();
    attributes
        .entrySet()
        .forEach(e -> sorted.put(e.getKey().startsWith("_") ? "~" + e.getKey() : e.getKey(), e));
    var out = new LinkedHashMap<String, Object>();
    sorted.values().forEach(e -> out.put(e.getKey(), e.getValue()));
    return Collections.unmodifiableMap(out);
  }
}
