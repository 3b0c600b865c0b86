package org.keras4j.models;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.keras4j.config.Config;
import org.keras4j.config.Registry;
import org.keras4j.config.Saveable;
import org.keras4j.dtypepolicies.DTypePolicy;
import org.keras4j.layers.Call;
import org.keras4j.layers.InputSpec;
import org.keras4j.layers.Layer;
import org.keras4j.saving.LoadOptions;
import org.keras4j.saving.Saving;
import org.keras4j.saving.WeightOptions;
import org.keras4j.saving.format.Json;
import org.keras4j.symbolic.Arguments;
import org.keras4j.symbolic.Graph;
import org.keras4j.tensor.KerasTensor;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.TensorType;
import org.keras4j.tensor.Tree;
import org.keras4j.tensor.Variable;

/// Layers put together: a graph drawn from inputs to outputs, or a class of your own that says how
/// its layers are called.
///
/// {@snippet :
/// KerasTensor x = new Input(37).tensor();
/// Tensor h = new Dense(32).activation("relu").apply(x);
/// var model = new Model(x, new Dense(5).activation("softmax").apply(h));
/// }
///
/// {@snippet :
/// class TwoLayers extends Model {
///   private final Dense hidden = track("hidden", new Dense(32).activation("relu"));
///   private final Dense head = track("head", new Dense(5));
///
///   @Override protected Tensor call(Tensor x, Call ctx) {
///     return head.apply(hidden.apply(x));
///   }
/// }
/// }
///
/// @see <a href="https://keras.io/api/models/model/">The Model class</a>
@SuppressWarnings("this-escape") // keywords and inner layers are declared while constructing
public class Model extends org.keras4j.trainers.Trainer {
  private final @Nullable Functional functional;

  /// For models that define `call` themselves.
  protected Model() {
    functional = null;
  }

  /// A model from one tensor to another.
  public Model(Tensor input, Tensor output) {
    this(Tree.leaf(input), Tree.leaf(output));
  }

  /// A model from several tensors to one.
  public Model(List<? extends Tensor> inputs, Tensor output) {
    this(Tree.<Tensor>sequence(inputs), Tree.leaf(output));
  }

  /// A model from one tensor to several.
  public Model(Tensor input, List<? extends Tensor> outputs) {
    this(Tree.leaf(input), Tree.<Tensor>sequence(outputs));
  }

  /// A model from several tensors to several.
  public Model(List<? extends Tensor> inputs, List<? extends Tensor> outputs) {
    this(Tree.<Tensor>sequence(inputs), Tree.<Tensor>sequence(outputs));
  }

  /// A model from tensors by name to one.
  public Model(Map<String, ? extends Tensor> inputs, Tensor output) {
    this(Tree.of(inputs, Tensor.class), Tree.leaf(output));
  }

  /// A model from tensors by name to tensors by name.
  public Model(Map<String, ? extends Tensor> inputs, Map<String, ? extends Tensor> outputs) {
    this(Tree.of(inputs, Tensor.class), Tree.of(outputs, Tensor.class));
  }

  /// A model between tensors in structures of any kind.
  ///
  /// @throws IllegalArgumentException if a tensor is not part of a drawing, an output does not
  ///   follow from the inputs, or two layers have one name
  public Model(Tree<? extends Tensor> inputs, Tree<? extends Tensor> outputs) {
    var drawn = new Functional(inputs, outputs);
    functional = drawn;
    drawn.layers().forEach(l -> track(l.name(), l));
    built(true);
    buildConfig(Optional.of(Config.of("input_shape", null)));
  }

  /// The drawing, if the model is one.
  Optional<Functional> functional() {
    return Optional.ofNullable(functional);
  }

  /// Whether the model is a graph between inputs and outputs.
  public boolean isFunctional() {
    return functional().isPresent();
  }

  /// The graph between inputs and outputs.
  ///
  /// @throws IllegalStateException if the model is none, or not built yet
  public Graph graph() {
    return drawing().graph();
  }

  private Functional drawing() {
    return functional()
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "Model '%s' has no defined inputs and outputs%s."
                        .formatted(name(), isBuilt() ? "" : " yet: it is not built")));
  }

  /// The inputs in order.
  ///
  /// @throws IllegalStateException if there are none defined
  public List<KerasTensor> inputs() {
    return drawing().graph().inputs();
  }

  /// The outputs in order.
  ///
  /// @throws IllegalStateException if there are none defined
  public List<KerasTensor> outputs() {
    return drawing().graph().outputs();
  }

  /// The inputs in the structure the model was made with.
  public Tree<KerasTensor> inputStructure() {
    return drawing().inputs();
  }

  /// The outputs in the structure the model was made with.
  public Tree<KerasTensor> outputStructure() {
    return drawing().outputs();
  }

  /// The names of the layers the outputs come from, in order; none if the model is no drawing.
  @Override
  public List<String> outputNames() {
    return functional()
        .map(
            f ->
                f.graph().outputs().stream()
                    .map(t -> org.keras4j.symbolic.Node.of(t).operation().name())
                    .toList())
        .orElse(List.of());
  }

  /// The shape of the first input, whose sizes may be unknown.
  public Shape inputShape() {
    return inputs().getFirst().shape();
  }

  /// The shape of the first output, whose sizes may be unknown.
  public Shape outputShape() {
    return outputs().getFirst().shape();
  }

  /// The layers directly in the model, in Keras's order.
  public List<Layer> layers() {
    return functional().map(Functional::layers).orElseGet(this::trackedLayers);
  }

  /// The layer of a name.
  ///
  /// @throws IllegalArgumentException if there is none
  public Layer getLayer(String name) {
    return layers().stream()
        .filter(l -> l.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "No such layer: %s. Existing layers are: %s."
                        .formatted(name, layers().stream().map(Layer::name).toList())));
  }

  /// The layer at a place.
  ///
  /// @throws IllegalArgumentException if there is none
  public Layer getLayer(int index) {
    var layers = layers();
    if (index < 0 || index >= layers.size()) {
      throw new IllegalArgumentException(
          "Was asked to retrieve layer at index %d but model only has %d layers."
              .formatted(index, layers.size()));
    }
    return layers.get(index);
  }

  @Override
  public Model name(String value) {
    super.name(value);
    return this;
  }

  @Override
  public Model trainable(boolean value) {
    super.trainable(value);
    return this;
  }

  @Override
  public Model dtype(DTypePolicy value) {
    super.dtype(value);
    return this;
  }

  // ---- Calling ----------------------------------------------------------------------------------

  @Override
  protected boolean convertsInputs() {
    return functional().isEmpty();
  }

  @Override
  protected boolean acceptsNonTensors() {
    return isFunctional();
  }

  @Override
  protected boolean locksState() {
    return functional().isEmpty();
  }

  @Override
  public List<InputSpec> inputSpec() {
    return functional().map(Functional::inputSpec).orElseGet(super::inputSpec);
  }

  @Override
  protected void checkInputs(Object first) {
    var drawn = functional();
    if (drawn.isEmpty()) {
      super.checkInputs(first);
      return;
    }
    var values = drawn.get().arrange(name(), first);
    if (values.stream().allMatch(Tensor.class::isInstance)) {
      super.checkInputs(values);
    }
  }

  @Override
  protected Tree<Tensor> call(Map<String, Object> arguments, Call ctx) {
    Object first = arguments.values().stream().findFirst().orElse(List.of());
    return functional()
        .map(f -> f.call(name(), first, ctx))
        .orElseGet(() -> super.call(arguments, ctx));
  }

  @Override
  protected Tree<TensorType> outputTypes(Arguments arguments) {
    return functional()
        .flatMap(f -> f.knownTypes(f.arrange(name(), arguments.positional().getFirst())))
        .orElseGet(() -> super.outputTypes(arguments));
  }

  // ---- Configs ----------------------------------------------------------------------------------

  @Override
  public Config getConfig() {
    return functional()
        .map(f -> FunctionalConfig.write(this, f))
        .orElseGet(super::getConfig);
  }

  /// A model from its config: for the factories of the registry.
  static Model fromConfig(Config config) {
    return FunctionalConfig.read(config);
  }

  /// The model's config as JSON, which [Models#fromJson] reads.
  public String toJson() {
    return Json.write(Registry.serialize(this).toMap());
  }

  // ---- Summary ----------------------------------------------------------------------------------

  /// Prints a table of the layers.
  public void summary() {
    summary(_ -> {});
  }

  /// Prints a table of the layers.
  ///
  /// {@snippet :
  /// model.summary(s -> s.expandNested(true).showTrainable(true));
  /// }
  public void summary(Consumer<Summary> options) {
    var summary = new Summary(this);
    options.accept(summary);
    summary.print();
  }

  /// The variables of the optimizer, if the model is compiled and it has some.
  protected List<Variable> optimizerVariables() {
    return isCompiled() ? optimizer().variables() : List.of();
  }

  // ---- Files ------------------------------------------------------------------------------------

  /// What is inside the model, as files keep it: layers first, where the model is a drawing.
  @Override
  public Map<String, Object> attributes() {
    var own = new LinkedHashMap<String, Object>(super.attributes());
    if (isCompiled()) {
      own.put("optimizer", optimizer());
    }
    if (functional().isEmpty() && !(this instanceof Sequential)) {
      own.put("layers", layers());
      return Saveable.inOrder(own);
    }
    var out = new LinkedHashMap<String, Object>();
    out.put("layers", layers());
    own.entrySet().removeIf(e -> e.getValue() instanceof Layer l && l.name().equals(e.getKey()));
    Saveable.inOrder(own).forEach(out::putIfAbsent);
    return Collections.unmodifiableMap(out);
  }

  /// Saves the model with its weights, how it was compiled, and the optimizer's state: a `.keras`
  /// file.
  ///
  /// {@snippet :
  /// model.save(Path.of("mnist.keras"));
  /// var same = Model.load(Path.of("mnist.keras"));
  /// }
  ///
  /// @throws IllegalArgumentException if the name does not end in `.keras`
  /// @throws java.io.UncheckedIOException if the file cannot be written; an old one stays as it was
  public void save(Path path) {
    Saving.saveModel(this, path);
  }

  /// The model of a `.keras` or older `.h5` file, compiled as it was.
  ///
  /// @throws org.keras4j.saving.RefusedFileException if the file is damaged, dangerous, or holds
  ///   what is not known
  /// @throws java.io.UncheckedIOException if it cannot be read
  public static Model load(Path path) {
    return load(path, _ -> {});
  }

  /// The model of a `.keras` or older `.h5` file.
  ///
  /// {@snippet :
  /// Model.load(path, o -> o.compile(false));
  /// }
  ///
  /// @throws org.keras4j.saving.RefusedFileException if the file is damaged, dangerous, or holds
  ///   what is not known
  /// @throws java.io.UncheckedIOException if it cannot be read
  public static Model load(Path path, Consumer<LoadOptions> options) {
    Saveable found = Saving.loadModel(path, options);
    if (found instanceof Model model) {
      return model;
    }
    throw new IllegalArgumentException(
        "Expected the file of a model. Received: a file of %s; load it with Saving.loadModel"
            .formatted(found));
  }

  /// Saves the weights, and the optimizer's state: a `.weights.h5` file.
  ///
  /// @throws IllegalStateException if the model is not built
  public void saveWeights(Path path) {
    saveWeights(path, _ -> {});
  }

  /// Saves the weights, and the optimizer's state.
  ///
  /// {@snippet :
  /// model.saveWeights(Path.of("large.weights.json"), o -> o.maxShardSize(5));
  /// }
  ///
  /// @throws IllegalStateException if the model is not built
  public void saveWeights(Path path, Consumer<WeightOptions> options) {
    requireBuilt("saving");
    Saving.saveWeights(this, path, options);
  }

  /// Takes the weights of a file: `.weights.h5`, `.weights.json`, `.keras` or an older `.h5`.
  ///
  /// @throws org.keras4j.saving.RefusedFileException if the file is damaged or made for another
  ///   model; then nothing has changed
  /// @throws IllegalStateException if the model is not built
  public void loadWeights(Path path) {
    loadWeights(path, _ -> {});
  }

  /// Takes the weights of a file.
  ///
  /// {@snippet :
  /// model.loadWeights(path, o -> o.skipMismatch(true));
  /// }
  public void loadWeights(Path path, Consumer<WeightOptions> options) {
    requireBuilt("loading");
    Saving.loadWeights(this, path, options);
  }

  private void requireBuilt(String doing) {
    if (!isBuilt()) {
      throw new IllegalStateException(
          "Model '%s' has no weights yet: call it on some data, or buildFrom a shape, before %s weights."
              .formatted(name(), doing));
    }
  }
}
