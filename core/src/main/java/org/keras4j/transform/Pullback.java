package org.keras4j.transform;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.keras4j.tensor.Tensor;

/// A function evaluated, with the way back: from cotangents of its outputs (absent where zero) to
/// cotangents of its inputs (absent where zero or not asked for).
///
/// Belongs to the interpreter it was made under.
public record Pullback(
    List<Tensor> outputs, Function<List<Optional<Tensor>>, List<Optional<Tensor>>> back) {
  /// Keeps a copy.
  public Pullback {
    outputs = List.copyOf(outputs);
  }

  /// The cotangents of the inputs, given those of the outputs.
  public List<Optional<Tensor>> apply(List<Optional<Tensor>> cotangents) {
    return back.apply(cotangents);
  }
}
