package org.keras4j.ops;

/// The classes of functions of single elements and of reductions.
final class ElementClasses {
  private ElementClasses() {}

  static void addTo(OpClasses.Module numpy) {
    addUnary(numpy);
    addBinary(numpy);
    addReductions(numpy);
    addCumulative(numpy);
    addOthers(numpy);
    addProducts(numpy);
  }

  private static void addUnary(OpClasses.Module numpy) {
    numpy
        .unary("Absolute", Ops::absolute)
        .unary("Fabs", Ops::fabs)
        .unary("Angle", Ops::angle)
        .unary("Arccos", Ops::arccos)
        .unary("Arccosh", Ops::arccosh)
        .unary("Arcsin", Ops::arcsin)
        .unary("Arcsinh", Ops::arcsinh)
        .unary("Arctan", Ops::arctan)
        .unary("Arctanh", Ops::arctanh)
        .unary("BitwiseInvert", Ops::bitwiseInvert)
        .unary("BitwiseNot", Ops::bitwiseNot)
        .unary("Cbrt", Ops::cbrt)
        .unary("Ceil", Ops::ceil)
        .unary("Conjugate", Ops::conjugate)
        .unary("Conj", Ops::conj)
        .unary("Copy", Ops::copy)
        .unary("Cos", Ops::cos)
        .unary("Cosh", Ops::cosh)
        .unary("Deg2rad", Ops::deg2rad)
        .unary("Rad2deg", Ops::rad2deg)
        .unary("Exp", Ops::exp)
        .unary("Exp2", Ops::exp2)
        .unary("Expm1", Ops::expm1)
        .unary("Floor", Ops::floor)
        .unary("Imag", Ops::imag)
        .unary("I0", Ops::i0)
        .unary("Isfinite", Ops::isfinite)
        .unary("Isinf", Ops::isinf)
        .unary("Isnan", Ops::isnan)
        .unary("Isneginf", Ops::isneginf)
        .unary("Isposinf", Ops::isposinf)
        .unary("Isreal", Ops::isreal)
        .unary("Log", Ops::log)
        .unary("Log10", Ops::log10)
        .unary("Log1p", Ops::log1p)
        .unary("Log2", Ops::log2)
        .unary("LogicalNot", Ops::logicalNot)
        .unary("Negative", Ops::negative)
        .unary("Real", Ops::real)
        .unary("Reciprocal", Ops::reciprocal)
        .unary("Sign", Ops::sign)
        .unary("Signbit", Ops::signbit)
        .unary("Sin", Ops::sin)
        .unary("Sinc", Ops::sinc)
        .unary("Sinh", Ops::sinh)
        .unary("Sqrt", Ops::sqrt)
        .unary("Square", Ops::square)
        .unary("Tan", Ops::tan)
        .unary("Tanh", Ops::tanh)
        .unary("Trunc", Ops::trunc)
        .unary("Ravel", Ops::ravel)
        .unary("Fliplr", Ops::fliplr)
        .unary("Flipud", Ops::flipud)
        .unary("Corrcoef", Ops::corrcoef);
  }

  private static void addBinary(OpClasses.Module numpy) {
    numpy
        .binary("Add", Ops::add)
        .binary("Arctan2", Ops::arctan2)
        .binary("Divide", Ops::divide)
        .binary("DivideNoNan", Ops::divideNoNan)
        .binary("Equal", Ops::equal)
        .binary("FloorDivide", Ops::floorDivide)
        .binary("Fmax", Ops::fmax)
        .binary("Fmin", Ops::fmin)
        .binary("Fmod", Ops::fmod)
        .binary("Gcd", Ops::gcd)
        .binary("Greater", Ops::greater)
        .binary("GreaterEqual", Ops::greaterEqual)
        .binary("Heaviside", Ops::heaviside)
        .binary("Hypot", Ops::hypot)
        .binary("Lcm", Ops::lcm)
        .binary("Ldexp", Ops::ldexp)
        .binary("Less", Ops::less)
        .binary("LessEqual", Ops::lessEqual)
        .binary("Logaddexp", Ops::logaddexp)
        .binary("Logaddexp2", Ops::logaddexp2)
        .binary("LogicalAnd", Ops::logicalAnd)
        .binary("LogicalOr", Ops::logicalOr)
        .binary("LogicalXor", Ops::logicalXor)
        .binary("Maximum", Ops::maximum)
        .binary("Minimum", Ops::minimum)
        .binary("Mod", Ops::mod)
        .binary("Multiply", Ops::multiply)
        .binary("Nextafter", Ops::nextafter)
        .binary("NotEqual", Ops::notEqual)
        .binary("Power", Ops::power)
        .binary("Subtract", Ops::subtract)
        .binary("TrueDivide", Ops::trueDivide)
        .binary("Matmul", Ops::matmul)
        .binary("Dot", Ops::dot)
        .binary("Inner", Ops::inner)
        .binary("Outer", Ops::outer)
        .binary("Vdot", Ops::vdot)
        .binary("Kron", Ops::kron)
        .bits("BitwiseAnd", Ops::bitwiseAnd)
        .bits("BitwiseOr", Ops::bitwiseOr)
        .bits("BitwiseXor", Ops::bitwiseXor)
        .bits("BitwiseLeftShift", Ops::bitwiseLeftShift)
        .bits("LeftShift", Ops::leftShift)
        .bits("BitwiseRightShift", Ops::bitwiseRightShift)
        .bits("RightShift", Ops::rightShift);
  }

  private static void addReductions(OpClasses.Module numpy) {
    numpy
        .reduction("All", Ops::all)
        .reduction("Any", Ops::any)
        .reduction("Amax", Ops::amax)
        .reduction("Amin", Ops::amin)
        .reduction("Mean", Ops::mean)
        .reduction("Median", Ops::median)
        .reduction("Nanmax", Ops::nanmax)
        .reduction("Nanmean", Ops::nanmean)
        .reduction("Nanmedian", Ops::nanmedian)
        .reduction("Nanmin", Ops::nanmin)
        .reduction("Nanprod", Ops::nanprod)
        .reduction("Nanstd", Ops::nanstd)
        .reduction("Nansum", Ops::nansum)
        .reduction("Nanvar", Ops::nanvar)
        .reduction("Ptp", Ops::ptp)
        .reduction("Std", Ops::std)
        .reduction("Sum", Ops::sum)
        .reduction("Var", Ops::var)
        .add("Max", "x", a -> extreme(a, true))
        .add("Min", "x", a -> extreme(a, false))
        .add(
            "Prod",
            "x",
            a ->
                a.dtype()
                    .map(t -> Ops.prod(a.tensor("x"), a.axes(), t))
                    .orElseGet(() -> Ops.prod(a.tensor("x"), a.axes())))
        .add(
            "Argmax",
            "x",
            a -> Ops.argmax(a.tensor("x"), a.optionalInteger("axis"), a.flag("keepdims")))
        .add(
            "Argmin",
            "x",
            a -> Ops.argmin(a.tensor("x"), a.optionalInteger("axis"), a.flag("keepdims")))
        .add(
            "Nanargmax",
            "x",
            a -> Ops.nanargmax(a.tensor("x"), a.optionalInteger("axis"), a.flag("keepdims")))
        .add(
            "Nanargmin",
            "x",
            a -> Ops.nanargmin(a.tensor("x"), a.optionalInteger("axis"), a.flag("keepdims")))
        .add("CountNonzero", "x", a -> Ops.countNonzero(a.tensor("x"), a.axis("axis")))
        .add(
            "Average",
            "x weights",
            a -> Ops.average(a.tensor("x"), a.axis("axis"), a.optionalTensor("weights")));
  }

  private static void addCumulative(OpClasses.Module numpy) {
    numpy
        .add("Cumsum", "x", a -> Ops.cumsum(a.tensor("x"), a.optionalInteger("axis"), a.dtype()))
        .add("Cumprod", "x", a -> Ops.cumprod(a.tensor("x"), a.optionalInteger("axis"), a.dtype()))
        .add(
            "Nancumsum",
            "x",
            a -> Ops.nancumsum(a.tensor("x"), a.optionalInteger("axis"), a.dtype()))
        .add(
            "Nancumprod",
            "x",
            a -> Ops.nancumprod(a.tensor("x"), a.optionalInteger("axis"), a.dtype()))
        .add(
            "Quantile",
            "x q",
            a -> Ops.quantile(a.tensor("x"), a.tensor("q"), a.axes(), a.text("method", "linear")))
        .add(
            "Percentile",
            "x q",
            a -> Ops.percentile(a.tensor("x"), a.tensor("q"), a.axes(), a.text("method", "linear")))
        .add(
            "Nanquantile",
            "x q",
            a ->
                Ops.nanquantile(a.tensor("x"), a.tensor("q"), a.axes(), a.text("method", "linear")))
        .add(
            "Nanpercentile",
            "x q",
            a ->
                Ops.nanpercentile(
                    a.tensor("x"), a.tensor("q"), a.axes(), a.text("method", "linear")));
  }

  private static Object extreme(OpArguments a, boolean largest) {
    var initial = a.optionalNumber("initial");
    if (initial.isEmpty()) {
      return largest ? Ops.max(a.tensor("x"), a.axes()) : Ops.min(a.tensor("x"), a.axes());
    }
    return largest
        ? Ops.max(a.tensor("x"), a.axes(), initial.get())
        : Ops.min(a.tensor("x"), a.axes(), initial.get());
  }

  private static void addOthers(OpClasses.Module numpy) {
    numpy
        .unary("Abs", Ops::absolute)
        .add(
            "Clip",
            "x x_min x_max",
            a -> Ops.clip(a.tensor("x"), a.tensor("x_min"), a.tensor("x_max")))
        .add("Round", "x", a -> Ops.round(a.tensor("x"), a.integer("decimals", 0)))
        .add(
            "Where",
            "condition x1 x2",
            a -> Ops.where(a.tensor("condition"), a.tensor("x1"), a.tensor("x2")))
        .add(
            "NanToNum",
            "x",
            a ->
                Ops.nanToNum(
                    a.tensor("x"),
                    a.number("nan", 0),
                    a.optionalNumber("posinf"),
                    a.optionalNumber("neginf")))
        .add(
            "Isclose",
            "x1 x2 rtol atol",
            a ->
                Ops.isclose(
                    a.tensor("x1"),
                    a.tensor("x2"),
                    a.number("rtol", 1e-5),
                    a.number("atol", 1e-8),
                    a.flag("equal_nan")))
        .add(
            "AllClose",
            "x1 x2",
            a ->
                Ops.allclose(
                    a.tensor("x1"),
                    a.tensor("x2"),
                    a.number("rtol", 1e-5),
                    a.number("atol", 1e-8),
                    a.flag("equal_nan")))
        .add("View", "x", a -> Ops.view(a.tensor("x"), a.dtypeOrFloat()))
        .add("Diff", "a", a -> Ops.diff(a.tensor("a"), a.integer("n", 1), a.integer("axis", -1)))
        .add("Digitize", "x bins", a -> Ops.digitize(a.tensor("x"), a.tensor("bins")))
        .add(
            "Trapezoid",
            "y x",
            a ->
                a.optionalTensor("x")
                    .map(x -> Ops.trapezoid(a.tensor("y"), x, a.integer("axis", -1)))
                    .orElseGet(
                        () ->
                            Ops.trapezoid(
                                a.tensor("y"), a.number("dx", 1), a.integer("axis", -1))));
  }

  private static void addProducts(OpClasses.Module numpy) {
    numpy
        .add(
            "SearchSorted",
            "sorted_sequence values",
            a ->
                Ops.searchsorted(
                    a.tensor("sorted_sequence"), a.tensor("values"), a.text("side", "left")))
        .add(
            "Correlate",
            "x1 x2",
            a -> Ops.correlate(a.tensor("x1"), a.tensor("x2"), a.text("mode", "valid")))
        .add("Tensordot", "x1 x2", ElementClasses::tensordot)
        .add(
            "Cross",
            "x1 x2",
            a ->
                a.optionalInteger("axis")
                    .map(axis -> Ops.cross(a.tensor("x1"), a.tensor("x2"), axis))
                    .orElseGet(
                        () ->
                            Ops.cross(
                                a.tensor("x1"),
                                a.tensor("x2"),
                                a.integer("axisa", -1),
                                a.integer("axisb", -1),
                                a.integer("axisc", -1))))
        .add(
            "Einsum",
            "*operands",
            a ->
                Ops.einsum(
                    a.text("subscripts", ""),
                    a.tensors("operands").toArray(org.keras4j.tensor.Tensor[]::new)));
  }

  private static Object tensordot(OpArguments a) {
    if (!a.isList("axes")) {
      return Ops.tensordot(a.tensor("x1"), a.tensor("x2"), a.integer("axes", 2));
    }
    var axes = a.list("axes").stream().map(ElementClasses::numbers).toList();
    return Ops.tensordot(a.tensor("x1"), a.tensor("x2"), axes.get(0), axes.get(1));
  }

  private static java.util.List<Integer> numbers(Object axes) {
    return axes instanceof java.util.List<?> list
        ? list.stream().map(n -> ((Number) n).intValue()).toList()
        : java.util.List.of(((Number) axes).intValue());
  }
}
