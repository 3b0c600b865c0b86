package org.keras4j.optimizers;

import java.util.Optional;
import org.keras4j.config.Arg;
import org.keras4j.config.Config;

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

  /// Sets the name.
  public SELF name(String value) {
    return with(nameArg(), Optional.of(value));
  }

  /// Sets the learning rate.
  public SELF learningRate(double value) {
    return with(rateArg(), new Rate.Fixed(value));
  }

  /// Sets the learning rate to follow a schedule.
  public SELF learningRate(LearningRateSchedule schedule) {
    return with(rateArg(), new Rate.Scheduled(schedule));
  }

  /// Sets the share of each weight that is taken off at each update, times the rate.
  public SELF weightDecay(double value) {
    return with(weightDecayArg(), Optional.of(value));
  }

  /// Sets the length that no gradient may exceed.
  public SELF clipnorm(double value) {
    return with(clipnormArg(), Optional.of(value));
  }

  /// Sets the magnitude that no element of a gradient may exceed.
  public SELF clipvalue(double value) {
    return with(clipvalueArg(), Optional.of(value));
  }

  /// Sets the length that all gradients together may not exceed.
  public SELF globalClipnorm(double value) {
    return with(globalClipnormArg(), Optional.of(value));
  }

  /// Sets whether an exponential moving average of the weights is kept, which replaces them after
  /// training.
  public SELF useEma(boolean value) {
    return with(useEmaArg(), value);
  }

  /// Sets how much of the average stays at each update (0.99 at first).
  public SELF emaMomentum(double value) {
    return with(emaMomentumArg(), value);
  }

  /// Sets after how many updates the average replaces the weights.
  public SELF emaOverwriteFrequency(int value) {
    return with(emaOverwriteFrequencyArg(), Optional.of(value));
  }

  /// Sets the factor by which the loss is scaled for differentiation.
  public SELF lossScaleFactor(double value) {
    return with(lossScaleFactorArg(), Optional.of(value));
  }

  /// Sets over how many steps gradients are averaged before an update.
  public SELF gradientAccumulationSteps(int value) {
    return with(accumulationArg(), Optional.of(value));
  }
}
