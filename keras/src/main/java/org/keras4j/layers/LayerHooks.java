package org.keras4j.layers;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keras4j.config.Config;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.Tree;
import org.keras4j.tensor.Variable;

/// What subclasses define, and the making of weights.
abstract class LayerHooks extends LayerVariables {
  private boolean built;
  private List<InputSpec> inputSpec = List.of();
  private Optional<Config> buildConfig = Optional.empty();

  LayerHooks() {}

  /// Makes the weights for an input of a shape, whose sizes may be unknown.
  protected void build(Shape input) {}

  /// Makes the weights for inputs of several shapes. Calls [#build(Shape)] if there is one.
  protected void build(Tree<Shape> inputs) {
    if (inputs instanceof Tree.Leaf<Shape>(Shape shape)) {
      build(shape);
    }
  }

  /// Makes the weights for several arguments, by Keras's names `query_shape`, `value_shape`. Calls
  /// [#build(Tree)] with the first.
  protected void build(Map<String, Tree<Shape>> shapes) {
    shapes.values().stream().findFirst().ifPresent(this::build);
  }

  /// The arguments of [#build(Map)] where it takes several; empty where it takes the first alone.
  protected List<String> buildArguments() {
    return List.of();
  }

  /// Computes the output for one input.
  protected Tensor call(Tensor x, Call ctx) {
    throw notImplemented("a single tensor");
  }

  /// Computes the output for a list of inputs.
  protected Tensor call(List<Tensor> inputs, Call ctx) {
    throw notImplemented("a list of " + inputs.size() + " tensors");
  }

  /// Computes the outputs, however many, for inputs of any structure. Calls [#call(Tensor, Call)]
  /// for a single tensor and [#call(List, Call)] for several.
  protected Tree<Tensor> call(Tree<Tensor> inputs, Call ctx) {
    return Tree.leaf(
        inputs instanceof Tree.Leaf<Tensor>(Tensor x) ? call(x, ctx) : call(inputs.flatten(), ctx));
  }

  private IllegalArgumentException notImplemented(String what) {
    return new IllegalArgumentException(
        "Layer %s does not take %s: it does not define `call` for it."
            .formatted(className(), what));
  }

  /// The names of the call's arguments; a single `inputs` by default.
  protected Signature signature() {
    return Signature.of("inputs");
  }

  /// Whether the layer gives a mask to its output. False by default: masks end here.
  protected boolean supportsMasking() {
    return false;
  }

  /// The mask of the output, given the mask of the input. The same by default.
  protected Optional<Tensor> computeMask(Tensor input, Optional<Tensor> mask) {
    return mask;
  }

  /// The masks of the outputs in order, given those of the inputs.
  protected List<Optional<Tensor>> computeMasks(Tree<Tensor> inputs, List<Optional<Tensor>> masks) {
    return inputs instanceof Tree.Leaf<Tensor>(Tensor x)
        ? List.of(computeMask(x, masks.isEmpty() ? Optional.empty() : masks.getFirst()))
        : masks;
  }

  /// Whether what the layer makes of a sample depends on nothing but that sample and the weights,
  /// so that batches may be put together.
  boolean treatsSamplesAlone() {
    return false;
  }

  /// Whether inputs are converted to the layer's dtype before the call.
  protected boolean convertsInputs() {
    return true;
  }

  /// Whether positional arguments may be something else than tensors.
  protected boolean acceptsNonTensors() {
    return false;
  }

  /// The dtype inputs are converted to.
  protected DType inputDType() {
    return computeDType();
  }

  /// Marks the layer as needing no build: it has no weights, and no build config is written.
  protected final void builtFromTheStart() {
    built = true;
  }

  /// Sets what the layer asks of its inputs, one for each.
  protected final void inputSpec(InputSpec... specs) {
    inputSpec = List.of(specs);
  }

  /// What the layer asks of its inputs, one for each; empty if nothing.
  public List<InputSpec> inputSpec() {
    return inputSpec;
  }

  /// Makes the weights for an input of a shape, unless they are there.
  public final void buildFrom(Shape input) {
    buildFrom(Tree.leaf(input));
  }

  /// Makes the weights for inputs of several shapes, unless they are there.
  public final void buildFrom(Tree<Shape> inputs) {
    if (!built) {
      settle();
      buildNow(Map.of(signature().names().getFirst() + "_shape", inputs));
    }
  }

  /// Makes the weights for the shapes of several arguments by Keras's names, unless they are there.
  public final void buildFrom(Map<String, Tree<Shape>> shapes) {
    if (!built) {
      settle();
      buildNow(shapes);
    }
  }

  void buildNow(Map<String, Tree<Shape>> shapes) {
    inScope(
        () -> {
          LayerCall.building(() -> build(shapes));
          return true;
        });
    buildConfig = buildConfigOf(shapes);
    built = true;
    freezeKeywords();
    if (locksState()) {
      state.locked = true;
    }
  }

  private Optional<Config> buildConfigOf(Map<String, Tree<Shape>> shapes) {
    var names = buildArguments();
    if (names.isEmpty()) {
      return shapes.values().stream().findFirst().map(s -> Config.of("input_shape", s));
    }
    var several = Config.EMPTY;
    for (String argument : names) {
      if (shapes.containsKey(argument)) {
        several = several.with(argument, shapes.get(argument));
      }
    }
    return Optional.of(
        several.keys().size() == 1
            ? Config.of("input_shape", several.get(names.getFirst()))
            : Config.of("shapes_dict", several));
  }

  /// Whether state may no longer be added once the layer is built.
  protected boolean locksState() {
    return true;
  }

  /// A weight that `build` makes.
  ///
  /// @throws IllegalStateException if it is not there yet
  protected final Variable built(@Nullable Variable weight) {
    if (weight == null) {
      throw new IllegalStateException(
          "Layer '%s' is not built yet: call it first, or buildFrom a shape.".formatted(name()));
    }
    return weight;
  }

  /// Whether the weights are there.
  public final boolean isBuilt() {
    return built;
  }

  /// Says whether the weights are there: for layers that are built by other means.
  protected final void built(boolean value) {
    built = value;
  }

  @Override
  public Optional<Config> getBuildConfig() {
    return buildConfig;
  }

  /// Replaces what [#getBuildConfig()] gives.
  protected final void buildConfig(Optional<Config> value) {
    buildConfig = value;
  }

  @Override
  public void buildFromConfig(Config config) {
    if (built) {
      return;
    }
    if (config.get("input_shape") != null) {
      buildFrom(LayerConfigs.shapes(config.get("input_shape")));
    } else if (config.get("shapes_dict") instanceof Map<?, ?> shapes) {
      var out = new LinkedHashMap<String, Tree<Shape>>();
      shapes.forEach((k, v) -> out.put((String) k, LayerConfigs.shapes(v)));
      buildFrom(out);
    }
  }

  /// The names of the surrounding layers and of this one, once it is built: `sequential/dense`.
  public final Optional<String> path() {
    return built ? Optional.of(scopePath()) : Optional.empty();
  }

  /// The number of values in the weights.
  ///
  /// @throws IllegalStateException if the layer is not built
  public final long countParams() {
    if (!built) {
      throw new IllegalStateException(
          "You tried to call `countParams` on layer '%s', but the layer isn't built. You can build it manually via: `layer.buildFrom(inputShape)`."
              .formatted(name()));
    }
    return weights().stream().mapToLong(v -> v.storedType().size()).sum();
  }
}
