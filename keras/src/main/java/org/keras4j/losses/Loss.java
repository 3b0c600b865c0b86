package org.keras4j.losses;

import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.keras4j.config.Arg;
import org.keras4j.config.Args;
import org.keras4j.config.Codec;
import org.keras4j.config.Config;
import org.keras4j.config.Configurable;
import org.keras4j.config.Family;
import org.keras4j.config.KerasConfig;
import org.keras4j.config.Registry;
import org.keras4j.dtypepolicies.DTypePolicy;
import org.keras4j.symbolic.Names;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Tensor;

/// How far predictions are from targets, as a number that training makes smaller.
///
/// Use one of the losses of this package, or write your own: say what each sample costs; reduction,
/// weights and masks are done for it. A lambda does for most:
///
/// {@snippet :
/// Loss fourth = Loss.of("fourth", (t, p) -> Ops.mean(Ops.power(Ops.subtract(t, p), 4), -1));
/// }
///
/// A class can have keywords, which are saved with it once the class is registered:
///
/// {@snippet :
/// class Power extends Loss {
///   private final Arg<Double> exponent = arg("exponent", Codec.DOUBLE, () -> 4.0);
///
///   @Override protected Tensor call(Tensor yTrue, Tensor yPred) {
///     return Ops.mean(Ops.power(Ops.abs(Ops.subtract(yPred, yTrue)), exponent.get()), -1);
///   }
///
///   static Power fromConfig(Config config) {
///     var loss = new Power();
///     loss.configure(config);
///     return loss;
///   }
/// }
/// Registry.register("my_package", Power.class, Power::fromConfig);
/// }
///
/// @see <a href="https://keras.io/api/losses/#base-loss-api">Base loss API</a>
@SuppressWarnings("this-escape") // keywords are declared while constructing
public abstract class Loss implements Configurable {
  /// How configs and strings name losses.
  public static final Family<Loss> FAMILY = Family.of(Loss.class, "keras.losses", "loss");

  private final Args args = new Args(this::className);
  private @Nullable String name;
  private Optional<Reduction> reduction = Optional.of(Reduction.SUM_OVER_BATCH_SIZE);
  private Optional<DTypePolicy> dtype = Optional.empty();

  /// For subclasses.
  protected Loss() {}

  /// A loss that is a function: what each sample costs.
  ///
  /// The result can be saved if the function is registered with [Registry#registerFunction].
  public static Loss of(String name, LossFunction function) {
    return new LossFunctionWrapper(function).name(name);
  }

  /// The loss of a name: a class such as `MeanSquaredError`, or a function such as `mse` or
  /// `mean_squared_error`.
  ///
  /// @throws IllegalArgumentException if there is none
  public static Loss get(String name) {
    return FAMILY.get(name);
  }

  /// How losses are written in configs: by object or name.
  public static Codec<Loss> codec() {
    return FAMILY;
  }

  /// The loss of each sample: the last axis is gone.
  protected abstract Tensor call(Tensor yTrue, Tensor yPred);

  /// The loss, reduced.
  public final Tensor apply(Tensor yTrue, Tensor yPred) {
    return apply(yTrue, yPred, Optional.empty());
  }

  /// The loss of weighted samples, reduced.
  public final Tensor apply(Tensor yTrue, Tensor yPred, Tensor sampleWeight) {
    return apply(yTrue, yPred, Optional.of(sampleWeight));
  }

  /// The loss, reduced; samples are weighted if weights are given. A mask that the predictions carry
  /// leaves samples out.
  public Tensor apply(Tensor yTrue, Tensor yPred, Optional<Tensor> sampleWeight) {
    return LossReduction.reduce(this, yTrue, yPred, sampleWeight);
  }

  /// Declares a keyword with a default that is made when it is first needed.
  protected final <T> Arg<T> arg(String keyword, Codec<T> codec, Supplier<? extends T> byDefault) {
    return args.add(keyword, codec, byDefault);
  }

  /// Declares a keyword that must be given.
  protected final <T> Arg<T> required(String keyword, Codec<T> codec) {
    return args.required(keyword, codec);
  }

  /// Declares a keyword that is `None` by default.
  protected final <T> Arg<Optional<T>> optional(String keyword, Codec<T> codec) {
    return args.add(keyword, Codec.optional(codec), Optional::empty);
  }

  /// Sets the keywords a config gives: for the factories of the registry.
  ///
  /// @throws IllegalArgumentException if it gives others than those declared, or leaves one out that
  ///   must be given
  protected final void configure(Config config) {
    config.find("name").ifPresent(given -> name(given.toString()));
    if (config.has("reduction")) {
      reduction = config.find("reduction").map(given -> Reduction.of(given.toString()));
    }
    config.find("dtype").map(DTypePolicy.CODEC::decode).ifPresent(this::dtype);
    args.fill(config.without("name", "reduction", "dtype"));
  }

  /// The name, shown in logs: the one given, or one made from the class when it is first asked for.
  public String name() {
    String known = name;
    if (known == null) {
      known = Names.auto(Names.snakeCase(className()));
      name = known;
    }
    return known;
  }

  private String className() {
    String known = Registry.className(this);
    return known.isEmpty() ? "Loss" : known;
  }

  /// Sets the name.
  public Loss name(String value) {
    name = value;
    return this;
  }

  /// How samples become one number.
  public Reduction reduction() {
    return reduction.orElse(Reduction.NONE);
  }

  /// Sets how samples become one number (`sum_over_batch_size` at first).
  public Loss reduction(Reduction value) {
    reduction = Optional.of(value);
    return this;
  }

  /// Sets how samples become one number, by Keras's name.
  ///
  /// @throws IllegalArgumentException if there is no such reduction
  public Loss reduction(String value) {
    return reduction(Reduction.of(value));
  }

  /// The dtype the loss is computed in.
  public DType dtype() {
    return dtype.map(DTypePolicy::computeDType).orElseGet(KerasConfig::floatx);
  }

  /// Sets the dtype the loss is computed in.
  public Loss dtype(DTypePolicy value) {
    dtype = Optional.of(value);
    return this;
  }

  /// Sets the dtype the loss is computed in.
  public Loss dtype(DType value) {
    return dtype(DTypePolicy.of(value));
  }

  @Override
  public Config getConfig() {
    return Config.of("name", name())
        .with("reduction", reduction.map(Reduction::kerasName))
        .with(args.toConfig());
  }

  @Override
  public String toString() {
    return "<%s name=%s>".formatted(className(), name());
  }
}
