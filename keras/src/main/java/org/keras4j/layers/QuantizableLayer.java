package org.keras4j.layers;

import org.keras4j.quantizers.QuantizationConfig;

/// A layer whose weights can be kept in few bits.
///
/// {@snippet :
/// dense.quantize("int8");
/// }
///
/// @see <a href="https://keras.io/guides/quantization_overview/">Quantization in Keras</a>
public interface QuantizableLayer {
  /// Quantizes the weights.
  ///
  /// @throws IllegalStateException if the layer is not built, or quantized already
  /// @throws IllegalArgumentException if the layer does not know the mode
  void quantize(QuantizationConfig config);

  /// Quantizes the weights by a mode's default settings: `int8`, `int4` or `float8`.
  ///
  /// @throws IllegalStateException if the layer is not built, or quantized already
  /// @throws IllegalArgumentException if the layer does not know the mode
  default void quantize(String mode) {
    quantize(QuantizationConfig.of(mode));
  }
}
