package org.keras4j.optimizers;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.keras4j.config.Arg;
import org.keras4j.config.Args;
import org.keras4j.config.Codec;
import org.keras4j.config.Config;
import org.keras4j.config.Family;
import org.keras4j.config.KerasConfig;
import org.keras4j.config.Registry;
import org.keras4j.config.Saveable;
import org.keras4j.initializers.Initializer;
import org.keras4j.initializers.Zeros;
import org.keras4j.ops.Ops;
import org.keras4j.runtime.Interpreter;
import org.keras4j.symbolic.Names;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.StateScope;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.Variable;

/// Changes variables by their gradients.
///
/// An optimizer of your own makes its state in `buildState` and says in `updateStep` what one
/// gradient does to one variable; clipping, weight decay, averaging, accumulation, constraints and
/// files are taken care of.
///
/// {@snippet :
/// class Momentum extends Optimizer {
///   private final Arg<Double> momentum = arg("momentum", Codec.DOUBLE, () -> 0.9);
///
///   Momentum(double learningRate) { super(learningRate); }
///
///   @Override protected void buildState(List<Variable> trainable) {
///     addState(trainable, "momentum");
///   }
///
///   @Override protected void updateStep(Tensor gradient, Variable variable, Tensor learningRate) {
///     Variable m = state("momentum", variable);
///     assign(m, Ops.add(Ops.multiply(m, momentum.get()), gradient));
///     assignSub(variable, Ops.multiply(m, learningRate));
///   }
///
///   static Momentum fromConfig(Config config) {
///     var optimizer = new Momentum(0.01);
///     optimizer.configure(config);
///     return optimizer;
///   }
/// }
/// Registry.register("my_package", Momentum.class, Momentum::fromConfig);
/// }
///
/// @see <a href="https://keras.io/api/optimizers/">Optimizers</a>
@SuppressWarnings("this-escape") // keywords and variables are declared while constructing
public abstract class Optimizer implements Saveable {
  /// How configs and strings name optimizers: by class, whatever the case of the letters.
  public static final Family<Optimizer> FAMILY =
      Family.of(Optimizer.class, "keras.optimizers", "optimizer").ignoringCase();

  private static final Codec<Optional<Double>> NUMBER = Codec.optional(Codec.DOUBLE);
  private static final Codec<Optional<Integer>> COUNT = Codec.optional(Codec.INT);
  private static final String AVERAGE = "average";
  private static final String ACCUMULATOR = "gradient_accumulator";

  final Arg<Optional<String>> name;
  final Arg<Rate> rate;
  final Arg<Optional<Double>> weightDecay;
  final Arg<Optional<Double>> clipnorm;
  final Arg<Optional<Double>> globalClipnorm;
  final Arg<Optional<Double>> clipvalue;
  final Arg<Boolean> useEma;
  final Arg<Double> emaMomentum;
  final Arg<Optional<Integer>> emaOverwriteFrequency;
  final Arg<Optional<Double>> lossScaleFactor;
  final Arg<Optional<Integer>> gradientAccumulationSteps;

  private final Args args = new Args(() -> Registry.className(this));
  private final OptimizerState state = new OptimizerState();
  private final Update update = new Update(this);
  private Optional<Variable> iteration = Optional.empty();
  private Optional<Variable> rateVariable = Optional.empty();
  private Optional<String> autoName = Optional.empty();
  private List<Variable> trainable = List.of();
  private Set<Variable> undecayed = Set.of();
  private List<Pattern> undecayedNames = List.of();
  private boolean built;

  /// An optimizer with a rate by default.
  protected Optimizer(double learningRate) {
    this(learningRate, Optional.empty());
  }

  /// An optimizer with a rate and a weight decay by default.
  protected Optimizer(double learningRate, Optional<Double> weightDecay) {
    name = args.add("name", Codec.optional(Codec.STRING), Optional::empty);
    rate = args.add("learning_rate", Rate.CODEC, () -> new Rate.Fixed(learningRate));
    this.weightDecay = args.add("weight_decay", NUMBER, () -> weightDecay);
    clipnorm = clipping("clipnorm");
    globalClipnorm = clipping("global_clipnorm");
    clipvalue = clipping("clipvalue");
    useEma = args.add("use_ema", Codec.BOOL, () -> false);
    emaMomentum =
        args.add("ema_momentum", Codec.DOUBLE, () -> 0.99)
            .check(m -> m >= 0 && m <= 1, "a number in [0, 1]");
    emaOverwriteFrequency =
        args.add("ema_overwrite_frequency", COUNT, Optional::<Integer>empty)
            .check(n -> n.isEmpty() || n.get() >= 1, "an integer >= 1 or None");
    lossScaleFactor = args.add("loss_scale_factor", NUMBER, Optional::<Double>empty);
    gradientAccumulationSteps =
        args.add("gradient_accumulation_steps", COUNT, Optional::<Integer>empty)
            .check(n -> n.isEmpty() || n.get() >= 2, "an integer >= 2 or None");
  }

  private Arg<Optional<Double>> clipping(String keyword) {
    return args.add(keyword, NUMBER, Optional::<Double>empty)
        .check(
            given -> given.isEmpty() || isOnlyClipping(keyword),
            "None: only one of `clipnorm`, `clipvalue` and `global_clipnorm` can be set");
  }

  private boolean isOnlyClipping(String keyword) {
    return List.of(clipnorm, globalClipnorm, clipvalue).stream()
        .allMatch(other -> other.name().equals(keyword) || other.get().isEmpty());
  }

  // ---- For subclasses ---------------------------------------------------------------------------

  /// Declares a keyword with a default.
  protected final <T> Arg<T> arg(String keyword, Codec<T> codec, Supplier<? extends T> byDefault) {
    return args.add(keyword, codec, byDefault);
  }

  /// Sets the keywords a config gives: for the factories of the registry.
  ///
  /// @throws IllegalArgumentException if it gives others than those declared
  protected final void configure(Config config) {
    args.fill(config);
  }

  /// Makes state for the variables that will be changed, with [#addState] and [#addVariable].
  protected void buildState(List<Variable> trainable) {}

  /// Called before the variables are changed one by one: for state that they share.
  protected void beginUpdate() {}

  /// Changes one variable by its gradient.
  ///
  /// @param gradient of the variable's shape and dtype
  /// @param learningRate a scalar of the variable's dtype
  protected abstract void updateStep(Tensor gradient, Variable variable, Tensor learningRate);

  /// What a variable loses at each update as a share of itself, times the rate; nothing for those
  /// excluded.
  protected Optional<Double> weightDecayOf(Variable variable) {
    return isDecayed(variable) ? weightDecay.get() : Optional.empty();
  }

  /// Makes one zero-filled state variable of each name for each of some variables.
  protected final void addState(List<Variable> variables, String... names) {
    for (Variable v : variables) {
      for (String what : names) {
        addState(v, what, new Zeros());
      }
    }
  }

  /// Makes a state variable for a variable, of its shape and dtype. One that takes its gradient as
  /// its value has no state.
  protected final void addState(Variable variable, String what, Initializer initializer) {
    if (!variable.overwriteWithGradient()) {
      addStateLike(variable, what, initializer);
    }
  }

  private void addStateLike(Variable variable, String what, Initializer initializer) {
    var type = variable.storedType();
    Tensor initial = Interpreter.eagerly(() -> initializer.apply(type.shape(), type.dtype()));
    String stateName = variable.path().replace('/', '_') + "_" + what;
    setState(what, variable, addVariable(stateName, (Array) initial));
  }

  /// Keeps a variable as the state of a name for a variable.
  protected final void setState(String what, Variable variable, Variable stateVariable) {
    state.put(what, variable, stateVariable);
  }

  /// The state variable of a name that was made for a variable.
  ///
  /// @throws IllegalArgumentException if none was made
  protected final Variable state(String what, Variable variable) {
    return state.get(what, variable);
  }

  /// Makes a state variable that belongs to no variable.
  protected final Variable addVariable(String variable, Array initial) {
    return keep(new Variable(initial, variable, false).path(name() + "/" + variable));
  }

  /// Makes files hold a variable with the optimizer's other state.
  final Variable keep(Variable variable) {
    return state.add(variable.autocast(false));
  }

  /// Gives a variable a value, which is converted to its dtype.
  protected static void assign(Variable variable, Tensor value) {
    variable.assign(Ops.cast(value, variable.storedType().dtype()));
  }

  /// Adds to a variable.
  protected static void assignAdd(Variable variable, Tensor value) {
    assign(variable, Ops.add(variable, value));
  }

  /// Takes from a variable.
  protected static void assignSub(Variable variable, Tensor value) {
    assign(variable, Ops.subtract(variable, value));
  }

  /// A number in a variable's dtype.
  protected static Tensor number(double value, Variable like) {
    return Array.scalar(like.storedType().dtype(), value);
  }

  // ---- Building and applying --------------------------------------------------------------------

  /// Makes the optimizer's own variables for the variables it will change.
  public void build(List<Variable> variables) {
    if (built) {
      return;
    }
    variables();
    trainable = List.copyOf(variables);
    if (useEma.get()) {
      addState(trainable, AVERAGE);
    }
    if (gradientAccumulationSteps.get().isPresent()) {
      trainable.forEach(v -> addStateLike(v, ACCUMULATOR, new Zeros()));
    }
    buildState(trainable);
    args.freeze();
    built = true;
  }

  /// Whether its variables are made.
  public final boolean isBuilt() {
    return built;
  }

  /// The variables it was built for.
  final List<Variable> trainable() {
    return trainable;
  }

  /// Changes the variables it was built for by their gradients; one without gradient stays as it is.
  ///
  /// @throws IllegalStateException if it was not built
  /// @throws IllegalArgumentException if there is no gradient at all, or not one for each variable
  public final void apply(List<Optional<Tensor>> gradients) {
    if (gradients.isEmpty()) {
      return;
    }
    if (!built) {
      throw new IllegalStateException(
          "Without variables, gradients can only be applied by an optimizer that was built for some. Call build(trainableVariables) first, or give the variables.");
    }
    apply(gradients, trainable);
  }

  /// Changes variables by their gradients; one without gradient stays as it is. Builds the optimizer
  /// for them if it is not.
  ///
  /// @throws IllegalArgumentException if there is no gradient at all, not one for each variable, or a
  ///   variable the optimizer was not built for
  public final void apply(List<Optional<Tensor>> gradients, List<Variable> variables) {
    if (gradients.isEmpty()) {
      return;
    }
    if (gradients.size() != variables.size()) {
      throw new IllegalArgumentException(
          "Gradients must match variables one-to-one. Received: %d gradients, %d variables"
              .formatted(gradients.size(), variables.size()));
    }
    if (!built) {
      build(variables);
    }
    var known = Set.copyOf(trainable);
    for (Variable v : variables) {
      if (!known.contains(v)) {
        throw new IllegalArgumentException(
            "Unknown variable: %s. This optimizer can only be called for the variables it was originally built with. When working with a new set of variables, make a new optimizer."
                .formatted(v));
      }
    }
    applyKnown(gradients, variables);
  }

  /// Changes variables it was built for.
  void applyKnown(List<Optional<Tensor>> gradients, List<Variable> variables) {
    update.apply(gradients, variables);
    assignAdd(steps(), Array.weak(1L));
  }

  /// What {@link #statelessApply} gives.
  ///
  /// @param trainable the variables that were changed
  /// @param optimizer the optimizer's own variables
  public record Updated(List<Tensor> trainable, List<Tensor> optimizer) {}

  /// The values that variables would have after {@link #apply}; nothing changes.
  ///
  /// @param optimizerVariables values for [#variables]
  /// @param values values for the variables it was built for
  /// @throws IllegalStateException if it was not built
  /// @throws IllegalArgumentException if there is not one value for each variable
  public final Updated statelessApply(
      List<? extends Tensor> optimizerVariables,
      List<Optional<Tensor>> gradients,
      List<? extends Tensor> values) {
    if (!built) {
      throw new IllegalStateException(
          "To call statelessApply, %s must be built. Call build(trainableVariables) first."
              .formatted(name()));
    }
    var known = new LinkedHashMap<Variable, Tensor>();
    pair(known, "trainable variables", trainable, values);
    pair(known, "optimizer variables", variables(), optimizerVariables);
    return new StateScope(known, Variable::stored)
        .during(
            () -> {
              apply(gradients);
              return new Updated(
                  trainable.stream().map(Variable::value).toList(),
                  variables().stream().map(Variable::value).toList());
            });
  }

  private static void pair(
      Map<Variable, Tensor> into,
      String what,
      List<Variable> variables,
      List<? extends Tensor> values) {
    if (variables.size() != values.size()) {
      throw new IllegalArgumentException(
          "Expected one value for each of the %d %s. Received: %d values"
              .formatted(variables.size(), what, values.size()));
    }
    for (int i = 0; i < values.size(); i++) {
      into.put(variables.get(i), values.get(i));
    }
  }

  /// The loss to differentiate.
  public Tensor scaleLoss(Tensor loss) {
    return lossScaleFactor.get().map(factor -> Ops.multiply(loss, factor)).orElse(loss);
  }

  /// Puts averages in place of the variables, if the optimizer keeps some: after training.
  public void finalizeVariableValues(List<Variable> variables) {
    for (Variable v : variables) {
      averageOf(v).ifPresent(average -> v.assign(average.value()));
    }
  }

  /// The moving average of a variable, if the optimizer keeps one.
  public Optional<Variable> averageOf(Variable variable) {
    return useEma.get() && !variable.overwriteWithGradient()
        ? Optional.of(state(AVERAGE, variable))
        : Optional.empty();
  }

  final Variable accumulatorOf(Variable variable) {
    return state(ACCUMULATOR, variable);
  }

  // ---- Variables --------------------------------------------------------------------------------

  /// All of its variables: the number of steps, the rate unless it follows a schedule, then state.
  public List<Variable> variables() {
    return selfVariables();
  }

  /// Its variables without those of optimizers inside it.
  final List<Variable> selfVariables() {
    steps();
    rateVariable();
    return state.all();
  }

  /// Gives its variables values.
  ///
  /// @throws IllegalStateException if it was not built
  /// @throws IllegalArgumentException if there is not one value for each, of its shape
  public final void setWeights(List<Array> weights) {
    if (!built) {
      throw new IllegalStateException(
          "%s has no variables to set before it is built. Call build(trainableVariables) first."
              .formatted(name()));
    }
    var values = new LinkedHashMap<Variable, Tensor>();
    pair(values, "optimizer variables", variables(), weights);
    values.forEach(
        (variable, value) -> {
          if (!variable.storedType().shape().equals(value.shape())) {
            throw new IllegalArgumentException(
                "Expected shape %s for the optimizer variable %s. Received: shape=%s"
                    .formatted(variable.storedType().shape(), variable.path(), value.shape()));
          }
        });
    values.forEach(Optimizer::assign);
  }

  @Override
  public List<Variable> ownVariables() {
    return variables();
  }

  @Override
  public Map<String, Object> attributes() {
    return Map.of();
  }

  @Override
  public boolean needsState() {
    return false;
  }

  /// The number of steps taken.
  final Variable steps() {
    if (iteration.isEmpty()) {
      iteration = Optional.of(addVariable("iteration", Array.scalar(DType.INT32, 0L)));
    }
    return iteration.get();
  }

  private Optional<Variable> rateVariable() {
    if (rateVariable.isEmpty() && rate.get() instanceof Rate.Fixed(double value)) {
      steps();
      rateVariable =
          Optional.of(addVariable("learning_rate", Array.scalar(KerasConfig.floatx(), value)));
    }
    return rateVariable;
  }

  /// The number of updates made: of steps, unless gradients of several are accumulated.
  public Tensor iterations() {
    Variable steps = steps();
    return gradientAccumulationSteps
        .get()
        .map(n -> Ops.floorDivide(steps, (long) n))
        .orElseGet(steps::value);
  }

  /// The rate now.
  public Tensor learningRate() {
    return switch (rate.get()) {
      case Rate.Fixed _ -> rateVariable().orElseThrow().value();
      case Rate.Scheduled(var schedule) -> schedule.apply(steps().value());
    };
  }

  /// Changes the rate.
  ///
  /// @throws IllegalStateException if it follows a schedule
  public void setLearningRate(double value) {
    if (isScheduled()) {
      throw new IllegalStateException(
          "This optimizer was created with a LearningRateSchedule, hence its learning rate is not settable. Create it with a number to change the rate. Received: learning_rate="
              + value);
    }
    var v = rateVariable().orElseThrow();
    v.store(Array.scalar(v.storedType().dtype(), value));
  }

  /// Whether the rate follows a schedule.
  final boolean isScheduled() {
    return rate.get() instanceof Rate.Scheduled;
  }

  /// Leaves variables out of weight decay in whose name one of the words occurs; before building.
  ///
  /// @throws IllegalStateException if the optimizer is built
  public final Optimizer excludeFromWeightDecay(Set<String> words) {
    return excludeFromWeightDecay(List.of(), words);
  }

  /// Leaves variables out of weight decay, and those in whose name one of the words occurs; before
  /// building.
  ///
  /// @param words regular expressions
  /// @throws IllegalStateException if the optimizer is built
  public final Optimizer excludeFromWeightDecay(
      Collection<Variable> variables, Set<String> words) {
    if (built) {
      throw new IllegalStateException(
          "`exclude_from_weight_decay()` can only be configured before the optimizer is built.");
    }
    undecayed = Set.copyOf(variables);
    undecayedNames = words.stream().map(Pattern::compile).toList();
    return this;
  }

  final boolean isDecayed(Variable v) {
    return !undecayed.contains(v)
        && undecayedNames.stream().noneMatch(word -> word.matcher(v.name()).find());
  }

  // ---- Keywords ---------------------------------------------------------------------------------

  /// The name: the one given, or one made from the class when it is first asked for.
  @Override
  public String name() {
    return name.get()
        .orElseGet(
            () -> {
              if (autoName.isEmpty()) {
                autoName = Optional.of(Names.auto(Names.snakeCase(Registry.className(this))));
              }
              return autoName.get();
            });
  }

  @Override
  public Config getConfig() {
    var config = args.toConfig().with("name", name());
    return rateVariable
        .map(v -> config.with("learning_rate", v.stored().item()))
        .orElse(config);
  }

  /// The optimizer of a name, such as `adam`, with default settings.
  ///
  /// @throws IllegalArgumentException if there is none
  public static Optimizer get(String name) {
    return FAMILY.get(name);
  }

  @Override
  public String toString() {
    return "<%s name=%s>".formatted(Registry.className(this), name());
  }
}
