package org.keras4j.tck;

import java.util.List;
import org.keras4j.ir.Primitive;
import org.keras4j.tensor.Array;

/// One application of a primitive.
///
/// @param name unique among the samples
/// @param op the primitive
/// @param in operands; where `smooth`, away from corners and ties
/// @param smooth whether the results are smooth functions of the float operands here (those that
///   are constant nearby included), and have derivatives by the transforms
public record Sample(String name, Primitive op, List<Array> in, boolean smooth) {
  /// Keeps a copy.
  public Sample {
    in = List.copyOf(in);
  }

  @Override
  public String toString() {
    return name;
  }
}
