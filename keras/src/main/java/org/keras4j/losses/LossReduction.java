package org.keras4j.losses;

import java.util.Optional;
import org.keras4j.ops.Ops;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.Tensor;

/// Weighs and masks the losses of samples, and makes one number of them.
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
    DType dtype = losses.dtype();
    var given = sampleWeight.map(w -> Ops.cast(w, dtype));
    Optional<Tensor> weights =
        mask.isPresent() ? Optional.of(masked(given, mask.get(), dtype, reduction)) : given;
    if (weights.isEmpty()) {
      return reduced(losses, weights, reduction);
    }
    var fitting = sameRank(losses, weights.get());
    return reduced(Ops.multiply(fitting.x(), fitting.y()), Optional.of(fitting.y()), reduction);
  }

  /// For a mean, samples that count get the weight total / valid, so that the mean is over them
  /// alone.
  private static Tensor masked(
      Optional<Tensor> sampleWeight, Tensor mask, DType dtype, Reduction reduction) {
    Tensor weights = Ops.cast(mask, dtype);
    if (reduction == Reduction.MEAN || reduction == Reduction.SUM_OVER_BATCH_SIZE) {
      Tensor total = Array.scalar(dtype, (double) mask.type().size());
      Tensor share = Ops.divideNoNan(total, Ops.sum(weights));
      weights = Ops.where(Ops.cast(mask, DType.BOOL), share, Ops.zerosLike(share));
    }
    if (sampleWeight.isEmpty()) {
      return weights;
    }
    var fitting = sameRank(weights, sampleWeight.get());
    return Ops.multiply(fitting.y(), fitting.x());
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
    if (reduction == Reduction.NONE || nothing) {
      return values;
    }
    Tensor sum = Ops.sum(values);
    Tensor count = Array.scalar(sum.dtype(), (double) values.type().size());
    return switch (reduction) {
      case NONE, SUM -> sum;
      case SUM_OVER_BATCH_SIZE, MEAN -> Ops.divideNoNan(sum, count);
      case MEAN_WITH_SAMPLE_WEIGHT ->
          Ops.divideNoNan(sum, weights.map(w -> Ops.cast(Ops.sum(w), sum.dtype())).orElse(count));
    };
  }
}
