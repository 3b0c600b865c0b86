package org.keras4j.layers;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.keras4j.config.Arg;
import org.keras4j.ops.Ops;
import org.keras4j.tensor.Elements;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.TensorType;
import org.keras4j.tensor.Tree;
import org.keras4j.tensor.Variable;

/// Layers that run a cell over the steps of a sequence: the keywords they share.
///
/// @param <SELF> the class itself
public abstract class RecurrentLayer<SELF extends RecurrentLayer<SELF>> extends BuiltIn<SELF> {
  private final Arg<Boolean> returnSequences = arg("return_sequences", false);
  private final Arg<Boolean> returnState = arg("return_state", false);
  private final Arg<Boolean> goBackwards = arg("go_backwards", false);
  private final Arg<Boolean> stateful = arg("stateful", false);
  private final Arg<Boolean> unroll = arg("unroll", false);
  private final Arg<Boolean> zeroOutputForMask = arg("zero_output_for_mask", false);
  private List<Variable> states = List.of();

  RecurrentLayer() {}

  /// The cell.
  abstract RecurrentCell<?> cell();

  /// Sets whether all outputs are given, or the last one only (false at first).
  public SELF returnSequences(boolean value) {
    return with(returnSequences, value);
  }

  /// Sets whether the last states are given too (false at first).
  public SELF returnState(boolean value) {
    return with(returnState, value);
  }

  /// Sets whether the last step comes first (false at first).
  public SELF goBackwards(boolean value) {
    return with(goBackwards, value);
  }

  /// Sets whether a batch begins with the states the last one ended with (false at first).
  public SELF stateful(boolean value) {
    return with(stateful, value);
  }

  /// Sets whether the steps are written out one after another instead of looped over (false at
  /// first).
  public SELF unroll(boolean value) {
    return with(unroll, value);
  }

  /// Sets whether masked steps give zeros instead of the output before (false at first).
  public SELF zeroOutputForMask(boolean value) {
    return with(zeroOutputForMask, value);
  }

  final boolean returnsSequences() {
    return returnSequences.get();
  }

  final boolean returnsState() {
    return returnState.get();
  }

  final boolean goesBackwards() {
    return goBackwards.get();
  }

  final boolean zeroesOutputForMask() {
    return zeroOutputForMask.get();
  }

  final boolean isStateful() {
    return stateful.get();
  }

  @Override
  protected Signature signature() {
    return Signature.of("sequences").optional("initial_state");
  }

  @Override
  protected List<String> buildArguments() {
    return List.of("sequences_shape", "initial_state_shape");
  }

  @Override
  protected boolean supportsMasking() {
    return true;
  }

  @Override
  protected List<Optional<Tensor>> computeMasks(Tree<Tensor> inputs, List<Optional<Tensor>> masks) {
    var out = new ArrayList<Optional<Tensor>>();
    out.add(returnSequences.get() && !masks.isEmpty() ? masks.getFirst() : Optional.empty());
    if (returnState.get()) {
      cell().stateShapes().forEach(_ -> out.add(Optional.empty()));
    }
    return out;
  }

  @Override
  protected void build(Shape input) {
    int[] dims = input.dims();
    int[] step = IntStream.range(0, dims.length).filter(i -> i != 1).map(i -> dims[i]).toArray();
    cell().buildFrom(Shape.of(step));
    if (stateful.get()) {
      if (dims[0] == Shape.UNKNOWN) {
        throw new IllegalArgumentException(
            "When using `stateful=True` in layer '%s', the batch size must be static. Received: sequence.shape=%s"
                .formatted(name(), input));
      }
      states =
          cell().stateShapes().stream()
              .map(shape -> new TensorType(variableDType(), Shape.of(dims[0]).concat(shape)))
              .map(t -> new Variable(Elements.zeros(t).toArray(), "rnn_state", false))
              .toList();
    }
  }

  /// Sets the states of a stateful layer to zero.
  public void resetState() {
    states.forEach(v -> v.assign(Elements.zeros(v.storedType()).toArray()));
  }

  @Override
  protected Tree<Tensor> call(Map<String, Object> arguments, Call ctx) {
    Tensor sequence = ctx.tensor("sequences").orElseThrow();
    var initial =
        initial(sequence, ctx).stream().map(s -> Ops.cast(s, cell().computeDType())).toList();
    var context = cell().context(firstStep(sequence), initial, ctx.training());
    var loop = new RecurrentLoop(goBackwards.get(), unroll.get(), zeroOutputForMask.get());
    var result = loop.run(cell(), sequence, initial, ctx.mask(), context);
    for (int i = 0; i < states.size(); i++) {
      states.get(i).assign(Ops.cast(result.states().get(i), states.get(i).storedType().dtype()));
    }
    Tensor output =
        Ops.cast(returnSequences.get() ? result.outputs() : result.last(), computeDType());
    if (!returnState.get()) {
      return Tree.leaf(output);
    }
    var last = result.states().stream().map(s -> Ops.cast(s, computeDType())).toList();
    var all = new ArrayList<Tree<Tensor>>(List.of(Tree.leaf(output)));
    if (cell().structured(last) instanceof Tree.Sequence<Tensor> several) {
      all.addAll(several.items());
    }
    return new Tree.Sequence<>(all);
  }

  private static Tensor firstStep(Tensor sequence) {
    int[] sizes = sequence.shape().dims();
    sizes[1] = 1;
    return Ops.squeeze(Ops.slice(sequence, new int[sizes.length], sizes), 1);
  }

  private List<Tensor> initial(Tensor sequence, Call ctx) {
    int batch = sequence.shape().dim(0);
    if (!states.isEmpty() && states.getFirst().shape().dim(0) != batch) {
      throw new IllegalArgumentException(
          "If an RNN is stateful, the batch size of the input sequences must be the same as that of the initial state. Expected batch size: %d. Received: batch size %d in layer '%s'"
              .formatted(states.getFirst().shape().dim(0), batch, name()));
    }
    var given = ctx.tree("initial_state").map(Tree::flatten);
    int expected = cell().stateShapes().size();
    if (given.filter(s -> s.size() != expected).isPresent()) {
      throw new IllegalArgumentException(
          "Expected %d tensors as `initial_state` of layer '%s', one for each state of its cell. Received: %d"
              .formatted(expected, name(), given.get().size()));
    }
    return given.orElseGet(
        () ->
            states.isEmpty()
                ? cell().initialState(batch, cell().computeDType())
                : states.stream().map(Variable::value).toList());
  }

  /// The states that a stateful layer keeps between batches, once it is built.
  public List<Variable> states() {
    return states;
  }
}
