package org.keras4j.layers;

import java.util.List;
import java.util.Optional;
import org.keras4j.config.Arg;
import org.keras4j.config.Codec;
import org.keras4j.symbolic.Arguments;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.TensorType;
import org.keras4j.tensor.Tree;

/// Puts texts and whole numbers into bins by their hash.
///
/// - Input: strings or whole numbers, of any shape
/// - Output: the same shape, int64; with an `outputMode`, vectors of `numBins` numbers, as
///   [CategoryEncoding] gives them
///
/// Without a salt bins are those of FarmHash, with one those of SipHash.
///
/// {@snippet :
/// new Hashing(3).apply(Array.ofStrings(Shape.of(2), "apple", "kiwi"));
/// }
///
/// @see <a href="https://keras.io/api/layers/preprocessing_layers/categorical/hashing/">Hashing</a>
public final class Hashing extends HashingLayer<Hashing> {
  /// One number stands for both.
  private static final Codec<List<Long>> SALT =
      Codec.of(
          salt -> salt,
          value -> {
            if (value instanceof List<?> list && list.size() == 2) {
              return Codec.list(Codec.LONG).decode(list);
            }
            if (value instanceof Long || value instanceof Integer) {
              return List.of(Codec.LONG.decode(value), Codec.LONG.decode(value));
            }
            throw new IllegalArgumentException("an integer or two");
          });

  private static final Codec<Object> TEXT_OR_NUMBER =
      Codec.plain(
          "a string or an integer",
          v ->
              v instanceof Integer i
                  ? (Object) Long.valueOf(i)
                  : v instanceof String || v instanceof Long ? v : null);

  private final Arg<Optional<List<Long>>> salt = optional("salt", SALT);
  private final Arg<Optional<Object>> maskValue = optional("mask_value", TEXT_OR_NUMBER);

  Hashing() {}

  /// A layer of a number of bins.
  public Hashing(int numBins) {
    set(this.numBins, numBins);
  }

  /// Sets two numbers that the hash depends on.
  public Hashing salt(long first, long second) {
    return with(salt, Optional.of(List.of(first, second)));
  }

  /// Sets a text that means that there is nothing: it goes to bin 0, and nothing else does.
  public Hashing maskValue(String value) {
    return with(maskValue, Optional.of(value));
  }

  /// Sets a number that means that there is nothing: it goes to bin 0, and nothing else does.
  public Hashing maskValue(long value) {
    return with(maskValue, Optional.of(value));
  }

  @Override
  protected Tree<TensorType> outputTypes(Arguments arguments) {
    return Tree.leaf(outputType(arguments.tensors().getFirst().shape()));
  }

  @Override
  protected Tensor call(Tensor x, Call ctx) {
    Array values = host(x);
    boolean masks = maskValue.get().isPresent() && numBins.get() > 1;
    int bins = numBins.get() - (masks ? 1 : 0);
    long[] out = new long[Math.toIntExact(values.type().size())];
    for (int i = 0; i < out.length; i++) {
      long bin = Long.remainderUnsigned(hash(text(values, i)), bins);
      out[i] = !masks ? bin : isMasked(values, i) ? 0 : bin + 1;
    }
    return encoded(values.shape(), out);
  }

  private long hash(byte[] text) {
    return salt.get()
        .map(s -> SipHash.hash(text, s.getFirst(), s.getLast()))
        .orElseGet(() -> FarmHash.fingerprint64(text));
  }

  private boolean isMasked(Array values, int i) {
    return switch (maskValue.get().orElseThrow()) {
      case String text -> values.dtype() == DType.STRING && values.host().strings()[i].equals(text);
      case Long number ->
          values.dtype() != DType.STRING && values.elements().getDouble(i) == number;
      case Object other -> throw new IllegalStateException("mask_value=" + other);
    };
  }
}
