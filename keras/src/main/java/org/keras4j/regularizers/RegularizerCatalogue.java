package org.keras4j.regularizers;

import java.util.List;
import org.keras4j.config.Catalogue;

/// What the registry knows of regularizers.
public final class RegularizerCatalogue implements Catalogue {
  /// For the service loader.
  public RegularizerCatalogue() {}

  @Override
  public List<Entry> entries() {
    var family = Regularizer.FAMILY;
    return List.of(
        family.entry("L1", L1.class, L1::fromConfig),
        family.entry("L2", L2.class, L2::fromConfig),
        // The name alone means both factors 0.01 in the short form, 0 in the class.
        family.entry("L1L2", L1L2.class, L1L2::fromConfig, "l1_l2"),
        family.entry(
            "OrthogonalRegularizer",
            OrthogonalRegularizer.class,
            OrthogonalRegularizer::fromConfig));
  }
}
