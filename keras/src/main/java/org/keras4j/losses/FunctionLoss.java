package org.keras4j.losses;

import org.keras4j.config.Arg;
import org.keras4j.config.Config;
import org.keras4j.dtypepolicies.DTypePolicy;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Tensor;

/// A loss that is one of the functions of [Losses]. Targets and predictions whose shapes differ by
/// a last axis of size 1 are brought together. Keywords are set by a chain of calls, each giving
/// the loss itself: `new Huber().delta(0.5).reduction("sum")`.
///
/// @param <SELF> the loss's own class
public abstract class FunctionLoss<SELF extends FunctionLoss<SELF>> extends Loss {
  FunctionLoss() {}

  @SuppressWarnings("this-escape") // the name is only kept
  FunctionLoss(String byDefault) {
    super.name(byDefault);
  }

  @SuppressWarnings("unchecked") // SELF is the class itself in all subclasses
  private SELF me() {
    return (SELF) this;
  }

  final <T> SELF with(Arg<T> arg, T value) {
    arg.set(value);
    return me();
  }

  final SELF configured(Config config) {
    configure(config);
    return me();
  }

  /// The function.
  abstract Tensor function(Tensor yTrue, Tensor yPred);

  @Override
  protected final Tensor call(Tensor yTrue, Tensor yPred) {
    var fitting = LossReduction.sameRank(yTrue, yPred);
    return function(fitting.x(), fitting.y());
  }

  @Override
  public final SELF name(String value) {
    super.name(value);
    return me();
  }

  @Override
  public final SELF reduction(Reduction value) {
    super.reduction(value);
    return me();
  }

  @Override
  public final SELF reduction(String value) {
    super.reduction(value);
    return me();
  }

  @Override
  public final SELF dtype(DTypePolicy value) {
    super.dtype(value);
    return me();
  }

  @Override
  public final SELF dtype(DType value) {
    super.dtype(value);
    return me();
  }
}
