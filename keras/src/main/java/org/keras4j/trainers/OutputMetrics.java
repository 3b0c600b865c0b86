package org.keras4j.trainers;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.keras4j.metrics.Metric;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.Tree;

/// The metrics given to `compile`, each for its output.
final class OutputMetrics {
  private final Optional<Object> metrics;
  private final Optional<Object> weightedMetrics;
  private final List<String> outputNames;
  private List<List<Metric>> plain = List.of();
  private List<List<Metric>> weighted = List.of();
  private List<String> names = List.of();
  private boolean built;

  OutputMetrics(
      Optional<Object> metrics, Optional<Object> weightedMetrics, List<String> outputNames) {
    this.metrics = metrics;
    this.weightedMetrics = weightedMetrics;
    this.outputNames = outputNames;
  }

  boolean isBuilt() {
    return built;
  }

  List<Metric> all() {
    var out = new ArrayList<Metric>();
    plain.forEach(out::addAll);
    weighted.forEach(out::addAll);
    return out;
  }

  void build(Tree<Tensor> yTrue, Tree<Tensor> yPred) {
    names = Outputs.names(yPred, outputNames);
    var targets = Outputs.targets(yTrue, names);
    var predictions = Outputs.flatten(yPred, names);
    plain = resolve("metrics", metrics, targets, predictions);
    weighted = resolve("weighted_metrics", weightedMetrics, targets, predictions);
    built = true;
  }

  private List<List<Metric>> resolve(
      String what, Optional<Object> given, List<Tensor> targets, List<Tensor> predictions) {
    if (given.isEmpty()) {
      return Collections.nCopies(names.size(), List.of());
    }
    var perOutput = Outputs.assign(what, given.get(), names, true);
    var out = new ArrayList<List<Metric>>();
    for (int i = 0; i < names.size(); i++) {
      int output = i;
      out.add(
          perOutput.get(i).stream()
              .map(m -> resolve(m, targets.get(output), predictions.get(output)))
              .toList());
    }
    return out;
  }

  private static Metric resolve(Object given, Tensor yTrue, Tensor yPred) {
    if (given instanceof Metric metric) {
      return metric;
    }
    String name = (String) given;
    return switch (name) {
      case "accuracy", "acc" ->
          Metric.get(
                  switch (Outputs.kind(yTrue, yPred)) {
                    case BINARY -> "binary_accuracy";
                    case SPARSE -> "sparse_categorical_accuracy";
                    case CATEGORICAL -> "categorical_accuracy";
                  })
              .name(name);
      case "crossentropy", "ce" ->
          Metric.get(
                  switch (Outputs.kind(yTrue, yPred)) {
                    case BINARY -> "binary_crossentropy";
                    case SPARSE -> "sparse_categorical_crossentropy";
                    case CATEGORICAL -> "categorical_crossentropy";
                  })
              .name(name);
      default -> Metric.get(name).name(name);
    };
  }

  void update(Tree<Tensor> yTrue, Tree<Tensor> yPred, Optional<Tree<Tensor>> sampleWeight) {
    if (!built) {
      build(yTrue, yPred);
    }
    var targets = Outputs.targets(yTrue, names);
    var predictions = Outputs.flatten(yPred, names);
    var weights = Outputs.weights(sampleWeight, names);
    for (int i = 0; i < names.size(); i++) {
      for (Metric metric : plain.get(i)) {
        metric.updateState(targets.get(i), predictions.get(i));
      }
    }
    for (int i = 0; i < names.size(); i++) {
      for (Metric metric : weighted.get(i)) {
        metric.updateState(targets.get(i), predictions.get(i), weights.get(i));
      }
    }
  }

  /// What each metric says, by the name it has in logs.
  Map<String, Tree<Tensor>> results() {
    var out = new LinkedHashMap<String, Tree<Tensor>>();
    for (int i = 0; i < plain.size(); i++) {
      for (Metric metric : plain.get(i)) {
        out.put(unique(name(i, metric.name()), out), metric.results());
      }
    }
    for (int i = 0; i < weighted.size(); i++) {
      for (Metric metric : weighted.get(i)) {
        String name = name(i, metric.name());
        String free =
            out.containsKey(name) ? unique(name(i, "weighted_" + metric.name()), out) : name;
        out.put(free, metric.results());
      }
    }
    return out;
  }

  private String name(int output, String metric) {
    return names.size() > 1 ? names.get(output) + "_" + metric : metric;
  }

  private static String unique(String name, Map<String, ?> taken) {
    String free = name;
    for (int i = 1; taken.containsKey(free); i++) {
      free = name + "_" + i;
    }
    return free;
  }
}
