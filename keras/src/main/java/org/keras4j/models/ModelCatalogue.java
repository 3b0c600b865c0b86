package org.keras4j.models;

import java.util.List;
import java.util.Optional;
import org.keras4j.config.Catalogue;

/// What the registry knows of models.
public final class ModelCatalogue implements Catalogue {
  /// For the service loader.
  public ModelCatalogue() {}

  @Override
  public List<Entry> entries() {
    return List.of(
        Entry.of("keras", "Sequential", Sequential.class, Sequential::fromConfig)
            .aliases("keras.models.Sequential", "keras.src.models.sequential.Sequential"),
        new Entry(
            "keras.src.models.functional",
            "Functional",
            Model.class,
            Optional.of("Functional"),
            List.of("keras.Model", "keras.models.Model", "keras.models.Functional"),
            Model::fromConfig));
  }
}
