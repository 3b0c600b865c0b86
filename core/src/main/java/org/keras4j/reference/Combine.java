package org.keras4j.reference;

import org.keras4j.ir.Elementwise.BinaryOp;
import org.keras4j.ir.Reduction.ReduceOp;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Elements;

/// A running combination of elements of one dtype, in doubles, longs or pairs of doubles.
final class Combine {
  private final ReduceOp op;
  private final DType dtype;
  private double real;
  private double imaginary;
  private long integer;

  Combine(ReduceOp op, DType dtype) {
    this.op = op;
    this.dtype = dtype;
    reset();
  }

  final void reset() {
    imaginary = 0;
    switch (op) {
      case SUM, OR -> {
        real = 0;
        integer = 0;
      }
      case PROD -> {
        real = 1;
        integer = 1;
      }
      case AND -> integer = dtype == DType.BOOL ? 1 : -1;
      case MAX -> {
        real = Double.NEGATIVE_INFINITY;
        integer = lowest();
      }
      case MIN -> {
        real = Double.POSITIVE_INFINITY;
        integer = highest();
      }
    }
  }

  private long lowest() {
    return dtype.kind() == DType.Kind.SIGNED ? -1L << (8 * dtype.bytes() - 1) : 0;
  }

  private long highest() {
    if (dtype.kind() == DType.Kind.SIGNED) {
      return ~lowest();
    }
    return dtype == DType.BOOL ? 1 : -1L >>> (64 - 8 * dtype.bytes());
  }

  void accept(Elements x, int i) {
    if (dtype.isComplex()) {
      complex(x.getDouble(i), x.getImaginary(i));
    } else if (dtype.isFloat()) {
      real = Scalars.binary(binary(), real, x.getDouble(i));
    } else {
      integer = Scalars.binary(binary(), integer, x.getLong(i), dtype);
    }
  }

  private void complex(double re, double im) {
    double[] z = ComplexScalars.binary(binary(), real, imaginary, re, im);
    real = z[0];
    imaginary = z[1];
  }

  private BinaryOp binary() {
    return switch (op) {
      case SUM -> BinaryOp.ADD;
      case PROD -> BinaryOp.MUL;
      case MAX -> BinaryOp.MAX;
      case MIN -> BinaryOp.MIN;
      case AND -> BinaryOp.AND;
      case OR -> BinaryOp.OR;
    };
  }

  void store(Elements out, int i) {
    if (dtype.isComplex()) {
      out.setComplex(i, real, imaginary);
    } else if (dtype.isFloat()) {
      out.setDouble(i, real);
    } else {
      out.setLong(i, integer);
    }
  }
}
