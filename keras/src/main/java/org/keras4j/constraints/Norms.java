package org.keras4j.constraints;

import java.util.List;
import org.keras4j.config.Codec;
import org.keras4j.config.Config;
import org.keras4j.config.KerasConfig;
import org.keras4j.ops.Axes;
import org.keras4j.ops.Ops;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.Tensor;

/// Euclidean norms along axes, and how axes are written.
final class Norms {
  /// One axis is written as a number, several as a list.
  static final Codec<List<Integer>> AXES =
      Codec.of(
          axes -> axes.size() == 1 ? axes.getFirst() : axes,
          value ->
              value instanceof List<?> list
                  ? Codec.INTS.decode(list)
                  : List.of(Codec.INT.decode(value)));

  private Norms() {}

  static Tensor of(Tensor w, List<Integer> axis) {
    return Ops.sqrt(Ops.sum(Ops.square(w), Axes.of(axis).keepDims()));
  }

  /// `w · desired / (epsilon + norms)`.
  static Tensor scaled(Tensor w, Tensor desired, Tensor norms) {
    return Ops.multiply(w, Ops.divide(desired, Ops.add(Array.weak(KerasConfig.epsilon()), norms)));
  }

  static Config axisConfig(Config before, List<Integer> axis) {
    return before.with("axis", AXES.encode(axis));
  }
}
