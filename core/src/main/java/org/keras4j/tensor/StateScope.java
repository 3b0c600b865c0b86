package org.keras4j.tensor;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// What variables hold while a program is traced, or while a caller supplies their values: reads
/// and writes inside the scope stay inside it.
///
/// A variable unknown to the scope is asked of `missing`, so that a trace can make an input of
/// every variable that a function turns out to read.
public final class StateScope {
  private static final ScopedValue<StateScope> CURRENT = ScopedValue.newInstance();

  private final Function<Variable, Tensor> missing;
  private final Map<Variable, Tensor> values = new LinkedHashMap<>();
  private final Map<Variable, Tensor> written = new LinkedHashMap<>();

  /// A scope that knows some values and asks `missing` for the others.
  public StateScope(Map<Variable, ? extends Tensor> known, Function<Variable, Tensor> missing) {
    this.missing = missing;
    values.putAll(known);
  }

  /// The scope in force, if any.
  public static Optional<StateScope> current() {
    return CURRENT.isBound() ? CURRENT.get().self() : Optional.empty();
  }

  /// Runs `body` with the stored values of variables in force, whatever scope surrounds it.
  public static <T> T suspended(java.util.function.Supplier<T> body) {
    return ScopedValue.where(CURRENT, NONE).call(body::get);
  }

  private static final StateScope NONE =
      new StateScope(
          Map.of(),
          v -> {
            throw new IllegalStateException("no scope");
          });

  private Optional<StateScope> self() {
    return this == NONE ? Optional.empty() : Optional.of(this);
  }

  /// Runs `body` inside this scope.
  public <T> T during(java.util.function.Supplier<T> body) {
    return ScopedValue.where(CURRENT, this).call(body::get);
  }

  /// The value of a variable here.
  public Tensor read(Variable variable) {
    Tensor value = values.get(variable);
    if (value == null) {
      value = missing.apply(variable);
      values.put(variable, value);
    }
    return value;
  }

  /// Gives a variable another value here.
  public void write(Variable variable, Tensor value) {
    values.put(variable, value);
    written.put(variable, value);
  }

  /// The variables given another value inside the scope, in the order of their first writing, with
  /// the last value.
  public Map<Variable, Tensor> written() {
    return java.util.Collections.unmodifiableMap(written);
  }
}
