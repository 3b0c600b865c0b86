package org.keras4j.layers;

import static org.keras4j.layers.CoreLayerCatalogue.entry;

import java.util.List;
import org.keras4j.config.Catalogue;

/// What the registry knows of layers that prepare features.
public final class FeatureLayerCatalogue implements Catalogue {
  /// For the service loader.
  public FeatureLayerCatalogue() {}

  @Override
  public List<Entry> entries() {
    return List.of(
        entry("CategoryEncoding", CategoryEncoding.class, CategoryEncoding::new),
        Entry.of(
            "keras.layers", "Discretization", Discretization.class, Discretization::fromConfig),
        entry("HashedCrossing", HashedCrossing.class, HashedCrossing::new),
        entry("Hashing", Hashing.class, Hashing::new),
        entry("MelSpectrogram", MelSpectrogram.class, MelSpectrogram::new),
        entry("Normalization", Normalization.class, Normalization::new),
        entry("STFTSpectrogram", STFTSpectrogram.class, STFTSpectrogram::new));
  }
}
