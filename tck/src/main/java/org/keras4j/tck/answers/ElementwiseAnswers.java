package org.keras4j.tck.answers;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import org.keras4j.ops.Ops;
import org.keras4j.tck.parity.OpTable;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Tensor;

/// The functions of `keras.ops` on single elements.
final class ElementwiseAnswers implements OpTable.Group {
  private static final Map<String, UnaryOperator<Tensor>> UNARY =
      Map.ofEntries(
          Map.entry("abs", Ops::abs),
          Map.entry("absolute", Ops::absolute),
          Map.entry("angle", Ops::angle),
          Map.entry("arccos", Ops::arccos),
          Map.entry("arccosh", Ops::arccosh),
          Map.entry("arcsin", Ops::arcsin),
          Map.entry("arcsinh", Ops::arcsinh),
          Map.entry("arctan", Ops::arctan),
          Map.entry("arctanh", Ops::arctanh),
          Map.entry("bitwise_invert", Ops::bitwiseInvert),
          Map.entry("bitwise_not", Ops::bitwiseNot),
          Map.entry("cbrt", Ops::cbrt),
          Map.entry("ceil", Ops::ceil),
          Map.entry("conj", Ops::conj),
          Map.entry("conjugate", Ops::conjugate),
          Map.entry("copy", Ops::copy),
          Map.entry("cos", Ops::cos),
          Map.entry("cosh", Ops::cosh),
          Map.entry("deg2rad", Ops::deg2rad),
          Map.entry("erf", Ops::erf),
          Map.entry("erfc", Ops::erfc),
          Map.entry("erfinv", Ops::erfinv),
          Map.entry("exp", Ops::exp),
          Map.entry("exp2", Ops::exp2),
          Map.entry("expm1", Ops::expm1),
          Map.entry("fabs", Ops::fabs),
          Map.entry("floor", Ops::floor),
          Map.entry("i0", Ops::i0),
          Map.entry("imag", Ops::imag),
          Map.entry("isfinite", Ops::isfinite),
          Map.entry("isinf", Ops::isinf),
          Map.entry("isnan", Ops::isnan),
          Map.entry("isneginf", Ops::isneginf),
          Map.entry("isposinf", Ops::isposinf),
          Map.entry("isreal", Ops::isreal),
          Map.entry("log", Ops::log),
          Map.entry("log10", Ops::log10),
          Map.entry("log1p", Ops::log1p),
          Map.entry("log2", Ops::log2),
          Map.entry("logical_not", Ops::logicalNot),
          Map.entry("negative", Ops::negative),
          Map.entry("rad2deg", Ops::rad2deg),
          Map.entry("real", Ops::real),
          Map.entry("reciprocal", Ops::reciprocal),
          Map.entry("rsqrt", Ops::rsqrt),
          Map.entry("sign", Ops::sign),
          Map.entry("signbit", Ops::signbit),
          Map.entry("sin", Ops::sin),
          Map.entry("sinc", Ops::sinc),
          Map.entry("sinh", Ops::sinh),
          Map.entry("sqrt", Ops::sqrt),
          Map.entry("square", Ops::square),
          Map.entry("tan", Ops::tan),
          Map.entry("tanh", Ops::tanh),
          Map.entry("trunc", Ops::trunc));

  private static final Map<String, BinaryOperator<Tensor>> BINARY =
      Map.ofEntries(
          Map.entry("add", Ops::add),
          Map.entry("arctan2", Ops::arctan2),
          Map.entry("divide", Ops::divide),
          Map.entry("divide_no_nan", Ops::divideNoNan),
          Map.entry("equal", Ops::equal),
          Map.entry("floor_divide", Ops::floorDivide),
          Map.entry("fmax", Ops::fmax),
          Map.entry("fmin", Ops::fmin),
          Map.entry("fmod", Ops::fmod),
          Map.entry("gcd", Ops::gcd),
          Map.entry("greater", Ops::greater),
          Map.entry("greater_equal", Ops::greaterEqual),
          Map.entry("heaviside", Ops::heaviside),
          Map.entry("hypot", Ops::hypot),
          Map.entry("lcm", Ops::lcm),
          Map.entry("ldexp", Ops::ldexp),
          Map.entry("gammainc", Ops::gammainc),
          Map.entry("less", Ops::less),
          Map.entry("less_equal", Ops::lessEqual),
          Map.entry("logaddexp", Ops::logaddexp),
          Map.entry("logaddexp2", Ops::logaddexp2),
          Map.entry("logical_and", Ops::logicalAnd),
          Map.entry("logical_or", Ops::logicalOr),
          Map.entry("logical_xor", Ops::logicalXor),
          Map.entry("maximum", Ops::maximum),
          Map.entry("minimum", Ops::minimum),
          Map.entry("mod", Ops::mod),
          Map.entry("multiply", Ops::multiply),
          Map.entry("nextafter", Ops::nextafter),
          Map.entry("not_equal", Ops::notEqual),
          Map.entry("power", Ops::power),
          Map.entry("subtract", Ops::subtract),
          Map.entry("true_divide", Ops::trueDivide));

  private static final Map<String, BinaryOperator<Tensor>> BITS =
      Map.ofEntries(
          Map.entry("bitwise_and", Ops::bitwiseAnd),
          Map.entry("bitwise_left_shift", Ops::bitwiseLeftShift),
          Map.entry("bitwise_or", Ops::bitwiseOr),
          Map.entry("bitwise_right_shift", Ops::bitwiseRightShift),
          Map.entry("bitwise_xor", Ops::bitwiseXor),
          Map.entry("left_shift", Ops::leftShift),
          Map.entry("right_shift", Ops::rightShift));

  @Override
  public void addTo(OpTable table) {
    var ops = table.section("keras.ops.");
    UNARY.forEach((name, f) -> ops.add(name, a -> f.apply(a.tensor("x"))));
    BINARY.forEach((name, f) -> ops.add(name, a -> f.apply(a.tensor("x1"), a.tensor("x2"))));
    BITS.forEach((name, f) -> ops.add(name, a -> f.apply(a.tensor("x"), a.tensor("y"))));
    ops.add("cast", a -> Ops.cast(a.tensor("x"), a.text("dtype")))
        .add("saturate_cast", a -> Ops.saturateCast(a.tensor("x"), DType.of(a.text("dtype"))))
        .add("clip", a -> Ops.clip(a.tensor("x"), a.tensor("x_min"), a.tensor("x_max")))
        .add("round", a -> Ops.round(a.tensor("x"), a.integer("decimals")))
        .add(
            "view",
            a -> a.dtype("dtype").map(t -> Ops.view(a.tensor("x"), t)).orElse(a.tensor("x")))
        .add(
            "nan_to_num",
            a ->
                Ops.nanToNum(
                    a.tensor("x"),
                    a.number("nan"),
                    boxed(a.optionalNumber("posinf")),
                    boxed(a.optionalNumber("neginf"))))
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
                    a.flag("equal_nan")))
        .add(
            "where",
            a ->
                a.given("x1")
                    ? Ops.where(a.tensor("condition"), a.tensor("x1"), a.tensor("x2"))
                    : Ops.nonzero(a.tensor("condition")));
  }

  private static Optional<Double> boxed(OptionalDouble value) {
    return value.isPresent() ? Optional.of(value.getAsDouble()) : Optional.empty();
  }
}
