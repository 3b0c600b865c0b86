package org.keras4j.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Random;
import java.util.function.Supplier;
import org.keras4j.config.Registry;
import org.keras4j.dtypepolicies.DTypePolicy;
import org.keras4j.ops.Ops;
import org.keras4j.runtime.Trace;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.TensorType;
import org.keras4j.transform.Gradients;

/// What every layer must do, whatever it computes: announce the shape and dtype it gives, give the
/// same when traced, make the round trip through its config, be differentiable, and follow a mixed
/// dtype policy.
///
/// {@snippet :
/// LayerTester.of(() -> new Dense(3)).input(2, 4).expectOutput(2, 3).expectWeights(2).run();
/// }
final class LayerTester {
  private final Supplier<? extends Layer> make;
  private final List<Array> inputs = new ArrayList<>();
  private final List<Integer> expectedOutput = new ArrayList<>();
  private final Random random = new Random(7);
  private int expectedWeights;
  private int expectedFrozen;
  private OptionalInt expectedSeeds = OptionalInt.empty();
  private boolean mixed = true;
  private boolean differentiable = true;

  private LayerTester(Supplier<? extends Layer> make) {
    this.make = make;
  }

  static LayerTester of(Supplier<? extends Layer> make) {
    return new LayerTester(make);
  }

  /// Adds an input of floats; several are the layer's arguments, or a list if it takes one.
  LayerTester input(int... dims) {
    var type = TensorType.of(DType.FLOAT32, dims);
    inputs.add(Array.ofDoubles(type, random.doubles(type.size(), -1, 1).toArray()));
    return this;
  }

  /// Adds an input of whole numbers below a bound.
  LayerTester integers(int bound, int... dims) {
    var type = TensorType.of(DType.INT32, dims);
    inputs.add(
        Array.ofDoubles(type, random.ints(type.size(), 0, bound).asDoubleStream().toArray()));
    differentiable = false;
    return this;
  }

  LayerTester expectOutput(int... dims) {
    for (int d : dims) {
      expectedOutput.add(d);
    }
    return this;
  }

  LayerTester expectWeights(int trainable) {
    expectedWeights = trainable;
    return this;
  }

  LayerTester expectFrozenWeights(int nonTrainable) {
    expectedFrozen = nonTrainable;
    return this;
  }

  LayerTester expectSeeds(int states) {
    expectedSeeds = OptionalInt.of(states);
    return this;
  }

  /// For layers that Keras gives a fixed dtype.
  LayerTester withoutMixedPrecision() {
    mixed = false;
    return this;
  }

  /// For layers whose output does not change with small changes of the input.
  LayerTester withoutGradients() {
    differentiable = false;
    return this;
  }

  void run() {
    Layer layer = make.get();
    Tensor output = call(layer, inputs);
    assertThat(output.shape()).isEqualTo(Shape.of(expectedOutput));
    weights(layer);
    announces(layer, output);
    traces(layer, output);
    roundTrip(layer, output);
    if (differentiable) {
      differentiates(layer);
    }
    if (mixed) {
      followsPolicy();
    }
  }

  private static Tensor call(Layer layer, List<? extends Tensor> inputs) {
    var others = inputs.subList(1, inputs.size()).toArray(Tensor[]::new);
    return layer.apply(inputs.getFirst(), others);
  }

  private void weights(Layer layer) {
    assertThat(layer.trainableWeights()).hasSize(expectedWeights);
    assertThat(layer.nonTrainableWeights()).hasSize(expectedFrozen);
    expectedSeeds.ifPresent(
        n -> assertThat(layer.variables()).hasSize(expectedWeights + expectedFrozen + n));
    layer.trainable(false);
    assertThat(layer.trainableWeights()).isEmpty();
    layer.trainable(true);
    assertThat(layer.trainableWeights()).hasSize(expectedWeights);
  }

  private void announces(Layer layer, Tensor output) {
    var drawn =
        inputs.stream()
            .map(x -> new InputLayer(x.shape().with(0, Shape.UNKNOWN)).dtype(x.dtype()).tensor())
            .toList();
    Tensor announced = call(layer, drawn);
    assertThat(announced.dtype()).isEqualTo(output.dtype());
    assertThat(announced.shape()).isEqualTo(output.shape().with(0, Shape.UNKNOWN));
  }

  private void traces(Layer layer, Tensor output) {
    var types = inputs.stream().map(Array::type).toList();
    var trace = Trace.of(types, in -> List.of(call(layer, in)));
    close(trace.apply(inputs).getFirst(), output);
  }

  private void roundTrip(Layer layer, Tensor output) {
    var written = Registry.serialize(layer);
    var copy = (Layer) Objects.requireNonNull(Registry.deserialize(written.toMap()));
    assertThat(Registry.serialize(copy)).isEqualTo(written);
    call(copy, inputs);
    copy.setWeights(layer.getWeights());
    close(call(copy, inputs), output);
  }

  private void differentiates(Layer layer) {
    var at =
        Gradients.valueAndGrad(
            in -> List.of(Ops.sum(Ops.cast(call(layer, in), DType.FLOAT32))),
            inputs,
            layer.trainableWeights());
    assertThat(at.gradients()).hasSize(inputs.size() + expectedWeights);
    for (Tensor gradient : at.gradients()) {
      for (double value : ((Array) gradient).toDoubles()) {
        assertThat(value).isFinite();
      }
    }
  }

  private void followsPolicy() {
    Layer layer = make.get().dtype(new DTypePolicy("mixed_bfloat16"));
    assertThat(call(layer, inputs).dtype()).isEqualTo(DType.BFLOAT16);
    assertThat(layer.weights().stream().filter(w -> w.storedType().dtype().isFloat()))
        .allSatisfy(w -> assertThat(w.storedType().dtype()).isEqualTo(DType.FLOAT32));
  }

  private static void close(Tensor got, Tensor wanted) {
    assertThat(got.type()).isEqualTo(wanted.type());
    double[] a = ((Array) got).toDoubles();
    double[] b = ((Array) wanted).toDoubles();
    for (int i = 0; i < b.length; i++) {
      assertThat(a[i]).isCloseTo(b[i], within(1e-5));
    }
  }
}
