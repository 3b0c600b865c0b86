package org.keras4j.layers;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.keras4j.config.Arg;
import org.keras4j.config.Saveable;
import org.keras4j.config.WeightBudget;
import org.keras4j.initializers.Initializer;
import org.keras4j.ops.Ops;
import org.keras4j.random.SeedGenerator;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Elements;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.TensorType;
import org.keras4j.tensor.Variable;

/// What a layer holds: variables, inner layers, seeds and losses.
abstract class LayerVariables extends LayerKeywords {
  final LayerState state = new LayerState();
  final List<Tensor> ownLosses = new ArrayList<>();
  private @Nullable String parentPath;

  LayerVariables() {}

  /// This object as the layer it is.
  abstract Layer self();

  /// Makes a weight of the layer's weight dtype.
  protected final Variable addWeight(String weight, Shape shape, Initializer initializer) {
    return addWeight(weight, shape, initializer, _ -> {});
  }

  /// Makes a weight.
  ///
  /// {@snippet :
  /// addWeight("kernel", shape, new HeNormal(), w -> w.regularizer(new L2(1e-4)));
  /// }
  ///
  /// @throws IllegalArgumentException if a size is unknown
  /// @throws IllegalStateException if the layer is already built
  protected final Variable addWeight(
      String weight, Shape shape, Initializer initializer, Consumer<WeightOptions> options) {
    state.requireOpen(this::name);
    if (!shape.isKnown()) {
      throw new IllegalArgumentException(
          "Weight '%s' of layer '%s' needs a shape without unknown sizes. Received: shape=%s"
              .formatted(weight, name(), shape));
    }
    var o = new WeightOptions();
    options.accept(o);
    DType dtype = o.dtype.orElseGet(this::variableDType);
    WeightBudget.take(weight, new TensorType(dtype, shape));
    var value = new ArrayList<Array>();
    LayerCall.building(
        () ->
            value.add(
                WeightBudget.isLimited()
                    ? Elements.zeros(new TensorType(dtype, shape)).toArray()
                    : (Array) Ops.convertToTensor(initializer.apply(shape, dtype))));
    var variable =
        new Variable(value.getFirst(), weight, o.trainable)
            .path(NameScope.join(scopePath(), weight))
            .autocast(o.autocast)
            .regularizer(o.regularizer)
            .constraint(o.constraint);
    (o.trainable ? state.trainable : state.nonTrainable).add(variable);
    if (!trainable()) {
      variable.trainable(false);
    }
    return variable;
  }

  /// Makes a variable of a layer inside one of this layer's own too, as in Keras where it is an
  /// attribute of both: files keep it twice.
  final void share(Variable variable) {
    state.requireOpen(this::name);
    (variable.trainable() ? state.trainable : state.nonTrainable).add(variable);
  }

  /// Makes a layer part of this one: its weights are among this one's, in the order of tracking.
  ///
  /// {@snippet :
  /// private final Dense hidden = track(new Dense(64));
  /// }
  ///
  /// @return the layer itself
  protected final <L extends Layer> L track(L layer) {
    return track(layer.name(), layer);
  }

  /// Makes a layer part of this one under the name that Keras's attribute has: files keep its
  /// weights there.
  protected final <L extends Layer> L track(String attribute, L layer) {
    state.requireOpen(this::name);
    layer.settle();
    state.add(layer);
    state.attributes.put(attribute, layer);
    return layer;
  }

  /// Makes layers part of this one under the name that Keras's attribute has, a list.
  protected final <L extends Layer> List<L> track(String attribute, List<L> layers) {
    state.requireOpen(this::name);
    for (L layer : layers) {
      layer.settle();
      state.add(layer);
    }
    state.attributes.put(attribute, layers);
    return layers;
  }

  /// A source of seeds that belongs to the layer: its state is saved with the layer and moves on in
  /// training.
  ///
  /// @param seed the keyword with the seed; without one the generator's seed is drawn
  protected final Supplier<SeedGenerator> trackSeed(Arg<Optional<Long>> seed) {
    return trackSeed(seed, () -> true);
  }

  /// As [#trackSeed(Arg)], made only where a condition on the other keywords holds.
  protected final Supplier<SeedGenerator> trackSeed(
      Arg<Optional<Long>> seed, Supplier<Boolean> needed) {
    var made = new ArrayList<SeedGenerator>();
    whenSettled(
        () -> {
          if (needed.get()) {
            var given = seed.get();
            var generator =
                given.isPresent() ? new SeedGenerator(given.get()) : new SeedGenerator();
            made.add(generator);
            state.seedGenerators.add(generator);
            state.attributes.put("seed_generator", generator);
          }
        });
    return () -> {
      settle();
      return made.getFirst();
    };
  }

  /// Adds a scalar to the loss of the surrounding model; to be called in `call`.
  protected final void addLoss(Tensor loss) {
    LossScope.add(self(), ownLosses, loss);
  }

  /// All state: weights, then the states of seed generators, then those of inner layers.
  public List<Variable> variables() {
    return state.collect(true, Layer::variables);
  }

  /// The variables optimizers change.
  public List<Variable> trainableVariables() {
    return trainable() ? variables().stream().filter(Variable::trainable).toList() : List.of();
  }

  /// The variables optimizers leave alone, states of seed generators among them.
  public List<Variable> nonTrainableVariables() {
    return trainable() ? variables().stream().filter(v -> !v.trainable()).toList() : variables();
  }

  /// The weights: those of this layer, trainable ones first, then those of inner layers.
  public List<Variable> weights() {
    return state.collect(false, Layer::weights);
  }

  /// The weights optimizers change.
  public List<Variable> trainableWeights() {
    return trainable() ? weights().stream().filter(Variable::trainable).toList() : List.of();
  }

  /// The weights optimizers leave alone.
  public List<Variable> nonTrainableWeights() {
    return trainable() ? weights().stream().filter(v -> !v.trainable()).toList() : weights();
  }

  /// The weights of this layer alone, without those of inner layers, in the order files keep them.
  @Override
  public List<Variable> ownVariables() {
    var out = new ArrayList<>(state.trainable);
    out.addAll(state.nonTrainable);
    out.removeAll(state.merged);
    return out;
  }

  /// Variables in an order of names.
  static List<Variable> inOrder(List<Variable> variables, List<String> names) {
    var out = new ArrayList<>(variables);
    out.sort(Comparator.comparingInt(v -> names.indexOf(v.name())));
    return out;
  }

  /// Changes which weights a built layer has.
  final void restructure(Runnable change) {
    boolean before = state.locked;
    state.locked = false;
    try {
      change.run();
    } finally {
      state.locked = before;
    }
  }

  /// Forgets a weight, which another one takes the place of.
  final void drop(Variable weight) {
    state.requireOpen(this::name);
    state.trainable.remove(weight);
    state.nonTrainable.remove(weight);
  }

  /// Leaves a weight out of files, because its values are merged into another one's there.
  final void leaveOutOfFiles(Variable weight) {
    state.merged.add(weight);
  }

  /// The inner layers and seed generators by the names of Keras's attributes: where files keep what
  /// is inside this layer. A value is a layer, a list of layers or a seed generator.
  @Override
  public Map<String, Object> attributes() {
    return Saveable.inOrder(state.attributes);
  }

  @Override
  public List<Variable> legacyVariables() {
    var out = new ArrayList<>(trainableWeights());
    out.addAll(nonTrainableWeights());
    return out;
  }

  /// The values of the weights, in order.
  public List<Array> getWeights() {
    return weights().stream().map(Variable::stored).toList();
  }

  /// Sets the values of the weights, in order.
  ///
  /// @throws IllegalArgumentException if there are more or fewer, or one has another shape
  public void setWeights(List<Array> values) {
    var weights = weights();
    if (weights.size() != values.size()) {
      throw new IllegalArgumentException(
          "You called `setWeights(weights)` on layer '%s' with a weight list of length %d, but the layer was expecting %d weights."
              .formatted(name(), values.size(), weights.size()));
    }
    for (int i = 0; i < values.size(); i++) {
      var variable = weights.get(i);
      if (!variable.storedType().shape().equals(values.get(i).shape())) {
        throw new IllegalArgumentException(
            "Layer %s weight shape %s is not compatible with provided weight shape %s. Received: weight %s"
                .formatted(
                    name(), variable.storedType().shape(), values.get(i).shape(), variable.path()));
      }
      Tensor value = Ops.cast(values.get(i), variable.storedType().dtype());
      variable.assign(value);
    }
  }

  /// What this layer and those inside it added to the loss in the last call, then the penalties on
  /// weights: scalars.
  public List<Tensor> losses() {
    var out = new ArrayList<>(LossScope.of(self(), ownLosses));
    for (Layer layer : state.flatten(true)) {
      out.addAll(LossScope.of(layer, layer.ownLosses));
    }
    for (Variable weight : trainableWeights()) {
      weight.regularizer().ifPresent(r -> out.add(r.apply(weight)));
    }
    return out;
  }

  final void clearLosses() {
    LossScope.clear(self(), ownLosses);
    state.layers.forEach(Layer::clearLosses);
  }

  /// All layers inside this one, at any depth.
  public final List<Layer> flattenLayers() {
    return state.flatten(true);
  }

  /// The layers directly inside this one, in the order they were tracked.
  protected final List<Layer> trackedLayers() {
    return Collections.unmodifiableList(state.layers);
  }

  /// Forgets all inner layers: for models whose layers change.
  protected final void untrackLayers() {
    state.layers.clear();
    state.attributes.clear();
  }

  final <T> T inScope(Supplier<T> body) {
    if (parentPath == null) {
      parentPath = NameScope.path();
    }
    return NameScope.at(scopePath(), body);
  }

  /// Weights made before the layer had its name move to where it says.
  @Override
  final void renamed(String before) {
    if (parentPath == null) {
      return;
    }
    move(NameScope.join(parentPath, before), NameScope.join(parentPath, name()));
  }

  private void move(String from, String to) {
    for (Variable v : state.collect(false, _ -> List.of())) {
      if (v.path().startsWith(from + "/")) {
        v.path(to + v.path().substring(from.length()));
      }
    }
    for (Layer layer : state.layers) {
      layer.moveBelow(from, to);
    }
  }

  final void moveBelow(String from, String to) {
    String parent = parentPath;
    if (parent != null && (parent.equals(from) || parent.startsWith(from + "/"))) {
      parentPath = to + parent.substring(from.length());
      move(NameScope.join(parent, name()), NameScope.join(parentPath, name()));
    }
  }

  final String scopePath() {
    return NameScope.join(parentPath == null ? NameScope.path() : parentPath, name());
  }
}
