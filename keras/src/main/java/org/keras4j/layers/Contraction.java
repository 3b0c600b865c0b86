package org.keras4j.layers;

import java.util.List;
import org.keras4j.ops.Ops;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.Tensor;

/// A product of inputs and a kernel, and where scales of either belong in it.
interface Contraction {
  /// The product.
  Tensor product(Tensor x, Tensor kernel);

  /// What a cotangent of the product becomes on its way back to the inputs.
  Tensor backward(Tensor g, Tensor kernel);

  /// The axes of the inputs that are summed over.
  List<Integer> inputAxes();

  /// The axes of the kernel that are summed over.
  List<Integer> kernelAxes();

  /// A scale of the inputs, of size 1 along [#inputAxes], in a shape that fits the product.
  Tensor inputScale(Tensor scale);

  /// A scale of the kernel, of size 1 along [#kernelAxes], in a shape that fits the product.
  Tensor kernelScale(Tensor scale);

  /// The shape of [#kernelScale] for a kernel of a shape.
  Shape kernelScaleShape(Shape kernel);

  /// The inverse of [#kernelScale].
  Tensor scaleOfKernel(Tensor scale);

  /// `x · kernel`, over the last axis of the input.
  record OfMatrix() implements Contraction {
    @Override
    public Tensor product(Tensor x, Tensor kernel) {
      return Ops.matmul(x, kernel);
    }

    @Override
    public Tensor backward(Tensor g, Tensor kernel) {
      return Ops.matmul(g, Ops.transpose(kernel));
    }

    @Override
    public List<Integer> inputAxes() {
      return List.of(-1);
    }

    @Override
    public List<Integer> kernelAxes() {
      return List.of(0);
    }

    @Override
    public Tensor inputScale(Tensor scale) {
      return scale;
    }

    @Override
    public Tensor kernelScale(Tensor scale) {
      return Ops.squeeze(scale, 0);
    }

    @Override
    public Shape kernelScaleShape(Shape kernel) {
      return Shape.of(kernel.dim(1));
    }

    @Override
    public Tensor scaleOfKernel(Tensor scale) {
      return scale;
    }
  }
}
