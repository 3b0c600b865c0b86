package org.keras4j.optimizers;

import java.util.Optional;
import org.keras4j.config.Config;

/// Adam with a weight decay of its own beside the gradient.
///
/// Follows [Loshchilov and Hutter, 2019](https://arxiv.org/abs/1711.05101).
///
/// {@snippet :
/// var optimizer = new AdamW(1e-3).weightDecay(0.01);
/// optimizer.excludeFromWeightDecay(Set.of("bias"));
/// }
///
/// @see <a href="https://keras.io/api/optimizers/adamw/">AdamW</a>
public final class AdamW extends BaseAdam<AdamW> {
  /// With the rate 0.001 and the weight decay 0.004.
  public AdamW() {
    this(0.001);
  }

  /// With a rate, and the weight decay 0.004.
  public AdamW(double learningRate) {
    super(learningRate, Optional.of(0.004));
    weightDecay.check(Optional::isPresent, "a number");
  }

  static AdamW fromConfig(Config config) {
    return new AdamW().configured(config);
  }
}
