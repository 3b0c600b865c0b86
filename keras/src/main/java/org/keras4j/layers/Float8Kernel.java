package org.keras4j.layers;

import java.util.List;
import java.util.Map;
import org.keras4j.initializers.Initializer;
import org.keras4j.initializers.Ones;
import org.keras4j.initializers.Zeros;
import org.keras4j.ops.Ops;
import org.keras4j.ops.WithGradient;
import org.keras4j.quantizers.Quantizers;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.Variable;

/// A kernel of floats that is multiplied in float8, as are gradients.
///
/// The scales follow the magnitudes of late. Both are learned in a way of their own: what comes
/// back as their gradient is their next value.
record Float8Kernel(
    Variable kernel,
    Contraction contraction,
    Scaling inputs,
    Scaling kernels,
    Scaling outputGradients,
    DType computeDType)
    implements StoredKernel {
  /// What float8 numbers are multiplied by, and the largest magnitudes of late.
  record Scaling(Variable scale, Variable amaxHistory, DType dtype) {
    static Scaling make(Layer layer, String of, int length, DType dtype) {
      return new Scaling(
          add(layer, of + "_scale", Shape.SCALAR, new Ones()),
          add(layer, of + "_amax_history", Shape.of(length), new Zeros()),
          dtype);
    }

    private static Variable add(Layer layer, String name, Shape shape, Initializer initializer) {
      return layer
          .addWeight(name, shape, initializer, w -> w.dtype(DType.FLOAT32).autocast(false))
          .overwriteWithGradient(true);
    }

    Tensor nextScale(Tensor scale, Tensor history) {
      return Quantizers.computeFloat8Scale(Ops.max(history), scale, Quantizers.float8Max(dtype));
    }
  }

  static Float8Kernel make(Layer layer, Variable kernel, Contraction contraction, int length) {
    return new Float8Kernel(
        kernel,
        contraction,
        Scaling.make(layer, "inputs", length, DType.FLOAT8_E4M3FN),
        Scaling.make(layer, "kernel", length, DType.FLOAT8_E4M3FN),
        Scaling.make(layer, "outputs_grad", length, DType.FLOAT8_E5M2),
        layer.computeDType());
  }

  @Override
  public Tensor product(Tensor x, boolean training) {
    Tensor y =
        contraction.product(rounded(x, inputs, training), rounded(kernel, kernels, training));
    return withRoundedGradient(y);
  }

  /// Values after a way through float8; gradients pass.
  private Tensor rounded(Tensor x, Scaling scaling, boolean training) {
    return Ops.customGradient(
            in -> {
              Tensor scale = in.get(1);
              Tensor history = in.get(2);
              return new WithGradient(
                  Quantizers.quantizeAndDequantize(
                      in.getFirst(), scale, scaling.dtype(), computeDType),
                  g ->
                      training
                          ? List.of(
                              g,
                              scaling.nextScale(scale, history),
                              Quantizers.computeFloat8AmaxHistory(in.getFirst(), history))
                          : List.of(g, Ops.zerosLike(scale), Ops.zerosLike(history)));
            })
        .apply(List.of(x, scaling.scale(), scaling.amaxHistory()));
  }

  /// Values pass; gradients take a way through float8.
  private Tensor withRoundedGradient(Tensor y) {
    return Ops.customGradient(
            in -> {
              Tensor scale = in.get(1);
              Tensor history = in.get(2);
              return new WithGradient(
                  in.getFirst(),
                  g ->
                      List.of(
                          Quantizers.quantizeAndDequantize(
                              g, scale, outputGradients.dtype(), computeDType),
                          outputGradients.nextScale(scale, history),
                          Quantizers.computeFloat8AmaxHistory(g, history)));
            })
        .apply(List.of(y, outputGradients.scale(), outputGradients.amaxHistory()));
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
