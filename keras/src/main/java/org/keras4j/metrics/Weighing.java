package org.keras4j.metrics;

import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import org.keras4j.losses.LossReduction;
import org.keras4j.ops.Axes;
import org.keras4j.ops.Ops;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Tensor;

/// Values and weights brought to one number per sample.
final class Weighing {
  private Weighing() {}

  /// Values that are weighted already, and the weights, if there are any.
  record Weighted(Tensor values, Optional<Tensor> weights) {}

  /// Further axes averaged away.
  static Weighted means(Tensor values, Optional<Tensor> sampleWeight, DType dtype) {
    return weigh(values, sampleWeight, dtype, Ops::mean);
  }

  /// Further axes summed away.
  static Weighted sums(Tensor values, Optional<Tensor> sampleWeight, DType dtype) {
    return weigh(values, sampleWeight, dtype, Ops::sum);
  }

  private static Weighted weigh(
      Tensor given,
      Optional<Tensor> sampleWeight,
      DType dtype,
      BiFunction<Tensor, Axes, Tensor> reduce) {
    Tensor values = Ops.cast(given, dtype);
    if (sampleWeight.isEmpty()) {
      return new Weighted(reduceFrom(values, 1, reduce), Optional.empty());
    }
    Tensor weights = Ops.cast(sampleWeight.get(), dtype);
    Optional<Tensor> mask = given.mask();
    if (mask.isPresent()) {
      var fitting = LossReduction.sameRank(Ops.cast(mask.get(), dtype), weights);
      weights = Ops.multiply(fitting.y(), fitting.x());
    }
    var fitting = LossReduction.sameRank(values, weights);
    values = reduceFrom(fitting.x(), fitting.y().rank(), reduce);
    int weightRank = fitting.y().rank();
    weights = Ops.broadcastTo(fitting.y(), values.shape());
    values = Ops.multiply(values, weights);
    if (weightRank > 1) {
      weights = reduceFrom(weights, 1, reduce);
    }
    return new Weighted(reduceFrom(values, 1, reduce), Optional.of(weights));
  }

  /// Combines the axes from `first` on.
  private static Tensor reduceFrom(Tensor x, int first, BiFunction<Tensor, Axes, Tensor> reduce) {
    if (x.rank() <= first) {
      return x;
    }
    return reduce.apply(x, Axes.of(IntStream.range(first, x.rank()).toArray()));
  }
}
