package org.keras4j.stablehlo;

import java.util.Optional;
import org.keras4j.ir.Constant;
import org.keras4j.ir.Contraction;
import org.keras4j.ir.Control;
import org.keras4j.ir.Elementwise;
import org.keras4j.ir.Elementwise.UnaryOp;
import org.keras4j.ir.Equation;
import org.keras4j.ir.Indexing;
import org.keras4j.ir.Movement;
import org.keras4j.ir.Numeric;
import org.keras4j.ir.Primitive;
import org.keras4j.ir.Program;
import org.keras4j.ir.Reduction;
import org.keras4j.ir.Var;
import org.keras4j.tensor.DType;

/// What XLA has no operation for. The reference engine computes it on the host.
final class Missing {
  private Missing() {}

  /// Why XLA does not compute a primitive; nothing if it does.
  static Optional<String> of(Primitive op) {
    return switch (op) {
      case Constant(var value) -> of(value.dtype());
      case Movement.Iota(var type, _) -> of(type.dtype());
      case Elementwise.Unary(UnaryOp f) when f == UnaryOp.BESSEL_I0E ->
          Optional.of("there is no such function in StableHLO or CHLO");
      case Elementwise _, Movement _, Reduction _, Contraction _, Indexing _ -> Optional.empty();
      case Numeric numeric -> of(numeric);
      case Control control -> control.programs().stream().flatMap(p -> of(p).stream()).findFirst();
    };
  }

  private static Optional<String> of(Numeric op) {
    return switch (op) {
      case Numeric.Fft _,
          Numeric.Cholesky _,
          Numeric.TriangularSolve _,
          Numeric.RandomBits _,
          Numeric.Collective _ ->
          Optional.empty();
      case Numeric.Lu _, Numeric.Qr _, Numeric.Svd _, Numeric.Eigh _, Numeric.Eig _ ->
          Optional.of("factorisations are calls into libraries that XLA does not bring along");
    };
  }

  private static Optional<String> of(DType dtype) {
    return dtype == DType.STRING ? Optional.of("XLA has no strings") : Optional.empty();
  }

  /// Why XLA does not compute a program; nothing if it does.
  static Optional<String> of(Program program) {
    return program.equations().stream().flatMap(e -> of(e).stream()).findFirst();
  }

  /// Why XLA does not compute an equation; nothing if it does.
  static Optional<String> of(Equation equation) {
    boolean strings =
        java.util.stream.Stream.concat(equation.in().stream(), equation.out().stream())
            .map(Var::type)
            .anyMatch(t -> t.dtype() == DType.STRING);
    return strings ? of(DType.STRING) : of(equation.op());
  }
}
