package org.keras4j.layers;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.keras4j.config.Arg;
import org.keras4j.config.Codec;
import org.keras4j.ops.Ops;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.Tree;

/// Attention of several heads: query, key and value are projected for each head, each query takes a
/// mean of the values weighted by how well their keys fit, and the heads are projected back.
///
/// Where no scores are asked for and none are dropped, heads go through [Ops#dotProductAttention],
/// which engines compute without ever holding the scores.
///
/// @param <SELF> the layer's own class
public abstract class ProjectedAttention<SELF extends ProjectedAttention<SELF>>
    extends KernelBiasLayer<SELF> {
  private final Arg<Double> dropout;
  private final Arg<Boolean> useBias;
  private final Arg<Boolean> useGate;
  private final Arg<Optional<Integer>> slidingWindow;
  private final Arg<Optional<Boolean>> flashAttention;
  private final Arg<Optional<Long>> seed;
  private @Nullable EinsumDense queryDense;
  private @Nullable EinsumDense keyDense;
  private @Nullable EinsumDense gateDense;
  private @Nullable EinsumDense valueDense;
  private @Nullable EinsumDense outputDense;
  private @Nullable Softmax softmax;
  private @Nullable Dropout dropoutLayer;

  @SuppressWarnings("this-escape") // keywords are declared while constructing
  ProjectedAttention() {
    super("kernel");
    dropout = arg("dropout", 0.0);
    useBias = arg("use_bias", true);
    useGate = arg("use_gate", false);
    slidingWindow =
        this.<Integer>optional("sliding_window", Codec.INT)
            .check(n -> n.isEmpty() || n.get() > 0, "`None` or a positive integer");
    flashAttention = this.<Boolean>optional("flash_attention", Codec.BOOL).listedIf(_ -> false);
    seed = optional("seed", Codec.LONG);
  }

  /// Sets the share of the weights of the mean that is dropped in training (0 at first).
  public SELF dropout(double value) {
    return with(dropout, value);
  }

  /// Sets whether projections have a bias (true at first).
  public SELF useBias(boolean value) {
    return with(useBias, value);
  }

  /// Sets whether the heads are multiplied by a sigmoid of a projection of the query (false at
  /// first).
  ///
  /// Follows [Qiu et al., 2025](https://arxiv.org/abs/2505.06708).
  public SELF useGate(boolean value) {
    return with(useGate, value);
  }

  /// Sets that a query sees only keys fewer than so many places away.
  public SELF slidingWindow(int value) {
    return with(slidingWindow, Optional.of(value));
  }

  /// Sets that scores must never be held in memory. Engines choose by themselves; with this, asking
  /// for scores or dropping some is refused.
  public SELF flashAttention(boolean value) {
    return with(flashAttention, Optional.of(value));
  }

  /// Sets the seed of dropout: the same choices each time the program runs.
  public SELF seed(long value) {
    return with(seed, Optional.of(value));
  }

  @Override
  protected final Signature signature() {
    return Signature.of("query", "value")
        .optional("key", "query_mask", "value_mask", "key_mask", "attention_mask")
        .byName("return_attention_scores", "use_causal_mask");
  }

  @Override
  protected final List<String> buildArguments() {
    return List.of("query_shape", "value_shape", "key_shape");
  }

  @Override
  protected final boolean supportsMasking() {
    return true;
  }

  @Override
  protected final boolean listsActivityRegularizer() {
    return true;
  }

  @Override
  protected void checkKeywords() {
    if (flash() && dropout.get() > 0) {
      throw new IllegalArgumentException(
          "Dropout is not supported with `flash_attention`: set it to 0. Received: dropout="
              + dropout.get());
    }
  }

  /// Makes the projections, by [#project], for the shapes of the three arguments.
  abstract void build(Shape query, Shape value, Shape key);

  @Override
  protected final void build(Map<String, Tree<Shape>> shapes) {
    Shape query = shape(shapes, "query_shape");
    Shape value = shape(shapes, "value_shape");
    Shape key = shapes.containsKey("key_shape") ? shape(shapes, "key_shape") : value;
    if (!key.slice(1, key.rank() - 1).equals(value.slice(1, value.rank() - 1))) {
      throw new IllegalArgumentException(
          "All sizes of `value` and `key` but the last must be equal in layer '%s'. Received: value_shape=%s, key_shape=%s"
              .formatted(name(), value, key));
    }
    build(query, value, key);
  }

  private Shape shape(Map<String, Tree<Shape>> shapes, String argument) {
    if (shapes.get(argument) instanceof Tree.Leaf<Shape>(Shape shape)) {
      return shape;
    }
    throw new IllegalArgumentException(
        "Layer '%s' is built from the shapes of a query and a value. Received: %s"
            .formatted(name(), shapes));
  }

  /// The parts of the layer in the order in which their weights are listed.
  ///
  /// @param prefix what Keras's attributes begin with
  final void project(
      String prefix, Projection query, Projection key, Projection value, Projection output) {
    queryDense = dense(prefix + "query_dense", "query", query);
    keyDense = dense(prefix + "key_dense", "key", key);
    if (useGate.get()) {
      Shape heads = query.heads().with(1, value.heads().dim(1));
      gateDense =
          dense("_gate_dense", "gate", new Projection(query.equation(), query.input(), heads));
    }
    valueDense = dense(prefix + "value_dense", "value", value);
    softmax = track("_softmax", new Softmax().axis(softmaxAxes()).dtype(dtypePolicy()));
    dropoutLayer = track("_dropout_layer", seeded(new Dropout(dropout.get())).dtype(dtypePolicy()));
    outputDense = dense(prefix + "output_dense", "attention_output", output);
  }

  /// One of the projections: its equation, the shape it is built for, the last sizes of what it
  /// gives.
  record Projection(String equation, Shape input, Shape heads) {
    /// The sizes of the output but the batch; those before the last are those of the input.
    int[] outputShape() {
      int rank = equation.length() - equation.indexOf('>') - 1;
      int[] out = new int[rank - 1];
      Arrays.fill(out, Shape.UNKNOWN);
      System.arraycopy(heads.dims(), 0, out, out.length - heads.rank(), heads.rank());
      return out;
    }

    /// The letters of the last axes of the output.
    String biasAxes() {
      return equation.substring(equation.length() - heads.rank());
    }
  }

  private EinsumDense dense(String attribute, String name, Projection p) {
    var dense = new EinsumDense(p.equation(), p.outputShape()).name(name);
    if (useBias.get()) {
      dense.biasAxes(p.biasAxes());
    }
    if (name.equals("gate")) {
      dense.activation("sigmoid");
    }
    copyKernelSettings(dense);
    track(attribute, dense).buildFrom(p.input());
    return dense;
  }

  private Dropout seeded(Dropout layer) {
    return seed.get().map(layer::seed).orElse(layer);
  }

  /// The axes of the scores along which weights add up to 1.
  abstract int[] softmaxAxes();

  /// The scores of projected queries and keys.
  abstract Tensor scores(Tensor query, Tensor key);

  /// The means of projected values, weighted.
  abstract Tensor combined(Tensor weights, Tensor value);

  /// The key or value of each query head.
  Tensor perQueryHead(Tensor x) {
    return x;
  }

  /// The size of a head, by whose root scores are divided.
  abstract int headSize();

  /// The mask of the query, if any.
  abstract Optional<Tensor> queryMask(Call ctx);

  private boolean flash() {
    return flashAttention.get().orElse(false);
  }

  @Override
  protected final Tree<Tensor> call(Map<String, Object> arguments, Call ctx) {
    boolean wantsScores = ctx.flag("return_attention_scores");
    if (wantsScores && flash()) {
      throw new IllegalArgumentException(
          "Attention scores are not available with `flash_attention`. Switch it off to see them.");
    }
    Tensor query = unmasked(ctx.tensor("query").orElseThrow());
    Tensor value = unmasked(ctx.tensor("value").orElseThrow());
    Tensor key = ctx.tensor("key").map(ProjectedAttention::unmasked).orElse(value);
    Optional<Tensor> mask = mask(query, value, ctx);
    Optional<Tensor> gate = Optional.ofNullable(gateDense).map(dense -> dense.apply(query));
    Tensor q = part(queryDense).apply(query);
    Tensor k = part(keyDense).apply(key);
    Tensor v = part(valueDense).apply(value);
    boolean causal = ctx.flag("use_causal_mask");
    double scale = 1 / Math.sqrt(headSize());
    if (!wantsScores && dropout.get() == 0 && q.rank() == 4) {
      var aligned = mask.map(m -> aligned(m, 4));
      Tensor heads =
          Ops.dotProductAttention(q, k, v, a -> a.scale(scale).mask(aligned).isCausal(causal));
      return Tree.leaf(output(heads, gate));
    }
    var both = causal ? Optional.of(and(mask, past(query, value))) : mask;
    Tensor scaled = Ops.multiply(q, scale);
    Tensor raw = scores(scaled, perQueryHead(k));
    Tensor weights =
        part(softmax).apply(raw, c -> both.ifPresent(m -> c.mask(aligned(m, raw.rank()))));
    Tensor kept = part(dropoutLayer).apply(weights.withMask(Optional.empty()));
    Tensor out = output(combined(kept, perQueryHead(v)), gate);
    return wantsScores ? Tree.sequence(List.of(out, weights)) : Tree.leaf(out);
  }

  private static Tensor unmasked(Tensor x) {
    return x.withMask(Optional.empty());
  }

  private Tensor output(Tensor heads, Optional<Tensor> gate) {
    return part(outputDense).apply(gate.map(g -> Ops.multiply(heads, g)).orElse(heads));
  }

  private <L extends Layer> L part(@Nullable L layer) {
    if (layer == null) {
      throw new IllegalStateException("Layer '%s' is not built yet.".formatted(name()));
    }
    return layer;
  }

  /// Which keys each query may see, by all that was said but causality: `(batch, queries, keys)`.
  private Optional<Tensor> mask(Tensor query, Tensor value, Call ctx) {
    var rows = queryMask(ctx).map(m -> Ops.expandDims(Ops.cast(m, DType.BOOL), -1));
    var keyMask = ctx.tensor("key").isPresent() ? ctx.mask("key") : ctx.tensor("key_mask");
    var columns =
        Stream.of(ctx.mask("value"), keyMask)
            .flatMap(Optional::stream)
            .map(m -> Ops.expandDims(Ops.cast(m, DType.BOOL), -2));
    var near = slidingWindow.get().map(size -> near(query, value, size));
    var given = ctx.tensor("attention_mask").map(m -> Ops.cast(m, DType.BOOL));
    return Stream.of(rows.stream(), columns, near.stream(), given.stream())
        .flatMap(s -> s)
        .reduce(Ops::logicalAnd);
  }

  private static Tensor and(Optional<Tensor> mask, Tensor other) {
    return mask.map(m -> Ops.logicalAnd(m, other)).orElse(other);
  }

  /// Where a key is no later than the query: `(1, queries, keys)`.
  private static Tensor past(Tensor query, Tensor value) {
    return Ops.expandDims(Ops.tri(query.shape().dim(1), value.shape().dim(1), 0, DType.BOOL), 0);
  }

  /// Where a key is fewer than `size` places away from the query: `(1, queries, keys)`.
  private static Tensor near(Tensor query, Tensor value, int size) {
    Tensor rows = Ops.expandDims(Ops.arange(query.shape().dim(1)), 1);
    Tensor columns = Ops.expandDims(Ops.arange(value.shape().dim(1)), 0);
    return Ops.expandDims(Ops.less(Ops.abs(Ops.subtract(rows, columns)), size), 0);
  }

  /// A mask with axes of size 1 where the scores have heads.
  private Tensor aligned(Tensor mask, int rank) {
    Tensor out = mask;
    int axis = -2 * softmaxAxes().length - 1;
    while (out.rank() < rank) {
      out = Ops.expandDims(out, axis);
    }
    return out;
  }
}
