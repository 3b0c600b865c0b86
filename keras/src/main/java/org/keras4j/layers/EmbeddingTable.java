package org.keras4j.layers;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keras4j.config.Arg;
import org.keras4j.config.Codec;
import org.keras4j.config.Config;
import org.keras4j.constraints.Constraint;
import org.keras4j.initializers.Initializer;
import org.keras4j.initializers.RandomUniform;
import org.keras4j.ops.Ops;
import org.keras4j.quantizers.Float8QuantizationConfig;
import org.keras4j.quantizers.Int4QuantizationConfig;
import org.keras4j.quantizers.Int8QuantizationConfig;
import org.keras4j.quantizers.QuantizationConfig;
import org.keras4j.regularizers.Regularizer;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.Variable;

/// A layer with a table of vectors.
///
/// @param <SELF> the layer's own class
public abstract class EmbeddingTable<SELF extends EmbeddingTable<SELF>> extends BuiltIn<SELF>
    implements LoraLayer, QuantizableLayer {
  private static final List<String> FILE_ORDER =
      List.of(
          "embeddings",
          "embeddings_scale",
          "embeddings_zero",
          "g_idx",
          "reverse_embeddings",
          "reverse_embeddings_scale",
          "reverse_embeddings_zero");

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

  private final Quantization quantization;
  private final Lora lora;
  private @Nullable StoredTable stored;

  @SuppressWarnings("this-escape") // keywords are set while constructing
  EmbeddingTable() {
    quantization = new Quantization(this);
    lora = new Lora(this, "embeddings");
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

  /// The table as it is kept, once the layer is built.
  public Optional<Variable> embeddings() {
    return Optional.ofNullable(stored).map(StoredTable::table);
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
  protected final void build(Shape input) {
    var config = quantization.current();
    stored =
        config
            .map(this::quantized)
            .orElseGet(
                () ->
                    new StoredTable.FloatTable(
                        addWeight(
                            "embeddings",
                            tableShape(),
                            embeddingsInitializer.get(),
                            w ->
                                w.regularizer(embeddingsRegularizer.get())
                                    .constraint(embeddingsConstraint.get())),
                        lora,
                        computeDType()));
    buildReverse(config);
    lora.enableIfConfigured(this);
  }

  private StoredTable quantized(QuantizationConfig config) {
    return switch (config) {
      case Int8QuantizationConfig int8 -> StoredTable.Int8Table.make(this, tableShape(), int8);
      case Int4QuantizationConfig int4 -> StoredTable.Int4Table.make(this, tableShape(), int4);
      case Float8QuantizationConfig _ -> throw refused(config);
    };
  }

  private IllegalArgumentException refused(QuantizationConfig config) {
    return new IllegalArgumentException(
        "Layer '%s' is quantized to int8 or int4. Received: mode=%s"
            .formatted(name(), config.mode()));
  }

  /// Makes the weights of the way back, if there are some.
  void buildReverse(Optional<QuantizationConfig> config) {}

  /// Quantizes the weights of the way back, if there are some.
  void quantizeReverse(QuantizationConfig config) {}

  @Override
  public final void quantize(QuantizationConfig config) {
    if (config instanceof Float8QuantizationConfig) {
      throw refused(config);
    }
    quantization.begin(
        config,
        () -> {
          Variable before = stored().table();
          drop(before);
          StoredTable after = quantized(config);
          Quantization.store(after.values(before.stored()));
          stored = after;
          quantizeReverse(config);
        });
  }

  @Override
  public final void enableLora(int rank, double alpha, Initializer a, Initializer b) {
    var large =
        new Lora.Request(
            stored().table(),
            tableShape(),
            embeddingsConstraint.get(),
            embeddingsRegularizer.get());
    lora.enable(large, rank, alpha, a, b);
  }

  final StoredTable stored() {
    var made = stored;
    if (made == null) {
      throw new IllegalStateException(
          "Layer '%s' is not built yet: call it first, or buildFrom a shape.".formatted(name()));
    }
    return made;
  }

  final Tensor look(Tensor x) {
    boolean fits = x.dtype() == DType.INT32 || x.dtype() == DType.INT64;
    Tensor indices = fits ? x : Ops.cast(x, DType.INT32);
    Tensor rows = stored().rows(indices);
    return lora.isEnabled() && !(stored() instanceof StoredTable.FloatTable)
        ? lora.add(rows, Ops.take(lora.a(), indices, 0))
        : rows;
  }

  @Override
  public final List<Variable> ownVariables() {
    return inOrder(super.ownVariables(), FILE_ORDER);
  }

  @Override
  public final Array savedValue(Variable variable) {
    if (!lora.isEnabled()) {
      return super.savedValue(variable);
    }
    StoredTable table = stored();
    Tensor before = table instanceof StoredTable.FloatTable ? table.table() : table.floats();
    Tensor value = table.values(lora.mergedForFiles(before)).get(variable);
    return value == null
        ? super.savedValue(variable)
        : Ops.convertToNumpy(Ops.cast(value, variable.storedType().dtype()));
  }

  @Override
  public final void stateLoaded() {
    lora.reset();
  }

  final Optional<Tensor> zeroMask(Tensor x) {
    return masksZero() ? Optional.of(Ops.notEqual(x, 0L)) : Optional.empty();
  }
}
