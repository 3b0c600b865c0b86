package org.keras4j.constraints;

import java.util.List;
import org.keras4j.config.Config;
import org.keras4j.config.Settings;
import org.keras4j.ops.Ops;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.Tensor;

/// Norms along the axes of at most `maxValue`.
///
/// @param maxValue the largest norm
/// @param axis the axes a norm is taken along; `0` for each unit of a dense kernel
/// @see <a href="https://keras.io/api/layers/constraints/#maxnorm-class">MaxNorm</a>
public record MaxNorm(double maxValue, List<Integer> axis) implements Constraint {
  /// Keeps a copy.
  public MaxNorm {
    axis = List.copyOf(axis);
  }

  /// Norms along axis 0.
  public MaxNorm(double maxValue) {
    this(maxValue, List.of(0));
  }

  /// Norms of at most 2 along axis 0.
  public MaxNorm() {
    this(2);
  }

  static MaxNorm fromConfig(Config config) {
    var s = new Settings("MaxNorm", config);
    return s.done(new MaxNorm(s.number("max_value", 2), s.get("axis", Norms.AXES, List.of(0))));
  }

  @Override
  public Tensor apply(Tensor w) {
    Tensor norms = Norms.of(w, axis);
    return Norms.scaled(w, Ops.clip(norms, Array.weak(0.0), Array.weak(maxValue)), norms);
  }

  @Override
  public Config getConfig() {
    return Norms.axisConfig(Config.of("max_value", maxValue), axis);
  }
}
