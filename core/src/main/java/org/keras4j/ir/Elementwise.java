package org.keras4j.ir;

import java.util.List;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.TensorType;

/// Operations on each element by itself, of equally shaped operands.
public sealed interface Elementwise extends Primitive {

  /// One operand, the result of the same type.
  ///
  /// Floats take all; integers take `NEG ABS SIGN NOT POPULATION_COUNT`; booleans `NOT`; complex
  /// numbers the arithmetic ones, where `ABS` is for real types only (see {@link ComplexPart}).
  enum UnaryOp {
    NEG,
    ABS,
    SIGN,
    FLOOR,
    CEIL,
    TRUNC,
    /// To the nearest integer, ties to even.
    ROUND,
    EXP,
    EXPM1,
    LOG,
    LOG1P,
    SQRT,
    RSQRT,
    CBRT,
    SIN,
    COS,
    TAN,
    ASIN,
    ACOS,
    ATAN,
    SINH,
    COSH,
    TANH,
    ASINH,
    ACOSH,
    ATANH,
    /// `1 / (1 + exp(-x))`.
    LOGISTIC,
    ERF,
    ERFC,
    ERF_INV,
    /// Logarithm of the absolute value of the gamma function.
    LGAMMA,
    DIGAMMA,
    /// Exponentially scaled modified Bessel functions of the first kind, orders 0 and 1.
    BESSEL_I0E,
    BESSEL_I1E,
    /// Bitwise for integers, logical for booleans.
    NOT,
    POPULATION_COUNT
  }

  /// Two operands of one type, the result of the same type.
  enum BinaryOp {
    ADD,
    SUB,
    MUL,
    /// Integers cut towards zero; division by zero gives -1 (all bits).
    DIV,
    /// Remainder with the sign of the dividend (C's fmod); integers by zero give the dividend.
    REM,
    POW,
    /// NaN if either is.
    MAX,
    /// NaN if either is.
    MIN,
    ATAN2,
    AND,
    OR,
    XOR,
    /// Shifts by the width or more give 0 (or the sign for `SHIFT_RIGHT_ARITHMETIC`).
    SHIFT_LEFT,
    SHIFT_RIGHT_LOGICAL,
    SHIFT_RIGHT_ARITHMETIC,
    /// The next representable number from the first towards the second.
    NEXT_AFTER
  }

  /// Two operands of one type, the result boolean. Comparisons with NaN are false but `NE`.
  enum CompareOp {
    EQ,
    NE,
    LT,
    LE,
    GT,
    GE
  }

  /// Applies a function of one number.
  record Unary(UnaryOp op) implements Elementwise {
    @Override
    public List<TensorType> infer(List<TensorType> in) {
      TensorType x = Types.one(this, in);
      boolean ok =
          switch (op) {
            case NEG, SIGN -> x.dtype().kind() != DType.Kind.BOOL && x.dtype() != DType.STRING;
            case ABS -> x.dtype().isInteger() || x.dtype().isFloat();
            case NOT -> x.dtype().isInteger() || x.dtype() == DType.BOOL;
            case POPULATION_COUNT -> x.dtype().isInteger();
            case EXP,
                EXPM1,
                LOG,
                LOG1P,
                SQRT,
                RSQRT,
                SIN,
                COS,
                TAN,
                ASIN,
                ACOS,
                ATAN,
                SINH,
                COSH,
                TANH,
                ASINH,
                ACOSH,
                ATANH,
                LOGISTIC ->
                x.dtype().isFloat() || x.dtype().isComplex();
            case FLOOR,
                CEIL,
                TRUNC,
                ROUND,
                CBRT,
                ERF,
                ERFC,
                ERF_INV,
                LGAMMA,
                DIGAMMA,
                BESSEL_I0E,
                BESSEL_I1E ->
                x.dtype().isFloat();
          };
      Types.require(ok, "%s does not take %s.", op, x.dtype());
      return List.of(x);
    }

    @Override
    public String print() {
      return op.name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /// Applies a function of two numbers.
  record Binary(BinaryOp op) implements Elementwise {
    @Override
    public List<TensorType> infer(List<TensorType> in) {
      Types.arity(this, in, 2);
      TensorType x = Types.same(this, in);
      boolean ok =
          switch (op) {
            case ADD, SUB, MUL, DIV, POW -> x.dtype() != DType.BOOL && x.dtype() != DType.STRING;
            case REM -> x.dtype().isInteger() || x.dtype().isFloat();
            case MAX, MIN -> !x.dtype().isComplex() && x.dtype() != DType.STRING;
            case ATAN2, NEXT_AFTER -> x.dtype().isFloat();
            case AND, OR, XOR -> x.dtype().isInteger() || x.dtype() == DType.BOOL;
            case SHIFT_LEFT, SHIFT_RIGHT_LOGICAL, SHIFT_RIGHT_ARITHMETIC -> x.dtype().isInteger();
          };
      Types.require(ok, "%s does not take %s.", op, x.dtype());
      return List.of(x);
    }

    @Override
    public String print() {
      return op.name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /// Compares two numbers.
  record Compare(CompareOp op) implements Elementwise {
    @Override
    public List<TensorType> infer(List<TensorType> in) {
      Types.arity(this, in, 2);
      TensorType x = Types.same(this, in);
      Types.require(
          !x.dtype().isComplex() || op == CompareOp.EQ || op == CompareOp.NE,
          "%s does not take %s.",
          op,
          x.dtype());
      return List.of(x.withDType(DType.BOOL));
    }

    @Override
    public String print() {
      return op.name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /// `select(predicate, onTrue, onFalse)`, all of one shape.
  record Select() implements Elementwise {
    @Override
    public List<TensorType> infer(List<TensorType> in) {
      Types.arity(this, in, 3);
      TensorType x = Types.same(this, in.subList(1, 3));
      Types.require(
          in.getFirst().equals(x.withDType(DType.BOOL)),
          "Select takes a boolean predicate of the operands' shape. Received: %s",
          in);
      return List.of(x);
    }

    @Override
    public String print() {
      return "select";
    }
  }

  /// Converts to another dtype. Floats to integers are cut towards zero, saturate at the ends, and
  /// NaN gives 0; integers to integers wrap; anything to bool is `x != 0`; complex to real drops
  /// the imaginary part.
  record Convert(DType to) implements Elementwise {
    @Override
    public List<TensorType> infer(List<TensorType> in) {
      TensorType x = Types.one(this, in);
      Types.require(
          x.dtype() != DType.STRING && to != DType.STRING, "Convert does not take strings.");
      return List.of(x.withDType(to));
    }

    @Override
    public String print() {
      return "convert[" + to + "]";
    }
  }

  /// The same bits as another dtype of the same width.
  record Bitcast(DType to) implements Elementwise {
    @Override
    public List<TensorType> infer(List<TensorType> in) {
      TensorType x = Types.one(this, in);
      Types.require(
          x.dtype().bytes() == to.bytes() && !x.dtype().isComplex() && !to.isComplex(),
          "Bitcast keeps the width. Received: %s to %s",
          x.dtype(),
          to);
      return List.of(x.withDType(to));
    }

    @Override
    public String print() {
      return "bitcast[" + to + "]";
    }
  }

  /// A complex number of real and imaginary parts (two float32 operands).
  record Complex() implements Elementwise {
    @Override
    public List<TensorType> infer(List<TensorType> in) {
      Types.arity(this, in, 2);
      TensorType x = Types.same(this, in);
      Types.require(x.dtype() == DType.FLOAT32, "Complex takes float32. Received: %s", x.dtype());
      return List.of(x.withDType(DType.COMPLEX64));
    }

    @Override
    public String print() {
      return "complex";
    }
  }

  /// Parts of a complex number.
  enum Part {
    REAL,
    IMAGINARY,
    /// The magnitude.
    ABS
  }

  /// The real part, imaginary part or magnitude of complex numbers, as float32.
  record ComplexPart(Part part) implements Elementwise {
    @Override
    public List<TensorType> infer(List<TensorType> in) {
      TensorType x = Types.one(this, in);
      Types.require(
          x.dtype().isComplex(), "%s takes complex numbers. Received: %s", part, x.dtype());
      return List.of(x.withDType(DType.FLOAT32));
    }

    @Override
    public String print() {
      return part.name().toLowerCase(java.util.Locale.ROOT);
    }
  }
}
