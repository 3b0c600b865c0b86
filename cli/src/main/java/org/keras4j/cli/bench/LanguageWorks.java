package org.keras4j.cli.bench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.keras4j.data.Batch;
import org.keras4j.layers.Dense;
import org.keras4j.layers.Embedding;
import org.keras4j.layers.Input;
import org.keras4j.layers.LayerNormalization;
import org.keras4j.layers.MultiHeadAttention;
import org.keras4j.losses.SparseCategoricalCrossentropy;
import org.keras4j.models.Model;
import org.keras4j.ops.Index;
import org.keras4j.ops.Ops;
import org.keras4j.optimizers.Adam;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.Tree;

/// Encoders of language like BERT.
final class LanguageWorks {
  static final Map<String, Consumer<Stopwatch>> ALL = all();
  private static final int ROWS = 8;
  private static final int LENGTH = 128;
  private static final int VOCABULARY = 30_522;
  private static final double EPSILON = 1e-12;

  private LanguageWorks() {}

  private static Map<String, Consumer<Stopwatch>> all() {
    var out = new LinkedHashMap<String, Consumer<Stopwatch>>();
    out.put("W4i", LanguageWorks::inference);
    out.put("W4t", LanguageWorks::training);
    return out;
  }

  private static Model bert(int blocks, int width, int heads) {
    var ids = new Input(LENGTH).dtype(DType.INT32).name("token_ids").tensor();
    var positions = new Input(LENGTH).dtype(DType.INT32).name("position_ids").tensor();
    Tensor x =
        normalized(
            Ops.add(
                new Embedding(VOCABULARY, width).name("tok").apply(ids),
                new Embedding(LENGTH, width).name("pos").apply(positions)));
    for (int i = 0; i < blocks; i++) {
      x = normalized(Ops.add(x, attended(x, heads)));
      Tensor inner = new Dense(4 * width).activation("gelu").apply(x);
      x = normalized(Ops.add(x, new Dense(width).apply(inner)));
    }
    Tensor first = Ops.getItem(x, Index.all(), Index.at(0));
    Tensor pooled = new Dense(width).activation("tanh").apply(first);
    return new Model(List.of(ids, positions), new Dense(2).apply(pooled));
  }

  private static Tensor attended(Tensor x, int heads) {
    return new MultiHeadAttention(heads, x.shape().dim(-1) / heads)
        .apply(x, c -> c.with("value", x));
  }

  private static Tensor normalized(Tensor x) {
    return new LayerNormalization().epsilon(EPSILON).apply(x);
  }

  private static Tree<Tensor> tokens(RandomArrays random) {
    Tensor positions = Ops.tile(Ops.arange(LENGTH), ROWS, 1);
    return Tree.sequence(List.of(random.integers(0, VOCABULARY, ROWS, LENGTH), positions));
  }

  private static void inference(Stopwatch watch) {
    var model = bert(12, 768, 12);
    var batch = new Batch(tokens(new RandomArrays()), Optional.empty(), Optional.empty());
    watch.time(
        new Quantity("W4i")
            .first(() -> model.predictOnBatch(batch))
            .items(ROWS)
            .with("params", model.countParams())
            .repeat(1, () -> model.predictOnBatch(batch)));
  }

  private static void training(Stopwatch watch) {
    var random = new RandomArrays();
    var model = bert(4, 512, 8);
    model.compile(
        c ->
            c.optimizer(new Adam(1e-4)).loss(new SparseCategoricalCrossentropy().fromLogits(true)));
    Array y = random.integers(0, 2, ROWS);
    var batch = new Batch(tokens(random), Optional.of(Tree.leaf(y)), Optional.empty());
    watch.time(
        new Quantity("W4t")
            .first(() -> model.trainOnBatch(batch))
            .items(ROWS)
            .with("params", model.countParams())
            .repeat(1, () -> model.trainOnBatch(batch)));
  }
}
