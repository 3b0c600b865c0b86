package org.keras4j.layers;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.keras4j.config.Arg;
import org.keras4j.config.Codec;
import org.keras4j.config.Config;
import org.keras4j.config.Registry;
import org.keras4j.ops.Ops;
import org.keras4j.symbolic.Arguments;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.Tree;

/// Runs a recurrent layer over a sequence in both directions and merges what they give.
///
/// The layer given is only a pattern: the two that run are copies of it, the second with
/// `goBackwards` turned round, unless another is set by [#backwardLayer].
///
/// - Input: `(batch, steps, inputDim)`, and perhaps `initial_state`: that of the first layer,
///   followed by that of the second
/// - Output: the merged outputs, or both with [#withoutMerging]; then the states of both if the
///   layer returns its state
///
/// {@snippet :
/// Tensor y = new Bidirectional(new LSTM(64).returnSequences(true)).mergeMode("sum").apply(x);
/// }
///
/// @see <a href="https://keras.io/api/layers/recurrent_layers/bidirectional/">Bidirectional</a>
public final class Bidirectional extends BuiltIn<Bidirectional> {
  private static final Codec<RecurrentLayer<?>> LAYER =
      Codec.of(
          Registry::serialize,
          value -> {
            Object found = value instanceof Layer ? value : Registry.deserialize(value);
            if (found instanceof RecurrentLayer<?> recurrent) {
              return recurrent;
            }
            throw new IllegalArgumentException("a recurrent layer");
          });
  private static final Set<String> MODES = Set.of("sum", "mul", "ave", "concat");

  private final Arg<Optional<String>> mergeMode =
      arg("merge_mode", Codec.optional(Codec.STRING), () -> Optional.of("concat"))
          .check(
              m -> m.isEmpty() || MODES.contains(m.get()), "`sum`, `mul`, `ave`, `concat` or None");
  private final Arg<RecurrentLayer<?>> layer = required("layer", LAYER);
  private final Arg<Optional<RecurrentLayer<?>>> backwardLayer = optional("backward_layer", LAYER);

  Bidirectional() {
    whenSettled(this::makeLayers);
  }

  /// Runs copies of a layer in both directions.
  public Bidirectional(RecurrentLayer<?> layer) {
    this();
    set(this.layer, layer);
    layer.settle();
  }

  /// Sets how outputs are merged: `concat` (at first), `sum`, `mul` or `ave`.
  public Bidirectional mergeMode(String value) {
    return with(mergeMode, Optional.of(value));
  }

  /// Gives both outputs, one after the other.
  public Bidirectional withoutMerging() {
    return with(mergeMode, Optional.empty());
  }

  /// Sets the layer that runs in the other direction. It must go backwards where the first does
  /// not, and give the same kinds of outputs.
  public Bidirectional backwardLayer(RecurrentLayer<?> value) {
    value.settle();
    return with(backwardLayer, Optional.of(value));
  }

  /// The layer that runs in the direction of the one given.
  public RecurrentLayer<?> forwardLayer() {
    settle();
    return layer.get();
  }

  /// The layer that runs in the other direction.
  public RecurrentLayer<?> backwardLayer() {
    settle();
    return backwardLayer.get().orElseThrow();
  }

  private void makeLayers() {
    var pattern = layer.get();
    var forward = copy(pattern, "forward_", pattern.goesBackwards());
    var given = backwardLayer.get();
    var backward =
        given.isPresent() ? given.get() : copy(pattern, "backward_", !pattern.goesBackwards());
    checkAlike(forward, backward);
    if (backward.zeroesOutputForMask() != backward.returnsSequences()) {
      backward.zeroOutputForMask(backward.returnsSequences());
    }
    layer.set(track("forward_layer", forward));
    backwardLayer.set(Optional.of(track("backward_layer", backward)));
  }

  private static RecurrentLayer<?> copy(
      RecurrentLayer<?> pattern, String prefix, boolean backwards) {
    var json = Registry.serialize(pattern);
    String name = pattern.name();
    var config =
        json.child("config")
            .with("name", name.startsWith(prefix) ? name : prefix + name)
            .with("go_backwards", backwards)
            .with("zero_output_for_mask", pattern.returnsSequences());
    return LAYER.decode(json.with("config", config).toMap());
  }

  private void checkAlike(RecurrentLayer<?> forward, RecurrentLayer<?> backward) {
    if (forward.goesBackwards() == backward.goesBackwards()) {
      throw new IllegalArgumentException(
          "Forward layer and backward layer of '%s' should have different `go_backwards` values. Received: go_backwards=%s for both"
              .formatted(name(), forward.goesBackwards()));
    }
    requireSame("stateful", forward.isStateful(), backward.isStateful());
    requireSame("return_sequences", forward.returnsSequences(), backward.returnsSequences());
    requireSame("return_state", forward.returnsState(), backward.returnsState());
  }

  private void requireSame(String keyword, boolean forward, boolean backward) {
    if (forward != backward) {
      throw new IllegalArgumentException(
          "Forward layer and backward layer of '%s' are expected to have the same value of `%s`. Received: %s=%s forward, %s=%s backward"
              .formatted(name(), keyword, keyword, forward, keyword, backward));
    }
  }

  @Override
  public Config getConfig() {
    settle();
    return super.getConfig();
  }

  @Override
  protected Signature signature() {
    return forwardLayer().signature();
  }

  @Override
  protected List<String> buildArguments() {
    return forwardLayer().buildArguments();
  }

  @Override
  public List<InputSpec> inputSpec() {
    return forwardLayer().inputSpec();
  }

  @Override
  protected boolean supportsMasking() {
    return true;
  }

  @Override
  protected List<Optional<Tensor>> computeMasks(Tree<Tensor> inputs, List<Optional<Tensor>> masks) {
    Optional<Tensor> mask =
        forwardLayer().returnsSequences() && !masks.isEmpty() ? masks.getFirst() : Optional.empty();
    var out = new ArrayList<>(List.of(mask));
    if (mergeMode.get().isEmpty()) {
      out.add(mask);
    }
    return out; // states have none
  }

  @Override
  protected void build(Shape input) {
    forwardLayer().buildFrom(input);
    backwardLayer().buildFrom(input);
  }

  /// Sets the states of stateful layers to zero.
  ///
  /// @throws IllegalStateException if the layers are not stateful
  public void resetState() {
    if (!forwardLayer().isStateful()) {
      throw new IllegalStateException("Layer '%s' must be stateful.".formatted(name()));
    }
    forwardLayer().resetState();
    backwardLayer().resetState();
  }

  @Override
  protected Tree<Tensor> call(Map<String, Object> arguments, Call ctx) {
    Tensor x = ctx.tensor("sequences").orElseThrow();
    var initial = ctx.tree("initial_state").map(Tree::flatten);
    var forward = run(forwardLayer(), x, initial.map(s -> s.subList(0, s.size() / 2)), ctx);
    var backward =
        run(backwardLayer(), x, initial.map(s -> s.subList(s.size() / 2, s.size())), ctx);
    var outputs = new ArrayList<>(merged(output(forward), reversed(output(backward))));
    if (!forwardLayer().returnsState()) {
      return outputs.size() == 1 ? outputs.getFirst() : new Tree.Sequence<>(outputs);
    }
    outputs.addAll(states(forward));
    outputs.addAll(states(backward));
    return new Tree.Sequence<>(outputs);
  }

  private static Tree<Tensor> run(
      RecurrentLayer<?> layer, Tensor x, Optional<List<Tensor>> initial, Call ctx) {
    var keyword = new LinkedHashMap<String, Object>();
    initial.ifPresent(s -> keyword.put("initial_state", s));
    ctx.mask().ifPresent(m -> keyword.put("mask", m));
    ctx.trainingIfGiven().ifPresent(t -> keyword.put("training", t));
    return layer.apply(new Arguments(List.of(x), keyword));
  }

  private Tensor output(Tree<Tensor> all) {
    return Ops.cast(all.flatten().getFirst(), computeDType());
  }

  private static List<Tree<Tensor>> states(Tree<Tensor> all) {
    return all instanceof Tree.Sequence<Tensor> several
        ? several.items().subList(1, several.items().size())
        : List.of();
  }

  private Tensor reversed(Tensor backward) {
    return forwardLayer().returnsSequences() ? Ops.flip(backward, 1) : backward;
  }

  private List<Tree<Tensor>> merged(Tensor y, Tensor reversed) {
    if (mergeMode.get().isEmpty()) {
      return List.of(Tree.leaf(y), Tree.leaf(reversed));
    }
    return List.of(
        Tree.leaf(
            switch (mergeMode.get().get()) {
              case "sum" -> Ops.add(y, reversed);
              case "mul" -> Ops.multiply(y, reversed);
              case "ave" -> Ops.divide(Ops.add(y, reversed), Array.weak(2L));
              default -> Ops.concatenate(List.of(y, reversed), -1);
            }));
  }
}
