package org.keras4j.losses;

import java.util.Optional;
import org.keras4j.ops.Ops;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.Tensor;

/// Weighs and masks the losses of samples, and makes one number of them.
///
/// {@snippet :
/// Tensor loss = LossReduction.reduceWeighted(
///     losses, Optional.of(weights), Optional.empty(), Reduction.SUM_OVER_BATCH_SIZE);
/// }
public final class LossReduction {
  private LossReduction() {}

  static Tensor reduce(Loss loss, Tensor yTrue, Tensor yPred, Optional<Tensor> sampleWeight) {
    DType dtype = loss.dtype();
    Tensor losses = loss.call(Ops.cast(yTrue, dtype), Ops.cast(yPred, dtype));
    Optional<Tensor> mask = both(yPred.mask(), losses.mask());
    return reduceWeighted(Ops.cast(losses, dtype), sampleWeight, mask, loss.reduction());
  }

  private static Optional<Tensor> both(Optional<Tensor> in, Optional<Tensor> out) {
    if (in.isPresent() && out.isPresent()) {
      return Optional.of(Ops.logicalAnd(in.get(), out.get()));
    }
    return in.isPresent() ? in : out;
  }

  /// The losses of samples, weighted and masked, as one number.
  public static Tensor reduceWeighted(
      Tensor losses, Optional<Tensor> sampleWeight, Optional<Tensor> mask, Reduction reduction) {
    Optional<Tensor> weights = masked(sampleWeight, mask, losses.dtype(), reduction);
    if (weights.isEmpty()) {
      return reduced(losses.withMask(Optional.empty()), weights, reduction);
    }
    var fitting = sameRank(losses, weights.get());
    return reduced(Ops.multiply(fitting.x(), fitting.y()), Optional.of(fitting.y()), reduction);
  }

  /// Sample weights that leave out what a mask leaves out.
  ///
  /// For a mean, samples that count get the weight total / valid, so that the mean is over them
  /// alone.
  public static Optional<Tensor> masked(
      Optional<Tensor> sampleWeight, Optional<Tensor> mask, DType dtype, Reduction reduction) {
    Optional<Tensor> given = sampleWeight.map(w -> Ops.cast(w, dtype));
    if (mask.isEmpty()) {
      return given;
    }
    Tensor counts = Ops.cast(mask.get(), dtype);
    Tensor weights =
        switch (reduction) {
          case NONE, SUM, MEAN_WITH_SAMPLE_WEIGHT -> counts;
          case MEAN, SUM_OVER_BATCH_SIZE -> {
            Tensor total = Array.scalar(dtype, (double) counts.type().size());
            Tensor share = Ops.divideNoNan(total, Ops.sum(counts));
            yield Ops.where(Ops.cast(mask.get(), DType.BOOL), share, Ops.zerosLike(share));
          }
        };
    if (given.isEmpty()) {
      return Optional.of(weights);
    }
    var fitting = sameRank(weights, given.get());
    return Optional.of(Ops.multiply(fitting.y(), fitting.x()));
  }

  /// Two tensors of one rank, if their ranks differed by one axis of size 1.
  public record Fitting(Tensor x, Tensor y) {}

  /// Drops or adds a last axis of size 1 where ranks differ by one.
  public static Fitting sameRank(Tensor x, Tensor y) {
    if (x.rank() == y.rank() + 1 && x.shape().dim(-1) == 1) {
      return y.rank() == 1
          ? new Fitting(x, Ops.expandDims(y, -1))
          : new Fitting(Ops.squeeze(x, -1), y);
    }
    if (y.rank() == x.rank() + 1 && y.shape().dim(-1) == 1) {
      return x.rank() == 1
          ? new Fitting(Ops.expandDims(x, -1), y)
          : new Fitting(x, Ops.squeeze(y, -1));
    }
    return new Fitting(x, y);
  }

  private static Tensor reduced(Tensor values, Optional<Tensor> weights, Reduction reduction) {
    boolean nothing = values.rank() == 0 || values.shape().equals(Shape.of(0));
    if (nothing) {
      return values;
    }
    return switch (reduction) {
      case NONE -> values;
      case SUM -> Ops.sum(values);
      case SUM_OVER_BATCH_SIZE, MEAN -> Ops.divideNoNan(Ops.sum(values), count(values));
      case MEAN_WITH_SAMPLE_WEIGHT -> {
        Tensor divisor = weights.map(w -> Ops.sum(w)).orElseGet(() -> count(values));
        yield Ops.divideNoNan(Ops.sum(values), divisor);
      }
    };
  }

  private static Tensor count(Tensor values) {
    return Array.scalar(values.dtype(), (double) values.type().size());
  }
}
