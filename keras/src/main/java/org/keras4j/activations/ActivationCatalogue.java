package org.keras4j.activations;

import java.util.List;
import org.keras4j.config.Catalogue;

/// What the registry knows of activation functions.
public final class ActivationCatalogue implements Catalogue {
  /// For the service loader.
  public ActivationCatalogue() {}

  @Override
  public List<Entry> entries() {
    return List.of();
  }

  @Override
  public List<Named> functions() {
    return Activations.BY_NAME.entrySet().stream()
        .map(e -> new Named("keras.activations", e.getKey(), e.getValue()))
        .toList();
  }
}
