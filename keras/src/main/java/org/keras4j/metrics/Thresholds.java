package org.keras4j.metrics;

import java.util.ArrayList;
import java.util.List;
import org.keras4j.config.Codec;
import org.keras4j.config.KerasConfig;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.TensorType;

/// Above which predictions count as positive.
///
/// @param values the thresholds
/// @param single whether it is one number rather than a list
record Thresholds(List<Double> values, boolean single) {
  /// One number is written as a number, several as a list.
  static final Codec<Thresholds> CODEC =
      Codec.of(
          t -> t.single() ? t.values().getFirst() : t.values(),
          given ->
              given instanceof List<?> list
                  ? of(Codec.list(Codec.DOUBLE).decode(list))
                  : of(Codec.DOUBLE.decode(given)));

  /// Keeps a copy.
  Thresholds {
    values = List.copyOf(values);
    var invalid = values.stream().filter(t -> !(t >= 0 && t <= 1)).toList();
    if (!invalid.isEmpty()) {
      throw new IllegalArgumentException(
          "Threshold values must be in [0, 1]. Received: thresholds=" + invalid);
    }
  }

  static Thresholds of(double value) {
    return new Thresholds(List.of(value), true);
  }

  static Thresholds of(List<Double> values) {
    return new Thresholds(values, false);
  }

  /// `num` thresholds from 0 to 1 at equal distances; 0.5 if it is only one.
  static List<Double> evenly(int num) {
    if (num == 1) {
      return List.of(0.5);
    }
    var out = new ArrayList<Double>();
    out.add(0.0);
    for (int i = 0; i < num - 2; i++) {
      out.add((i + 1) * 1.0 / (num - 1));
    }
    out.add(1.0);
    return out;
  }

  /// Whether thresholds go from 0 to 1 at equal distances.
  static boolean areEven(List<Double> thresholds) {
    int n = thresholds.size();
    if (n < 3) {
      return false;
    }
    for (int i = 0; i < n; i++) {
      double even = (float) i / (n - 1);
      if (Math.abs(thresholds.get(i) - even) > KerasConfig.epsilon() + 1e-5 * Math.abs(even)) {
        return false;
      }
    }
    return true;
  }

  static Array tensor(List<Double> thresholds, DType dtype) {
    return Array.ofDoubles(
        new TensorType(dtype, Shape.of(thresholds.size())),
        thresholds.stream().mapToDouble(Double::doubleValue).toArray());
  }
}
