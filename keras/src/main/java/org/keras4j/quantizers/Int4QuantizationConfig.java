package org.keras4j.quantizers;

import java.util.Optional;
import org.keras4j.config.Codec;
import org.keras4j.config.Config;
import org.keras4j.config.Settings;

/// Weights in 4 bits.
///
/// @param weightQuantizer what quantizes weights, unless [AbsMaxQuantizer#INT4]
/// @param activationQuantizer what quantizes the inputs of each call; none if they stay floats
/// @param blockSize how many inputs share a scale and a zero point; none if all share a scale
/// @see <a href="https://keras.io/api/quantizers/">Quantizers</a>
public record Int4QuantizationConfig(
    Optional<Quantizer> weightQuantizer,
    Optional<Quantizer> activationQuantizer,
    Optional<Integer> blockSize)
    implements QuantizationConfig {
  /// Refuses groups of no inputs, and quantizers where groups have a way of their own.
  public Int4QuantizationConfig {
    blockSize = blockSize.filter(size -> size != -1);
    if (blockSize.filter(size -> size <= 0).isPresent()) {
      throw new IllegalArgumentException(
          "`block_size` must be None, -1 or a positive integer. Received: block_size="
              + blockSize.get());
    }
    if (blockSize.isPresent() && (weightQuantizer.isPresent() || activationQuantizer.isPresent())) {
      throw new IllegalArgumentException(
          "Quantizers are of use without a `block_size` alone. Received: block_size="
              + blockSize.get());
    }
  }

  /// Groups of 128 inputs.
  public Int4QuantizationConfig() {
    this(Optional.empty(), Optional.empty(), Optional.of(128));
  }

  static Int4QuantizationConfig fromConfig(Config config) {
    var settings = new Settings("Int4QuantizationConfig", config);
    return settings.done(
        new Int4QuantizationConfig(
            settings.find("weight_quantizer", Quantizer.FAMILY),
            settings.find("activation_quantizer", Quantizer.FAMILY),
            settings.find("block_size", Codec.INT)));
  }

  @Override
  public String mode() {
    return "int4";
  }

  @Override
  public String policyMode() {
    return "int4/" + blockSize.orElse(-1);
  }

  @Override
  public Config getConfig() {
    return Config.of("weight_quantizer", Int8QuantizationConfig.QUANTIZER.encode(weightQuantizer))
        .with("activation_quantizer", Int8QuantizationConfig.QUANTIZER.encode(activationQuantizer))
        .with("block_size", blockSize);
  }
}
