package org.keras4j.optimizers;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Supplier;
import org.keras4j.config.Arg;
import org.keras4j.config.Args;
import org.keras4j.config.Codec;
import org.keras4j.config.Config;
import org.keras4j.config.Family;
import org.keras4j.config.KerasConfig;
import org.keras4j.config.Registry;
import org.keras4j.config.Saveable;
import org.keras4j.ops.Ops;
import org.keras4j.runtime.Interpreter;
import org.keras4j.symbolic.Names;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Elements;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.TensorType;
import org.keras4j.tensor.Variable;

/// Changes variables by their gradients.
///
/// An optimizer of your own makes its state in `buildState` and says in `updateStep` what one
/// gradient does to one variable; clipping, weight decay, averaging, accumulation and constraints
/// are done for it.
///
/// {@snippet :
/// class Plain extends Optimizer {
///   Plain() { super(0.1); }
///   @Override protected void updateStep(Tensor gradient, Variable variable, Tensor rate) {
///     variable.assign(Ops.subtract(variable.value(), Ops.multiply(gradient, rate)));
///   }
/// }
/// }
///
/// @see <a href="https://keras.io/api/optimizers/">Optimizers</a>
@SuppressWarnings("this-escape") // keywords and variables are declared while constructing
public abstract class Optimizer implements Saveable {
  /// How configs and strings name optimizers.
  public static final Family<Optimizer> FAMILY =
      Family.of(Optimizer.class, "keras.optimizers", "optimizer");

  private static final Codec<Optional<Double>> NUMBER = Codec.optional(Codec.DOUBLE);
  private static final Codec<Optional<Integer>> COUNT = Codec.optional(Codec.INT);

  private final Args args = new Args(() -> Registry.className(this));
  private final Arg<Optional<String>> name =
      args.add("name", Codec.optional(Codec.STRING), Optional::<String>empty);
  private final Arg<Rate> rate;
  private final Arg<Optional<Double>> weightDecay;
  private final Arg<Optional<Double>> clipnorm =
      args.add("clipnorm", NUMBER, Optional::<Double>empty);
  private final Arg<Optional<Double>> globalClipnorm =
      args.add("global_clipnorm", NUMBER, Optional::<Double>empty);
  private final Arg<Optional<Double>> clipvalue =
      args.add("clipvalue", NUMBER, Optional::<Double>empty);
  private final Arg<Boolean> useEma = args.add("use_ema", Codec.BOOL, () -> false);
  private final Arg<Double> emaMomentum =
      args.add("ema_momentum", Codec.DOUBLE, () -> 0.99)
          .check(m -> m >= 0 && m <= 1, "a number in [0, 1]");
  private final Arg<Optional<Integer>> emaOverwriteFrequency =
      args.add("ema_overwrite_frequency", COUNT, Optional::<Integer>empty)
          .check(n -> n.isEmpty() || n.get() >= 1, "an integer >= 1 or None");
  private final Arg<Optional<Double>> lossScaleFactor =
      args.add("loss_scale_factor", NUMBER, Optional::<Double>empty);
  private final Arg<Optional<Integer>> accumulation =
      args.add("gradient_accumulation_steps", COUNT, Optional::<Integer>empty)
          .check(n -> n.isEmpty() || n.get() >= 2, "an integer >= 2 or None");

  private final List<Variable> variables = new ArrayList<>();
  private final Map<Variable, Integer> indices = new IdentityHashMap<>();
  private final Update update = new Update(this);
  private Optional<Variable> iteration = Optional.empty();
  private Optional<Variable> rateVariable = Optional.empty();
  private Optional<String> autoName = Optional.empty();
  private List<Variable> averages = List.of();
  private List<Variable> accumulators = List.of();
  private Set<String> undecayedNames = Set.of();
  private boolean built;

  /// @param learningRate the rate by default
  protected Optimizer(double learningRate) {
    this(learningRate, Optional.empty());
  }

  /// @param learningRate the rate by default
  /// @param weightDecay the weight decay by default
  protected Optimizer(double learningRate, Optional<Double> weightDecay) {
    this.rate = args.add("learning_rate", Rate.CODEC, () -> new Rate.Fixed(learningRate));
    this.weightDecay = args.add("weight_decay", NUMBER, () -> weightDecay);
  }

  // ---- For subclasses ---------------------------------------------------------------------------

  /// Declares a keyword with a default.
  protected final <T> Arg<T> arg(String keyword, Codec<T> codec, Supplier<? extends T> byDefault) {
    return args.add(keyword, codec, byDefault);
  }

  /// Makes state for the variables that will be changed.
  protected void buildState(List<Variable> trainable) {}

  /// Changes one variable by its gradient, both of the variable's dtype.
  protected abstract void updateStep(Tensor gradient, Variable variable, Tensor learningRate);

  /// One zero-filled state variable like each of some.
  protected final List<Variable> addVariables(List<Variable> like, String what) {
    return like.stream().map(v -> addVariable(v, what)).toList();
  }

  /// A zero-filled state variable like another.
  protected final Variable addVariable(Variable like, String what) {
    return addVariable(
        like.path().replace('/', '_') + "_" + what, Elements.zeros(like.storedType()).toArray());
  }

  /// A state variable.
  protected final Variable addVariable(String variable, Array initial) {
    var made = new Variable(initial, variable, false).path(name() + "/" + variable).autocast(false);
    variables.add(made);
    return made;
  }

  /// The place of a variable among those the optimizer was built for.
  ///
  /// @throws IllegalArgumentException if it is not one of them
  protected final int index(Variable variable) {
    Integer found = indices.get(variable);
    if (found == null) {
      throw new IllegalArgumentException(
          "Unknown variable: %s. This optimizer can only be called for the variables it was originally built with. When working with a new set of variables, make a new optimizer."
              .formatted(variable));
    }
    return found;
  }

  /// A number in a variable's dtype.
  protected static Tensor number(double value, Variable like) {
    return Array.scalar(like.dtype(), value);
  }

  // ---- Building and applying --------------------------------------------------------------------

  /// Makes the optimizer's own variables for the variables it will change.
  public void build(List<Variable> trainable) {
    if (built) {
      return;
    }
    Interpreter.eagerly(
        () -> {
          variables();
          if (useEma.get()) {
            averages = addVariables(trainable, "average");
          }
          for (int i = 0; i < trainable.size(); i++) {
            indices.put(trainable.get(i), i);
          }
          if (accumulation.get().isPresent()) {
            accumulators = addVariables(trainable, "gradient_accumulator");
          }
          buildState(trainable);
          return true;
        });
    args.freeze();
    built = true;
  }

  /// Whether its variables are made.
  public boolean isBuilt() {
    return built;
  }

  /// Changes the variables by their gradients; one without gradient stays as it is.
  ///
  /// @throws IllegalArgumentException if there is no gradient at all
  public void apply(List<Optional<Tensor>> gradients, List<Variable> trainable) {
    if (gradients.isEmpty()) {
      return;
    }
    if (!built) {
      build(trainable);
    }
    trainable.forEach(this::index);
    update.apply(gradients, trainable);
    iteration().assign(Ops.add(iteration().value(), Array.weak(1L)));
  }

  /// The loss to differentiate.
  public Tensor scaleLoss(Tensor loss) {
    return lossScaleFactor.get().<Tensor>map(f -> Ops.multiply(loss, Array.weak(f))).orElse(loss);
  }

  /// Puts averages in place of the variables, if the optimizer keeps some.
  public void finalizeVariableValues(List<Variable> trainable) {
    if (built && useEma.get()) {
      for (Variable v : trainable) {
        v.assign(averages.get(index(v)).value());
      }
    }
  }

  /// All of its variables: the number of steps, the rate unless it follows a schedule, then state.
  public List<Variable> variables() {
    iteration();
    rateVariable();
    return List.copyOf(variables);
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

  private Variable iteration() {
    if (iteration.isEmpty()) {
      Array zero = Array.scalar(DType.INT32, 0L);
      iteration = Optional.of(Interpreter.eagerly(() -> addVariable("iteration", zero)));
    }
    return iteration.get();
  }

  private Optional<Variable> rateVariable() {
    if (rateVariable.isEmpty() && rate.get() instanceof Rate.Fixed(double value)) {
      iteration();
      Array initial = Array.scalar(KerasConfig.floatx(), value);
      rateVariable = Optional.of(Interpreter.eagerly(() -> addVariable("learning_rate", initial)));
    }
    return rateVariable;
  }

  /// The number of updates made: of steps, unless gradients of several are accumulated.
  public Tensor iterations() {
    Tensor steps = iteration().value();
    return accumulation
        .get()
        .<Tensor>map(n -> Ops.floorDivide(steps, Array.weak((long) n)))
        .orElse(steps);
  }

  /// The number of steps taken.
  protected final Variable steps() {
    return iteration();
  }

  /// The rate now.
  public Tensor learningRate() {
    return switch (rate.get()) {
      case Rate.Fixed _ -> rateVariable().orElseThrow().value();
      case Rate.Scheduled(var schedule) -> schedule.apply(iteration().value());
    };
  }

  /// Changes the rate.
  ///
  /// @throws IllegalStateException if it follows a schedule
  public void setLearningRate(double value) {
    if (!(rate.get() instanceof Rate.Fixed)) {
      throw new IllegalStateException(
          "This optimizer was created with a LearningRateSchedule, hence its learning rate is not settable. Create it with a number to change the rate. Received: learning_rate="
              + value);
    }
    var v = rateVariable().orElseThrow();
    v.store(Array.scalar(v.storedType().dtype(), value));
  }

  /// Leaves variables out of weight decay in whose name one of the words occurs; before building.
  ///
  /// @throws IllegalStateException if the optimizer is built
  public Optimizer excludeFromWeightDecay(Set<String> words) {
    if (built) {
      throw new IllegalStateException(
          "`exclude_from_weight_decay()` can only be configured before the optimizer is built.");
    }
    undecayedNames = Set.copyOf(words);
    return this;
  }

  /// Whether the rule takes care of weight decay by itself.
  boolean decaysItself() {
    return false;
  }

  boolean isDecayed(Variable v) {
    return undecayedNames.stream()
        .noneMatch(w -> java.util.regex.Pattern.compile(w).matcher(v.name()).find());
  }

  // ---- Keywords ---------------------------------------------------------------------------------

  /// The name.
  @Override
  public String name() {
    return name.get()
        .orElseGet(
            () -> {
              if (autoName.isEmpty()) {
                autoName = Optional.of(Names.snakeCase(Registry.className(this)));
              }
              return autoName.get();
            });
  }

  final void set(Arg<Optional<Double>> arg, double value) {
    arg.set(Optional.of(value));
  }

  final Arg<Optional<String>> nameArg() {
    return name;
  }

  final Arg<Rate> rateArg() {
    return rate;
  }

  final Arg<Optional<Double>> weightDecayArg() {
    return weightDecay;
  }

  final Arg<Optional<Double>> clipnormArg() {
    return clipnorm;
  }

  final Arg<Optional<Double>> clipvalueArg() {
    return clipvalue;
  }

  final Arg<Optional<Double>> globalClipnormArg() {
    return globalClipnorm;
  }

  final Arg<Boolean> useEmaArg() {
    return useEma;
  }

  final Arg<Double> emaMomentumArg() {
    return emaMomentum;
  }

  final Arg<Optional<Integer>> emaOverwriteFrequencyArg() {
    return emaOverwriteFrequency;
  }

  final Arg<Optional<Double>> lossScaleFactorArg() {
    return lossScaleFactor;
  }

  final Arg<Optional<Integer>> accumulationArg() {
    return accumulation;
  }

  List<Variable> averages() {
    return averages;
  }

  List<Variable> accumulators() {
    return accumulators;
  }

  void configure(Config config) {
    args.fill(config);
  }

  @Override
  public Config getConfig() {
    var config = args.toConfig();
    var current =
        rate.get() instanceof Rate.Fixed && rateVariable.isPresent()
            ? config.with("learning_rate", rateVariable.get().stored().item())
            : config;
    return current.with("name", name());
  }

  /// The optimizer of a name, such as `adam`.
  ///
  /// @throws IllegalArgumentException if there is none
  public static Optimizer get(String name) {
    return FAMILY.get(name);
  }

  static OptionalDouble present(Arg<Optional<Double>> arg) {
    return arg.get().filter(v -> v > 0).map(OptionalDouble::of).orElseGet(OptionalDouble::empty);
  }

  static OptionalInt count(Arg<Optional<Integer>> arg) {
    return arg.get().map(OptionalInt::of).orElseGet(OptionalInt::empty);
  }

  static TensorType type(Tensor t) {
    return t instanceof Variable v ? v.storedType() : t.type();
  }
}
