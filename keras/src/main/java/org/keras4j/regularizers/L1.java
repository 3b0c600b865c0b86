package org.keras4j.regularizers;

import org.keras4j.config.Config;
import org.keras4j.config.Settings;
import org.keras4j.ops.Axes;
import org.keras4j.ops.Ops;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.Tensor;

/// The penalty `l1 · sum(|x|)`.
///
/// @param l1 the factor, not negative; kept in float32, as Keras keeps it
/// @see <a href="https://keras.io/api/layers/regularizers/#l1-class">L1</a>
public record L1(double l1) implements Regularizer {
  /// Checks the factor.
  @SuppressWarnings("SelfAssignment") // it loses bits
  public L1 {
    L2.requireFactor("l1", l1);
    l1 = (float) l1;
  }

  /// The penalty with factor 0.01.
  public L1() {
    this(0.01);
  }

  static L1 fromConfig(Config config) {
    var s = new Settings("L1", config);
    return s.done(new L1(s.number("l1", 0.01)));
  }

  @Override
  public Tensor apply(Tensor x) {
    return Ops.multiply(Array.scalar(x.dtype(), l1), Ops.sum(Ops.absolute(x), Axes.all()));
  }

  @Override
  public Config getConfig() {
    return Config.of("l1", l1);
  }
}
