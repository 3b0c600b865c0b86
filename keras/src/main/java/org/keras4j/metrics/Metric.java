package org.keras4j.metrics;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

/// A quantity that is gathered over many batches: state, how a batch changes it, and what it says in the end.
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
public abstract class Metric implements Configurable {
  /// How configs and strings name metrics.
  public static final Family<Metric> FAMILY = Family.of(Metric.class, "keras.metrics", "metric");

  private Optional<String> name = Optional.empty();
  private Optional<DTypePolicy> dtype = Optional.empty();
  private final Map<Variable, Initializer> variables = new LinkedHashMap<>();

  /// For subclasses.
  protected Metric() {}

  /// Takes a batch into account. A metric without targets, such as a mean, gets its values as `yTrue` and `yPred` alike.
  public abstract void updateState(Tensor yTrue, Tensor yPred, Optional<Tensor> sampleWeight);

  /// What the metric says now: one tensor, or several by name.
  public abstract Tree<Tensor> results();

  /// Takes a batch into account.
  public final void updateState(Tensor yTrue, Tensor yPred) {
    updateState(yTrue, yPred, Optional.empty());
  }

  /// What the metric says now.
  ///
  /// @throws IllegalStateException if it says several things; see {@link #results}
  public final Tensor result() {
    return results().single();
  }

  /// Forgets all batches.
  public void resetState() {
    variables.forEach(
        (v, initializer) ->
            v.assign(Interpreter.eagerly(() -> initializer.apply(v.storedType().shape(), v.storedType().dtype()))));
  }

  /// Makes a state variable, of the metric's dtype.
  protected final Variable addVariable(String variable, Shape shape, Initializer initializer) {
    return addVariable(variable, shape, initializer, dtype());
  }

  /// Makes a state variable.
  protected final Variable addVariable(
      String variable, Shape shape, Initializer initializer, DType variableDType) {
    Array initial = (Array) Interpreter.eagerly(() -> initializer.apply(shape, variableDType));
    var made = new Variable(initial, variable, false).path(name() + "/" + variable).autocast(false);
    variables.put(made, initializer);
    return made;
  }

  /// The state variables in order.
  public List<Variable> variables() {
    return List.copyOf(variables.keySet());
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
    var out = new ArrayList<Tensor>();
    variables.forEach(
        (v, initializer) ->
            out.add(Interpreter.eagerly(() -> initializer.apply(v.storedType().shape(), v.storedType().dtype()))));
    return out;
  }

  private StateScope scope(List<? extends Tensor> state) {
    var own = variables();
    if (own.size() != state.size()) {
      throw new IllegalArgumentException(
          "Metric %s has %d state variables. Received: %d values".formatted(name(), own.size(), state.size()));
    }
    Map<Variable, Tensor> known = new LinkedHashMap<>();
    for (int i = 0; i < own.size(); i++) {
      known.put(own.get(i), state.get(i));
    }
    return new StateScope(known, Variable::stored);
  }

  /// The name, shown in logs.
  public String name() {
    return name.orElseGet(() -> Names.snakeCase(Registry.className(this)));
  }

  /// Sets the name.
  public Metric name(String value) {
    name = Optional.of(value);
    return this;
  }

  /// The dtype of state and results.
  public DType dtype() {
    return dtype.map(DTypePolicy::computeDType).orElseGet(KerasConfig::floatx);
  }

  /// Sets the dtype of state and results; before the state is made.
  public Metric dtype(DTypePolicy value) {
    dtype = Optional.of(value);
    return this;
  }

  @Override
  public Config getConfig() {
    return Config.of("name", name()).with("dtype", dtype().kerasName());
  }

  /// The metric of a name, such as `mse`.
  ///
  /// @throws IllegalArgumentException if there is none
  public static Metric get(String name) {
    return FAMILY.get(name);
  }
}
