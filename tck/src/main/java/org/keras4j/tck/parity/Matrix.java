package org.keras4j.tck.parity;

import org.keras4j.tensor.Array;
import org.keras4j.tensor.Elements;

/// A complex matrix in doubles, just large enough for checking decompositions.
final class Matrix {
  private final int rows;
  private final int columns;
  private final double[] real;
  private final double[] imaginary;

  private Matrix(int rows, int columns) {
    this.rows = rows;
    this.columns = columns;
    this.real = new double[rows * columns];
    this.imaginary = new double[rows * columns];
  }

  static Matrix zeros(int rows, int columns) {
    return new Matrix(rows, columns);
  }

  static Matrix identity(int n) {
    var out = new Matrix(n, n);
    for (int i = 0; i < n; i++) {
      out.real[i * n + i] = 1;
    }
    return out;
  }

  static int batches(Array x) {
    return Math.toIntExact(x.shape().slice(0, x.rank() - 2).size());
  }

  static Matrix of(Array x, int batch) {
    var out = new Matrix(x.shape().dim(-2), x.shape().dim(-1));
    Elements elements = x.elements();
    for (int i = 0; i < out.real.length; i++) {
      out.real[i] = elements.getDouble(batch * out.real.length + i);
      out.imaginary[i] = elements.getImaginary(batch * out.real.length + i);
    }
    return out;
  }

  static Matrix diagonal(Array values, int batch) {
    int n = values.shape().dim(-1);
    var out = new Matrix(n, n);
    Elements elements = values.elements();
    for (int i = 0; i < n; i++) {
      out.real[i * n + i] = elements.getDouble(batch * n + i);
      out.imaginary[i * n + i] = elements.getImaginary(batch * n + i);
    }
    return out;
  }

  int rows() {
    return rows;
  }

  int columns() {
    return columns;
  }

  Matrix times(Matrix other) {
    var out = new Matrix(rows, other.columns);
    for (int i = 0; i < rows; i++) {
      for (int k = 0; k < columns; k++) {
        double a = real[i * columns + k];
        double b = imaginary[i * columns + k];
        for (int j = 0; j < other.columns; j++) {
          double c = other.real[k * other.columns + j];
          double d = other.imaginary[k * other.columns + j];
          out.real[i * other.columns + j] += a * c - b * d;
          out.imaginary[i * other.columns + j] += a * d + b * c;
        }
      }
    }
    return out;
  }

  Matrix adjoint() {
    var out = new Matrix(/* rows= */ columns, /* columns= */ rows);
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        out.real[j * rows + i] = real[i * columns + j];
        out.imaginary[j * rows + i] = -imaginary[i * columns + j];
      }
    }
    return out;
  }

  Matrix firstColumns(int n) {
    var out = new Matrix(rows, n);
    for (int i = 0; i < rows; i++) {
      System.arraycopy(real, i * columns, out.real, i * n, n);
      System.arraycopy(imaginary, i * columns, out.imaginary, i * n, n);
    }
    return out;
  }

  Matrix firstRows(int n) {
    var out = new Matrix(n, columns);
    System.arraycopy(real, 0, out.real, 0, n * columns);
    System.arraycopy(imaginary, 0, out.imaginary, 0, n * columns);
    return out;
  }

  /// What lies below the diagonal.
  Matrix lower() {
    var out = new Matrix(rows, columns);
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < Math.min(i, columns); j++) {
        out.real[i * columns + j] = real[i * columns + j];
        out.imaginary[i * columns + j] = imaginary[i * columns + j];
      }
    }
    return out;
  }

  Matrix symmetricFromLower() {
    var out = new Matrix(rows, columns);
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        int at = i >= j ? i * columns + j : j * columns + i;
        out.real[i * columns + j] = real[at];
        out.imaginary[i * columns + j] = i >= j ? imaginary[at] : -imaginary[at];
      }
    }
    return out;
  }

  /// This diagonal in the order that brings each number to the nearest one of another diagonal.
  Matrix matched(Matrix wanted) {
    var out = new Matrix(rows, columns);
    var used = new boolean[rows];
    for (int i = 0; i < rows; i++) {
      int best = -1;
      double bestDistance = Double.POSITIVE_INFINITY;
      for (int j = 0; j < rows; j++) {
        int from = j * columns + j;
        int to = i * columns + i;
        double distance =
            Math.hypot(real[from] - wanted.real[to], imaginary[from] - wanted.imaginary[to]);
        if (!used[j] && (best < 0 || distance < bestDistance)) {
          best = j;
          bestDistance = distance;
        }
      }
      used[best] = true;
      out.real[i * columns + i] = real[best * columns + best];
      out.imaginary[i * columns + i] = imaginary[best * columns + best];
    }
    return out;
  }

  double largest() {
    double most = 0;
    for (int i = 0; i < real.length; i++) {
      most = Math.max(most, Math.hypot(real[i], imaginary[i]));
    }
    return most;
  }

  double distance(Matrix other) {
    double most = 0;
    for (int i = 0; i < real.length; i++) {
      most = Math.max(most, Math.hypot(real[i] - other.real[i], imaginary[i] - other.imaginary[i]));
    }
    return most;
  }
}
