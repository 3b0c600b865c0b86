package org.keras4j.layers;

import java.util.List;
import java.util.Optional;
import org.keras4j.config.Codec;
import org.keras4j.ops.Axes;
import org.keras4j.ops.Ops;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Tensor;

/// Ways to write whole numbers, each a category: as they are, or as vectors.
enum CategoricalEncoding {
  /// As they are.
  INT,
  /// A vector for each, 1 at the number's place.
  ONE_HOT,
  /// A vector for each row, 1 at the places of all its numbers.
  MULTI_HOT,
  /// A vector for each row, at each place how often the number occurs.
  COUNT;

  /// Reads and writes all but some; Keras 2 called one of them otherwise.
  static Codec<CategoricalEncoding> codec(CategoricalEncoding... without) {
    var refused = List.of(without);
    var constants = Codec.constant(CategoricalEncoding.class);
    return Codec.of(
        constants::encode,
        value -> {
          var found = constants.decode("binary".equals(value) ? "multi_hot" : value);
          if (refused.contains(found)) {
            throw new IllegalArgumentException("another encoding than one of " + refused);
          }
          return found;
        });
  }

  /// Numbers below `depth` in this form.
  ///
  /// @param weights what each number counts, for [#COUNT]
  Tensor encode(Tensor numbers, int depth, DType dtype, Optional<Tensor> weights) {
    if (this == INT) {
      return Ops.cast(numbers, dtype);
    }
    Tensor x = numbers.rank() == 0 ? Ops.expandDims(numbers, 0) : numbers;
    return switch (this) {
      case INT -> x;
      case MULTI_HOT -> Ops.multiHot(x, depth, -1, dtype);
      case ONE_HOT ->
          Ops.oneHot(
              x.rank() > 1 && x.shape().dim(-1) == 1 ? Ops.squeeze(x, -1) : x, depth, -1, dtype);
      case COUNT -> {
        Tensor each = Ops.oneHot(x, depth, -1, weights.map(Tensor::dtype).orElse(dtype));
        Tensor weighed = weights.map(w -> Ops.multiply(each, Ops.expandDims(w, -1))).orElse(each);
        yield Ops.sum(weighed, Axes.of(x.rank() > 1 ? 1 : 0));
      }
    };
  }
}
