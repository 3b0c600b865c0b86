package org.keras4j.layers;

import static org.keras4j.layers.CoreLayerCatalogue.entry;

import java.util.List;
import org.keras4j.config.Catalogue;

/// What the registry knows of further normalizing layers.
public final class NormLayerCatalogue implements Catalogue {
  /// For the service loader.
  public NormLayerCatalogue() {}

  @Override
  public List<Entry> entries() {
    return List.of(
        entry("GroupNormalization", GroupNormalization.class, GroupNormalization::new),
        entry("RMSNormalization", RMSNormalization.class, RMSNormalization::new),
        entry("SpectralNormalization", SpectralNormalization.class, SpectralNormalization::new),
        entry("UnitNormalization", UnitNormalization.class, UnitNormalization::new));
  }
}
