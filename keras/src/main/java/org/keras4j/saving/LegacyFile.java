package org.keras4j.saving;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keras4j.config.Saveable;
import org.keras4j.saving.format.Hdf5Dataset;
import org.keras4j.saving.format.Hdf5File;
import org.keras4j.saving.format.Json;
import org.keras4j.tensor.Variable;

/// A whole model in one HDF5 file, as Keras 2 saved it and Keras 3 still can.
final class LegacyFile {
  private static final System.Logger LOG = System.getLogger(LegacyFile.class.getName());
  private static final String OPTIMIZER = "optimizer_weights";

  private LegacyFile() {}

  static Object read(Path path, LoadOptions options) {
    String where = path.toString();
    try (Hdf5File file = Hdf5File.open(path)) {
      var attributes = file.root().attributes();
      var config =
          Json.parseObject(
              attributes
                  .text("model_config")
                  .orElseThrow(
                      () ->
                          new RefusedFileException(
                              where, "Expected the attribute model_config. Received: none")),
              where + "@model_config");
      Optional<Map<String, @Nullable Object>> training =
          attributes
              .text("training_config")
              .map(text -> Json.parseObject(text, where + "@training_config"));
      String version = attributes.text("keras_version").orElse("2");
      long stored = file.root().datasets().stream().mapToLong(Hdf5Dataset::storedBytes).sum();
      Object made =
          ModelMaking.make(Migrations.legacy(config, training, version), where, stored, options);
      if (made instanceof Saveable model) {
        LegacyWeights.read(model, file, where, new WeightOptions());
        if (options.compile()) {
          readOptimizer(model, file, where);
        }
      }
      return made;
    }
  }

  private static void readOptimizer(Saveable model, Hdf5File file, String where) {
    if (!(model.attributes().get("optimizer") instanceof Saveable optimizer)
        || !file.root().names().contains(OPTIMIZER)) {
      return;
    }
    List<Hdf5Dataset> stored = LegacyWeights.datasets(file.root().group(OPTIMIZER));
    var variables = optimizer.ownVariables();
    if (stored.size() != variables.size()) {
      LOG.log(
          System.Logger.Level.WARNING,
          "{0}: the optimizer starts afresh. Expected {1} variables. Received: {2}",
          where,
          variables.size(),
          stored.size());
      return;
    }
    var values = new LinkedHashMap<Variable, Hdf5Dataset>();
    for (int i = 0; i < stored.size(); i++) {
      values.put(variables.get(i), stored.get(i));
    }
    WeightsReader.read(where, values, List.of(optimizer), false);
  }
}
