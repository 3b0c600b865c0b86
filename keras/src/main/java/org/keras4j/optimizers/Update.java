package org.keras4j.optimizers;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.keras4j.ops.Ops;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.Variable;

/// What every optimizer does around its own rule: scaling, accumulation, clipping, weight decay,
/// averages, constraints.
final class Update {
  private final Optimizer optimizer;

  Update(Optimizer optimizer) {
    this.optimizer = optimizer;
  }

  void apply(List<Optional<Tensor>> given, List<Variable> trainable) {
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
                  gradients.add(scaled(g));
                  variables.add(v);
                }
              });
    }
    if (gradients.isEmpty() && given.stream().noneMatch(Optional::isPresent)) {
      throw new IllegalArgumentException("No gradients provided for any variable.");
    }
    if (gradients.isEmpty()) {
      return;
    }
    var steps = Optimizer.count(optimizer.accumulationArg());
    if (steps.isPresent()) {
      accumulate(gradients, variables, steps);
    } else {
      change(gradients, variables);
    }
    average(trainable);
    variables.forEach(v -> v.constraint().ifPresent(c -> v.assign(c.apply(v.value()))));
  }

  private Tensor scaled(Tensor g) {
    return optimizer
        .lossScaleFactorArg()
        .get()
        .<Tensor>map(f -> Ops.divide(g, Array.weak(f)))
        .orElse(g);
  }

  private void change(List<Tensor> gradients, List<Variable> variables) {
    var clipped = clip(gradients);
    decay(variables);
    Tensor rate = optimizer.learningRate();
    for (int i = 0; i < variables.size(); i++) {
      Variable v = variables.get(i);
      optimizer.updateStep(Ops.cast(clipped.get(i), v.dtype()), v, Ops.cast(rate, v.dtype()));
    }
  }

  // ---- Clipping and decay -----------------------------------------------------------------------

  private List<Tensor> clip(List<Tensor> gradients) {
    OptionalDouble norm = Optimizer.present(optimizer.clipnormArg());
    if (norm.isPresent()) {
      return gradients.stream().map(g -> clipByNorm(g, norm.getAsDouble())).toList();
    }
    OptionalDouble global = Optimizer.present(optimizer.globalClipnormArg());
    if (global.isPresent()) {
      return clipByGlobalNorm(gradients, global.getAsDouble());
    }
    OptionalDouble value = Optimizer.present(optimizer.clipvalueArg());
    if (value.isPresent()) {
      double v = value.getAsDouble();
      return gradients.stream().<Tensor>map(g -> Ops.clip(g, -v, v)).toList();
    }
    return gradients;
  }

  private static Tensor clipByNorm(Tensor g, double norm) {
    Tensor squares = Ops.sum(Ops.square(g));
    Tensor positive = Ops.greater(squares, Array.weak(0L));
    Tensor safe = Ops.where(positive, squares, Ops.onesLike(squares));
    Tensor length = Ops.where(positive, Ops.sqrt(safe), squares);
    Tensor limit = Array.scalar(g.dtype(), norm);
    return Ops.divide(Ops.multiply(g, limit), Ops.maximum(length, limit));
  }

  private static List<Tensor> clipByGlobalNorm(List<Tensor> gradients, double norm) {
    Tensor squares =
        gradients.stream().map(g -> Ops.sum(Ops.square(g))).reduce(Ops::add).orElseThrow();
    Tensor length = Ops.sqrt(squares);
    Tensor scale =
        Ops.multiply(
            Array.weak(norm),
            Ops.minimum(
                Ops.divide(Array.weak(1.0), length), Array.scalar(length.dtype(), 1.0 / norm)));
    Tensor finite = Ops.add(scale, Ops.subtract(length, length));
    return gradients.stream()
        .<Tensor>map(g -> Ops.multiply(g, Ops.cast(finite, g.dtype())))
        .toList();
  }

  private void decay(List<Variable> variables) {
    var decay = optimizer.weightDecayArg().get();
    if (decay.isEmpty() || optimizer.decaysItself()) {
      return;
    }
    for (Variable v : variables) {
      if (optimizer.isDecayed(v)) {
        Tensor rate = Ops.cast(optimizer.learningRate(), v.dtype());
        Tensor step =
            Ops.multiply(Ops.multiply(v.value(), Array.scalar(v.dtype(), decay.get())), rate);
        v.assign(Ops.subtract(v.value(), step));
      }
    }
  }

  // ---- Accumulation -----------------------------------------------------------------------------

  /// As Keras on JAX: every step computes an update, and only each `steps`-th one is kept.
  private void accumulate(List<Tensor> gradients, List<Variable> variables, OptionalInt steps) {
    Tensor isUpdate = isEvery(optimizer.steps(), steps.getAsInt());
    var before = new ArrayList<Tensor>();
    var state = optimizer.variables();
    var changing = new ArrayList<>(variables);
    changing.addAll(state);
    changing.forEach(v -> before.add(v.value()));
    var totals = new ArrayList<Tensor>();
    var used = new ArrayList<Tensor>();
    for (int i = 0; i < gradients.size(); i++) {
      Tensor g = gradients.get(i);
      Tensor total =
          Ops.add(g, optimizer.accumulators().get(optimizer.index(variables.get(i))).value());
      totals.add(total);
      used.add(Ops.where(isUpdate, Ops.divide(total, Array.weak((long) steps.getAsInt())), g));
    }
    change(used, variables);
    for (int i = 0; i < changing.size(); i++) {
      Variable v = changing.get(i);
      v.assign(Ops.where(isUpdate, v.value(), before.get(i)));
    }
    for (int i = 0; i < variables.size(); i++) {
      var accumulator = optimizer.accumulators().get(optimizer.index(variables.get(i)));
      accumulator.assign(Ops.where(isUpdate, Ops.zerosLike(totals.get(i)), totals.get(i)));
    }
  }

  private void overwrite(Variable v, Tensor g) {
    var steps = Optimizer.count(optimizer.accumulationArg());
    if (steps.isEmpty()) {
      v.assign(g);
      return;
    }
    Tensor isUpdate = isEvery(optimizer.steps(), steps.getAsInt());
    var accumulator = optimizer.accumulators().get(optimizer.index(v));
    Tensor largest = Ops.maximum(g, accumulator.value());
    v.assign(Ops.where(isUpdate, largest, v.value()));
    accumulator.assign(Ops.where(isUpdate, Ops.zerosLike(largest), largest));
  }

  /// Whether the step after `count` is one of every `n`.
  private static Tensor isEvery(Tensor count, int n) {
    Tensor next = Ops.add(count, Array.scalar(DType.INT32, 1L));
    return Ops.equal(
        Ops.mod(next, Array.scalar(DType.INT32, (long) n)), Array.scalar(DType.INT32, 0L));
  }

  // ---- Averages ---------------------------------------------------------------------------------

  private void average(List<Variable> trainable) {
    if (!optimizer.useEmaArg().get()) {
      return;
    }
    double momentum = optimizer.emaMomentumArg().get();
    for (Variable v : trainable) {
      var average = optimizer.averages().get(optimizer.index(v));
      Tensor notFirst = Ops.cast(Ops.notEqual(optimizer.iterations(), Array.weak(0L)), v.dtype());
      Tensor m = Ops.multiply(notFirst, Array.scalar(v.dtype(), momentum));
      average.assign(
          Ops.add(
              Ops.multiply(m, average.value()),
              Ops.multiply(Ops.subtract(Array.weak(1L), m), v.value())));
    }
    Optimizer.count(optimizer.emaOverwriteFrequencyArg())
        .ifPresent(
            n -> {
              Tensor now = isEvery(optimizer.iterations(), n);
              for (Variable v : trainable) {
                var average = optimizer.averages().get(optimizer.index(v));
                v.assign(Ops.where(now, average.value(), v.value()));
              }
            });
  }
}
