package org.keras4j.quantizers;

import java.util.Optional;
import org.keras4j.config.Codec;
import org.keras4j.config.Config;
import org.keras4j.config.Settings;

/// Weights in 8 bits, with a scale for each output.
///
/// @param weightQuantizer what quantizes weights, unless [AbsMaxQuantizer#DEFAULT]
/// @param activationQuantizer what quantizes the inputs of each call; none if they stay floats
/// @see <a href="https://keras.io/api/quantizers/">Quantizers</a>
public record Int8QuantizationConfig(
    Optional<Quantizer> weightQuantizer, Optional<Quantizer> activationQuantizer)
    implements QuantizationConfig {
  static final Codec<Optional<Quantizer>> QUANTIZER = Codec.optional(Quantizer.FAMILY);

  /// Weights and inputs in 8 bits.
  public Int8QuantizationConfig() {
    this(Optional.empty(), Optional.of(AbsMaxQuantizer.DEFAULT));
  }

  static Int8QuantizationConfig fromConfig(Config config) {
    var settings = new Settings("Int8QuantizationConfig", config);
    return settings.done(
        new Int8QuantizationConfig(
            settings.find("weight_quantizer", Quantizer.FAMILY),
            settings.find("activation_quantizer", Quantizer.FAMILY)));
  }

  @Override
  public String mode() {
    return "int8";
  }

  @Override
  public Config getConfig() {
    return Config.of("weight_quantizer", QUANTIZER.encode(weightQuantizer))
        .with("activation_quantizer", QUANTIZER.encode(activationQuantizer));
  }
}
