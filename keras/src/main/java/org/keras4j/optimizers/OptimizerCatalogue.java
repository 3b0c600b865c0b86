package org.keras4j.optimizers;

import java.util.List;
import org.keras4j.config.Catalogue;

/// What the registry knows of optimizers.
public final class OptimizerCatalogue implements Catalogue {
  /// For the service loader.
  public OptimizerCatalogue() {}

  @Override
  public List<Entry> entries() {
    var family = Optimizer.FAMILY;
    return List.of(
        family.entry("Adam", Adam.class, Adam::fromConfig),
        family.entry("SGD", SGD.class, SGD::fromConfig));
  }
}
