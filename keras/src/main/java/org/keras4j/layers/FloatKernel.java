package org.keras4j.layers;

import java.util.Map;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.Variable;

/// A kernel of floats, perhaps adapted.
record FloatKernel(Variable kernel, Contraction contraction, Lora lora) implements StoredKernel {
  @Override
  public Tensor product(Tensor x, boolean training) {
    return contraction.product(x, lora.merged(kernel));
  }

  @Override
  public Tensor floats() {
    return kernel;
  }

  @Override
  public Map<Variable, Tensor> values(Tensor floats) {
    return Map.of(kernel, floats);
  }
}
