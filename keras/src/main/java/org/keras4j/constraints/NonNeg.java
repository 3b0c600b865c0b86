package org.keras4j.constraints;

import org.keras4j.config.Config;
import org.keras4j.config.Settings;
import org.keras4j.ops.Ops;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.Tensor;

/// No negative weights.
///
/// @see <a href="https://keras.io/api/layers/constraints/#nonneg-class">NonNeg</a>
public record NonNeg() implements Constraint {
  static NonNeg fromConfig(Config config) {
    return new Settings("NonNeg", config).done(new NonNeg());
  }

  @Override
  public Tensor apply(Tensor w) {
    return Ops.maximum(w, Array.weak(0L));
  }
}
