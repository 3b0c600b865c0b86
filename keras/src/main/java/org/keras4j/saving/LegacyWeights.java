package org.keras4j.saving;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.keras4j.config.Saveable;
import org.keras4j.saving.format.Hdf5Dataset;
import org.keras4j.saving.format.Hdf5File;
import org.keras4j.saving.format.Hdf5Group;
import org.keras4j.tensor.Variable;

/// Weights in the layout of Keras 2: a group for each layer of the model, its weights listed in an
/// attribute.
final class LegacyWeights {
  private static final String LAYERS = "layer_names";
  private static final String WEIGHTS = "weight_names";
  private static final String MODEL_WEIGHTS = "model_weights";
  private static final String TOP = "top_level_model_weights";

  private final String where;
  private final Map<Variable, Hdf5Dataset> matched = new LinkedHashMap<>();
  private final List<Saveable> objects = new ArrayList<>();
  private final List<String> problems = new ArrayList<>();

  private LegacyWeights(String where) {
    this.where = where;
  }

  /// Whether a file has this layout.
  static boolean isLegacy(Hdf5File file) {
    return file.root().names().contains(MODEL_WEIGHTS)
        || file.root().attributes().texts(LAYERS).isPresent();
  }

  /// Reads weights into the layers of a model, in order or by name.
  ///
  /// @throws RefusedFileException with all that does not fit
  static void read(Saveable model, Hdf5File file, String where, WeightOptions options) {
    var root = file.root();
    var group = root.names().contains(MODEL_WEIGHTS) ? root.group(MODEL_WEIGHTS) : root;
    var reader = new LegacyWeights(where);
    if (options.byName()) {
      reader.matchByName(model, group);
    } else {
      reader.matchInOrder(model, group);
    }
    if (group.names().contains(TOP)) {
      reader.match(model, model.ownVariables(), group.group(TOP));
    }
    if (!reader.problems.isEmpty() && !options.skipMismatch()) {
      throw new RefusedFileException(where, WeightsReader.shortened(reader.problems));
    }
    WeightsReader.read(where, reader.matched, reader.objects, options.skipMismatch());
  }

  /// The datasets that a group lists, in order.
  static List<Hdf5Dataset> datasets(Hdf5Group group) {
    var names = group.attributes().texts(WEIGHTS).orElse(List.of());
    return names.stream().map(group::dataset).toList();
  }

  private static List<Saveable> layers(Saveable model) {
    var out = new ArrayList<Saveable>();
    if (model.attributes().get("layers") instanceof List<?> layers) {
      for (Object layer : layers) {
        if (layer instanceof Saveable saveable) {
          out.add(saveable);
        }
      }
    }
    return out;
  }

  private List<String> names(Hdf5Group group) {
    return group
        .attributes()
        .texts(LAYERS)
        .orElseThrow(
            () ->
                new RefusedFileException(
                    where, "Expected weights with the attribute layer_names. Received: none"));
  }

  private void matchInOrder(Saveable model, Hdf5Group group) {
    var layers = layers(model).stream().filter(l -> !l.legacyVariables().isEmpty()).toList();
    var groups =
        names(group).stream().map(group::group).filter(g -> !datasets(g).isEmpty()).toList();
    if (groups.size() != layers.size()) {
      throw new RefusedFileException(
          where,
          "Expected %d layers with weights. Received: %d".formatted(layers.size(), groups.size()));
    }
    for (int i = 0; i < groups.size(); i++) {
      match(layers.get(i), layers.get(i).legacyVariables(), groups.get(i));
    }
  }

  private void matchByName(Saveable model, Hdf5Group group) {
    var layers = layers(model);
    for (String name : names(group)) {
      for (Saveable layer : layers) {
        if (layer.name().equals(name)) {
          match(layer, layer.legacyVariables(), group.group(name));
        }
      }
    }
  }

  private void match(Saveable object, List<Variable> variables, Hdf5Group group) {
    var stored = datasets(group);
    if (stored.size() != variables.size()) {
      problems.add(
          "Expected %d weights for '%s', stored at %s. Received: %d"
              .formatted(variables.size(), object.name(), group.path(), stored.size()));
      return;
    }
    for (int i = 0; i < stored.size(); i++) {
      matched.put(variables.get(i), stored.get(i));
    }
    objects.add(object);
  }
}
