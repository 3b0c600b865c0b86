package org.keras4j.tck.parity;

/// Python's `...` in an index.
public enum PyEllipsis {
  /// The one and only.
  ELLIPSIS;

  @Override
  public String toString() {
    return "...";
  }
}
