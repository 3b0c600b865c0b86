package org.keras4j.layers;

import java.util.ArrayList;
import java.util.List;
import org.keras4j.config.Arg;
import org.keras4j.config.Codec;
import org.keras4j.ops.Ops;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.Tree;

/// Cells on top of each other as one cell: each takes the output of the one below.
///
/// {@snippet :
/// var stack = new StackedRNNCells(List.of(new LSTMCell(64), new GRUCell(32)));
/// Tensor y = new RNN(stack).apply(x);
/// }
///
/// @see <a
///   href="https://keras.io/api/layers/recurrent_layers/stacked_rnn_cells/">StackedRNNCells</a>
public final class StackedRNNCells extends RecurrentCell<StackedRNNCells> {
  private final Arg<List<RecurrentCell<?>>> cells =
      required("cells", Codec.list(RNN.CELL)).check(c -> !c.isEmpty(), "at least one cell");

  StackedRNNCells() {
    whenSettled(() -> track("cells", cells.get()));
  }

  /// Cells from the lowest to the highest.
  public StackedRNNCells(List<? extends RecurrentCell<?>> cells) {
    this();
    set(this.cells, List.copyOf(cells));
    cells.forEach(LayerKeywords::settle);
  }

  /// The cells from the lowest to the highest.
  public List<RecurrentCell<?>> cells() {
    return cells.get();
  }

  @Override
  public List<Integer> stateSizes() {
    return cells().stream().flatMap(c -> c.stateSizes().stream()).toList();
  }

  @Override
  public int outputSize() {
    return cells().getLast().outputSize();
  }

  @Override
  protected List<Shape> stateShapes() {
    return cells().stream().flatMap(c -> c.stateShapes().stream()).toList();
  }

  @Override
  protected Shape outputShape() {
    return cells().getLast().outputShape();
  }

  @Override
  protected void build(Shape input) {
    Shape batch = input.slice(0, 1);
    Shape below = input;
    for (RecurrentCell<?> cell : cells()) {
      cell.buildFrom(below);
      below = batch.concat(cell.outputShape());
    }
  }

  @Override
  protected Context context(Tensor x, List<Tensor> states, boolean training) {
    Shape batch = x.shape().slice(0, 1);
    var inner = new ArrayList<Context>();
    Tensor below = x;
    int first = 0;
    for (RecurrentCell<?> cell : cells()) {
      int next = first + cell.stateShapes().size();
      inner.add(cell.context(below, states.subList(first, next), training));
      below = Ops.zeros(batch.concat(cell.outputShape()), x.dtype());
      first = next;
    }
    return new Context(training, List.of(), List.of(), inner);
  }

  @Override
  protected Tensor prepare(Tensor x, Context ctx) {
    return cells().getFirst().prepare(x, ctx.inner().getFirst());
  }

  @Override
  protected Step step(Tensor x, List<Tensor> states, Context ctx) {
    var after = new ArrayList<Tensor>();
    Tensor below = x;
    for (int i = 0; i < cells().size(); i++) {
      var cell = cells().get(i);
      var context = ctx.inner().get(i);
      var own = states.subList(after.size(), after.size() + cell.stateShapes().size());
      var step = cell.step(i == 0 ? below : cell.prepare(below, context), own, context);
      below = step.output();
      after.addAll(step.states());
    }
    return new Step(below, after);
  }

  /// A list for each cell; for a single cell, its states.
  @Override
  Tree<Tensor> structured(List<Tensor> states) {
    if (cells().size() == 1) {
      return cells().getFirst().structured(states);
    }
    var lists = new ArrayList<Tree<Tensor>>();
    int first = 0;
    for (RecurrentCell<?> cell : cells()) {
      int next = first + cell.stateShapes().size();
      lists.add(cell.structured(states.subList(first, next)));
      first = next;
    }
    return new Tree.Sequence<>(lists);
  }
}
