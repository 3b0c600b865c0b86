package org.keras4j.quantizers;

import org.keras4j.config.Config;

/// Training with products in float8.
///
/// @see <a href="https://keras.io/api/quantizers/">Quantizers</a>
public record Float8QuantizationConfig() implements QuantizationConfig {
  @Override
  public String mode() {
    return "float8";
  }

  @Override
  public Config getConfig() {
    return Config.EMPTY;
  }
}
