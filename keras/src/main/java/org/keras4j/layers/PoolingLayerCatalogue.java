package org.keras4j.layers;

import static org.keras4j.layers.CoreLayerCatalogue.entry;

import java.util.List;
import org.keras4j.config.Catalogue;

/// What the registry knows of poolings.
public final class PoolingLayerCatalogue implements Catalogue {
  /// For the service loader.
  public PoolingLayerCatalogue() {}

  @Override
  public List<Entry> entries() {
    return List.of(
        entry("MaxPooling1D", MaxPooling1D.class, MaxPooling1D::new, "MaxPool1D"),
        entry(
            "GlobalMaxPooling1D",
            GlobalMaxPooling1D.class,
            GlobalMaxPooling1D::new,
            "GlobalMaxPool1D"),
        entry("AveragePooling1D", AveragePooling1D.class, AveragePooling1D::new, "AvgPool1D"),
        entry(
            "GlobalAveragePooling1D",
            GlobalAveragePooling1D.class,
            GlobalAveragePooling1D::new,
            "GlobalAvgPool1D"),
        entry("MaxPooling2D", MaxPooling2D.class, MaxPooling2D::new, "MaxPool2D"),
        entry(
            "GlobalMaxPooling2D",
            GlobalMaxPooling2D.class,
            GlobalMaxPooling2D::new,
            "GlobalMaxPool2D"),
        entry("AveragePooling2D", AveragePooling2D.class, AveragePooling2D::new, "AvgPool2D"),
        entry(
            "GlobalAveragePooling2D",
            GlobalAveragePooling2D.class,
            GlobalAveragePooling2D::new,
            "GlobalAvgPool2D"),
        entry("MaxPooling3D", MaxPooling3D.class, MaxPooling3D::new, "MaxPool3D"),
        entry(
            "GlobalMaxPooling3D",
            GlobalMaxPooling3D.class,
            GlobalMaxPooling3D::new,
            "GlobalMaxPool3D"),
        entry("AveragePooling3D", AveragePooling3D.class, AveragePooling3D::new, "AvgPool3D"),
        entry(
            "GlobalAveragePooling3D",
            GlobalAveragePooling3D.class,
            GlobalAveragePooling3D::new,
            "GlobalAvgPool3D"),
        entry("AdaptiveMaxPooling1D", AdaptiveMaxPooling1D.class, AdaptiveMaxPooling1D::new),
        entry(
            "AdaptiveAveragePooling1D",
            AdaptiveAveragePooling1D.class,
            AdaptiveAveragePooling1D::new),
        entry("AdaptiveMaxPooling2D", AdaptiveMaxPooling2D.class, AdaptiveMaxPooling2D::new),
        entry(
            "AdaptiveAveragePooling2D",
            AdaptiveAveragePooling2D.class,
            AdaptiveAveragePooling2D::new),
        entry("AdaptiveMaxPooling3D", AdaptiveMaxPooling3D.class, AdaptiveMaxPooling3D::new),
        entry(
            "AdaptiveAveragePooling3D",
            AdaptiveAveragePooling3D.class,
            AdaptiveAveragePooling3D::new));
  }
}
