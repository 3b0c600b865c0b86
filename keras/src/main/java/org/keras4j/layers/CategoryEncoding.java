package org.keras4j.layers;

import java.util.Map;
import org.keras4j.config.Arg;
import org.keras4j.config.Codec;
import org.keras4j.ops.Ops;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.Tree;

/// Writes whole numbers, each a category, as vectors of zeros and ones or of counts.
///
/// - Input: `(batch, tokens)` or `(tokens)`, whole numbers from 0 to `numTokens - 1`
/// - Output: `(batch, numTokens)`, or `(numTokens)`; with `one_hot`, `(batch, tokens, numTokens)`,
///   of which `tokens` is left out if it is 1
///
/// The keyword argument `count_weights`, of the input's shape, says what each number counts.
///
/// {@snippet :
/// new CategoryEncoding(4).outputMode("one_hot").apply(Ops.array(3, 2, 0, 1));
/// }
///
/// @see <a
///   href="https://keras.io/api/layers/preprocessing_layers/categorical/category_encoding/">CategoryEncoding</a>
public final class CategoryEncoding extends BuiltIn<CategoryEncoding> {
  private final Arg<Integer> numTokens =
      required("num_tokens", Codec.INT).check(n -> n > 0, "a positive integer");
  private final Arg<CategoricalEncoding> outputMode =
      arg(
          "output_mode",
          CategoricalEncoding.codec(CategoricalEncoding.INT),
          () -> CategoricalEncoding.MULTI_HOT);

  CategoryEncoding() {}

  /// A layer for the numbers below `numTokens`.
  public CategoryEncoding(int numTokens) {
    set(this.numTokens, numTokens);
  }

  /// Sets the form by Keras's name: `multi_hot` (at first), `one_hot` or `count`.
  public CategoryEncoding outputMode(String value) {
    return read(outputMode, value);
  }

  @Override
  protected Signature signature() {
    return Signature.of("inputs").byName("count_weights");
  }

  @Override
  protected boolean convertsInputs() {
    return false;
  }

  @Override
  protected Tree<Tensor> call(Map<String, Object> arguments, Call ctx) {
    Tensor x = ctx.tensor("inputs").orElseThrow();
    var weights = ctx.tensor("count_weights").map(w -> Ops.cast(w, computeDType()));
    if (weights.isPresent() && outputMode.get() != CategoricalEncoding.COUNT) {
      throw new IllegalArgumentException(
          "`count_weights` is of use with `output_mode='count'` alone. Received: output_mode="
              + outputMode.get());
    }
    requireTokens(x);
    return Tree.leaf(outputMode.get().encode(x, numTokens.get(), variableDType(), weights));
  }

  /// Refuses other numbers where they are there to be looked at.
  private void requireTokens(Tensor x) {
    if (x instanceof Array array) {
      for (double token : array.toDoubles()) {
        if (token < 0 || token >= numTokens.get()) {
          throw new IllegalArgumentException(
              "Values must be from 0 to num_tokens - 1, with num_tokens=%d. Received: %s"
                  .formatted(numTokens.get(), token));
        }
      }
    }
  }
}
