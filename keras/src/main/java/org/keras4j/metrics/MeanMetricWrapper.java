package org.keras4j.metrics;

import org.keras4j.config.Config;
import org.keras4j.tensor.Tensor;

/// The mean of a function over all samples; for functions of your own see also [Metric#of].
///
/// {@snippet :
/// var metric = new MeanMetricWrapper(Losses::huber).name("huber");
/// }
///
/// @see <a
///   href="https://keras.io/api/metrics/reduction_metrics/#meanmetricwrapper-class">MeanMetricWrapper</a>
public final class MeanMetricWrapper extends FunctionMetric<MeanMetricWrapper> {
  private final MetricFunction function;

  /// The mean of a function.
  public MeanMetricWrapper(MetricFunction function) {
    this.function = function;
  }

  /// The mean of one of Keras's functions, such as `binary_accuracy`.
  ///
  /// @throws IllegalArgumentException if there is none of this name
  public MeanMetricWrapper(String function) {
    this(MetricFunctions.decode(function, Config.EMPTY));
  }

  static MeanMetricWrapper fromConfig(Config config) {
    var settings = config.without("fn", "name", "dtype");
    MetricFunction function =
        config
            .find("fn")
            .map(given -> MetricFunctions.decode(given, settings))
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "MeanMetricWrapper needs a function. Received: " + config));
    return new MeanMetricWrapper(function)
        .configured(config.without(settings.keys().toArray(String[]::new)).without("fn"));
  }

  /// Whether the function is one of Keras's losses.
  boolean isOfLoss() {
    return MetricFunctions.isLoss(function);
  }

  @Override
  Tensor function(Tensor yTrue, Tensor yPred) {
    return function.apply(yTrue, yPred);
  }

  /// @throws IllegalStateException if the function is a lambda that is not registered
  @Override
  public Config getConfig() {
    return super.getConfig()
        .with("fn", MetricFunctions.encode(function))
        .with(MetricFunctions.settings(function));
  }
}
