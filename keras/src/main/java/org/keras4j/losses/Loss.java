package org.keras4j.losses;

import java.util.Optional;
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
/// A loss of your own says what each sample costs; reduction, weights and masks are done for it.
///
/// {@snippet :
/// class Fourth extends Loss {
///   @Override protected Tensor call(Tensor yTrue, Tensor yPred) {
///     return Ops.mean(Ops.power(Ops.subtract(yPred, yTrue), 4), -1);
///   }
/// }
/// }
///
/// @see <a href="https://keras.io/api/losses/#base-loss-api">Base loss API</a>
public abstract class Loss implements Configurable {
  /// How configs and strings name losses.
  public static final Family<Loss> FAMILY = Family.of(Loss.class, "keras.losses", "loss");

  private Optional<String> name = Optional.empty();
  private Reduction reduction = Reduction.SUM_OVER_BATCH_SIZE;
  private Optional<DTypePolicy> dtype = Optional.empty();

  /// For subclasses.
  protected Loss() {}

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

  /// The loss, reduced; samples are weighted if weights are given. A mask that the predictions
  /// carry leaves samples out.
  public Tensor apply(Tensor yTrue, Tensor yPred, Optional<Tensor> sampleWeight) {
    return LossReduction.reduce(this, yTrue, yPred, sampleWeight);
  }

  /// The name, shown in logs.
  public String name() {
    return name.orElseGet(() -> Names.snakeCase(Registry.className(this)));
  }

  /// Sets the name.
  public Loss name(String value) {
    name = Optional.of(value);
    return this;
  }

  /// How samples become one number.
  public Reduction reduction() {
    return reduction;
  }

  /// Sets how samples become one number.
  public Loss reduction(Reduction value) {
    reduction = value;
    return this;
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

  @Override
  public Config getConfig() {
    return Config.of("name", name()).with("reduction", reduction.kerasName());
  }

  /// The loss of a name, such as `mse`.
  ///
  /// @throws IllegalArgumentException if there is none
  public static Loss get(String name) {
    return FAMILY.get(name);
  }

  /// How losses are written in configs: by object or name.
  public static Codec<Loss> codec() {
    return FAMILY;
  }
}
