package org.keras4j.layers;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.keras4j.ops.Ops;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.Tree;

/// Applies one layer to every step of a sequence.
///
/// - Input: `(batch, steps, ...)`
/// - Output: `(batch, steps, ...)`: what the layer makes of `(batch, ...)`, step by step
///
/// {@snippet :
/// Tensor features = new TimeDistributed(new Conv2D(64, 3)).apply(frames);
/// }
///
/// @see <a
///   href="https://keras.io/api/layers/recurrent_layers/time_distributed/">TimeDistributed</a>
public final class TimeDistributed extends Wrapper<TimeDistributed> {
  TimeDistributed() {}

  /// Applies a layer to every step.
  public TimeDistributed(Layer layer) {
    super(layer);
  }

  @Override
  protected boolean supportsMasking() {
    return true;
  }

  @Override
  protected void build(Shape input) {
    super.build(step(input));
  }

  /// The shape of one step of a sequence.
  private Shape step(Shape input) {
    if (input.rank() < 3) {
      throw new IllegalArgumentException(
          "`TimeDistributed` layer '%s' should be passed an input with at least 3 dimensions. Received: input_shape=%s"
              .formatted(name(), input));
    }
    return input.without(java.util.List.of(1));
  }

  @Override
  protected Tensor call(Tensor x, Call ctx) {
    var mask = ctx.mask();
    mask.ifPresent(m -> checkMask(m.shape(), x.shape()));
    Shape step = step(x.shape());
    int steps = x.shape().dim(1);
    if (layer().treatsSamplesAlone() && mask.isEmpty()) {
      Shape samples = Shape.of(x.shape().dim(0) * steps).concat(step.slice(1, step.rank()));
      Tensor y = called(Ops.reshape(x, samples), Optional.empty(), ctx);
      return Ops.reshape(y, x.shape().slice(0, 2).concat(y.shape().slice(1, y.rank())));
    }
    var inputs = Ops.unstack(x, 1);
    var masks = mask.map(m -> Ops.unstack(m, 1));
    var outputs = new ArrayList<Tensor>();
    for (int i = 0; i < steps; i++) {
      int at = i;
      outputs.add(called(inputs.get(i), masks.map(m -> m.get(at)), ctx));
    }
    return Ops.stack(outputs, 1);
  }

  /// Keras calls the layer's `call` alone, without casts, penalties on its activity and masks of
  /// its own.
  private Tensor called(Tensor x, Optional<Tensor> mask, Call ctx) {
    Map<String, Object> arguments = new LinkedHashMap<>();
    arguments.put(layer().signature().names().getFirst(), x);
    mask.ifPresent(m -> arguments.put("mask", m));
    Tree<Tensor> y = layer().call(arguments, new Call(arguments, ctx.trainingIfGiven()));
    return y.single();
  }

  private void checkMask(Shape mask, Shape input) {
    if (mask.rank() < 2 || mask.dim(0) != input.dim(0) || mask.dim(1) != input.dim(1)) {
      throw new IllegalArgumentException(
          "Expected the mask of layer '%s' to have the batch size and number of steps of its input first. Received: mask of shape %s, input of shape %s"
              .formatted(name(), mask, input));
    }
  }
}
