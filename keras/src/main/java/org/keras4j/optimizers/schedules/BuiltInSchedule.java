package org.keras4j.optimizers.schedules;

import java.util.function.Supplier;
import org.keras4j.config.Arg;
import org.keras4j.config.Args;
import org.keras4j.config.Codec;
import org.keras4j.config.Config;
import org.keras4j.config.KerasConfig;
import org.keras4j.config.Registry;
import org.keras4j.ops.Ops;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Tensor;

/// Keras's own schedules: keywords, and the arithmetic in Keras's default float type.
///
/// @param <SELF> the class itself
@SuppressWarnings("this-escape") // keywords are declared while constructing
public abstract class BuiltInSchedule<SELF extends BuiltInSchedule<SELF>>
    implements LearningRateSchedule {
  private final Args args = new Args(() -> Registry.className(this));

  BuiltInSchedule() {}

  @SuppressWarnings("unchecked") // every subclass names itself
  private SELF me() {
    return (SELF) this;
  }

  final <T> Arg<T> arg(String keyword, Codec<T> codec, Supplier<? extends T> byDefault) {
    return args.add(keyword, codec, byDefault);
  }

  final Arg<Double> required(String keyword) {
    return args.required(keyword, Codec.DOUBLE);
  }

  /// A number of steps, which configs write as it was given.
  final Arg<Number> requiredSteps(String keyword) {
    return args.required(keyword, Codec.NUMBER).check(n -> n.doubleValue() > 0, "a number > 0");
  }

  final <T> SELF with(Arg<T> arg, T value) {
    arg.set(value);
    return me();
  }

  final SELF configured(Config config) {
    args.fill(config);
    return me();
  }

  /// The rate after so many steps.
  @Override
  public final Tensor apply(Tensor step) {
    args.freeze();
    return rate(Ops.cast(step, dtype()));
  }

  /// The rate after so many steps, both in the default float type.
  abstract Tensor rate(Tensor step);

  private static DType dtype() {
    return KerasConfig.floatx();
  }

  static Tensor number(Arg<? extends Number> arg) {
    return number(arg.get().doubleValue());
  }

  static Tensor number(double value) {
    return Array.scalar(dtype(), value);
  }

  /// The share of `decay_steps` that is over, perhaps in whole numbers.
  static Tensor passed(Tensor step, Arg<Number> decaySteps, boolean staircase) {
    Tensor share = Ops.divide(step, number(decaySteps));
    return staircase ? Ops.floor(share) : share;
  }

  @Override
  public final Config getConfig() {
    return args.toConfig();
  }

  @Override
  public String toString() {
    return Registry.className(this) + getConfig();
  }
}
