package org.keras4j.layers;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keras4j.config.Arg;
import org.keras4j.config.Codec;
import org.keras4j.constraints.Constraint;
import org.keras4j.initializers.Initializer;
import org.keras4j.ops.Ops;
import org.keras4j.regularizers.Regularizer;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Elements;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.Variable;

/// The two small weights that adapt a large one: their keywords, their making, their product.
final class Lora {
  private final BuiltIn<?> layer;
  private final String weight;
  private final Arg<Optional<Integer>> rank;
  private final Arg<Optional<Double>> alpha;
  private @Nullable Variable a;
  private @Nullable Variable b;

  /// @param weight the name of the large weight
  Lora(BuiltIn<?> layer, String weight) {
    this.layer = layer;
    this.weight = weight;
    rank =
        layer
            .<Integer>optional("lora_rank", Codec.INT)
            .check(r -> r.isEmpty() || r.get() > 0, "a positive integer")
            .listedIf(Optional::isPresent);
    alpha = layer.<Double>optional("lora_alpha", Codec.DOUBLE).listedIf(Optional::isPresent);
  }

  boolean isEnabled() {
    return a != null;
  }

  /// Adapts the weight if a config said so.
  void enableIfConfigured(LoraLayer adapted) {
    rank.get().ifPresent(r -> adapted.enableLora(r, alpha.get().orElse((double) r)));
  }

  /// What the two small weights are made for and from.
  ///
  /// @param frozen the large weight
  /// @param shape its shape, unpacked
  record Request(
      Variable frozen,
      Shape shape,
      Optional<Constraint> constraint,
      Optional<Regularizer> regularizer) {}

  void enable(Request large, int newRank, double newAlpha, Initializer ofA, Initializer ofB) {
    if (large.constraint().isPresent()) {
      throw new IllegalArgumentException(
          "LoRA does not go with a constraint on `%s`: leave it out of layer '%s'. Received: constraint=%s"
              .formatted(weight, layer.name(), large.constraint().get()));
    }
    if (newRank <= 0) {
      throw new IllegalArgumentException(
          "The rank of LoRA in layer '%s' must be a positive integer. Received: rank=%d"
              .formatted(layer.name(), newRank));
    }
    if (isEnabled()) {
      throw new IllegalStateException(
          "LoRA is enabled in layer '%s' already. This can only be done once."
              .formatted(layer.name()));
    }
    Shape shape = large.shape();
    layer.restructure(
        () -> {
          a = add("a", shape.with(-1, newRank), ofA, large.regularizer());
          b = add("b", Shape.of(newRank, shape.dim(-1)), ofB, large.regularizer());
        });
    large.frozen().trainable(false);
    rank.revise(Optional.of(newRank));
    alpha.revise(Optional.of(newAlpha));
  }

  private Variable add(
      String part, Shape shape, Initializer initializer, Optional<Regularizer> regularizer) {
    Variable made =
        layer.addWeight(
            "lora_" + weight + "_" + part,
            shape,
            initializer,
            w -> w.dtype(DType.FLOAT32).regularizer(regularizer));
    layer.leaveOutOfFiles(made);
    return made;
  }

  Variable a() {
    return layer.built(a);
  }

  Variable b() {
    return layer.built(b);
  }

  private double scale() {
    return alpha.get().orElseThrow() / rank.get().orElseThrow();
  }

  /// A weight with the product added, in the dtype the layer computes in.
  Tensor merged(Tensor large) {
    if (!isEnabled()) {
      return large;
    }
    Tensor product = Ops.multiply(Ops.matmul(a(), b()), scale());
    return Ops.cast(Ops.add(large, product), layer.computeDType());
  }

  /// As [#merged], of the weight's dtype, to be kept.
  Array mergedForFiles(Tensor large) {
    Tensor product = Ops.multiply(Ops.matmul(a(), b()), scale());
    return Ops.convertToNumpy(Ops.cast(Ops.add(large, product), large.dtype()));
  }

  /// Adds what goes through the two small weights to a result.
  ///
  /// @param throughA the result with `a` in place of the large weight
  Tensor add(Tensor y, Tensor throughA) {
    Tensor product = Ops.multiply(Ops.matmul(throughA, b()), scale());
    return Ops.cast(Ops.add(y, product), layer.computeDType());
  }

  /// Begins anew with a product of 0, after a file gave the large weight with the old one added.
  void reset() {
    if (isEnabled()) {
      a().assign(Elements.zeros(a().storedType()).toArray());
      b().assign(Elements.zeros(b().storedType()).toArray());
    }
  }
}
