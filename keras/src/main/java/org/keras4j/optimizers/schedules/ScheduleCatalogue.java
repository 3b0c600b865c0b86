package org.keras4j.optimizers.schedules;

import java.util.List;
import org.keras4j.config.Catalogue;

/// What the registry knows of learning rate schedules.
public final class ScheduleCatalogue implements Catalogue {
  /// For the service loader.
  public ScheduleCatalogue() {}

  @Override
  public List<Entry> entries() {
    var family = LearningRateSchedule.FAMILY;
    return List.of(
        family.entry("CosineDecay", CosineDecay.class, CosineDecay::fromConfig),
        family.entry(
            "CosineDecayRestarts", CosineDecayRestarts.class, CosineDecayRestarts::fromConfig),
        family.entry("ExponentialDecay", ExponentialDecay.class, ExponentialDecay::fromConfig),
        family.entry("InverseTimeDecay", InverseTimeDecay.class, InverseTimeDecay::fromConfig),
        family.entry(
            "PiecewiseConstantDecay",
            PiecewiseConstantDecay.class,
            PiecewiseConstantDecay::fromConfig),
        family.entry("PolynomialDecay", PolynomialDecay.class, PolynomialDecay::fromConfig));
  }
}
