package org.keras4j.quantizers;

import java.util.List;
import org.keras4j.config.Configurable;
import org.keras4j.config.Family;
import org.keras4j.tensor.Tensor;

/// Turns floats into whole numbers of few bits.
///
/// @see <a href="https://keras.io/api/quantizers/">Quantizers</a>
public interface Quantizer extends Configurable {
  /// How quantizers are named and written.
  Family<Quantizer> FAMILY = Family.of(Quantizer.class, "keras.quantizers", "quantizer");

  /// Whole numbers and what floats were multiplied by to become them.
  ///
  /// @param values whole numbers, of the input's shape
  /// @param scale of the input's dtype and shape, with size 1 along the axes
  record Quantized(Tensor values, Tensor scale) {}

  /// Quantizes along some axes, each row along them with a scale of its own.
  Quantized quantize(Tensor x, List<Integer> axes);
}
