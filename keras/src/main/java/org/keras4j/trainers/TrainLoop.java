package org.keras4j.trainers;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.keras4j.callbacks.Callback;
import org.keras4j.callbacks.CallbackList;
import org.keras4j.callbacks.History;
import org.keras4j.callbacks.ProgressBar;
import org.keras4j.data.Arrays;
import org.keras4j.data.Arrays.Shuffle;
import org.keras4j.data.Batch;
import org.keras4j.data.DataAdapter;
import org.keras4j.layers.LossScope;
import org.keras4j.ops.Ops;
import org.keras4j.runtime.Interpreter;
import org.keras4j.runtime.Trace;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.Tree;

/// The loops of `fit`, `evaluate` and `predict`.
final class TrainLoop {
  private static final int DEFAULT_BATCH = 32;

  private final Trainer model;

  TrainLoop(Trainer model) {
    this.model = model;
  }

  // ---- fit --------------------------------------------------------------------------------------

  History fit(Data data, FitOptions o) {
    var compilation = model.compilation();
    var split = split(data, o);
    var epochs =
        new Epochs(
            batches(split.train(), o, o.shuffle, o.classWeight, split.weights()), o.stepsPerEpoch);
    build(epochs);
    var callbacks = new ArrayList<Callback>(o.callbacks);
    // After the others, so that it sees what they add to the logs.
    var history = given(o.callbacks).orElseGet(History::new);
    if (!callbacks.contains(history)) {
      callbacks.add(history);
    }
    var list = callbacks(withProgressBar(callbacks, o), epochs, o);
    model.stopTraining(false);
    model.resumeAt(o.initialEpoch, 0);
    Map<String, Double> logs = CallbackList.none();
    list.each(c -> c.onTrainBegin(CallbackList.none()));
    try {
      var start = model.resumption();
      for (int epoch = start.epoch(); epoch < o.epochs && !model.stopTraining(); epoch++) {
        int number = epoch;
        int firstStep = epoch == start.epoch() ? start.batch() : 0;
        if (firstStep == 0) {
          model.resetMetrics();
        }
        list.each(c -> c.onEpochBegin(number, CallbackList.none()));
        logs = epoch(epochs, firstStep, list);
        if (split.validation().isPresent() && o.validatesAfter(epoch)) {
          var validation = validate(split.validation().get(), o, list);
          for (var entry : validation.entrySet()) {
            logs.put("val_" + entry.getKey(), entry.getValue());
          }
        }
        var epochLogs = logs;
        list.each(c -> c.onEpochEnd(number, epochLogs));
      }
    } finally {
      epochs.stop();
      if (o.epochs > 0) {
        compilation.optimizer().finalizeVariableValues(model.trainableVariables());
      }
    }
    var last = logs;
    list.each(c -> c.onTrainEnd(last));
    return history;
  }

  private static Optional<History> given(List<Callback> callbacks) {
    return callbacks.stream()
        .filter(History.class::isInstance)
        .map(History.class::cast)
        .findFirst();
  }

  /// The callbacks and, as the last, the progress bar, unless it is among them.
  private static List<Callback> withProgressBar(List<Callback> callbacks, FitOptions o) {
    var out = new ArrayList<>(callbacks);
    if (o.verbose != 0 && callbacks.stream().noneMatch(ProgressBar.class::isInstance)) {
      out.add(new ProgressBar());
    }
    return out;
  }

  /// @param firstStep how many steps of the epoch are done already
  private Map<String, Double> epoch(Epochs epochs, int firstStep, CallbackList list) {
    int stepsPerExecution = model.compilation().options().stepsPerExecution();
    epochs.begin();
    int step = 0;
    for (; step < firstStep && epochs.hasNext(step); step++) {
      epochs.next();
    }
    Map<String, Double> logs = step > 0 ? eagerly(model.metricsResult()) : CallbackList.none();
    while (epochs.hasNext(step) && !model.stopTraining()) {
      int first = step;
      list.each(c -> c.onTrainBatchBegin(first, CallbackList.none()));
      do {
        logs = trainStep(epochs.next());
        step++;
      } while (step - first < stepsPerExecution && epochs.hasNext(step));
      int last = first + stepsPerExecution - 1;
      var stepLogs = logs;
      list.each(c -> c.onTrainBatchEnd(last, stepLogs));
    }
    epochs.end();
    return logs;
  }

  private Map<String, Double> trainStep(Batch batch) {
    var compilation = model.compilation();
    if (compilation.options().runEagerly()) {
      return eagerly(model.trainStep(batch));
    }
    return Logs.numbers(compilation.train().run(batch));
  }

  private static Map<String, Double> eagerly(Map<String, Tensor> logs) {
    var out = new LinkedHashMap<String, Double>();
    logs.forEach((name, value) -> out.put(name, ((Array) Interpreter.value(value)).item()));
    return out;
  }

  // ---- evaluate ---------------------------------------------------------------------------------

  Map<String, Double> evaluate(Data data, FitOptions o) {
    var epochs =
        new Epochs(batches(data, o, Shuffle.NONE, Map.of(), o.sampleWeight), o.stepsPerEpoch);
    build(epochs);
    return test(epochs, callbacks(withProgressBar(o.callbacks, o), epochs, o));
  }

  private Map<String, Double> validate(
      FitOptions.Validation validation, FitOptions o, CallbackList list) {
    var batches =
        switch (validation) {
          case FitOptions.Validation.Of(var x, var y, var weights) ->
              new Arrays(x, y, weights)
                  .batches(
                      o.validationBatchSize.orElse(o.batchSize.orElse(DEFAULT_BATCH)),
                      Shuffle.NONE);
          case FitOptions.Validation.From(var source) -> source;
        };
    return test(new Epochs(batches, o.validationSteps), list);
  }

  private Map<String, Double> test(Epochs epochs, CallbackList list) {
    model.resetMetrics();
    list.each(c -> c.onTestBegin(CallbackList.none()));
    Map<String, Double> logs = CallbackList.none();
    epochs.begin();
    int stepsPerExecution = model.compilation().options().stepsPerExecution();
    for (int step = 0; epochs.hasNext(step); step += stepsPerExecution) {
      int first = step;
      int last = first + stepsPerExecution - 1;
      list.each(c -> c.onTestBatchBegin(first, CallbackList.none()));
      for (int i = first; i <= last && epochs.hasNext(i); i++) {
        logs = testStep(epochs.next());
      }
      var stepLogs = logs;
      list.each(c -> c.onTestBatchEnd(last, stepLogs));
    }
    epochs.end();
    var all = logs;
    list.each(c -> c.onTestEnd(all));
    return all;
  }

  private Map<String, Double> testStep(Batch batch) {
    var compilation = model.compilation();
    if (compilation.options().runEagerly()) {
      return eagerly(model.testStep(batch));
    }
    return Logs.numbers(compilation.test().run(batch));
  }

  // ---- predict ----------------------------------------------------------------------------------

  Tree<Array> predict(Data data, FitOptions o) {
    var epochs =
        new Epochs(batches(data, o, Shuffle.NONE, Map.of(), Optional.empty()), o.stepsPerEpoch);
    var list = callbacks(withProgressBar(o.callbacks, o), epochs, o);
    list.each(c -> c.onPredictBegin(CallbackList.none()));
    var outputs = new ArrayList<Tree<Array>>();
    epochs.begin();
    int stepsPerExecution =
        model.isCompiled() ? model.compilation().options().stepsPerExecution() : 1;
    for (int step = 0; epochs.hasNext(step); step += stepsPerExecution) {
      int first = step;
      int last = first + stepsPerExecution - 1;
      list.each(c -> c.onPredictBatchBegin(first, CallbackList.none()));
      for (int i = first; i <= last && epochs.hasNext(i); i++) {
        outputs.add(predictStep(epochs.next()));
      }
      list.each(c -> c.onPredictBatchEnd(last, CallbackList.none()));
    }
    epochs.end();
    list.each(c -> c.onPredictEnd(CallbackList.none()));
    return joined(outputs);
  }

  private Tree<Array> predictStep(Batch batch) {
    if (model.isCompiled() && model.compilation().options().runEagerly()) {
      return model.predictStep(batch).map(t -> (Array) Interpreter.value(t));
    }
    return model.predictProgram().run(batch);
  }

  private static Tree<Array> joined(List<Tree<Array>> outputs) {
    if (outputs.isEmpty()) {
      throw new IllegalArgumentException("The data has no batches. Expected at least one sample.");
    }
    if (outputs.size() == 1) {
      return outputs.getFirst();
    }
    int leaves = outputs.getFirst().flatten().size();
    var all = new ArrayList<Array>();
    for (int i = 0; i < leaves; i++) {
      int leaf = i;
      List<Tensor> parts = outputs.stream().<Tensor>map(t -> t.flatten().get(leaf)).toList();
      all.add((Array) Ops.concatenate(parts, 0));
    }
    return outputs.getFirst().pack(all);
  }

  // ---- single steps -----------------------------------------------------------------------------

  Map<String, Double> trainOnBatch(Batch batch) {
    build(batch);
    model.resetMetrics();
    return trainStep(batch);
  }

  Map<String, Double> testOnBatch(Batch batch) {
    build(batch);
    model.resetMetrics();
    return testStep(batch);
  }

  // ---- what all need ----------------------------------------------------------------------------

  /// The training part, its weights, and what is validated on.
  private record Split(
      Data train, Optional<Tree<Array>> weights, Optional<FitOptions.Validation> validation) {}

  private static Split split(Data data, FitOptions o) {
    if (o.validationSplit == 0 || o.validation.isPresent()) {
      return new Split(data, o.sampleWeight, o.validation);
    }
    if (!(data instanceof Data.InMemory(var x, var y))) {
      throw new IllegalArgumentException(
          "`validation_split` needs data in arrays. Give validation data of its own for other sources.");
    }
    var all = new Arrays(x, y, o.sampleWeight);
    int n = all.numSamples();
    int at = (int) Math.floor(n * (1.0 - o.validationSplit));
    if (at == 0 || at == n) {
      throw new IllegalArgumentException(
          "Training data contains %d samples, which is not sufficient to split it into a validation and training set as specified by `validation_split=%s`."
              .formatted(n, o.validationSplit));
    }
    var train = all.slice(0, at);
    var rest = all.slice(at, n);
    return new Split(
        Data.of(train.x(), train.y()),
        train.sampleWeight(),
        Optional.of(new FitOptions.Validation.Of(rest.x(), rest.y(), rest.sampleWeight())));
  }

  private static DataAdapter batches(
      Data data,
      FitOptions o,
      Shuffle shuffle,
      Map<Integer, Double> classWeight,
      Optional<Tree<Array>> weights) {
    return switch (data) {
      case Data.Source(var source) -> {
        if (weights.isPresent()) {
          throw new IllegalArgumentException(
              "`sample_weight` goes with data in arrays. Batches of other sources bring their own weights.");
        }
        yield source.forTraining(shuffle != Shuffle.NONE, classWeight);
      }
      case Data.InMemory(var x, var y) -> {
        if (!classWeight.isEmpty() && weights.isPresent()) {
          throw new IllegalArgumentException(
              "You cannot give `class_weight` and `sample_weight` at the same time.");
        }
        Optional<Tree<Array>> all =
            classWeight.isEmpty()
                ? weights
                : y.map(t -> Tree.leaf(Arrays.classWeights(single(t), classWeight)));
        var arrays = new Arrays(x, y, all);
        int size = o.batchSize.orElse(defaultSize(arrays.numSamples(), o.stepsPerEpoch));
        yield arrays.batches(size, shuffle);
      }
    };
  }

  private static int defaultSize(int samples, OptionalInt steps) {
    return steps.isPresent() ? Math.max(1, Math.ceilDiv(samples, steps.getAsInt())) : DEFAULT_BATCH;
  }

  private static Array single(Tree<Array> y) {
    if (y instanceof Tree.Leaf<Array>(Array value)) {
      return value;
    }
    throw new IllegalArgumentException(
        "`class_weight` is only supported for models with a single output.");
  }

  private CallbackList callbacks(List<Callback> callbacks, Epochs epochs, FitOptions o) {
    var steps = epochs.numSteps();
    return new CallbackList(
        callbacks,
        model,
        new Callback.Params(
            steps.isPresent() ? Optional.of(steps.getAsInt()) : Optional.empty(),
            o.epochs,
            o.verbose));
  }

  /// Makes whatever does not exist yet: weights, the match of losses and metrics with outputs, the
  /// optimizer's variables.
  private void build(Epochs epochs) {
    if (isUnbuilt()) {
      build(epochs.peek());
    } else {
      buildOptimizer();
    }
  }

  private boolean isUnbuilt() {
    return model.compilation().isUnbuilt()
        || !model.isBuilt()
        || model.flattenLayers().stream().anyMatch(l -> !l.isBuilt());
  }

  private void build(Batch batch) {
    if (isUnbuilt()) {
      var leaves = new ArrayList<>(batch.x().flatten());
      batch.y().ifPresent(y -> leaves.addAll(y.flatten()));
      Trace.of(
          leaves.stream().map(Tensor::type).toList(),
          in -> {
            int n = batch.x().flatten().size();
            Tree<Tensor> x = batch.x().pack(in.subList(0, n));
            var yPred = LossScope.collecting(() -> model.applyAll(x, c -> c.training(false)));
            batch.y().ifPresent(y -> match(y.pack(in.subList(n, in.size())), yPred));
            return List.of();
          });
    }
    buildOptimizer();
  }

  private void match(Tree<Tensor> y, Tree<Tensor> yPred) {
    var compilation = model.compilation();
    compilation.loss().filter(l -> !l.isBuilt()).ifPresent(l -> l.build(y, yPred));
    compilation.outputMetrics().filter(m -> !m.isBuilt()).ifPresent(m -> m.build(y, yPred));
  }

  private void buildOptimizer() {
    var optimizer = model.compilation().optimizer();
    if (!optimizer.isBuilt()) {
      optimizer.build(model.trainableVariables());
    }
  }
}
