package org.keras4j.quantizers;

import java.util.Optional;
import org.keras4j.config.Configurable;

/// How a layer's weights are quantized.
///
/// @see <a href="https://keras.io/api/quantizers/">Quantizers</a>
public sealed interface QuantizationConfig extends Configurable
    permits Int8QuantizationConfig, Int4QuantizationConfig, Float8QuantizationConfig {
  /// Keras's name of the mode.
  String mode();

  /// What quantizes weights, unless the mode's own way does.
  default Optional<Quantizer> weightQuantizer() {
    return Optional.empty();
  }

  /// What quantizes the inputs of each call; none if they stay floats.
  default Optional<Quantizer> activationQuantizer() {
    return Optional.empty();
  }

  /// The mode's name in dtype policies.
  default String policyMode() {
    return mode();
  }

  /// The default settings of a mode: `int8`, `int4` or `float8`.
  ///
  /// @throws IllegalArgumentException if it is another one
  static QuantizationConfig of(String mode) {
    return switch (mode) {
      case "int8" -> new Int8QuantizationConfig();
      case "int4" -> new Int4QuantizationConfig();
      case "float8" -> new Float8QuantizationConfig();
      default ->
          throw new IllegalArgumentException(
              "Invalid quantization mode. Expected one of int8, int4, float8. Received: mode="
                  + mode);
    };
  }
}
