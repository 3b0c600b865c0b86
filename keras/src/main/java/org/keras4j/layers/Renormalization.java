package org.keras4j.layers;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.keras4j.config.Codec;
import org.keras4j.ops.Ops;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.Variable;
import org.keras4j.transform.Gradients;

/// The correction of batch normalization towards the moving statistics.
///
/// @param clipping bounds: `rmin`, `rmax`, `dmax`
/// @param renormMomentum how much of its own statistics each batch keeps
/// @param momentum how much of the moving statistics each batch keeps
record Renormalization(
    Map<String, Double> clipping,
    double renormMomentum,
    double momentum,
    double epsilon,
    Variable movingDeviation,
    Variable mean,
    Variable deviation) {
  private static final List<String> BOUNDS = List.of("rmax", "rmin", "dmax");

  /// Reads and writes the bounds.
  static final Codec<Map<String, Double>> CLIPPING =
      Codec.of(
          bounds -> bounds,
          value -> {
            var out = new java.util.TreeMap<String, Double>();
            if (!(value instanceof Map<?, ?> map) || !BOUNDS.containsAll(map.keySet())) {
              throw new IllegalArgumentException(
                  "Received invalid keys for `renorm_clipping` argument. Supported values: %s. Received: renorm_clipping=%s"
                      .formatted(BOUNDS, value));
            }
            map.forEach((k, v) -> out.put((String) k, Codec.DOUBLE.decode(v)));
            double low = out.getOrDefault("rmin", Double.NEGATIVE_INFINITY);
            if (out.getOrDefault("rmax", Double.POSITIVE_INFINITY) < low
                || out.getOrDefault("dmax", 0.0) < 0) {
              throw new IllegalArgumentException(
                  "rmax should be greater than rmin, and dmax non-negative, in the `renorm_clipping` argument. Received: renorm_clipping="
                      + value);
            }
            return Collections.unmodifiableMap(out);
          });

  /// The factor and the offset that take the place of gamma and beta.
  List<Tensor> correct(
      Tensor batchMean, Tensor variance, Optional<Tensor> gamma, Optional<Tensor> beta) {
    Tensor own = Ops.maximum(Ops.cast(deviation, batchMean.dtype()), Math.sqrt(epsilon));
    Tensor r = Ops.divide(Ops.sqrt(Ops.add(variance, epsilon)), own);
    Tensor d = Ops.divide(Ops.subtract(batchMean, Ops.cast(mean, batchMean.dtype())), own);
    if (clipping.containsKey("rmin")) {
      r = Ops.maximum(r, bound("rmin"));
    }
    if (clipping.containsKey("rmax")) {
      r = Ops.minimum(r, bound("rmax"));
    }
    if (clipping.containsKey("dmax")) {
      d = Ops.clip(d, -bound("dmax"), bound("dmax"));
    }
    Tensor factor = Gradients.stopGradient(r);
    Tensor offset = Gradients.stopGradient(d);
    Tensor scaled = gamma.map(g -> Ops.multiply(factor, g)).orElse(factor);
    Tensor shifted = gamma.map(g -> Ops.multiply(offset, g)).orElse(offset);
    return List.of(scaled, beta.map(b -> Ops.add(shifted, b)).orElse(shifted));
  }

  private double bound(String name) {
    return clipping.getOrDefault(name, 0.0);
  }

  /// Moves all statistics towards those of a batch.
  void update(Tensor batchMean, Tensor variance, Variable movingMean, Variable movingVariance) {
    Tensor batchDeviation = Ops.sqrt(Ops.add(variance, epsilon));
    move(mean, batchMean, renormMomentum);
    move(deviation, batchDeviation, renormMomentum);
    move(movingMean, batchMean, momentum);
    move(movingDeviation, batchDeviation, momentum);
    Tensor square = Ops.square(movingDeviation);
    movingVariance.assign(Ops.relu(Ops.subtract(square, epsilon)));
  }

  private static void move(Variable statistic, Tensor now, double momentum) {
    statistic.assign(moved(Ops.cast(statistic, now.dtype()), now, momentum, statistic));
  }

  static Tensor moved(Tensor before, Tensor now, double momentum, Variable statistic) {
    Tensor mixed = Ops.add(Ops.multiply(before, momentum), Ops.multiply(now, 1 - momentum));
    return Ops.cast(mixed, statistic.storedType().dtype());
  }
}
