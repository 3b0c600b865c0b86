package org.keras4j.layers;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.keras4j.config.Arg;
import org.keras4j.config.Codec;
import org.keras4j.config.Config;
import org.keras4j.ops.Ops;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.Tree;

/// Multi-head attention, the heart of transformers.
///
/// - Input: `query (batch, queries, dim)`, `value (batch, keys, dim)` and, unless it is the value,
///   `key (batch, keys, dim)`; more axes before the last with `attentionAxes`
/// - Output: `(batch, queries, dim)`, or `(batch, queries, outputShape)`; with the keyword argument
///   `return_attention_scores` also the scores `(batch, heads, queries, keys)`
/// - Weights: `query`, `key`, `value` (and `gate`), each `kernel (dim, heads, size)` and `bias
///   (heads, size)`; `attention_output`, `kernel (heads, size, dim)` and `bias (dim)`
///
/// Further arguments of the call: `attention_mask (batch, queries, keys)`, `value_mask`, `key_mask`
/// `(batch, keys)`, `use_causal_mask`. Masks that inputs carry count too.
///
/// Follows [Vaswani et al., 2017](https://arxiv.org/abs/1706.03762).
///
/// {@snippet :
/// var attention = new MultiHeadAttention(8, 64);
/// Tensor y = attention.apply(x, c -> c.with("value", x).with("use_causal_mask", true));
/// }
///
/// @see <a
///   href="https://keras.io/api/layers/attention_layers/multi_head_attention/">MultiHeadAttention</a>
public final class MultiHeadAttention extends ProjectedAttention<MultiHeadAttention> {
  private static final Codec<List<Integer>> INTS_OR_ONE =
      Codec.of(
          list -> list,
          value ->
              value instanceof Number
                  ? List.of(Codec.INT.decode(value))
                  : Codec.INTS.decode(value));

  private final Arg<Integer> numHeads =
      required("num_heads", Codec.INT).check(n -> n > 0, "a positive integer");
  private final Arg<Integer> keyDim =
      required("key_dim", Codec.INT).check(n -> n > 0, "a positive integer");
  private final Arg<Optional<Integer>> valueDim =
      this.<Integer>optional("value_dim", Codec.INT)
          .check(n -> n.isEmpty() || n.get() > 0, "a positive integer or `None`");
  private final Arg<Optional<List<Integer>>> outputShape = optional("output_shape", INTS_OR_ONE);
  private final Arg<Optional<List<Integer>>> attentionAxes =
      optional("attention_axes", INTS_OR_ONE);
  private @Nullable AttentionEquations equations;

  MultiHeadAttention() {}

  /// A layer of `numHeads` heads of `keyDim` numbers each.
  public MultiHeadAttention(int numHeads, int keyDim) {
    set(this.numHeads, numHeads);
    set(this.keyDim, keyDim);
  }

  /// Sets the size of a head's values (`keyDim` at first).
  public MultiHeadAttention valueDim(int value) {
    return with(valueDim, Optional.of(value));
  }

  /// Sets the last sizes of the output (that of the query at first).
  public MultiHeadAttention outputShape(Integer... sizes) {
    return with(outputShape, Optional.of(List.of(sizes)));
  }

  /// Sets the axes along which attention looks (all but batch and features at first).
  public MultiHeadAttention attentionAxes(Integer... axes) {
    return with(attentionAxes, Optional.of(List.of(axes)));
  }

  private int valueSize() {
    return valueDim.get().orElseGet(keyDim::get);
  }

  @Override
  int headSize() {
    return keyDim.get();
  }

  @Override
  public Config getConfig() {
    return super.getConfig().with("value_dim", valueSize());
  }

  @Override
  void regularizeActivity(Tree<Tensor> outputs) {} // the projections do

  @Override
  void build(Shape query, Shape value, Shape key) {
    int rank = value.rank() + 1;
    var axes =
        attentionAxes
            .get()
            .map(given -> given.stream().map(a -> a < 0 ? a + rank - 1 : a).toList())
            .orElseGet(() -> IntStream.range(1, rank - 2).boxed().toList());
    set(attentionAxes, Optional.of(axes));
    equations = AttentionEquations.of(rank, axes);
    int heads = numHeads.get();
    Shape keyHeads = Shape.of(heads, keyDim.get());
    Shape valueHeads = Shape.of(heads, valueSize());
    var sizes = outputShape.get().filter(s -> !s.isEmpty()).orElseGet(() -> List.of(query.dim(-1)));
    Shape back = Shape.of(sizes);
    Shape attended = query.with(-1, heads).insert(query.rank(), valueSize());
    project(
        "",
        toHeads(query, keyHeads),
        toHeads(key, keyHeads),
        toHeads(value, valueHeads),
        new Projection(equation(query.rank() - 1, 2, back.rank()), attended, back));
  }

  private static Projection toHeads(Shape input, Shape heads) {
    return new Projection(equation(input.rank() - 1, 1, 2), input, heads);
  }

  /// An equation that keeps the first axes and turns the others into new ones: `abc,cde->abde`.
  private static String equation(int kept, int bound, int added) {
    String first = letters(0, kept);
    String contracted = letters(kept, bound);
    String made = letters(kept + bound, added);
    return "%s%s,%s%s->%s%s".formatted(first, contracted, contracted, made, first, made);
  }

  private static String letters(int from, int count) {
    return IntStream.range(from, from + count)
        .mapToObj(i -> String.valueOf((char) ('a' + i)))
        .collect(Collectors.joining());
  }

  /// The products of attention: which axes of queries and keys meet.
  ///
  /// @param scoresRank how many axes scores have
  private record AttentionEquations(String scores, String combined, int scoresRank) {
    static AttentionEquations of(int rank, List<Integer> axes) {
      String target = letters(0, rank);
      var source = new StringBuilder(target);
      int next = rank;
      for (int i = 0; i < rank - 1; i++) {
        if (axes.contains(i)) {
          source.setCharAt(i, (char) ('a' + next++));
        }
      }
      var product = new ArrayList<Character>();
      IntStream.range(0, rank - 1)
          .filter(i -> !axes.contains(i))
          .forEach(i -> product.add(target.charAt(i)));
      axes.forEach(a -> product.add(target.charAt(a)));
      axes.forEach(a -> product.add(source.charAt(a)));
      String scores = product.stream().map(String::valueOf).collect(Collectors.joining());
      return new AttentionEquations(
          source + "," + target + "->" + scores,
          scores + "," + source + "->" + target,
          scores.length());
    }
  }

  private AttentionEquations equations() {
    var made = equations;
    if (made == null) {
      throw new IllegalStateException("Layer '%s' is not built yet.".formatted(name()));
    }
    return made;
  }

  @Override
  int[] softmaxAxes() {
    int last = equations().scoresRank();
    int count = attentionAxes.get().orElseThrow().size();
    return IntStream.range(last - count, last).toArray();
  }

  @Override
  Tensor scores(Tensor query, Tensor key) {
    return Ops.einsum(equations().scores(), key, query);
  }

  @Override
  Tensor combined(Tensor weights, Tensor value) {
    return Ops.einsum(equations().combined(), weights, value);
  }

  /// Keras takes the mask that the query carries, whatever is passed.
  @Override
  Optional<Tensor> queryMask(Call ctx) {
    return ctx.tensor("query").flatMap(Tensor::mask);
  }
}
