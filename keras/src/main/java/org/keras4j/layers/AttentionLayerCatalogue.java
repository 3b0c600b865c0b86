package org.keras4j.layers;

import static org.keras4j.layers.CoreLayerCatalogue.entry;

import java.util.List;
import org.keras4j.config.Catalogue;

/// What the registry knows of attention.
public final class AttentionLayerCatalogue implements Catalogue {
  /// For the service loader.
  public AttentionLayerCatalogue() {}

  @Override
  public List<Entry> entries() {
    return List.of(
        entry("AdditiveAttention", AdditiveAttention.class, AdditiveAttention::new),
        entry("Attention", Attention.class, Attention::new),
        entry(
            "GroupQueryAttention",
            GroupQueryAttention.class,
            GroupQueryAttention::new,
            "GroupedQueryAttention"),
        entry("MultiHeadAttention", MultiHeadAttention.class, MultiHeadAttention::new));
  }
}
