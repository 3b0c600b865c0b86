package org.keras4j.metrics;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.keras4j.config.Arg;
import org.keras4j.config.Args;
import org.keras4j.config.Codec;
import org.keras4j.config.Config;
import org.keras4j.config.Configurable;
import org.keras4j.config.Family;
import org.keras4j.config.KerasConfig;
import org.keras4j.config.Registry;
import org.keras4j.dtypepolicies.DTypePolicy;
import org.keras4j.initializers.Initializer;
import org.keras4j.runtime.Interpreter;
import org.keras4j.symbolic.Names;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.StateScope;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.Tree;
import org.keras4j.tensor.Variable;

/// A quantity that is gathered over many batches: state, how a batch changes it, and what it says in
/// the end.
///
/// Use one of the metrics of this package, or write your own. A mean over samples is a lambda:
///
/// {@snippet :
/// Metric bias = Metric.of("bias", (yTrue, yPred) -> Ops.subtract(yPred, yTrue));
/// }
///
/// A class may keep any state. It is also run inside traced programs, so it computes with tensors
/// and does not look at their values:
///
/// {@snippet :
/// class Largest extends Metric {
///   private final Variable largest = addVariable("largest", Shape.SCALAR, new Zeros());
///
///   @Override public void updateState(Tensor yTrue, Tensor yPred, Optional<Tensor> weight) {
///     largest.assign(Ops.maximum(largest, Ops.max(yPred)));
///   }
///   @Override public Tree<Tensor> results() { return Tree.leaf(largest.value()); }
/// }
/// }
///
/// @see <a href="https://keras.io/api/metrics/base_metric/">Base metric</a>
@SuppressWarnings("this-escape") // keywords are declared while constructing
public abstract class Metric implements Configurable {
  /// How configs and strings name metrics.
  public static final Family<Metric> FAMILY = Family.of(Metric.class, "keras.metrics", "metric");

  private final Args args = new Args(this::className);
  private final List<Supplier<Optional<Variable>>> variables = new ArrayList<>();
  private final Map<Variable, Initializer> initializers = new LinkedHashMap<>();
  private @Nullable String name;
  private Optional<DTypePolicy> dtype = Optional.empty();

  /// For subclasses.
  protected Metric() {}

  /// A metric that is the mean of a function over all samples.
  ///
  /// The result can be saved if the function is registered with [Registry#registerFunction].
  public static Metric of(String name, MetricFunction function) {
    return new MeanMetricWrapper(function).name(name);
  }

  /// The metric of a name: a class such as `MeanSquaredError`, its name in snake case, or a short
  /// name such as `mse`.
  ///
  /// @throws IllegalArgumentException if there is none
  public static Metric get(String name) {
    return FAMILY.get(name);
  }

  /// Takes a batch into account. A metric without targets, such as a mean, gets its values as
  /// `yTrue` and `yPred` alike.
  public abstract void updateState(Tensor yTrue, Tensor yPred, Optional<Tensor> sampleWeight);

  /// What the metric says now: one tensor, or several by name.
  public abstract Tree<Tensor> results();

  /// Takes a batch into account.
  public final void updateState(Tensor yTrue, Tensor yPred) {
    updateState(yTrue, yPred, Optional.empty());
  }

  /// Takes a batch of weighted samples into account.
  public final void updateState(Tensor yTrue, Tensor yPred, Tensor sampleWeight) {
    updateState(yTrue, yPred, Optional.of(sampleWeight));
  }

  /// What the metric says now.
  ///
  /// @throws IllegalStateException if it says several things; see {@link #results}
  public final Tensor result() {
    return results().single();
  }

  /// Which way the metric becomes better, if it is known: for callbacks that keep the best.
  public Optional<Direction> direction() {
    return Optional.empty();
  }

  /// Forgets all batches.
  public void resetState() {
    for (Variable v : variables()) {
      v.assign(initial(v));
    }
  }

  private Tensor initial(Variable v) {
    var type = v.storedType();
    return Interpreter.eagerly(() -> initializer(v).apply(type.shape(), type.dtype()));
  }

  private Initializer initializer(Variable v) {
    return initializers.getOrDefault(v, new org.keras4j.initializers.Zeros());
  }

  /// Makes a state variable, of the metric's dtype.
  protected final Variable addVariable(String variable, Shape shape, Initializer initializer) {
    return addVariable(variable, shape, initializer, dtype());
  }

  /// Makes a state variable.
  protected final Variable addVariable(
      String variable, Shape shape, Initializer initializer, DType variableDType) {
    Array initial = (Array) Interpreter.eagerly(() -> initializer.apply(shape, variableDType));
    var made = named(new Variable(initial, variable, false).autocast(false));
    initializers.put(made, initializer);
    variables.add(() -> Optional.of(made));
    return made;
  }

  /// A state variable of zeros that is made when it is first used.
  final State state(String variable, Supplier<Optional<Shape>> shape, Supplier<DType> type) {
    var state = new State(this, variable, shape, type);
    variables.add(state::find);
    return state;
  }

  final Variable named(Variable variable) {
    return variable.path(name().replace('/', '>') + "/" + variable.name());
  }

  /// The state variables in order. Some metrics make theirs at the first update.
  public List<Variable> variables() {
    return variables.stream().map(Supplier::get).flatMap(Optional::stream).toList();
  }

  /// The state after a batch, given the state before: nothing in the metric changes.
  public final List<Tensor> statelessUpdateState(
      List<? extends Tensor> state, Tensor yTrue, Tensor yPred, Optional<Tensor> sampleWeight) {
    var scope = scope(state);
    scope.during(
        () -> {
          updateState(yTrue, yPred, sampleWeight);
          return true;
        });
    return variables().stream().map(scope::read).toList();
  }

  /// What the metric says in a given state.
  public final Tree<Tensor> statelessResult(List<? extends Tensor> state) {
    return scope(state).during(this::results);
  }

  /// The state before any batch.
  public final List<Tensor> statelessResetState() {
    return variables().stream().map(this::initial).toList();
  }

  private StateScope scope(List<? extends Tensor> state) {
    var own = variables();
    if (own.size() != state.size()) {
      throw new IllegalArgumentException(
          "Metric %s has %d state variables. Received: %d values"
              .formatted(name(), own.size(), state.size()));
    }
    Map<Variable, Tensor> known = new LinkedHashMap<>();
    for (int i = 0; i < own.size(); i++) {
      known.put(own.get(i), state.get(i));
    }
    return new StateScope(known, Variable::stored);
  }

  /// Declares a keyword with a default that is made when it is first needed.
  protected final <T> Arg<T> arg(String keyword, Codec<T> codec, Supplier<? extends T> byDefault) {
    return args.add(keyword, codec, byDefault);
  }

  /// Declares a keyword that must be given.
  protected final <T> Arg<T> required(String keyword, Codec<T> codec) {
    return args.required(keyword, codec);
  }

  /// Declares a keyword that is `None` by default.
  protected final <T> Arg<Optional<T>> optional(String keyword, Codec<T> codec) {
    return args.add(keyword, Codec.optional(codec), Optional::empty);
  }

  /// Sets the keywords a config gives: for the factories of the registry.
  ///
  /// @throws IllegalArgumentException if it gives others than those declared, or leaves one out that
  ///   must be given
  protected final void configure(Config config) {
    config.find("name").ifPresent(given -> name(given.toString()));
    config.find("dtype").map(DTypePolicy.CODEC::decode).ifPresent(this::dtype);
    args.fill(config.without("name", "dtype"));
  }

  private String className() {
    String known = Registry.className(this);
    return known.isEmpty() ? "Metric" : known;
  }

  /// The name, shown in logs: the one given, or one made from the class when it is first asked for.
  public String name() {
    String known = name;
    if (known == null) {
      known = Names.auto(Names.snakeCase(className()));
      name = known;
    }
    return known;
  }

  /// Sets the name.
  public Metric name(String value) {
    name = value;
    initializers.keySet().forEach(this::named);
    return this;
  }

  /// The dtype of state and results.
  public DType dtype() {
    return dtype.map(DTypePolicy::computeDType).orElseGet(KerasConfig::floatx);
  }

  /// Sets the dtype of state and results; before the state is made.
  ///
  /// @throws IllegalStateException if there is state of another dtype already
  public Metric dtype(DTypePolicy value) {
    for (Variable v : initializers.keySet()) {
      if (v.storedType().dtype() != value.computeDType()) {
        throw new IllegalStateException(
            "The dtype of the metric %s cannot be changed any more: its variable %s is made. Received: dtype=%s"
                .formatted(name(), v.path(), value.name()));
      }
    }
    dtype = Optional.of(value);
    return this;
  }

  /// Sets the dtype of state and results; before the state is made.
  ///
  /// @throws IllegalStateException if there is state of another dtype already
  public Metric dtype(DType value) {
    return dtype(DTypePolicy.of(value));
  }

  /// The declared keywords by name.
  final Config settings() {
    return args.toConfig();
  }

  @Override
  public Config getConfig() {
    return Config.of("name", name()).with("dtype", dtype().kerasName()).with(settings());
  }

  @Override
  public String toString() {
    return "<%s name=%s>".formatted(className(), name());
  }
}
