package org.keras4j.backend.torch;

import org.keras4j.tensor.Shape;

/// A value of a plan under construction: a numbered place, or, numbered down from -1, a constant.
record Ref(int place, Shape shape, Kind kind) {
  boolean isConstant() {
    return place < 0;
  }

  /// The number of a constant, from 0.
  int constant() {
    return -1 - place;
  }
}
