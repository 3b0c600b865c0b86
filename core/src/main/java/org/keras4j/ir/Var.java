package org.keras4j.ir;

import org.keras4j.tensor.TensorType;

/// A name for an input of a program or a result of an equation; two are equal only if they are the
/// same object.
public final class Var {
  private final TensorType type;

  /// A fresh name for a value of a type.
  public Var(TensorType type) {
    this.type = type;
  }

  /// The type of the value.
  public TensorType type() {
    return type;
  }

  @Override
  public String toString() {
    return "%" + Integer.toHexString(System.identityHashCode(this)) + ":" + type;
  }
}
