package org.keras4j.tensor;

import java.util.Optional;

/// Stands for a tensor that a program being traced will compute. Made by the tracing interpreter
/// only.
public abstract non-sealed class Tracer implements Tensor {
  /// For the tracing interpreter.
  protected Tracer() {}

  /// The value, if the trace computes as it records (`runEagerly`).
  public abstract Optional<Array> value();
}
