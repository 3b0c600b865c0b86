package org.keras4j.layers;

import java.util.Map;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.Variable;

/// How a layer keeps its kernel, and multiplies by it.
sealed interface StoredKernel permits FloatKernel, Int8Kernel, Int4Kernel, Float8Kernel {
  /// The variable that holds the kernel itself.
  Variable kernel();

  /// The product of inputs and the kernel, in the dtype the layer computes in.
  Tensor product(Tensor x, boolean training);

  /// The kernel as floats.
  Tensor floats();

  /// What the variables hold for a kernel of floats.
  Map<Variable, Tensor> values(Tensor floats);
}
