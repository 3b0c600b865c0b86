package org.keras4j.models;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keras4j.config.Config;
import org.keras4j.config.Registry;
import org.keras4j.dtypepolicies.DTypePolicy;
import org.keras4j.layers.Call;
import org.keras4j.layers.InputLayer;
import org.keras4j.layers.Layer;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.Tree;

/// Layers one after the other.
///
/// With an `Input` first the weights are there at once; without one they are made at the first
/// call.
///
/// {@snippet :
/// var model = new Sequential(
///     new Input(28, 28, 1),
///     new Flatten(),
///     new Dense(128).activation("relu"),
///     new Dense(10).activation("softmax"));
/// }
///
/// @see <a href="https://keras.io/api/models/sequential/">The Sequential class</a>
@SuppressWarnings("this-escape") // keywords and inner layers are declared while constructing
public class Sequential extends Model {
  private final List<Layer> stack = new ArrayList<>();
  private @Nullable Model inner;

  /// A model of layers.
  public Sequential(Layer... layers) {
    this(List.of(layers));
  }

  /// A model of layers.
  public Sequential(List<? extends Layer> layers) {
    for (Layer layer : layers) {
      append(layer);
    }
    if (!layers.isEmpty()) {
      rebuild();
    }
  }

  static Sequential fromConfig(Config config) {
    if (!config.has("name") || !config.has("layers")) {
      throw new IllegalArgumentException(
          "A Sequential model configuration must be a dictionary containing the 'name' and 'layers' keys. Received: config="
              + config);
    }
    var model = new Sequential().name(config.string("name"));
    config.find("dtype").map(DTypePolicy.CODEC::decode).ifPresent(model::dtype);
    var layers = new ArrayList<Layer>();
    for (Object json : config.list("layers")) {
      if (Registry.deserialize(json) instanceof Layer layer) {
        layers.add(layer);
      } else {
        throw new IllegalArgumentException(
            "Only layers can be part of a Sequential model. Received: " + json);
      }
    }
    layers.forEach(model::append);
    if (!layers.isEmpty()) {
      model.rebuild();
    }
    if (model.inner == null && Config.isShape(config.get("build_input_shape"))) {
      model.buildFrom(Config.toShape(config.get("build_input_shape")));
    }
    if (Boolean.FALSE.equals(config.get("trainable"))) {
      model.trainable(false);
    }
    return model;
  }

  /// Adds a layer at the end.
  ///
  /// @throws IllegalArgumentException if its name is taken or it is a second input
  public Sequential add(Layer layer) {
    append(layer);
    rebuild();
    return this;
  }

  /// Takes the last layer away.
  ///
  /// @return the layer
  /// @throws IllegalStateException if there is none
  public Layer pop() {
    if (layers().isEmpty()) {
      throw new IllegalStateException("There are no layers in the model '%s'.".formatted(name()));
    }
    Layer last = stack.removeLast();
    rebuild();
    return last;
  }

  private void append(Layer layer) {
    if (stack.stream().anyMatch(l -> l != layer && l.name().equals(layer.name()))) {
      throw new IllegalArgumentException(
          "All layers added to a Sequential model should have unique names. Name '%s' is already the name of a layer in this model. Update the `name` argument to pass a unique name."
              .formatted(layer.name()));
    }
    if (layer instanceof InputLayer
        && !stack.isEmpty()
        && stack.getFirst() instanceof InputLayer first) {
      throw new IllegalArgumentException(
          "Sequential model '%s' has already been configured to use input shape %s. You cannot add a different Input layer to it."
              .formatted(name(), first.batchShape()));
    }
    stack.add(layer);
    retrack();
  }

  private void retrack() {
    untrackLayers();
    stack.forEach(l -> track(l.name(), l));
  }

  private void rebuild() {
    built(false);
    inner = null;
    retrack();
    if (stack.size() > 1) {
      switch (stack.getFirst()) {
        case InputLayer input -> buildFrom(input.batchShape());
        case Model model when model.isFunctional() -> buildFrom(model.inputShape());
        default -> {}
      }
    }
  }

  @Override
  protected void build(Tree<Shape> inputs) {
    // Several inputs: no graph can be drawn, and the layers are simply called in turn.
    if (inputs instanceof Tree.Leaf<Shape>(Shape shape)) {
      build(shape);
    }
  }

  @Override
  protected void build(Shape input) {
    if (stack.isEmpty()) {
      throw new IllegalStateException(
          "Sequential model %s cannot be built because it has no layers. Call `model.add(layer)`."
              .formatted(name()));
    }
    if (stack.getFirst() instanceof InputLayer first) {
      if (!first.batchShape().equals(input)) {
        throw new IllegalArgumentException(
            "Sequential model '%s' has already been configured to use input shape %s. You cannot build it with input_shape %s"
                .formatted(name(), first.batchShape(), input));
      }
    } else {
      stack.addFirst(new InputLayer(input).dtype(stack.getFirst().computeDType()));
      retrack();
    }
    var start = ((InputLayer) stack.getFirst()).tensor();
    Tree<Tensor> x = Tree.leaf(start);
    for (Layer layer : stack.subList(1, stack.size())) {
      x = layer.applyAll(x, _ -> {});
    }
    var drawn = new Model(Tree.leaf(start), x);
    // Keras counts the inner model among those it names.
    drawn.name();
    inner = drawn;
  }

  @Override
  Optional<Functional> functional() {
    return Optional.ofNullable(inner).flatMap(Model::functional);
  }

  @Override
  protected boolean convertsInputs() {
    return true;
  }

  @Override
  protected boolean acceptsNonTensors() {
    return false;
  }

  @Override
  protected DType inputDType() {
    return !stack.isEmpty() && stack.getFirst() instanceof InputLayer input
        ? input.type().dtype()
        : super.inputDType();
  }

  @Override
  protected boolean locksState() {
    return false;
  }

  @Override
  public List<Layer> layers() {
    return !stack.isEmpty() && stack.getFirst() instanceof InputLayer
        ? List.copyOf(stack.subList(1, stack.size()))
        : List.copyOf(stack);
  }

  @Override
  protected Tree<Tensor> call(Map<String, Object> arguments, Call ctx) {
    if (functional().isPresent()) {
      return super.call(arguments, ctx);
    }
    Tree<Tensor> x =
        Tree.of(arguments.values().stream().findFirst().orElse(List.of()), Tensor.class);
    for (Layer layer : layers()) {
      x = layer.applyAll(x, o -> ctx.trainingIfGiven().ifPresent(o::training));
    }
    return x;
  }

  @Override
  public Sequential name(String value) {
    super.name(value);
    return this;
  }

  @Override
  public Sequential trainable(boolean value) {
    super.trainable(value);
    return this;
  }

  @Override
  public Sequential dtype(DTypePolicy value) {
    super.dtype(value);
    return this;
  }

  @Override
  public Config getConfig() {
    var config =
        Config.of("name", name())
            .with("trainable", trainable())
            .with("dtype", DTypePolicy.CODEC.encode(dtypePolicy()))
            .with("layers", stack.stream().map(Registry::serialize).toList());
    return inner == null
        ? config
        : config.with("build_input_shape", ((InputLayer) stack.getFirst()).batchShape());
  }
}
