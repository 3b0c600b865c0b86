package org.keras4j.trainers;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.keras4j.metrics.Mean;
import org.keras4j.metrics.Metric;
import org.keras4j.optimizers.LossScaleOptimizer;
import org.keras4j.optimizers.Optimizer;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.Tree;

/// A compiled model's optimizer, loss, metrics and programs.
final class Compilation {
  private final CompileOptions options;
  private final Optimizer configured;
  private final Optimizer optimizer;
  private final Optional<OutputLoss> loss;
  private final Optional<OutputMetrics> outputMetrics;
  private final Mean lossTracker = new Mean().name("loss");
  private final CompiledStep train;
  private final CompiledStep test;

  Compilation(Trainer model, CompileOptions options) {
    this.options = options;
    this.configured =
        options.optimizer() instanceof Optimizer given
            ? given
            : Optimizer.get((String) options.optimizer());
    this.optimizer = scaling(configured, model, options);
    var names = model.outputNames();
    this.loss = options.loss().map(l -> new OutputLoss(l, options.lossWeights(), names));
    this.outputMetrics =
        options.metrics().isPresent() || options.weightedMetrics().isPresent()
            ? Optional.of(new OutputMetrics(options.metrics(), options.weightedMetrics(), names))
            : Optional.empty();
    this.train = new CompiledStep(b -> tree(model.trainStep(b)));
    this.test = new CompiledStep(b -> tree(model.testStep(b)));
  }

  /// Gradients in float16 vanish unless the loss is scaled.
  private static Optimizer scaling(Optimizer optimizer, Trainer model, CompileOptions options) {
    boolean isScaled =
        options.autoScaleLoss()
            && model.dtypePolicy().name().equals("mixed_float16")
            && !(optimizer instanceof LossScaleOptimizer);
    return isScaled ? new LossScaleOptimizer(optimizer).name("loss_scale_optimizer") : optimizer;
  }

  private static Tree<Tensor> tree(Map<String, Tensor> logs) {
    var items = new LinkedHashMap<String, Tree<Tensor>>();
    logs.forEach((name, value) -> items.put(name, Tree.leaf(value)));
    return new Tree.Mapping<>(items);
  }

  CompileOptions options() {
    return options;
  }

  /// The optimizer as it was given, without what the model's dtypes wrapped around it.
  Optimizer configuredOptimizer() {
    return configured;
  }

  Optimizer optimizer() {
    return optimizer;
  }

  Optional<OutputLoss> loss() {
    return loss;
  }

  Optional<OutputMetrics> outputMetrics() {
    return outputMetrics;
  }

  Mean lossTracker() {
    return lossTracker;
  }

  CompiledStep train() {
    return train;
  }

  CompiledStep test() {
    return test;
  }

  /// Whether losses and metrics still have to be matched with outputs.
  boolean isUnbuilt() {
    return loss.filter(l -> !l.isBuilt()).isPresent()
        || outputMetrics.filter(m -> !m.isBuilt()).isPresent();
  }

  List<Metric> metrics() {
    var out = new ArrayList<Metric>();
    out.add(lossTracker);
    outputMetrics.ifPresent(m -> out.addAll(m.all()));
    loss.ifPresent(l -> out.addAll(l.trackers()));
    return out;
  }

  /// What all metrics say, in Keras's order.
  Map<String, Tree<Tensor>> results() {
    var out = new LinkedHashMap<String, Tree<Tensor>>();
    out.put("loss", lossTracker.results());
    outputMetrics.filter(OutputMetrics::isBuilt).ifPresent(m -> out.putAll(m.results()));
    loss.ifPresent(l -> l.trackers().forEach(t -> out.put(t.name(), t.results())));
    return out;
  }
}
