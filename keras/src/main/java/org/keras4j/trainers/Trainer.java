package org.keras4j.trainers;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.keras4j.callbacks.History;
import org.keras4j.config.Config;
import org.keras4j.data.Batch;
import org.keras4j.data.DataAdapter;
import org.keras4j.layers.Layer;
import org.keras4j.layers.LossScope;
import org.keras4j.metrics.Mean;
import org.keras4j.metrics.Metric;
import org.keras4j.ops.Ops;
import org.keras4j.optimizers.Optimizer;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.Tree;
import org.keras4j.tensor.Variable;
import org.keras4j.transform.Gradients;

/// What makes a layer trainable as a whole: `compile`, `fit`, `evaluate`, `predict` and their
/// single steps.
///
/// `trainStep`, `testStep`, `predictStep`, `computeLoss` and `computeMetrics` may be overridden;
/// each is written once for all engines: it is traced and compiled, or run operation by operation
/// with `runEagerly`.
///
/// {@snippet :
/// @Override protected Map<String, Tensor> trainStep(Batch batch) {
///   var step = Gradients.valueAndGrad(
///       () -> List.of(Ops.mean(Ops.square(Ops.subtract(apply(x(batch)), y(batch))))), trainableVariables());
///   optimizer().apply(step.gradients().stream().map(Optional::of).toList(), trainableVariables());
///   return Map.of("loss", step.value());
/// }
/// }
///
/// @see <a href="https://keras.io/api/models/model_training_apis/">Model training APIs</a>
public abstract class Trainer extends Layer {
  private @Nullable Compilation compilation;
  private boolean stopTraining;
  private Resumption resumption = new Resumption(0, 0);

  /// For subclasses.
  protected Trainer() {}

  // ---- Compiling --------------------------------------------------------------------------------

  /// Says how the model is to be trained.
  public Trainer compile(Consumer<CompileOptions> options) {
    var chosen = new CompileOptions();
    options.accept(chosen);
    compilation = new Compilation(this, chosen);
    return this;
  }

  /// How the model was compiled; no settings if it was not.
  @Override
  public Optional<Config> getCompileConfig() {
    return Optional.of(
        compilation == null
            ? Config.EMPTY
            : compilation.options().toConfig(compilation.configuredOptimizer()));
  }

  /// Compiles as a config says, and makes the optimizer's variables if the model is built.
  @Override
  public void compileFromConfig(Config config) {
    compile(c -> c.read(config));
    if (isBuilt()) {
      optimizer().build(trainableVariables());
    }
  }

  /// Whether it has been said how the model is to be trained.
  public final boolean isCompiled() {
    return compilation != null;
  }

  final Compilation compilation() {
    if (compilation == null) {
      throw new IllegalStateException(
          "You must call `compile()` before using the model. Received: model=" + name());
    }
    return compilation;
  }

  /// The optimizer.
  ///
  /// @throws IllegalStateException if the model is not compiled
  public final Optimizer optimizer() {
    return compilation().optimizer();
  }

  /// The names of the outputs, in order: for logs, and for losses and metrics given by name.
  public List<String> outputNames() {
    return List.of();
  }

  /// Metrics of the model's own, beside those given to `compile`.
  protected List<Metric> ownMetrics() {
    return List.of();
  }

  /// All metrics: the loss, those of each output's loss, those given to `compile`, the model's own.
  public List<Metric> metrics() {
    var out = new ArrayList<Metric>();
    if (compilation != null) {
      out.addAll(compilation.metrics());
    }
    out.addAll(ownMetrics());
    return out;
  }

  /// Forgets what the metrics have seen.
  public void resetMetrics() {
    metrics().forEach(Metric::resetState);
  }

  /// Whether training ends after this step.
  public final boolean stopTraining() {
    return stopTraining;
  }

  /// Ends training after this step: for callbacks.
  public final void stopTraining(boolean value) {
    stopTraining = value;
  }

  /// Makes the training that begins go on at an epoch, after some of its batches: for callbacks, in
  /// `onTrainBegin`.
  public final void resumeAt(int epoch, int batch) {
    resumption = new Resumption(epoch, batch);
  }

  final Resumption resumption() {
    return resumption;
  }

  /// Where training begins.
  record Resumption(int epoch, int batch) {}

  // ---- Steps ------------------------------------------------------------------------------------

  /// One step of training: the logs.
  protected Map<String, Tensor> trainStep(Batch batch) {
    var predictions = new AtomicReference<Tree<Tensor>>();
    var variables = trainableVariables();
    var step =
        Gradients.valueAndGrad(
            () -> {
              var forward = forward(batch, true);
              predictions.set(forward.predictions());
              var out = new ArrayList<Tensor>();
              out.add(optimizer().scaleLoss(forward.loss()));
              out.add(forward.loss());
              out.addAll(forward.predictions().flatten());
              return out;
            },
            variables);
    optimizer().apply(step.gradients().stream().map(Optional::of).toList(), variables);
    var outputs = step.outputs();
    return logs(batch, outputs.get(1), predictions.get().pack(outputs.subList(2, outputs.size())));
  }

  /// One step of evaluation: the logs.
  protected Map<String, Tensor> testStep(Batch batch) {
    var forward = forward(batch, false);
    return logs(batch, forward.loss(), forward.predictions());
  }

  /// One step of prediction.
  protected Tree<Tensor> predictStep(Batch batch) {
    return applyAll(batch.x(), c -> c.training(false));
  }

  private record Forward(Tensor loss, Tree<Tensor> predictions) {}

  private Forward forward(Batch batch, boolean training) {
    return LossScope.collecting(
        () -> {
          var predictions = applyAll(batch.x(), c -> c.training(training));
          return new Forward(
              computeLoss(batch.x(), batch.y(), predictions, batch.sampleWeight()), predictions);
        });
  }

  private Map<String, Tensor> logs(Batch batch, Tensor loss, Tree<Tensor> predictions) {
    compilation().lossTracker().updateState(loss, Optional.of(Array.weak((long) batch.size())));
    return computeMetrics(batch.x(), batch.y(), predictions, batch.sampleWeight());
  }

  /// The loss of a batch: that of the outputs, and what layers and regularizers add.
  protected Tensor computeLoss(
      Tree<Tensor> x,
      Optional<Tree<Tensor>> y,
      Tree<Tensor> yPred,
      Optional<Tree<Tensor>> sampleWeight) {
    var parts = new ArrayList<Tensor>();
    compilation()
        .loss()
        .ifPresent(
            loss ->
                parts.add(
                    loss.apply(
                        y.orElseThrow(
                            () ->
                                new IllegalArgumentException(
                                    "Model '%s' was compiled with a loss, which needs targets. Received: y=None"
                                        .formatted(name()))),
                        yPred,
                        sampleWeight)));
    losses().forEach(l -> parts.add(Ops.sum(l)));
    return parts.stream().reduce(Ops::add).orElseGet(() -> Ops.zeros(Shape.SCALAR));
  }

  /// Takes a batch into the metrics and gives the logs.
  protected Map<String, Tensor> computeMetrics(
      Tree<Tensor> x,
      Optional<Tree<Tensor>> y,
      Tree<Tensor> yPred,
      Optional<Tree<Tensor>> sampleWeight) {
    y.ifPresent(
        targets ->
            compilation().outputMetrics().ifPresent(m -> m.update(targets, yPred, sampleWeight)));
    return metricsResult();
  }

  /// What the metrics say now, by their names in logs.
  public Map<String, Tensor> metricsResult() {
    var out = new LinkedHashMap<String, Tensor>();
    if (compilation != null) {
      compilation.results().forEach((name, result) -> Logs.add(out, name, result));
    }
    ownMetrics().forEach(m -> Logs.add(out, m.name(), m.results()));
    return out;
  }

  // ---- Training ---------------------------------------------------------------------------------

  /// Trains on arrays.
  public History fit(Array x, Array y, Consumer<FitOptions> options) {
    return fit(Tree.leaf(x), Optional.of(Tree.leaf(y)), options);
  }

  /// Trains on arrays with Keras's default settings.
  public History fit(Array x, Array y) {
    return fit(x, y, _ -> {});
  }

  /// Trains on structures of arrays.
  public History fit(Tree<Array> x, Optional<Tree<Array>> y, Consumer<FitOptions> options) {
    return new TrainLoop(this).fit(Data.of(x, y), chosen(options));
  }

  /// Trains on batches from any source.
  public History fit(DataAdapter batches, Consumer<FitOptions> options) {
    return new TrainLoop(this).fit(Data.of(batches), chosen(options));
  }

  /// Measures loss and metrics on arrays.
  public Map<String, Double> evaluate(Array x, Array y, Consumer<FitOptions> options) {
    return evaluate(Tree.leaf(x), Optional.of(Tree.leaf(y)), options);
  }

  /// Measures loss and metrics on arrays with Keras's default settings.
  public Map<String, Double> evaluate(Array x, Array y) {
    return evaluate(x, y, _ -> {});
  }

  /// Measures loss and metrics on structures of arrays.
  public Map<String, Double> evaluate(
      Tree<Array> x, Optional<Tree<Array>> y, Consumer<FitOptions> options) {
    return new TrainLoop(this).evaluate(Data.of(x, y), chosen(options));
  }

  /// Measures loss and metrics on batches from any source.
  public Map<String, Double> evaluate(DataAdapter batches, Consumer<FitOptions> options) {
    return new TrainLoop(this).evaluate(Data.of(batches), chosen(options));
  }

  /// The outputs for an array, computed batch by batch.
  public Array predict(Array x, Consumer<FitOptions> options) {
    return predict(Tree.leaf(x), options).single();
  }

  /// The outputs for an array, computed batch by batch.
  public Array predict(Array x) {
    return predict(x, _ -> {});
  }

  /// The outputs for a structure of arrays, computed batch by batch.
  public Tree<Array> predict(Tree<Array> x, Consumer<FitOptions> options) {
    return new TrainLoop(this).predict(Data.of(x, Optional.empty()), chosen(options));
  }

  /// The outputs for batches from any source.
  public Tree<Array> predict(DataAdapter batches, Consumer<FitOptions> options) {
    return new TrainLoop(this).predict(Data.of(batches), chosen(options));
  }

  private static FitOptions chosen(Consumer<FitOptions> options) {
    var out = new FitOptions();
    options.accept(out);
    return out;
  }

  /// One step of training on a batch: the logs.
  public Map<String, Double> trainOnBatch(Array x, Array y) {
    return trainOnBatch(Batch.of(x, y));
  }

  /// One step of training on a batch: the logs.
  public Map<String, Double> trainOnBatch(Batch batch) {
    return new TrainLoop(this).trainOnBatch(batch);
  }

  /// One step of evaluation on a batch: the logs.
  public Map<String, Double> testOnBatch(Array x, Array y) {
    return testOnBatch(Batch.of(x, y));
  }

  /// One step of evaluation on a batch: the logs.
  public Map<String, Double> testOnBatch(Batch batch) {
    return new TrainLoop(this).testOnBatch(batch);
  }

  /// The outputs for one batch.
  public Array predictOnBatch(Array x) {
    return predictOnBatch(Batch.of(x)).single();
  }

  /// The outputs for one batch.
  public Tree<Array> predictOnBatch(Batch batch) {
    return predictProgram().run(batch);
  }

  private @Nullable CompiledStep predicting;

  final synchronized CompiledStep predictProgram() {
    if (predicting == null) {
      predicting = new CompiledStep(this::predictStep);
    }
    return predicting;
  }

  // ---- State ------------------------------------------------------------------------------------

  /// The variables of all metrics.
  public List<Variable> metricsVariables() {
    return metrics().stream().flatMap(m -> m.variables().stream()).toList();
  }

  /// The running mean of the loss.
  protected final Mean lossTracker() {
    return compilation().lossTracker();
  }
}
