package org.keras4j.regularizers;

import org.keras4j.config.Config;
import org.keras4j.config.Settings;
import org.keras4j.ops.Axes;
import org.keras4j.ops.Ops;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.Tensor;

/// The penalty `l1 · sum(|x|) + l2 · sum(x²)`.
///
/// @param l1 factor of the absolute values, not negative
/// @param l2 factor of the squares, not negative
/// @see <a href="https://keras.io/api/layers/regularizers/#l1l2-class">L1L2</a>
public record L1L2(double l1, double l2) implements Regularizer {
  /// Checks the factors.
  public L1L2 {
    L2.requireFactor("l1", l1);
    L2.requireFactor("l2", l2);
  }

  static L1L2 fromConfig(Config config) {
    var s = new Settings("L1L2", config);
    return s.done(new L1L2(s.number("l1", 0), s.number("l2", 0)));
  }

  @Override
  public Tensor apply(Tensor x) {
    Tensor penalty = Array.scalar(x.dtype(), 0.0);
    if (l1 != 0) {
      penalty =
          Ops.add(penalty, Ops.multiply(Array.weak(l1), Ops.sum(Ops.absolute(x), Axes.all())));
    }
    if (l2 != 0) {
      penalty = Ops.add(penalty, Ops.multiply(Array.weak(l2), Ops.sum(Ops.square(x), Axes.all())));
    }
    return penalty;
  }

  @Override
  public Config getConfig() {
    return Config.of("l1", l1).with("l2", l2);
  }
}
