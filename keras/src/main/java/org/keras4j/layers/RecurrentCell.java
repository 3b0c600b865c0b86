package org.keras4j.layers;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.keras4j.ops.Ops;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.Tree;

/// What a recurrent layer repeats: how one step's input and the state become an output and the next
/// state.
///
/// A cell of your own says how large its states are and what a step does.
///
/// {@snippet :
/// class Decay extends RecurrentCell<Decay> {
///   @Override public List<Integer> stateSizes() { return List.of(4); }
///   @Override protected Step step(Tensor x, List<Tensor> states, Context ctx) {
///     Tensor h = Ops.add(Ops.multiply(states.getFirst(), Array.weak(0.5)), x);
///     return new Step(h, List.of(h));
///   }
/// }
/// }
///
/// @param <SELF> the class itself
/// @see <a href="https://keras.io/api/layers/recurrent_layers/rnn/">RNN</a>
public abstract class RecurrentCell<SELF extends RecurrentCell<SELF>> extends BuiltIn<SELF> {
  /// For subclasses.
  protected RecurrentCell() {}

  /// What a step gives: an output, and the next states.
  ///
  /// @param output `(batch, outputSize)`
  /// @param states one for each of the cell's states
  public record Step(Tensor output, List<Tensor> states) {}

  /// What holds for all steps of a sequence.
  ///
  /// @param training whether the step is one of training
  /// @param drop the masks of dropped inputs, one or one for each gate; none if nothing is dropped
  /// @param dropRecurrent the same for the state
  /// @param inner what holds for the cells inside this one, in order
  public record Context(
      boolean training, List<Tensor> drop, List<Tensor> dropRecurrent, List<Context> inner) {
    /// Of a cell without cells inside.
    public Context(boolean training, List<Tensor> drop, List<Tensor> dropRecurrent) {
      this(training, drop, dropRecurrent, List.of());
    }
  }

  /// The sizes of the states.
  public abstract List<Integer> stateSizes();

  /// The size of the output: that of the first state by default.
  public int outputSize() {
    return stateSizes().getFirst();
  }

  /// The shapes of the states of one sample: vectors of [#stateSizes()] by default.
  protected List<Shape> stateShapes() {
    return stateSizes().stream().map(Shape::of).toList();
  }

  /// The shape of the output of one sample: a vector of [#outputSize()] by default.
  protected Shape outputShape() {
    return Shape.of(outputSize());
  }

  /// One step. `x` is what {@link #prepare} made of the input.
  protected abstract Step step(Tensor x, List<Tensor> states, Context ctx);

  /// All steps at once, if the engine may know a faster way than step by step. Nothing is masked.
  ///
  /// @param inputs those of all steps `(steps, batch, ...)`
  Optional<Step> allSteps(Tensor inputs, List<Tensor> states, Context ctx) {
    return Optional.empty();
  }

  /// What can be computed of the inputs of all steps at once, before the loop: nothing by default.
  ///
  /// @param x one step's input `(batch, ...)`, or those of all steps `(steps, batch, ...)`
  protected Tensor prepare(Tensor x, Context ctx) {
    return x;
  }

  /// What is dropped over a whole sequence.
  ///
  /// @param x the first step's input
  protected Context context(Tensor x, List<Tensor> states, boolean training) {
    return new Context(training, List.of(), List.of());
  }

  /// Zeros for all states.
  public List<Tensor> initialState(int batch, DType dtype) {
    return stateShapes().stream()
        .map(shape -> Ops.zeros(Shape.of(batch).concat(shape), dtype))
        .toList();
  }

  /// States in the structure Keras gives them in: one after the other by default.
  Tree<Tensor> structured(List<Tensor> states) {
    return Tree.sequence(states);
  }

  @Override
  protected Signature signature() {
    return Signature.of("inputs", "states");
  }

  @Override
  protected Tree<Tensor> call(Map<String, Object> arguments, Call ctx) {
    Tensor x = (Tensor) arguments.getOrDefault("inputs", Optional.empty());
    var states = Tree.of(arguments.getOrDefault("states", List.of()), Tensor.class);
    var context = context(x, states.flatten(), ctx.training());
    var step = step(prepare(x, context), states.flatten(), context);
    return new Tree.Sequence<>(List.of(Tree.leaf(step.output()), structured(step.states())));
  }
}
