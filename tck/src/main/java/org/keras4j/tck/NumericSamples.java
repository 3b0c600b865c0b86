package org.keras4j.tck;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.keras4j.ir.Numeric;
import org.keras4j.ir.Numeric.CollectiveOp;
import org.keras4j.ir.Numeric.FftKind;
import org.keras4j.ir.Numeric.TriangularSolve;
import org.keras4j.ir.Primitive;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Shape;

/// Samples of whole algorithms.
final class NumericSamples {
  private final Operands o;
  private final List<Sample> out = new ArrayList<>();

  private NumericSamples(Operands o) {
    this.o = o;
  }

  static List<Sample> of(Operands o) {
    var s = new NumericSamples(o);
    s.transforms();
    s.factorisations();
    s.others();
    return s.out;
  }

  private void add(String name, Primitive op, boolean smooth, Array... in) {
    out.add(new Sample(name, op, List.of(in), smooth));
  }

  private void transforms() {
    for (FftKind kind : FftKind.values()) {
      String name = kind.name().toLowerCase(Locale.ROOT);
      switch (kind) {
        case FFT, IFFT -> {
          add(name, new Numeric.Fft(kind, List.of(6)), true, o.complex(2, 6));
          add(name + " 2d", new Numeric.Fft(kind, List.of(3, 4)), true, o.complex(3, 4));
        }
        case RFFT -> {
          add(name, new Numeric.Fft(kind, List.of(6)), true, o.uniform(DType.FLOAT32, -2, 2, 2, 6));
          add(
              name + " odd",
              new Numeric.Fft(kind, List.of(5)),
              true,
              o.uniform(DType.FLOAT32, -2, 2, 5));
          add(
              name + " 2d",
              new Numeric.Fft(kind, List.of(3, 4)),
              true,
              o.uniform(DType.FLOAT32, -2, 2, 3, 4));
        }
        case IRFFT -> {
          add(name, new Numeric.Fft(kind, List.of(6)), true, o.complex(2, 4));
          add(name + " odd", new Numeric.Fft(kind, List.of(5)), true, o.complex(3));
        }
      }
    }
  }

  private void factorisations() {
    add("cholesky", new Numeric.Cholesky(), true, o.positiveDefinite(2, 3));
    add("lu", new Numeric.Lu(), true, o.heavyDiagonal(2, 3, 3));
    add("lu tall", new Numeric.Lu(), true, o.heavyDiagonal(1, 4, 3));
    add("lu wide", new Numeric.Lu(), true, o.heavyDiagonal(1, 3, 5));
    add("qr", new Numeric.Qr(false), true, o.heavyDiagonal(2, 3, 3));
    add("qr tall", new Numeric.Qr(false), true, o.heavyDiagonal(1, 4, 3));
    add("qr wide", new Numeric.Qr(false), true, o.heavyDiagonal(1, 3, 4));
    add("qr complete", new Numeric.Qr(true), true, o.heavyDiagonal(1, 3, 3));
    add("qr complete tall", new Numeric.Qr(true), false, o.heavyDiagonal(1, 4, 2));
    add("svd values", new Numeric.Svd(false, false), true, o.heavyDiagonal(2, 3, 4));
    add("svd", new Numeric.Svd(false, true), true, o.heavyDiagonal(1, 3, 3));
    add("svd tall", new Numeric.Svd(false, true), true, o.heavyDiagonal(1, 4, 3));
    add("svd wide", new Numeric.Svd(false, true), true, o.heavyDiagonal(1, 2, 4));
    add("svd complete", new Numeric.Svd(true, true), false, o.heavyDiagonal(1, 2, 3));
    add("eigh", new Numeric.Eigh(), true, o.positiveDefinite(2, 3));
    add("eig", new Numeric.Eig(), false, o.uniform(DType.FLOAT32, -1, 1, 2, 3, 3));
    for (boolean left : new boolean[] {true, false}) {
      for (boolean lower : new boolean[] {true, false}) {
        for (boolean transpose : new boolean[] {true, false}) {
          for (boolean unit : new boolean[] {true, false}) {
            var op = new TriangularSolve(left, lower, transpose, unit);
            add(
                op.print(),
                op,
                true,
                o.heavyDiagonal(2, 3, 3),
                left ? o.numbers(2, 3, 2) : o.numbers(2, 2, 3));
          }
        }
      }
    }
  }

  private void others() {
    add(
        "random bits",
        new Numeric.RandomBits(Shape.of(2, 3)),
        true,
        Operands.integers(DType.UINT32, Shape.of(2), 7, 9),
        Operands.integers(DType.UINT32, Shape.of(2), 0, 3));
    for (CollectiveOp op : CollectiveOp.values()) {
      add(
          "collective " + op.name().toLowerCase(Locale.ROOT),
          new Numeric.Collective(op, "alone", 1),
          op == CollectiveOp.ALL_SUM,
          o.numbers(2, 3));
    }
  }
}
