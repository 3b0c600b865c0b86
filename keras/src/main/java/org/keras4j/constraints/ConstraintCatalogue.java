package org.keras4j.constraints;

import java.util.List;
import org.keras4j.config.Catalogue;

/// What the registry knows of constraints.
public final class ConstraintCatalogue implements Catalogue {
  /// For the service loader.
  public ConstraintCatalogue() {}

  @Override
  public List<Entry> entries() {
    var family = Constraint.FAMILY;
    return List.of(
        family.entry("MaxNorm", MaxNorm.class, MaxNorm::fromConfig),
        family.entry("MinMaxNorm", MinMaxNorm.class, MinMaxNorm::fromConfig),
        family.entry("NonNeg", NonNeg.class, NonNeg::fromConfig),
        family.entry("UnitNorm", UnitNorm.class, UnitNorm::fromConfig));
  }
}
