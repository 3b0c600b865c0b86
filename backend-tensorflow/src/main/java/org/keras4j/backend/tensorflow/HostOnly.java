package org.keras4j.backend.tensorflow;

import java.util.List;
import java.util.Optional;
import org.keras4j.ir.Constant;
import org.keras4j.ir.Contraction;
import org.keras4j.ir.Control;
import org.keras4j.ir.Elementwise;
import org.keras4j.ir.Elementwise.BinaryOp;
import org.keras4j.ir.Elementwise.UnaryOp;
import org.keras4j.ir.Indexing;
import org.keras4j.ir.Movement;
import org.keras4j.ir.Numeric;
import org.keras4j.ir.Primitive;
import org.keras4j.ir.Program;
import org.keras4j.ir.Reduction;
import org.keras4j.ir.Var;
import org.keras4j.tensor.TensorType;

/// What TensorFlow cannot compute as it is defined here, and why; the reference does, on the host.
final class HostOnly {
  private HostOnly() {}

  /// Why an operation, or one within it, is computed on the host; nothing if TensorFlow computes
  /// it.
  static Optional<String> reason(Primitive op, List<TensorType> in) {
    return switch (op) {
      case Elementwise.Binary(var f)
          when f == BinaryOp.NEXT_AFTER && in.getFirst().dtype().bytes() < 4 ->
          Optional.of("TensorFlow steps through float32 and float64 only");
      case Elementwise.Unary(var f) when in.getFirst().dtype().isComplex() -> ofComplex(f);
      case Elementwise.Binary(var f) when f == BinaryOp.POW && in.getFirst().dtype().isComplex() ->
          Optional.of("TensorFlow says NaN for 0 to the power of a complex number");
      case Elementwise _, Movement _, Indexing _, Constant _, Contraction.Dot _ -> Optional.empty();
      case Reduction.ReduceWindow(var _, var window)
          when window.size().stream().mapToLong(n -> n).sum() > 512 ->
          Optional.of(
              "TensorFlow has no windows of this kind, and they are too large to go through");
      case Reduction.WindowScatter(var _, var window) when WindowLowering.places(window) > 256 ->
          Optional.of(
              "TensorFlow has no windows of this kind, and they are too large to go through");
      case Reduction.WindowGather(var _, var window) when WindowLowering.places(window) > 256 ->
          Optional.of(
              "TensorFlow has no windows of this kind, and they are too large to go through");
      case Reduction _ -> Optional.empty();
      case Contraction.Conv conv ->
          conv.strides().size() > 3
              ? Optional.of("TensorFlow convolves along three axes at most")
              : Optional.empty();
      case Numeric.Fft _, Numeric.RandomBits _, Numeric.Collective _ -> Optional.empty();
      case Numeric.Cholesky _ ->
          Optional.of("TensorFlow fails on matrices that are not positive definite, here NaN");
      case Numeric.TriangularSolve _ ->
          Optional.of("TensorFlow fails on singular matrices, here infinite");
      case Numeric.Lu _ ->
          Optional.of(
              "TensorFlow fails on singular and on rectangular matrices, and gives no pivots");
      case Numeric.Qr _, Numeric.Svd _, Numeric.Eigh _, Numeric.Eig _ ->
          Optional.of("TensorFlow's factors differ in their signs from those of the definition");
      case Control control -> within(control);
    };
  }

  private static Optional<String> ofComplex(UnaryOp op) {
    return switch (op) {
      case ASIN, ACOS, ATAN, ASINH, ACOSH, ATANH, TAN, TANH, LOG1P, EXPM1, LOGISTIC, RSQRT ->
          Optional.of("TensorFlow's complex functions lose digits or choose another branch");
      case NEG,
          ABS,
          SIGN,
          FLOOR,
          CEIL,
          TRUNC,
          ROUND,
          EXP,
          LOG,
          SQRT,
          CBRT,
          SIN,
          COS,
          SINH,
          COSH,
          ERF,
          ERFC,
          ERF_INV,
          LGAMMA,
          DIGAMMA,
          BESSEL_I0E,
          BESSEL_I1E,
          NOT,
          POPULATION_COUNT ->
          Optional.empty();
    };
  }

  private static Optional<String> within(Control control) {
    return control.programs().stream().map(HostOnly::reason).flatMap(Optional::stream).findFirst();
  }

  /// Why some operation of a program is computed on the host.
  static Optional<String> reason(Program program) {
    return program.equations().stream()
        .map(q -> reason(q.op(), q.in().stream().map(Var::type).toList()))
        .flatMap(Optional::stream)
        .findFirst();
  }
}
