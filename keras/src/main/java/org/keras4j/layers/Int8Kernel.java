package org.keras4j.layers;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.keras4j.initializers.Ones;
import org.keras4j.initializers.Zeros;
import org.keras4j.ops.Ops;
import org.keras4j.ops.WithGradient;
import org.keras4j.quantizers.AbsMaxQuantizer;
import org.keras4j.quantizers.QuantizationConfig;
import org.keras4j.quantizers.Quantizer;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.Variable;

/// A kernel of int8 with a scale for each output. Gradients pass as if inputs were not rounded.
record Int8Kernel(
    Variable kernel,
    Variable scale,
    Contraction contraction,
    QuantizationConfig config,
    DType computeDType)
    implements StoredKernel {
  static Int8Kernel make(
      Layer layer, Shape shape, Contraction contraction, QuantizationConfig config) {
    Variable kernel =
        layer.addWeight("kernel", shape, new Zeros(), w -> w.dtype(DType.INT8).trainable(false));
    Variable scale =
        layer.addWeight(
            "kernel_scale",
            contraction.kernelScaleShape(shape),
            new Ones(),
            w -> w.trainable(false));
    return new Int8Kernel(kernel, scale, contraction, config, layer.computeDType());
  }

  @Override
  public Tensor product(Tensor x, boolean training) {
    return Ops.customGradient(
            in ->
                new WithGradient(
                    product(contraction, config.activationQuantizer(), in, computeDType),
                    g ->
                        List.of(
                            contraction.backward(g, floats(in.get(1), in.get(2))),
                            Ops.zerosLike(in.get(1)),
                            Ops.zerosLike(in.get(2)))))
        .apply(List.of(x, kernel, scale));
  }

  /// The product of an input, which is quantized first if there is a quantizer, a kernel of whole
  /// numbers, and its scale.
  static Tensor product(
      Contraction contraction, Optional<Quantizer> quantizer, List<Tensor> in, DType dtype) {
    var quantized = quantizer.map(q -> q.quantize(in.getFirst(), contraction.inputAxes()));
    Tensor x = quantized.map(Quantizer.Quantized::values).orElse(in.getFirst());
    Tensor scale =
        quantized
            .map(q -> Ops.multiply(contraction.inputScale(q.scale()), in.get(2)))
            .orElse(in.get(2));
    return Ops.divide(Ops.cast(contraction.product(x, in.get(1)), dtype), scale);
  }

  private Tensor floats(Tensor values, Tensor scales) {
    return Ops.divide(Ops.cast(values, computeDType), contraction.scaleOfKernel(scales));
  }

  @Override
  public Tensor floats() {
    return floats(kernel, scale);
  }

  @Override
  public Map<Variable, Tensor> values(Tensor floats) {
    var quantized =
        config
            .weightQuantizer()
            .orElse(AbsMaxQuantizer.DEFAULT)
            .quantize(floats, contraction.kernelAxes());
    return Map.of(kernel, quantized.values(), scale, contraction.kernelScale(quantized.scale()));
  }
}
