package org.keras4j.reference;

import java.util.List;
import org.keras4j.ir.Numeric;
import org.keras4j.ir.Numeric.Cholesky;
import org.keras4j.ir.Numeric.Collective;
import org.keras4j.ir.Numeric.Eig;
import org.keras4j.ir.Numeric.Eigh;
import org.keras4j.ir.Numeric.Fft;
import org.keras4j.ir.Numeric.FftKind;
import org.keras4j.ir.Numeric.Lu;
import org.keras4j.ir.Numeric.Qr;
import org.keras4j.ir.Numeric.RandomBits;
import org.keras4j.ir.Numeric.Svd;
import org.keras4j.ir.Numeric.TriangularSolve;
import org.keras4j.tensor.Elements;
import org.keras4j.tensor.Shape;

/// Whole algorithms, matrix by matrix in double precision.
public final class Algorithms {
  private Algorithms() {}

  /// Computes into `out`, zeros of the result types, which it returns.
  public static List<Elements> compute(Numeric op, List<Elements> in, List<Elements> out) {
    switch (op) {
      case Fft fft -> fft(fft, in.getFirst(), out.getFirst());
      case Cholesky() -> eachMatrix(in, out, m -> List.of(Matrices.cholesky(m.getFirst())));
      case Lu() -> eachMatrix(in, out, m -> Matrices.lu(m.getFirst()));
      case Qr(boolean complete) -> eachMatrix(in, out, m -> Matrices.qr(m.getFirst(), complete));
      case Svd(boolean complete, boolean vectors) ->
          eachMatrix(in, out, m -> Decompositions.svd(m.getFirst(), complete, vectors));
      case Eigh() -> eachMatrix(in, out, m -> Decompositions.eigh(m.getFirst()));
      case Eig() -> eachMatrix(in, out, m -> GeneralEigen.eig(m.getFirst()));
      case TriangularSolve how ->
          eachMatrix(in, out, m -> List.of(Matrices.triangularSolve(m.get(0), m.get(1), how)));
      case RandomBits _ -> randomBits(in, out);
      case Collective c -> collective(c, in, out);
    }
    return out;
  }

  /// A matrix of doubles; `imaginary` has no elements for real ones. A vector is one row.
  static final class Matrix {
    private final int rows;
    private final int columns;
    private final double[] real;
    private final double[] imaginary;

    Matrix(int rows, int columns, double[] real, double[] imaginary) {
      this.rows = rows;
      this.columns = columns;
      this.real = real;
      this.imaginary = imaginary;
    }

    int rows() {
      return rows;
    }

    int columns() {
      return columns;
    }

    double[] real() {
      return real;
    }

    double[] imaginary() {
      return imaginary;
    }

    static Matrix zeros(int rows, int columns) {
      return new Matrix(rows, columns, new double[rows * columns], new double[0]);
    }

    static Matrix identity(int n) {
      var out = zeros(n, n);
      for (int i = 0; i < n; i++) {
        out.set(i, i, 1);
      }
      return out;
    }

    double get(int i, int k) {
      return real[i * columns + k];
    }

    void set(int i, int k, double value) {
      real[i * columns + k] = value;
    }

    Matrix transposed() {
      var out = zeros(columns, rows);
      for (int i = 0; i < rows; i++) {
        for (int k = 0; k < columns; k++) {
          out.set(k, i, get(i, k));
        }
      }
      return out;
    }

    Matrix copy() {
      return new Matrix(rows, columns, real.clone(), imaginary.clone());
    }
  }

  private interface MatrixFunction {
    List<Matrix> apply(List<Matrix> in);
  }

  private static void eachMatrix(List<Elements> in, List<Elements> out, MatrixFunction f) {
    Shape shape = in.getFirst().type().shape();
    int batches = Math.toIntExact(shape.slice(0, shape.rank() - 2).size());
    for (int b = 0; b < batches; b++) {
      int batch = b;
      var results = f.apply(in.stream().map(x -> read(x, batch)).toList());
      for (int k = 0; k < out.size(); k++) {
        write(results.get(k), out.get(k), batch);
      }
    }
  }

  private static Matrix read(Elements x, int batch) {
    int rows = x.type().shape().dim(-2);
    int columns = x.type().shape().dim(-1);
    var out = Matrix.zeros(rows, columns);
    for (int i = 0; i < rows * columns; i++) {
      out.real()[i] = x.getDouble(batch * rows * columns + i);
    }
    return out;
  }

  private static void write(Matrix m, Elements out, int batch) {
    int n = m.real().length;
    for (int i = 0; i < n; i++) {
      if (out.type().dtype().isComplex()) {
        out.setComplex(batch * n + i, m.real()[i], m.imaginary()[i]);
      } else {
        out.setDouble(batch * n + i, m.real()[i]);
      }
    }
  }

  /// Axis by axis, each by the definition of the discrete transform.
  private static void fft(Fft op, Elements x, Elements out) {
    boolean inverse = op.kind() == FftKind.IFFT || op.kind() == FftKind.IRFFT;
    int axes = op.lengths().size();
    Shape shape = x.type().shape();
    Shape full = shape.slice(0, shape.rank() - axes).concat(Shape.of(op.lengths()));
    double[][] z = expand(op, x, full);
    for (int k = 0; k < axes; k++) {
      z = dft(z, full, full.rank() - 1 - k, inverse);
    }
    double[][] result = z;
    Index.forEach(
        out.type().shape(),
        (place, i) -> {
          int flat = Index.flat(full, place);
          if (out.type().dtype().isComplex()) {
            out.setComplex(i, result[0][flat], result[1][flat]);
          } else {
            out.setDouble(i, result[0][flat]);
          }
        });
  }

  /// The whole complex signal or spectrum: for `IRFFT` the half that is not given is the conjugate
  /// of the other.
  private static double[][] expand(Fft op, Elements x, Shape full) {
    int n = Math.toIntExact(full.size());
    double[][] z = new double[2][n];
    Shape shape = x.type().shape();
    int axes = op.lengths().size();
    Index.forEach(
        full,
        (place, i) -> {
          int flat = Index.flat(shape, place);
          boolean mirrored = flat < 0;
          if (mirrored) {
            int[] at = place.clone();
            for (int k = full.rank() - axes; k < full.rank(); k++) {
              at[k] = (full.dim(k) - at[k]) % full.dim(k);
            }
            flat = Index.flat(shape, at);
          }
          z[0][i] = x.getDouble(flat);
          z[1][i] = mirrored ? -x.getImaginary(flat) : x.getImaginary(flat);
        });
    return z;
  }

  private static double[][] dft(double[][] z, Shape shape, int axis, boolean inverse) {
    int n = shape.dim(axis);
    int step = shape.strides()[axis];
    double sign = inverse ? 1 : -1;
    double[][] out = new double[2][z[0].length];
    double[] cos = new double[n];
    double[] sin = new double[n];
    for (int i = 0; i < n; i++) {
      cos[i] = Math.cos(2 * Math.PI * i / n);
      sin[i] = sign * Math.sin(2 * Math.PI * i / n);
    }
    double scale = inverse ? 1.0 / n : 1;
    Index.forEach(
        shape.with(axis, Math.min(n, 1)),
        (place, _) -> {
          int start = Index.flat(shape, place);
          for (int k = 0; k < n; k++) {
            double re = 0;
            double im = 0;
            for (int i = 0; i < n; i++) {
              int turn = (int) ((long) i * k % n);
              double a = z[0][start + i * step];
              double b = z[1][start + i * step];
              re += a * cos[turn] - b * sin[turn];
              im += a * sin[turn] + b * cos[turn];
            }
            out[0][start + k * step] = re * scale;
            out[1][start + k * step] = im * scale;
          }
        });
    return out;
  }

  private static void randomBits(List<Elements> in, List<Elements> out) {
    int[] key = in.get(0).buffer().ints();
    int[] first = in.get(1).buffer().ints();
    long counter = ((long) first[0] << 32) | (first[1] & 0xffffffffL);
    for (int i = 0; i < out.getFirst().size(); i++, counter++) {
      long words = Rounds.threefry(key[0], key[1], (int) (counter >>> 32), (int) counter);
      out.get(0).buffer().ints()[i] = (int) (words >>> 32);
      out.get(1).buffer().ints()[i] = (int) words;
    }
  }

  /// With a single process an exchange changes nothing; this engine knows no other.
  private static void collective(Collective op, List<Elements> in, List<Elements> out) {
    if (op.size() != 1) {
      throw new IllegalStateException(
          "The reference engine runs in one process. Received: %s".formatted(op.print()));
    }
    Copy.all(in.getFirst(), out.getFirst());
  }
}
