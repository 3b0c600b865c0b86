package org.keras4j.metrics;

import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.keras4j.initializers.Zeros;
import org.keras4j.ops.Ops;
import org.keras4j.runtime.Interpreter;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.Variable;

/// A variable of a metric, made when it is first used: name and dtype of the metric are known then,
/// and its shape, which may depend on the first batch.
final class State {
  private final Metric owner;
  private final String name;
  private final Supplier<Optional<Shape>> shape;
  private final Supplier<DType> dtype;
  private @Nullable Variable made;

  State(Metric owner, String name, Supplier<Optional<Shape>> shape, Supplier<DType> dtype) {
    this.owner = owner;
    this.name = name;
    this.shape = shape;
    this.dtype = dtype;
  }

  /// The variable; empty while its shape is not known.
  Optional<Variable> find() {
    if (made == null) {
      shape
          .get()
          .ifPresent(
              known -> {
                Tensor zeros = Interpreter.eagerly(() -> new Zeros().apply(known, dtype.get()));
                made = owner.named(new Variable((Array) zeros, name, false).autocast(false));
              });
    }
    return Optional.ofNullable(made);
  }

  /// The value here.
  Tensor value() {
    return find()
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "The state `%s` of the metric %s is made at the first update. Call updateState first."
                        .formatted(name, owner.name())))
        .value();
  }

  /// Gives the variable another value, of its dtype.
  void assign(Tensor value) {
    Tensor before = value();
    Tensor after = Ops.cast(value, before.dtype());
    find().orElseThrow().assign(after);
  }

  /// Adds to the value.
  void add(Tensor more) {
    assign(Ops.add(value(), Ops.cast(more, value().dtype())));
  }
}
