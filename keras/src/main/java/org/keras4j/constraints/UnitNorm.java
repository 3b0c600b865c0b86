package org.keras4j.constraints;

import java.util.List;
import org.keras4j.config.Config;
import org.keras4j.config.KerasConfig;
import org.keras4j.config.Settings;
import org.keras4j.ops.Ops;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.Tensor;

/// Norms along the axes of 1.
///
/// @param axis the axes a norm is taken along
/// @see <a href="https://keras.io/api/layers/constraints/#unitnorm-class">UnitNorm</a>
public record UnitNorm(List<Integer> axis) implements Constraint {
  /// Keeps a copy.
  public UnitNorm {
    axis = List.copyOf(axis);
  }

  /// Norms along axis 0.
  public UnitNorm() {
    this(List.of(0));
  }

  static UnitNorm fromConfig(Config config) {
    var s = new Settings("UnitNorm", config);
    return s.done(new UnitNorm(s.get("axis", Norms.AXES, List.of(0))));
  }

  @Override
  public Tensor apply(Tensor w) {
    return Ops.divide(w, Ops.add(Array.weak(KerasConfig.epsilon()), Norms.of(w, axis)));
  }

  @Override
  public Config getConfig() {
    return Norms.axisConfig(Config.EMPTY, axis);
  }
}
