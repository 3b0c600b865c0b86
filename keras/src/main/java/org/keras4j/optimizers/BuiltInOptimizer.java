package org.keras4j.optimizers;

import java.util.Optional;
import org.keras4j.config.Arg;
import org.keras4j.config.Config;
import org.keras4j.ops.Ops;
import org.keras4j.optimizers.schedules.LearningRateSchedule;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.Variable;

/// Keras's own optimizers: the keywords all share, as setters that give the optimizer itself.
///
/// @param <SELF> the class itself
public abstract class BuiltInOptimizer<SELF extends BuiltInOptimizer<SELF>> extends Optimizer {
  BuiltInOptimizer(double learningRate) {
    super(learningRate);
  }

  BuiltInOptimizer(double learningRate, Optional<Double> weightDecay) {
    super(learningRate, weightDecay);
  }

  @SuppressWarnings("unchecked") // every subclass names itself
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

  /// The number of the update being made, counted from 1, in a variable's dtype.
  final Tensor updateNumber(Variable like) {
    return updateNumber(like, 1);
  }

  /// The number of updates made plus some, in a variable's dtype.
  final Tensor updateNumber(Variable like, long more) {
    return Ops.cast(Ops.add(iterations(), more), like.storedType().dtype());
  }

  /// Sets the name.
  public final SELF name(String value) {
    return with(name, Optional.of(value));
  }

  /// Sets the learning rate.
  public final SELF learningRate(double value) {
    return with(rate, new Rate.Fixed(value));
  }

  /// Sets the learning rate to follow a schedule.
  public final SELF learningRate(LearningRateSchedule schedule) {
    return with(rate, new Rate.Scheduled(schedule));
  }

  /// Sets the share of each weight that is taken off at each update, times the rate.
  public final SELF weightDecay(double value) {
    return with(weightDecay, Optional.of(value));
  }

  /// Sets the length that no gradient may exceed.
  ///
  /// @throws IllegalArgumentException if another way of clipping is set
  public final SELF clipnorm(double value) {
    return with(clipnorm, Optional.of(value));
  }

  /// Sets the magnitude that no element of a gradient may exceed.
  ///
  /// @throws IllegalArgumentException if another way of clipping is set
  public final SELF clipvalue(double value) {
    return with(clipvalue, Optional.of(value));
  }

  /// Sets the length that all gradients together may not exceed.
  ///
  /// @throws IllegalArgumentException if another way of clipping is set
  public final SELF globalClipnorm(double value) {
    return with(globalClipnorm, Optional.of(value));
  }

  /// Sets whether an exponential moving average of the weights is kept, which replaces them after
  /// training.
  public final SELF useEma(boolean value) {
    return with(useEma, value);
  }

  /// Sets how much of the average stays at each update (0.99 at first).
  ///
  /// @throws IllegalArgumentException unless it is in [0, 1]
  public final SELF emaMomentum(double value) {
    return with(emaMomentum, value);
  }

  /// Sets after how many updates the average replaces the weights.
  ///
  /// @throws IllegalArgumentException unless it is at least 1
  public final SELF emaOverwriteFrequency(int value) {
    return with(emaOverwriteFrequency, Optional.of(value));
  }

  /// Sets the factor by which the loss is scaled for differentiation.
  public final SELF lossScaleFactor(double value) {
    return with(lossScaleFactor, Optional.of(value));
  }

  /// Sets over how many steps gradients are averaged before an update.
  ///
  /// @throws IllegalArgumentException unless it is at least 2
  public final SELF gradientAccumulationSteps(int value) {
    return with(gradientAccumulationSteps, Optional.of(value));
  }
}
