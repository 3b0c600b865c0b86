package org.keras4j.tck.answers;

import org.keras4j.ops.Ops;
import org.keras4j.tck.parity.OpTable;

/// Functions of each element by itself.
final class ElementwiseAnswers implements OpTable.Group {

  @Override
  public void addTo(OpTable table) {
    Adding ops = Adding.ops(table);
    functions(ops);
    parts(ops);
    arithmetic(ops);
    logic(ops);
  }

  private static void functions(Adding ops) {
    ops.unary("exp", Ops::exp)
        .unary("expm1", Ops::expm1)
        .unary("exp2", Ops::exp2)
        .unary("log", Ops::log)
        .unary("log1p", Ops::log1p)
        .unary("log2", Ops::log2)
        .unary("log10", Ops::log10)
        .unary("sqrt", Ops::sqrt)
        .unary("rsqrt", Ops::rsqrt)
        .unary("cbrt", Ops::cbrt)
        .unary("sin", Ops::sin)
        .unary("cos", Ops::cos)
        .unary("tan", Ops::tan)
        .unary("arcsin", Ops::arcsin)
        .unary("arccos", Ops::arccos)
        .unary("arctan", Ops::arctan)
        .unary("sinh", Ops::sinh)
        .unary("cosh", Ops::cosh)
        .unary("tanh", Ops::tanh)
        .unary("arcsinh", Ops::arcsinh)
        .unary("arccosh", Ops::arccosh)
        .unary("arctanh", Ops::arctanh)
        .unary("erf", Ops::erf)
        .unary("erfc", Ops::erfc)
        .unary("erfinv", Ops::erfinv)
        .unary("deg2rad", Ops::deg2rad)
        .unary("rad2deg", Ops::rad2deg)
        .unary("sinc", Ops::sinc)
        .unary("i0", Ops::i0);
  }

  private static void parts(Adding ops) {
    ops.unary("floor", Ops::floor)
        .unary("ceil", Ops::ceil)
        .unary("trunc", Ops::trunc)
        .add("round", a -> Ops.round(a.tensor("x"), a.integer("decimals")))
        .unary("abs", Ops::abs)
        .unary("absolute", Ops::absolute)
        .unary("fabs", Ops::fabs)
        .unary("negative", Ops::negative)
        .unary("sign", Ops::sign)
        .unary("square", Ops::square)
        .unary("reciprocal", Ops::reciprocal)
        .unary("real", Ops::real)
        .unary("imag", Ops::imag)
        .unary("conj", Ops::conj)
        .unary("conjugate", Ops::conjugate)
        .unary("angle", Ops::angle)
        .unary("copy", Ops::copy)
        .add("cast", a -> Ops.cast(a.tensor("x"), a.text("dtype")))
        .add(
            "nan_to_num",
            a ->
                Ops.nanToNum(
                    a.tensor("x"),
                    a.number("nan"),
                    Adding.boxed(a.optionalNumber("posinf")),
                    Adding.boxed(a.optionalNumber("neginf"))));
  }

  private static void arithmetic(Adding ops) {
    ops.binary("add", Ops::add)
        .binary("subtract", Ops::subtract)
        .binary("multiply", Ops::multiply)
        .binary("divide", Ops::divide)
        .binary("true_divide", Ops::trueDivide)
        .binary("divide_no_nan", Ops::divideNoNan)
        .binary("floor_divide", Ops::floorDivide)
        .binary("mod", Ops::mod)
        .binary("fmod", Ops::fmod)
        .binary("power", Ops::power)
        .binary("maximum", Ops::maximum)
        .binary("minimum", Ops::minimum)
        .binary("fmax", Ops::fmax)
        .binary("fmin", Ops::fmin)
        .binary("hypot", Ops::hypot)
        .binary("arctan2", Ops::arctan2)
        .binary("logaddexp", Ops::logaddexp)
        .binary("logaddexp2", Ops::logaddexp2)
        .binary("heaviside", Ops::heaviside)
        .binary("ldexp", Ops::ldexp)
        .binary("nextafter", Ops::nextafter)
        .binary("gcd", Ops::gcd)
        .binary("lcm", Ops::lcm)
        .add("clip", a -> Ops.clip(a.tensor("x"), a.tensor("x_min"), a.tensor("x_max")));
  }

  private static void logic(Adding ops) {
    ops.binary("equal", Ops::equal)
        .binary("not_equal", Ops::notEqual)
        .binary("greater", Ops::greater)
        .binary("greater_equal", Ops::greaterEqual)
        .binary("less", Ops::less)
        .binary("less_equal", Ops::lessEqual)
        .binary("logical_and", Ops::logicalAnd)
        .binary("logical_or", Ops::logicalOr)
        .binary("logical_xor", Ops::logicalXor)
        .unary("logical_not", Ops::logicalNot)
        .binary("bitwise_and", Ops::bitwiseAnd)
        .binary("bitwise_or", Ops::bitwiseOr)
        .binary("bitwise_xor", Ops::bitwiseXor)
        .unary("bitwise_invert", Ops::bitwiseInvert)
        .unary("bitwise_not", Ops::bitwiseNot)
        .binary("bitwise_left_shift", Ops::bitwiseLeftShift)
        .binary("bitwise_right_shift", Ops::bitwiseRightShift)
        .binary("left_shift", Ops::leftShift)
        .binary("right_shift", Ops::rightShift)
        .unary("isfinite", Ops::isfinite)
        .unary("isnan", Ops::isnan)
        .unary("isinf", Ops::isinf)
        .unary("isposinf", Ops::isposinf)
        .unary("isneginf", Ops::isneginf)
        .unary("isreal", Ops::isreal)
        .unary("signbit", Ops::signbit)
        .add(
            "isclose",
            a ->
                Ops.isclose(
                    a.tensor("x1"),
                    a.tensor("x2"),
                    a.number("rtol"),
                    a.number("atol"),
                    a.flag("equal_nan")))
        .add(
            "allclose",
            a ->
                Ops.allclose(
                    a.tensor("x1"),
                    a.tensor("x2"),
                    a.number("rtol"),
                    a.number("atol"),
                    a.flag("equal_nan")));
  }
}
