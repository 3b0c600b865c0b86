package org.keras4j.layers;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.keras4j.config.Arg;
import org.keras4j.config.Codec;
import org.keras4j.dtypepolicies.DTypePolicy;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Elements;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.TensorType;

/// Layers that put texts and whole numbers into bins by their hash. They work on the host: on
/// tensors that are there, not inside a compiled step.
///
/// @param <SELF> the layer's own class
public abstract class HashingLayer<SELF extends HashingLayer<SELF>> extends BuiltIn<SELF> {
  final Arg<Integer> numBins =
      required("num_bins", Codec.INT).check(n -> n > 0, "a positive integer");
  final Arg<CategoricalEncoding> outputMode;
  private boolean hasOwnPolicy;

  @SuppressWarnings("this-escape") // keywords are declared while constructing
  HashingLayer(CategoricalEncoding... withoutModes) {
    outputMode =
        arg("output_mode", CategoricalEncoding.codec(withoutModes), () -> CategoricalEncoding.INT);
    arg("sparse", Codec.BOOL, () -> false).check(s -> !s, "False: there are no sparse tensors");
    super.setPolicy(DTypePolicy.of(DType.INT64));
  }

  /// Sets the form by Keras's name: `int` (at first), `one_hot`, and what else the layer knows.
  public SELF outputMode(String value) {
    SELF self = read(outputMode, value);
    choosePolicy();
    return self;
  }

  @Override
  void setPolicy(DTypePolicy value) {
    hasOwnPolicy = true;
    super.setPolicy(value);
  }

  /// Numbers of bins are int64, vectors of the default dtype, unless said otherwise.
  private void choosePolicy() {
    if (!hasOwnPolicy) {
      boolean numbers = outputMode.get() == CategoricalEncoding.INT;
      super.setPolicy(numbers ? DTypePolicy.of(DType.INT64) : DTypePolicy.global());
    }
  }

  @Override
  protected void checkKeywords() {
    choosePolicy();
    if (outputMode.get() == CategoricalEncoding.INT && !variableDType().isInteger()) {
      throw new IllegalArgumentException(
          "With `output_mode='int'`, `dtype` must be int32 or int64. Received: dtype="
              + variableDType());
    }
  }

  @Override
  protected boolean convertsInputs() {
    return false;
  }

  /// A tensor on the host.
  final Array host(Tensor x) {
    if (x instanceof Array array) {
      return array;
    }
    throw new IllegalStateException(
        "Layer '%s' hashes on the host, and cannot be part of a compiled computation: apply it to the data before."
            .formatted(name()));
  }

  /// The text of an element; floats lose what is behind the point.
  static byte[] text(Array x, int i) {
    String text =
        x.dtype() == DType.STRING
            ? x.host().strings()[i]
            : Long.toString(
                x.dtype().isFloat() ? (long) x.elements().getDouble(i) : x.elements().getLong(i));
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /// The numbers of bins in the form that was asked for.
  final Tensor encoded(Shape shape, long[] bins) {
    var numbers = Elements.zeros(new TensorType(DType.INT64, shape));
    for (int i = 0; i < bins.length; i++) {
      numbers.setLong(i, bins[i]);
    }
    return outputMode
        .get()
        .encode(numbers.toArray(), numBins.get(), variableDType(), Optional.empty());
  }

  /// What the layer gives for inputs of a shape.
  final TensorType outputType(Shape input) {
    int last = input.rank() - 1;
    Shape shape =
        switch (outputMode.get()) {
          case INT -> input;
          case ONE_HOT ->
              last > 0 && input.dim(last) == 1
                  ? input.with(last, numBins.get())
                  : input.insert(last + 1, numBins.get());
          case MULTI_HOT, COUNT ->
              last < 0
                  ? Shape.of(numBins.get())
                  : input
                      .without(List.of(Math.min(last, 1)))
                      .insert(Math.max(last, 0), numBins.get());
        };
    return new TensorType(variableDType(), shape);
  }
}
