package org.keras4j.losses;

import org.keras4j.config.Config;
import org.keras4j.tensor.Tensor;

/// A loss made of a function. Losses named after functions, such as `mse`, are these; for functions
/// of your own see [Loss#of].
public final class LossFunctionWrapper extends FunctionLoss<LossFunctionWrapper> {
  private final LossFunction function;

  /// The loss of a function.
  public LossFunctionWrapper(LossFunction function) {
    this.function = function;
  }

  static LossFunctionWrapper fromConfig(Config config) {
    var settings = config.without("fn", "name", "reduction", "dtype");
    LossFunction function =
        config
            .find("fn")
            .map(given -> LossFunctions.decode(given, settings))
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "LossFunctionWrapper needs a function. Received: " + config));
    return new LossFunctionWrapper(function)
        .configured(config.without(settings.keys().toArray(String[]::new)).without("fn"));
  }

  /// The function.
  public LossFunction function() {
    return function;
  }

  @Override
  Tensor function(Tensor yTrue, Tensor yPred) {
    return function.apply(yTrue, yPred);
  }

  /// @throws IllegalStateException if the function is a lambda that is not registered
  @Override
  public Config getConfig() {
    return super.getConfig()
        .with("fn", LossFunctions.encode(function))
        .with(LossFunctions.settings(function));
  }
}
