package org.keras4j.optimizers;

import java.util.Optional;
import org.keras4j.config.Config;

/// Gradient descent by adaptive estimates of first and second moments.
///
/// Follows [Kingma and Ba, 2014](https://arxiv.org/abs/1412.6980).
///
/// {@snippet :
/// model.compile(c -> c.optimizer(new Adam(1e-3).beta2(0.98)).loss("mse"));
/// }
///
/// @see <a href="https://keras.io/api/optimizers/adam/">Adam</a>
public final class Adam extends BaseAdam<Adam> {
  /// With the rate 0.001.
  public Adam() {
    this(0.001);
  }

  /// With a rate.
  public Adam(double learningRate) {
    super(learningRate, Optional.empty());
  }

  static Adam fromConfig(Config config) {
    return new Adam().configured(config);
  }
}
