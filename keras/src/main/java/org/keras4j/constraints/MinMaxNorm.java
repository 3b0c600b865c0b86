package org.keras4j.constraints;

import java.util.List;
import org.keras4j.config.Config;
import org.keras4j.config.Settings;
import org.keras4j.ops.Ops;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.Tensor;

/// Norms along the axes between two bounds, approached at a rate.
///
/// @param minValue the smallest norm
/// @param maxValue the largest norm
/// @param rate how far an update goes: 1 is all the way
/// @param axis the axes a norm is taken along
/// @see <a href="https://keras.io/api/layers/constraints/#minmaxnorm-class">MinMaxNorm</a>
public record MinMaxNorm(double minValue, double maxValue, double rate, List<Integer> axis)
    implements Constraint {
  /// Keeps a copy.
  public MinMaxNorm {
    axis = List.copyOf(axis);
  }

  /// Norms between 0 and 1 along axis 0.
  public MinMaxNorm() {
    this(0, 1, 1, List.of(0));
  }

  static MinMaxNorm fromConfig(Config config) {
    var s = new Settings("MinMaxNorm", config);
    return s.done(
        new MinMaxNorm(
            s.number("min_value", 0),
            s.number("max_value", 1),
            s.number("rate", 1),
            s.get("axis", Norms.AXES, List.of(0))));
  }

  @Override
  public Tensor apply(Tensor w) {
    Tensor norms = Norms.of(w, axis);
    Tensor clipped = Ops.clip(norms, Array.weak(minValue), Array.weak(maxValue));
    Tensor desired =
        Ops.add(Ops.multiply(Array.weak(rate), clipped), Ops.multiply(Array.weak(1 - rate), norms));
    return Norms.scaled(w, desired, norms);
  }

  @Override
  public Config getConfig() {
    return Norms.axisConfig(
        Config.of("min_value", minValue).with("max_value", maxValue).with("rate", rate), axis);
  }
}
