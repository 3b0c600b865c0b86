package org.keras4j.layers;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.keras4j.random.SeedGenerator;
import org.keras4j.tensor.Variable;

/// The variables and inner layers of a layer, in the orders Keras lists them.
final class LayerState {
  final List<Variable> trainable = new ArrayList<>();
  final List<Variable> nonTrainable = new ArrayList<>();
  final List<Layer> layers = new ArrayList<>();
  final List<SeedGenerator> seedGenerators = new ArrayList<>();

  /// What is saved with the layer besides its own variables, by the name of Keras's attribute.
  final Map<String, Object> attributes = new LinkedHashMap<>();

  /// Variables that files do not keep, because they are merged into others.
  final List<Variable> merged = new ArrayList<>();

  boolean locked;

  void requireOpen(Supplier<String> layer) {
    if (locked) {
      throw new IllegalStateException(
          "You cannot add new elements of state (variables or sub-layers) to a layer that is"
              + " already built. All state must be created in the constructor or in `build`."
              + " Received: layer="
              + layer.get());
    }
  }

  void add(Layer layer) {
    if (layers.stream().noneMatch(l -> l == layer)) {
      layers.add(layer);
    }
  }

  /// Own variables, then seeds' states if asked for, then those of inner layers; each once.
  List<Variable> collect(boolean withSeeds, Function<Layer, List<Variable>> ofLayer) {
    Set<Variable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    var out = new ArrayList<Variable>();
    add(trainable, seen, out);
    add(nonTrainable, seen, out);
    if (withSeeds) {
      seedGenerators.forEach(g -> out.add(g.state()));
    }
    for (Layer layer : layers) {
      add(ofLayer.apply(layer), seen, out);
    }
    return out;
  }

  private static void add(List<Variable> more, Set<Variable> seen, List<Variable> out) {
    for (Variable v : more) {
      if (seen.add(v)) {
        out.add(v);
      }
    }
  }

  /// All inner layers at any depth, in Keras's order.
  List<Layer> flatten(boolean recursive) {
    Set<Layer> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    var out = new ArrayList<Layer>();
    var queue = new ArrayDeque<>(layers);
    while (!queue.isEmpty()) {
      Layer next = queue.removeFirst();
      if (seen.add(next)) {
        out.add(next);
        if (recursive) {
          next.state.layers.forEach(queue::addFirst);
        }
      }
    }
    return out;
  }
}
