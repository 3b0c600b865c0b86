package org.keras4j.optimizers;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.keras4j.ops.Ops;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.Variable;

/// What every optimizer does around its own rule: scaling, accumulation, clipping, weight decay,
/// averages, constraints.
final class Update {
  private static final System.Logger LOG = System.getLogger(Update.class.getName());

  private final Optimizer optimizer;
  private boolean warned;

  Update(Optimizer optimizer) {
    this.optimizer = optimizer;
  }

  void apply(List<Optional<Tensor>> given, List<Variable> trainable) {
    requireSome(given, trainable);
    var gradients = new ArrayList<Tensor>();
    var variables = new ArrayList<Variable>();
    for (int i = 0; i < given.size(); i++) {
      Variable v = trainable.get(i);
      given
          .get(i)
          .ifPresent(
              g -> {
                if (v.overwriteWithGradient()) {
                  overwrite(v, g);
                } else {
                  gradients.add(unscaled(g));
                  variables.add(v);
                }
              });
    }
    if (gradients.isEmpty()) {
      return;
    }
    var steps = optimizer.gradientAccumulationSteps.get();
    if (steps.isPresent()) {
      accumulate(gradients, variables, steps.get());
    } else {
      change(gradients, variables);
    }
    average();
    variables.forEach(v -> v.constraint().ifPresent(c -> Optimizer.assign(v, c.apply(v.value()))));
  }

  private void requireSome(List<Optional<Tensor>> given, List<Variable> trainable) {
    var missing = new ArrayList<String>();
    for (int i = 0; i < given.size(); i++) {
      if (given.get(i).isEmpty()) {
        missing.add(trainable.get(i).path());
      }
    }
    if (missing.size() == given.size()) {
      throw new IllegalArgumentException(
          "No gradients provided for any variable. Received: variables=" + missing);
    }
    if (!missing.isEmpty() && !warned) {
      warned = true;
      LOG.log(
          System.Logger.Level.WARNING,
          "Gradients do not exist for variables {0} when minimizing the loss. Was a loss forgotten?",
          missing);
    }
  }

  private Tensor unscaled(Tensor g) {
    return optimizer.lossScaleFactor.get().map(factor -> Ops.divide(g, factor)).orElse(g);
  }

  private void change(List<Tensor> gradients, List<Variable> variables) {
    var clipped = clip(gradients);
    variables.forEach(this::decay);
    optimizer.beginUpdate();
    Tensor rate = optimizer.learningRate();
    for (int i = 0; i < variables.size(); i++) {
      Variable v = variables.get(i);
      var dtype = v.storedType().dtype();
      optimizer.updateStep(Ops.cast(clipped.get(i), dtype), v, Ops.cast(rate, dtype));
    }
  }

  // ---- Clipping and decay -----------------------------------------------------------------------

  private List<Tensor> clip(List<Tensor> gradients) {
    Optional<Double> norm = optimizer.clipnorm.get().filter(n -> n > 0);
    if (norm.isPresent()) {
      return gradients.stream().map(g -> clipByNorm(g, norm.get())).toList();
    }
    Optional<Double> global = optimizer.globalClipnorm.get().filter(n -> n > 0);
    if (global.isPresent()) {
      return clipByGlobalNorm(gradients, global.get());
    }
    Optional<Double> value = optimizer.clipvalue.get().filter(n -> n > 0);
    if (value.isPresent()) {
      double v = value.get();
      return gradients.stream().map(g -> Ops.clip(g, -v, v)).toList();
    }
    return gradients;
  }

  private static Tensor clipByNorm(Tensor g, double norm) {
    Tensor squares = Ops.sum(Ops.square(g));
    Tensor positive = Ops.greater(squares, 0);
    Tensor safe = Ops.where(positive, squares, Ops.onesLike(squares));
    Tensor length = Ops.where(positive, Ops.sqrt(safe), squares);
    return Ops.divide(Ops.multiply(g, norm), Ops.maximum(length, norm));
  }

  private static List<Tensor> clipByGlobalNorm(List<Tensor> gradients, double norm) {
    Tensor squares =
        gradients.stream().map(g -> Ops.sum(Ops.square(g))).reduce(Ops::add).orElseThrow();
    Tensor length = Ops.sqrt(squares);
    Tensor scale = Ops.multiply(norm, Ops.minimum(Ops.divide(1.0, length), 1.0 / norm));
    // Nothing is added to a finite length; any other makes the scale NaN, as it must.
    Tensor finite = Ops.add(scale, Ops.subtract(length, length));
    return gradients.stream().map(g -> Ops.multiply(g, finite)).toList();
  }

  private void decay(Variable v) {
    optimizer
        .weightDecayOf(v)
        .ifPresent(
            decay -> {
              Tensor rate = Ops.cast(optimizer.learningRate(), v.storedType().dtype());
              Tensor lost = Ops.multiply(Ops.multiply(v, Optimizer.number(decay, v)), rate);
              Optimizer.assignSub(v, lost);
            });
  }

  // ---- Accumulation -----------------------------------------------------------------------------

  /// As Keras on JAX: every step computes an update, and only each `steps`-th one is kept.
  private void accumulate(List<Tensor> gradients, List<Variable> variables, int steps) {
    Tensor isUpdate = isEvery(optimizer.steps(), steps);
    var before = Snapshot.of(variables, optimizer.selfVariables());
    var totals = new ArrayList<Tensor>();
    var used = new ArrayList<Tensor>();
    for (int i = 0; i < gradients.size(); i++) {
      Tensor g = gradients.get(i);
      Tensor total = Ops.add(g, optimizer.accumulatorOf(variables.get(i)));
      totals.add(total);
      used.add(Ops.where(isUpdate, Ops.divide(total, (long) steps), g));
    }
    change(used, variables);
    before.restoreUnless(isUpdate);
    for (int i = 0; i < variables.size(); i++) {
      Tensor total = totals.get(i);
      Optimizer.assign(
          optimizer.accumulatorOf(variables.get(i)),
          Ops.where(isUpdate, Ops.zerosLike(total), total));
    }
  }

  private void overwrite(Variable v, Tensor g) {
    var steps = optimizer.gradientAccumulationSteps.get();
    if (steps.isEmpty()) {
      Optimizer.assign(v, g);
      return;
    }
    Tensor isUpdate = isEvery(optimizer.steps(), steps.get());
    Variable accumulator = optimizer.accumulatorOf(v);
    Tensor largest = Ops.maximum(g, accumulator);
    Optimizer.assign(v, Ops.where(isUpdate, largest, v));
    Optimizer.assign(accumulator, Ops.where(isUpdate, Ops.zerosLike(largest), largest));
  }

  /// Whether the step after `count` is one of every `n`.
  private static Tensor isEvery(Tensor count, int n) {
    return Ops.equal(Ops.mod(Ops.add(count, 1), (long) n), 0);
  }

  // ---- Averages ---------------------------------------------------------------------------------

  private void average() {
    double momentum = optimizer.emaMomentum.get();
    Tensor isFirst = Ops.equal(optimizer.iterations(), 0);
    for (Variable v : optimizer.trainable()) {
      optimizer
          .averageOf(v)
          .ifPresent(
              average -> {
                Tensor notFirst = Ops.cast(Ops.logicalNot(isFirst), v.storedType().dtype());
                Tensor kept = Ops.multiply(notFirst, momentum);
                Tensor next =
                    Ops.add(Ops.multiply(kept, average), Ops.multiply(Ops.subtract(1, kept), v));
                Optimizer.assign(average, next);
              });
    }
    optimizer.emaOverwriteFrequency.get().ifPresent(this::overwriteByAverages);
  }

  private void overwriteByAverages(int frequency) {
    Tensor now = isEvery(optimizer.iterations(), frequency);
    for (Variable v : optimizer.trainable()) {
      optimizer.averageOf(v).ifPresent(average -> v.assign(Ops.where(now, average, v)));
    }
  }
}
