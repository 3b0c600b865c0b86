package org.keras4j.backend.java;

import java.util.ArrayList;
import java.util.List;
import org.keras4j.ir.Equation;
import org.keras4j.ir.Var;

/// What is run as one: an equation, a view written out, or a group of elementwise equations on
/// equally many elements.
sealed interface Unit {

  /// One equation on its own.
  record Single(Equation equation) implements Unit {}

  /// A view made a value of its own, for somebody who cannot read views.
  record WriteOut(View view, Var out) implements Unit {}

  /// Elementwise equations that are computed together, block by block.
  final class Group implements Unit {
    static final int LARGEST = 96;

    final int size;
    final List<Equation> members = new ArrayList<>();
    boolean open = true;

    Group(int size) {
      this.size = size;
    }
  }
}
