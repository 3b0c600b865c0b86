package org.keras4j.saving;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.keras4j.config.Saveable;
import org.keras4j.symbolic.Names;

/// Where files keep the state of an object and of what is inside it: Keras's walk over attributes.
final class Places {
  private final List<Place> found = new ArrayList<>();
  private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());

  private Places() {}

  /// An object and its path, such as `layers/dense`; that of the model itself is empty.
  record Place(String path, Saveable object) {
    /// The path of a group or file that belongs to the object.
    String child(String name) {
      return join(path, name);
    }

    /// The object in words, for errors.
    String describe() {
      return "'%s' (%s)".formatted(object.name(), path.isEmpty() ? "the model itself" : path);
    }
  }

  /// Every object with state once, at the path where Keras meets it first.
  static List<Place> of(Saveable root) {
    var places = new Places();
    places.visit("", root);
    return places.found;
  }

  private void visit(String path, Saveable object) {
    if (!seen.add(object)) {
      return;
    }
    found.add(new Place(path, object));
    object
        .attributes()
        .forEach(
            (name, value) -> {
              switch (value) {
                case Saveable inner -> visit(join(path, name), inner);
                case List<?> list -> visitAll(join(path, name), list);
                case Map<?, ?> map -> visitAll(join(path, name), List.copyOf(map.values()));
                default -> {}
              }
            });
  }

  /// Items of lists go by their class, because their names differ from run to run.
  private void visitAll(String path, List<?> items) {
    var used = new HashMap<String, Integer>();
    for (Object item : items) {
      switch (item) {
        case Saveable inner ->
            visit(join(path, unique(Names.snakeCase(inner.className()), used)), inner);
        case List<?> list -> visitAll(join(path, unique("container", used)), list);
        case Map<?, ?> map ->
            visitAll(join(path, unique("container", used)), List.copyOf(map.values()));
        default -> {}
      }
    }
  }

  private static String unique(String name, Map<String, Integer> used) {
    int n = used.merge(name, 1, Integer::sum) - 1;
    return n == 0 ? name : name + "_" + n;
  }

  private static String join(String path, String name) {
    return path.isEmpty() ? name : path + "/" + name;
  }
}
