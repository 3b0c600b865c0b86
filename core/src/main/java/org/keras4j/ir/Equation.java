package org.keras4j.ir;

import java.util.List;

/// One application of a primitive: `out = op(in)`.
public record Equation(Primitive op, List<Var> in, List<Var> out) {
  /// Keeps copies.
  public Equation {
    in = List.copyOf(in);
    out = List.copyOf(out);
  }

  /// An equation with fresh names for its results.
  public static Equation of(Primitive op, List<Var> in) {
    return new Equation(
        op, in, op.infer(in.stream().map(Var::type).toList()).stream().map(Var::new).toList());
  }
}
