package org.keras4j.ir;

import java.util.List;
import org.keras4j.tensor.TensorType;

/// The closed set of operations every engine understands. Pure data: what an operation is (its
/// parameters), what it accepts, and the types of its results. What it *means* is said elsewhere,
/// by one exhaustive switch per meaning.
///
/// Primitives are strict: operands have been broadcast and promoted before. All sizes are known.
public sealed interface Primitive
    permits Elementwise, Movement, Reduction, Contraction, Indexing, Numeric, Control, Constant {

  /// The types of the results.
  ///
  /// @throws IllegalArgumentException if the operands do not fit
  List<TensorType> infer(List<TensorType> in);

  /// How programs print it, parameters included; stable.
  default String print() {
    return toString();
  }
}
