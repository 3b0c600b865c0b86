package org.keras4j.tck;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.keras4j.ir.Elementwise;
import org.keras4j.ir.Elementwise.Binary;
import org.keras4j.ir.Elementwise.BinaryOp;
import org.keras4j.ir.Elementwise.CompareOp;
import org.keras4j.ir.Elementwise.Part;
import org.keras4j.ir.Elementwise.Unary;
import org.keras4j.ir.Elementwise.UnaryOp;
import org.keras4j.ir.Primitive;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Shape;

/// Samples of operations on single elements.
final class ElementwiseSamples {
  private final Operands o;
  private final List<Sample> out = new ArrayList<>();

  private ElementwiseSamples(Operands o) {
    this.o = o;
  }

  static List<Sample> of(Operands o) {
    var samples = new ElementwiseSamples(o);
    for (UnaryOp f : UnaryOp.values()) {
      samples.add(name(f), new Unary(f), true, samples.unary(f));
    }
    for (UnaryOp f :
        List.of(
            UnaryOp.NEG,
            UnaryOp.EXP,
            UnaryOp.LOG,
            UnaryOp.SQRT,
            UnaryOp.RSQRT,
            UnaryOp.SIN,
            UnaryOp.COS,
            UnaryOp.TAN,
            UnaryOp.SINH,
            UnaryOp.COSH,
            UnaryOp.TANH,
            UnaryOp.EXPM1,
            UnaryOp.LOG1P,
            UnaryOp.LOGISTIC)) {
      samples.add(name(f) + " complex", new Unary(f), true, o.complex(5));
    }
    for (BinaryOp f : BinaryOp.values()) {
      samples.binary(f);
    }
    for (BinaryOp f :
        List.of(BinaryOp.ADD, BinaryOp.SUB, BinaryOp.MUL, BinaryOp.DIV, BinaryOp.POW)) {
      samples.add(name(f) + " complex", new Binary(f), true, o.complex(5), o.complex(5));
    }
    for (CompareOp f : CompareOp.values()) {
      samples.add(
          name(f),
          new Elementwise.Compare(f),
          true,
          o.integers(DType.INT32, 0, 2, 9),
          o.integers(DType.INT32, 0, 2, 9));
      samples.add(name(f) + " float", new Elementwise.Compare(f), true, o.numbers(9), o.numbers(9));
    }
    samples.others();
    return samples.out;
  }

  private static String name(Enum<?> f) {
    return f.name().toLowerCase(Locale.ROOT);
  }

  private void add(String name, Primitive op, boolean smooth, Array... in) {
    out.add(new Sample(name, op, List.of(in), smooth));
  }

  private Array unary(UnaryOp f) {
    return switch (f) {
      case NEG, EXP, EXPM1, SIN, COS, ATAN, SINH, COSH, TANH, ASINH, LOGISTIC, ERF, ERFC ->
          o.numbers(2, 5);
      case ABS, SIGN, CBRT, BESSEL_I0E, BESSEL_I1E -> o.nonzero(2, 5);
      case FLOOR, CEIL, TRUNC, ROUND -> Array.ofDoubles(o.type(6), -2.3, -1.2, -0.4, 0.3, 1.1, 2.8);
      case LOG, SQRT, RSQRT, LGAMMA -> o.uniform(0.4, 3, 2, 5);
      case DIGAMMA -> Array.ofDoubles(o.type(6), -2.4, -0.7, 0.3, 1.2, 3.7, 11);
      case LOG1P -> o.uniform(-0.6, 2, 2, 5);
      case TAN -> o.uniform(-1.2, 1.2, 2, 5);
      case ASIN, ACOS, ATANH, ERF_INV -> o.uniform(-0.8, 0.8, 2, 5);
      case ACOSH -> o.uniform(1.3, 4, 2, 5);
      case NOT -> o.booleans(7);
      case POPULATION_COUNT -> o.integers(DType.INT32, -9, 9, 7);
    };
  }

  private void binary(BinaryOp f) {
    var op = new Binary(f);
    switch (f) {
      case ADD, SUB, MUL -> add(name(f), op, true, o.numbers(2, 3), o.numbers(2, 3));
      case DIV, ATAN2 -> add(name(f), op, true, o.numbers(2, 3), o.nonzero(2, 3));
      case REM ->
          add(
              name(f),
              op,
              true,
              Array.ofDoubles(o.type(4), 5.3, -5.3, 5.3, -5.3),
              Array.ofDoubles(o.type(4), 2, 2, -2, -2));
      case POW -> add(name(f), op, true, o.uniform(0.5, 2, 2, 3), o.numbers(2, 3));
      case MAX, MIN -> {
        var all = o.distinct(2, 6).toDoubles();
        add(
            name(f),
            op,
            true,
            Array.ofDoubles(o.type(6), java.util.Arrays.copyOf(all, 6)),
            Array.ofDoubles(o.type(6), java.util.Arrays.copyOfRange(all, 6, 12)));
      }
      case AND, OR, XOR -> {
        add(
            name(f),
            op,
            true,
            o.integers(DType.INT32, -9, 9, 7),
            o.integers(DType.INT32, -9, 9, 7));
        add(name(f) + " bool", op, true, o.booleans(7), o.booleans(7));
      }
      case SHIFT_LEFT, SHIFT_RIGHT_LOGICAL, SHIFT_RIGHT_ARITHMETIC ->
          add(
              name(f),
              op,
              true,
              o.integers(DType.INT32, -99, 99, 7),
              o.integers(DType.INT32, 0, 33, 7));
      case NEXT_AFTER -> add(name(f), op, false, o.numbers(5), o.numbers(5));
    }
  }

  private void others() {
    add(
        "select",
        new Elementwise.Select(),
        true,
        o.booleans(2, 4),
        o.numbers(2, 4),
        o.numbers(2, 4));
    add("convert to int", new Elementwise.Convert(DType.INT32), true, o.uniform(-9, 9, 7));
    add(
        "convert to bool",
        new Elementwise.Convert(DType.BOOL),
        true,
        o.integers(DType.INT32, 0, 1, 7));
    add(
        "convert from int",
        new Elementwise.Convert(o.real()),
        true,
        o.integers(DType.INT16, -300, 300, 7));
    add("convert between floats", new Elementwise.Convert(DType.FLOAT64), true, o.numbers(7));
    add("convert to complex", new Elementwise.Convert(DType.COMPLEX64), false, o.numbers(7));
    add("convert from complex", new Elementwise.Convert(DType.FLOAT32), true, o.complex(7));
    add(
        "bitcast",
        new Elementwise.Bitcast(DType.INT32),
        true,
        Array.of(Shape.of(3), 1.5f, -2f, 0f));
    add(
        "complex",
        new Elementwise.Complex(),
        true,
        o.uniform(DType.FLOAT32, -2, 2, 4),
        o.uniform(DType.FLOAT32, -2, 2, 4));
    for (Part part : Part.values()) {
      add(name(part) + " part", new Elementwise.ComplexPart(part), true, o.complex(5));
    }
  }
}
