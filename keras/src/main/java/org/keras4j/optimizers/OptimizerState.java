package org.keras4j.optimizers;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.keras4j.tensor.Variable;

/// The variables an optimizer keeps, in the order of files, and which of them belong to which
/// variable that it changes.
final class OptimizerState {
  private final List<Variable> all = new ArrayList<>();
  private final Map<String, Map<Variable, Variable>> ofVariables = new HashMap<>();

  List<Variable> all() {
    return List.copyOf(all);
  }

  Variable add(Variable made) {
    all.add(made);
    return made;
  }

  /// Keeps one as what `name` means for a variable.
  void put(String name, Variable variable, Variable state) {
    ofVariables.computeIfAbsent(name, _ -> new HashMap<>()).put(variable, state);
  }

  Variable get(String name, Variable variable) {
    Variable found = ofVariables.getOrDefault(name, Map.of()).get(variable);
    if (found == null) {
      throw new IllegalArgumentException(
          "Expected one of the states %s and a variable they were made for. Received: name=%s, variable=%s"
              .formatted(ofVariables.keySet(), name, variable));
    }
    return found;
  }
}
