package org.keras4j.layers;

import static org.keras4j.layers.CoreLayerCatalogue.entry;

import java.util.List;
import org.keras4j.config.Catalogue;

/// What the registry knows of the merging layers.
public final class MergingLayerCatalogue implements Catalogue {
  /// For the service loader.
  public MergingLayerCatalogue() {}

  @Override
  public List<Entry> entries() {
    return List.of(
        entry("Add", Add.class, Add::new),
        entry("Average", Average.class, Average::new),
        entry("Concatenate", Concatenate.class, Concatenate::new),
        entry("Dot", Dot.class, Dot::new),
        entry("Maximum", Maximum.class, Maximum::new),
        entry("Minimum", Minimum.class, Minimum::new),
        entry("Multiply", Multiply.class, Multiply::new),
        entry("Subtract", Subtract.class, Subtract::new));
  }
}
