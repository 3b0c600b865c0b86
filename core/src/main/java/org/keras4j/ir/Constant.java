package org.keras4j.ir;

import java.util.List;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.TensorType;

/// No operand: a value known when the program is made. Two are equal if they hold the same array
/// object.
public record Constant(Array value) implements Primitive {
  @Override
  public List<TensorType> infer(List<TensorType> in) {
    Types.arity(this, in, 0);
    return List.of(value.type());
  }

  @Override
  public String print() {
    return value.type().size() == 1
        ? "constant(" + value.toString().replace('\n', ' ') + ")"
        : "constant(" + value.type() + ")";
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Constant(Array v) && v == value;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(value);
  }
}
