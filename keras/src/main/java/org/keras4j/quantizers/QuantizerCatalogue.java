package org.keras4j.quantizers;

import java.util.List;
import org.keras4j.config.Catalogue;

/// What the registry knows of quantizers.
public final class QuantizerCatalogue implements Catalogue {
  private static final String MODULE = "keras.quantizers";

  /// For the service loader.
  public QuantizerCatalogue() {}

  @Override
  public List<Entry> entries() {
    return List.of(
        Quantizer.FAMILY.entry(
            "AbsMaxQuantizer", AbsMaxQuantizer.class, AbsMaxQuantizer::fromConfig),
        Entry.of(
            MODULE,
            "Int8QuantizationConfig",
            Int8QuantizationConfig.class,
            Int8QuantizationConfig::fromConfig),
        Entry.of(
            MODULE,
            "Int4QuantizationConfig",
            Int4QuantizationConfig.class,
            Int4QuantizationConfig::fromConfig),
        Entry.of(
            MODULE,
            "Float8QuantizationConfig",
            Float8QuantizationConfig.class,
            _ -> new Float8QuantizationConfig()));
  }
}
