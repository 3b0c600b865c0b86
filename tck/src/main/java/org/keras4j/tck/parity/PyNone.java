package org.keras4j.tck.parity;

/// Python's `None` where a case has it: as an argument, a result, or in a list.
public enum PyNone {
  /// The one and only.
  NONE;

  @Override
  public String toString() {
    return "None";
  }
}
