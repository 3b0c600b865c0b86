package org.keras4j.layers;

import java.util.List;
import org.keras4j.ops.Ops;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.Tensor;

/// A step of the layers of {@link BaseConvLSTM}: that of an LSTM whose products are convolutions.
///
/// Follows [Shi et al., 2015](https://arxiv.org/abs/1506.04214).
public final class ConvLSTMCell extends LongShortTermCell<ConvLSTMCell> {
  final WindowKeywords window;
  private Shape stateShape = Shape.of();

  ConvLSTMCell(int rank) {
    super("filters");
    window = new WindowKeywords(this, rank, false);
    whenSettled(() -> window.checkDilation(name()));
  }

  @Override
  protected void build(Shape input) {
    window.channels(input, name());
    var sizes = window.outputSizes(input);
    if (!sizes.isKnown()) {
      throw new IllegalArgumentException(
          "ConvLSTM layers only support static input shapes for the spatial dimension. Received: input_shape="
              + input);
    }
    stateShape = window.arranged(sizes, units());
    super.build(input);
  }

  @Override
  protected List<Shape> stateShapes() {
    return List.of(stateShape, stateShape);
  }

  @Override
  protected Shape outputShape() {
    return stateShape;
  }

  @Override
  Shape kernelShape(Shape input, int width) {
    return window.kernelShape(input.dim(window.channelAxis()), width);
  }

  @Override
  Shape recurrentKernelShape(int width) {
    return window.kernelShape(units(), width);
  }

  @Override
  int numMasks() {
    return 4;
  }

  @Override
  int gateAxis() {
    return window.channelsLast() ? -1 : -1 - window.rank;
  }

  @Override
  Tensor multiplied(Tensor x, Tensor weights) {
    if (x.rank() == window.rank + 2) {
      return window.convolve(x, weights);
    }
    Shape shape = x.shape();
    Tensor steps =
        Ops.reshape(x, Shape.of(shape.dim(0) * shape.dim(1)).concat(shape.slice(2, x.rank())));
    Tensor y = window.convolve(steps, weights);
    return Ops.reshape(y, shape.slice(0, 2).concat(y.shape().slice(1, y.rank())));
  }

  @Override
  Tensor recurrentMultiplied(Tensor h, Tensor weights) {
    return Ops.conv(h, weights, c -> c.padding("same").dataFormat(window.dataFormat.get()));
  }

  @Override
  Tensor plusBias(Tensor y, Tensor b) {
    return Ops.add(y, window.biasForm(b));
  }
}
