package org.keras4j.layers;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keras4j.config.Arg;
import org.keras4j.config.Codec;
import org.keras4j.config.Config;
import org.keras4j.config.Configurable;
import org.keras4j.constraints.Constraint;
import org.keras4j.initializers.Initializer;
import org.keras4j.initializers.RandomUniform;
import org.keras4j.ops.Ops;
import org.keras4j.regularizers.Regularizer;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.Variable;

/// A layer with a table of vectors.
///
/// @param <SELF> the layer's own class
public abstract class EmbeddingTable<SELF extends EmbeddingTable<SELF>> extends BuiltIn<SELF> {
  private final Arg<Integer> inputDim =
      required("input_dim", Codec.INT).check(n -> n > 0, "a positive integer");
  private final Arg<Integer> outputDim =
      required("output_dim", Codec.INT).check(n -> n > 0, "a positive integer");
  private final Arg<Initializer> embeddingsInitializer =
      arg("embeddings_initializer", Initializer.FAMILY, RandomUniform::new);
  private final Arg<Optional<Regularizer>> embeddingsRegularizer =
      optional("embeddings_regularizer", Regularizer.FAMILY);
  private final Arg<Optional<Constraint>> embeddingsConstraint =
      optional("embeddings_constraint", Constraint.FAMILY);
  private final Arg<Boolean> maskZero = arg("mask_zero", false);

  @SuppressWarnings("UnusedVariable") // part of the config, of use to those who quantize
  private final Arg<Optional<Configurable>> quantizationConfig =
      optional("quantization_config", Codec.object(Configurable.class, "a quantization config"));

  private @Nullable Variable embeddings;

  @SuppressWarnings("this-escape") // keywords are set while constructing
  EmbeddingTable() {
    autocast(false);
  }

  @SuppressWarnings("this-escape") // keywords are set while constructing
  EmbeddingTable(int inputDim, int outputDim) {
    this();
    set(this.inputDim, inputDim);
    set(this.outputDim, outputDim);
  }

  /// Sets how the table begins (`uniform` at first).
  public SELF embeddingsInitializer(Initializer value) {
    return with(embeddingsInitializer, value);
  }

  /// Sets how the table begins, by Keras's name.
  public SELF embeddingsInitializer(String name) {
    return embeddingsInitializer(Initializer.get(name));
  }

  /// Sets a penalty on the table.
  public SELF embeddingsRegularizer(Regularizer value) {
    return with(embeddingsRegularizer, Optional.of(value));
  }

  /// Sets a condition on the table.
  public SELF embeddingsConstraint(Constraint value) {
    return with(embeddingsConstraint, Optional.of(value));
  }

  /// Sets whether 0 means that there is nothing: the output's mask leaves such steps out.
  public SELF maskZero(boolean value) {
    return with(maskZero, value);
  }

  /// The table, once the layer is built.
  public Optional<Variable> embeddings() {
    return Optional.ofNullable(embeddings);
  }

  final boolean masksZero() {
    return maskZero.get();
  }

  final Shape tableShape() {
    return Shape.of(inputDim.get(), outputDim.get());
  }

  final Initializer tableInitializer() {
    return embeddingsInitializer.get();
  }

  @Override
  protected boolean listsActivityRegularizer() {
    return true;
  }

  @Override
  protected Config migrate(Config config) {
    return config.without("input_length");
  }

  @Override
  protected void build(Shape input) {
    embeddings =
        addWeight(
            "embeddings",
            tableShape(),
            embeddingsInitializer.get(),
            w -> w.regularizer(embeddingsRegularizer.get()).constraint(embeddingsConstraint.get()));
  }

  final Tensor look(Tensor x) {
    boolean fits = x.dtype() == DType.INT32 || x.dtype() == DType.INT64;
    Tensor indices = fits ? x : Ops.cast(x, DType.INT32);
    return Ops.cast(Ops.take(built(embeddings), indices, 0), computeDType());
  }

  final Optional<Tensor> zeroMask(Tensor x) {
    return masksZero() ? Optional.of(Ops.notEqual(x, 0L)) : Optional.empty();
  }
}
