package org.keras4j.layers;

import java.util.Map;
import java.util.Optional;
import org.keras4j.config.Arg;
import org.keras4j.config.Codec;
import org.keras4j.dtypepolicies.Int4DTypePolicy;
import org.keras4j.dtypepolicies.QuantizedDTypePolicy;
import org.keras4j.ops.Ops;
import org.keras4j.quantizers.Float8QuantizationConfig;
import org.keras4j.quantizers.Int4QuantizationConfig;
import org.keras4j.quantizers.Int8QuantizationConfig;
import org.keras4j.quantizers.QuantizationConfig;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.Variable;

/// The keyword `quantization_config` of a layer, and how it and the dtype policy follow from each
/// other.
final class Quantization {
  private final BuiltIn<?> layer;
  private final Arg<Optional<QuantizationConfig>> given;

  Quantization(BuiltIn<?> layer) {
    this.layer = layer;
    given =
        layer.optional(
            "quantization_config", Codec.object(QuantizationConfig.class, "a quantization config"));
  }

  /// How the layer is quantized, as its dtype policy says; older files say no more.
  Optional<QuantizationConfig> current() {
    return layer
        .dtypePolicy()
        .quantizationMode()
        .map(mode -> given.get().orElseGet(() -> of(mode)));
  }

  private QuantizationConfig of(String mode) {
    return switch (mode) {
      case "int8" -> new Int8QuantizationConfig();
      case "int4" ->
          new Int4QuantizationConfig(
              Optional.empty(),
              Optional.empty(),
              layer.dtypePolicy() instanceof Int4DTypePolicy policy
                  ? policy.blockSize()
                  : Optional.empty());
      default -> new Float8QuantizationConfig();
    };
  }

  /// Changes the weights of the layer by `change`, and notes how.
  void begin(QuantizationConfig config, Runnable change) {
    if (!layer.isBuilt()) {
      throw new IllegalStateException(
          "Cannot quantize layer '%s', which isn't built yet: call it first, or buildFrom a shape."
              .formatted(layer.name()));
    }
    if (layer.dtypePolicy().quantizationMode().isPresent()) {
      throw new IllegalStateException(
          "Layer '%s' is quantized already. Received: dtype=%s"
              .formatted(layer.name(), layer.dtypePolicy()));
    }
    var policy =
        QuantizedDTypePolicy.named(config.policyMode() + "_from_" + layer.dtypePolicy().name());
    layer.restructure(() -> LayerCall.building(change));
    layer.setPolicy(policy);
    given.revise(Optional.of(config));
  }

  /// Stores values in variables.
  static void store(Map<Variable, Tensor> values) {
    values.forEach(
        (variable, value) -> variable.assign(Ops.cast(value, variable.storedType().dtype())));
  }
}
