package org.keras4j.lax;

import static org.keras4j.runtime.Interpreter.single;

import org.keras4j.ir.Elementwise.Binary;
import org.keras4j.ir.Elementwise.BinaryOp;
import org.keras4j.ir.Elementwise.Compare;
import org.keras4j.ir.Elementwise.CompareOp;
import org.keras4j.ir.Elementwise.Unary;
import org.keras4j.ir.Elementwise.UnaryOp;
import org.keras4j.tensor.Tensor;

/// The functions of {@link Lax} on single elements.
abstract class LaxElementwise {
  LaxElementwise() {}

  /// {@link UnaryOp#NEG} of each element.
  public static Tensor neg(Tensor x) {
    return single(new Unary(UnaryOp.NEG), x);
  }

  /// {@link UnaryOp#ABS} of each element.
  public static Tensor abs(Tensor x) {
    return single(new Unary(UnaryOp.ABS), x);
  }

  /// {@link UnaryOp#SIGN} of each element.
  public static Tensor sign(Tensor x) {
    return single(new Unary(UnaryOp.SIGN), x);
  }

  /// {@link UnaryOp#FLOOR} of each element.
  public static Tensor floor(Tensor x) {
    return single(new Unary(UnaryOp.FLOOR), x);
  }

  /// {@link UnaryOp#CEIL} of each element.
  public static Tensor ceil(Tensor x) {
    return single(new Unary(UnaryOp.CEIL), x);
  }

  /// {@link UnaryOp#TRUNC} of each element.
  public static Tensor trunc(Tensor x) {
    return single(new Unary(UnaryOp.TRUNC), x);
  }

  /// {@link UnaryOp#ROUND} of each element.
  public static Tensor round(Tensor x) {
    return single(new Unary(UnaryOp.ROUND), x);
  }

  /// {@link UnaryOp#EXP} of each element.
  public static Tensor exp(Tensor x) {
    return single(new Unary(UnaryOp.EXP), x);
  }

  /// {@link UnaryOp#EXPM1} of each element.
  public static Tensor expm1(Tensor x) {
    return single(new Unary(UnaryOp.EXPM1), x);
  }

  /// {@link UnaryOp#LOG} of each element.
  public static Tensor log(Tensor x) {
    return single(new Unary(UnaryOp.LOG), x);
  }

  /// {@link UnaryOp#LOG1P} of each element.
  public static Tensor log1p(Tensor x) {
    return single(new Unary(UnaryOp.LOG1P), x);
  }

  /// {@link UnaryOp#SQRT} of each element.
  public static Tensor sqrt(Tensor x) {
    return single(new Unary(UnaryOp.SQRT), x);
  }

  /// {@link UnaryOp#RSQRT} of each element.
  public static Tensor rsqrt(Tensor x) {
    return single(new Unary(UnaryOp.RSQRT), x);
  }

  /// {@link UnaryOp#CBRT} of each element.
  public static Tensor cbrt(Tensor x) {
    return single(new Unary(UnaryOp.CBRT), x);
  }

  /// {@link UnaryOp#SIN} of each element.
  public static Tensor sin(Tensor x) {
    return single(new Unary(UnaryOp.SIN), x);
  }

  /// {@link UnaryOp#COS} of each element.
  public static Tensor cos(Tensor x) {
    return single(new Unary(UnaryOp.COS), x);
  }

  /// {@link UnaryOp#TAN} of each element.
  public static Tensor tan(Tensor x) {
    return single(new Unary(UnaryOp.TAN), x);
  }

  /// {@link UnaryOp#ASIN} of each element.
  public static Tensor asin(Tensor x) {
    return single(new Unary(UnaryOp.ASIN), x);
  }

  /// {@link UnaryOp#ACOS} of each element.
  public static Tensor acos(Tensor x) {
    return single(new Unary(UnaryOp.ACOS), x);
  }

  /// {@link UnaryOp#ATAN} of each element.
  public static Tensor atan(Tensor x) {
    return single(new Unary(UnaryOp.ATAN), x);
  }

  /// {@link UnaryOp#SINH} of each element.
  public static Tensor sinh(Tensor x) {
    return single(new Unary(UnaryOp.SINH), x);
  }

  /// {@link UnaryOp#COSH} of each element.
  public static Tensor cosh(Tensor x) {
    return single(new Unary(UnaryOp.COSH), x);
  }

  /// {@link UnaryOp#TANH} of each element.
  public static Tensor tanh(Tensor x) {
    return single(new Unary(UnaryOp.TANH), x);
  }

  /// {@link UnaryOp#ASINH} of each element.
  public static Tensor asinh(Tensor x) {
    return single(new Unary(UnaryOp.ASINH), x);
  }

  /// {@link UnaryOp#ACOSH} of each element.
  public static Tensor acosh(Tensor x) {
    return single(new Unary(UnaryOp.ACOSH), x);
  }

  /// {@link UnaryOp#ATANH} of each element.
  public static Tensor atanh(Tensor x) {
    return single(new Unary(UnaryOp.ATANH), x);
  }

  /// {@link UnaryOp#LOGISTIC} of each element.
  public static Tensor logistic(Tensor x) {
    return single(new Unary(UnaryOp.LOGISTIC), x);
  }

  /// {@link UnaryOp#ERF} of each element.
  public static Tensor erf(Tensor x) {
    return single(new Unary(UnaryOp.ERF), x);
  }

  /// {@link UnaryOp#ERFC} of each element.
  public static Tensor erfc(Tensor x) {
    return single(new Unary(UnaryOp.ERFC), x);
  }

  /// {@link UnaryOp#ERF_INV} of each element.
  public static Tensor erfInv(Tensor x) {
    return single(new Unary(UnaryOp.ERF_INV), x);
  }

  /// {@link UnaryOp#LGAMMA} of each element.
  public static Tensor lgamma(Tensor x) {
    return single(new Unary(UnaryOp.LGAMMA), x);
  }

  /// {@link UnaryOp#DIGAMMA} of each element.
  public static Tensor digamma(Tensor x) {
    return single(new Unary(UnaryOp.DIGAMMA), x);
  }

  /// {@link UnaryOp#BESSEL_I0E} of each element.
  public static Tensor besselI0e(Tensor x) {
    return single(new Unary(UnaryOp.BESSEL_I0E), x);
  }

  /// {@link UnaryOp#BESSEL_I1E} of each element.
  public static Tensor besselI1e(Tensor x) {
    return single(new Unary(UnaryOp.BESSEL_I1E), x);
  }

  /// {@link UnaryOp#NOT} of each element.
  public static Tensor not(Tensor x) {
    return single(new Unary(UnaryOp.NOT), x);
  }

  /// {@link UnaryOp#POPULATION_COUNT} of each element.
  public static Tensor populationCount(Tensor x) {
    return single(new Unary(UnaryOp.POPULATION_COUNT), x);
  }

  /// {@link BinaryOp#ADD} of each pair of elements.
  public static Tensor add(Tensor x, Tensor y) {
    return single(new Binary(BinaryOp.ADD), x, y);
  }

  /// {@link BinaryOp#SUB} of each pair of elements.
  public static Tensor sub(Tensor x, Tensor y) {
    return single(new Binary(BinaryOp.SUB), x, y);
  }

  /// {@link BinaryOp#MUL} of each pair of elements.
  public static Tensor mul(Tensor x, Tensor y) {
    return single(new Binary(BinaryOp.MUL), x, y);
  }

  /// {@link BinaryOp#DIV} of each pair of elements.
  public static Tensor div(Tensor x, Tensor y) {
    return single(new Binary(BinaryOp.DIV), x, y);
  }

  /// {@link BinaryOp#REM} of each pair of elements.
  public static Tensor rem(Tensor x, Tensor y) {
    return single(new Binary(BinaryOp.REM), x, y);
  }

  /// {@link BinaryOp#POW} of each pair of elements.
  public static Tensor pow(Tensor x, Tensor y) {
    return single(new Binary(BinaryOp.POW), x, y);
  }

  /// {@link BinaryOp#MAX} of each pair of elements.
  public static Tensor max(Tensor x, Tensor y) {
    return single(new Binary(BinaryOp.MAX), x, y);
  }

  /// {@link BinaryOp#MIN} of each pair of elements.
  public static Tensor min(Tensor x, Tensor y) {
    return single(new Binary(BinaryOp.MIN), x, y);
  }

  /// {@link BinaryOp#ATAN2} of each pair of elements.
  public static Tensor atan2(Tensor x, Tensor y) {
    return single(new Binary(BinaryOp.ATAN2), x, y);
  }

  /// {@link BinaryOp#AND} of each pair of elements.
  public static Tensor and(Tensor x, Tensor y) {
    return single(new Binary(BinaryOp.AND), x, y);
  }

  /// {@link BinaryOp#OR} of each pair of elements.
  public static Tensor or(Tensor x, Tensor y) {
    return single(new Binary(BinaryOp.OR), x, y);
  }

  /// {@link BinaryOp#XOR} of each pair of elements.
  public static Tensor xor(Tensor x, Tensor y) {
    return single(new Binary(BinaryOp.XOR), x, y);
  }

  /// {@link BinaryOp#SHIFT_LEFT} of each pair of elements.
  public static Tensor shiftLeft(Tensor x, Tensor y) {
    return single(new Binary(BinaryOp.SHIFT_LEFT), x, y);
  }

  /// {@link BinaryOp#SHIFT_RIGHT_LOGICAL} of each pair of elements.
  public static Tensor shiftRightLogical(Tensor x, Tensor y) {
    return single(new Binary(BinaryOp.SHIFT_RIGHT_LOGICAL), x, y);
  }

  /// {@link BinaryOp#SHIFT_RIGHT_ARITHMETIC} of each pair of elements.
  public static Tensor shiftRightArithmetic(Tensor x, Tensor y) {
    return single(new Binary(BinaryOp.SHIFT_RIGHT_ARITHMETIC), x, y);
  }

  /// {@link BinaryOp#NEXT_AFTER} of each pair of elements.
  public static Tensor nextAfter(Tensor x, Tensor y) {
    return single(new Binary(BinaryOp.NEXT_AFTER), x, y);
  }

  /// {@link CompareOp#EQ} of each pair of elements.
  public static Tensor eq(Tensor x, Tensor y) {
    return single(new Compare(CompareOp.EQ), x, y);
  }

  /// {@link CompareOp#NE} of each pair of elements.
  public static Tensor ne(Tensor x, Tensor y) {
    return single(new Compare(CompareOp.NE), x, y);
  }

  /// {@link CompareOp#LT} of each pair of elements.
  public static Tensor lt(Tensor x, Tensor y) {
    return single(new Compare(CompareOp.LT), x, y);
  }

  /// {@link CompareOp#LE} of each pair of elements.
  public static Tensor le(Tensor x, Tensor y) {
    return single(new Compare(CompareOp.LE), x, y);
  }

  /// {@link CompareOp#GT} of each pair of elements.
  public static Tensor gt(Tensor x, Tensor y) {
    return single(new Compare(CompareOp.GT), x, y);
  }

  /// {@link CompareOp#GE} of each pair of elements.
  public static Tensor ge(Tensor x, Tensor y) {
    return single(new Compare(CompareOp.GE), x, y);
  }
}
