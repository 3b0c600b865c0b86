package org.keras4j.reference;

import java.util.List;
import org.keras4j.reference.Algorithms.Matrix;

/// Eigenvalues and eigenvectors of general matrices: unitary reduction to Schur form by shifted QR
/// steps in complex arithmetic, then back substitution.
///
/// @see <a href="https://doi.org/10.1137/1.9781421407944">Golub and Van Loan, Matrix Computations,
///   chapter 7</a>
final class GeneralEigen {
  private static final int STEPS_PER_VALUE = 500;
  private final int n;
  private final double[][] re;
  private final double[][] im;
  private final double[][] qre;
  private final double[][] qim;

  private GeneralEigen(Matrix a) {
    n = a.rows();
    re = new double[n][n];
    im = new double[n][n];
    qre = new double[n][n];
    qim = new double[n][n];
    for (int i = 0; i < n; i++) {
      qre[i][i] = 1;
      for (int k = 0; k < n; k++) {
        re[i][k] = a.get(i, k);
      }
    }
  }

  /// Complex eigenvalues (one row) and eigenvectors (columns of unit length).
  static List<Matrix> eig(Matrix a) {
    var work = new GeneralEigen(a);
    work.hessenberg();
    work.schur();
    return List.of(work.values(), work.vectors());
  }

  private void hessenberg() {
    for (int c = 0; c < n - 2; c++) {
      for (int i = n - 1; i > c + 1; i--) {
        rotate(i - 1, i, c);
      }
    }
  }

  /// A similarity by the Givens rotation of rows p and q that makes element (q, column) zero.
  private void rotate(int p, int q, int column) {
    double norm =
        Math.sqrt(
            re[p][column] * re[p][column]
                + im[p][column] * im[p][column]
                + re[q][column] * re[q][column]
                + im[q][column] * im[q][column]);
    if (norm == 0 || (re[q][column] == 0 && im[q][column] == 0)) {
      return;
    }
    double[] a = {re[p][column] / norm, im[p][column] / norm};
    double[] b = {re[q][column] / norm, im[q][column] / norm};
    rows(re, im, p, q, a, b);
    columns(re, im, p, q, a, b);
    columns(qre, qim, p, q, a, b);
  }

  /// Rows p, q become conj(a) p + conj(b) q and -b p + a q.
  private void rows(double[][] r, double[][] i, int p, int q, double[] a, double[] b) {
    for (int k = 0; k < n; k++) {
      double xr = r[p][k];
      double xi = i[p][k];
      double yr = r[q][k];
      double yi = i[q][k];
      r[p][k] = a[0] * xr + a[1] * xi + b[0] * yr + b[1] * yi;
      i[p][k] = a[0] * xi - a[1] * xr + b[0] * yi - b[1] * yr;
      r[q][k] = -(b[0] * xr - b[1] * xi) + a[0] * yr - a[1] * yi;
      i[q][k] = -(b[0] * xi + b[1] * xr) + a[0] * yi + a[1] * yr;
    }
  }

  /// The conjugate transpose of the same rotation from the right.
  private void columns(double[][] r, double[][] i, int p, int q, double[] a, double[] b) {
    for (int k = 0; k < n; k++) {
      double xr = r[k][p];
      double xi = i[k][p];
      double yr = r[k][q];
      double yi = i[k][q];
      r[k][p] = a[0] * xr - a[1] * xi + b[0] * yr - b[1] * yi;
      i[k][p] = a[0] * xi + a[1] * xr + b[0] * yi + b[1] * yr;
      r[k][q] = -(b[0] * xr + b[1] * xi) + a[0] * yr + a[1] * yi;
      i[k][q] = -(b[0] * xi - b[1] * xr) + a[0] * yi - a[1] * yr;
    }
  }

  private void schur() {
    int last = n - 1;
    for (int step = 0; last > 0; step++) {
      int first = last;
      while (first > 0 && !negligible(first)) {
        first--;
      }
      if (first == last) {
        last--;
        step = 0;
        continue;
      }
      if (step > STEPS_PER_VALUE) {
        return;
      }
      step(first, last, step);
    }
  }

  private boolean negligible(int i) {
    double below = Math.hypot(re[i][i - 1], im[i][i - 1]);
    double beside = Math.hypot(re[i][i], im[i][i]) + Math.hypot(re[i - 1][i - 1], im[i - 1][i - 1]);
    if (below <= 1e-15 * beside || below < 1e-300) {
      re[i][i - 1] = 0;
      im[i][i - 1] = 0;
      return true;
    }
    return false;
  }

  /// One QR step of the active block: rotations chosen on the shifted matrix, applied as
  /// similarities.
  private void step(int first, int last, int count) {
    double[] shift =
        count % 11 == 10
            ? new double[] {re[last][last] + Math.abs(re[last][last - 1]), 1e-3}
            : wilkinson(last);
    double[] x = {re[first][first] - shift[0], im[first][first] - shift[1]};
    double[] y = {re[first + 1][first], im[first + 1][first]};
    for (int k = first; k < last; k++) {
      if (k > first) {
        x = new double[] {re[k][k - 1], im[k][k - 1]};
        y = new double[] {re[k + 1][k - 1], im[k + 1][k - 1]};
      }
      double norm = Math.sqrt(x[0] * x[0] + x[1] * x[1] + y[0] * y[0] + y[1] * y[1]);
      if (norm == 0) {
        continue;
      }
      double[] a = {x[0] / norm, x[1] / norm};
      double[] b = {y[0] / norm, y[1] / norm};
      rows(re, im, k, k + 1, a, b);
      columns(re, im, k, k + 1, a, b);
      columns(qre, qim, k, k + 1, a, b);
    }
  }

  /// The eigenvalue of the last two-by-two block nearest to its last element.
  private double[] wilkinson(int i) {
    double[] a = {re[i - 1][i - 1], im[i - 1][i - 1]};
    double[] d = {re[i][i], im[i][i]};
    double[] bc =
        ComplexScalars.mul(
            new double[] {re[i - 1][i], im[i - 1][i]}, new double[] {re[i][i - 1], im[i][i - 1]});
    double[] half = ComplexScalars.scale(ComplexScalars.sub(a, d), 0.5);
    double[] root = ComplexScalars.sqrt(ComplexScalars.add(ComplexScalars.mul(half, half), bc));
    double[] plus = ComplexScalars.add(half, root);
    double[] minus = ComplexScalars.sub(half, root);
    double[] larger = Math.hypot(plus[0], plus[1]) >= Math.hypot(minus[0], minus[1]) ? plus : minus;
    return larger[0] == 0 && larger[1] == 0
        ? d
        : ComplexScalars.sub(d, ComplexScalars.div(bc, larger));
  }

  private Matrix values() {
    var out = new Matrix(1, n, new double[n], new double[n]);
    for (int i = 0; i < n; i++) {
      out.real()[i] = re[i][i];
      out.imaginary()[i] = im[i][i];
    }
    return out;
  }

  private Matrix vectors() {
    var out = new Matrix(n, n, new double[n * n], new double[n * n]);
    for (int k = 0; k < n; k++) {
      double[][] v = triangularVector(k);
      double norm = 0;
      double[][] x = new double[2][n];
      for (int i = 0; i < n; i++) {
        for (int j = 0; j <= k; j++) {
          x[0][i] += qre[i][j] * v[0][j] - qim[i][j] * v[1][j];
          x[1][i] += qre[i][j] * v[1][j] + qim[i][j] * v[0][j];
        }
        norm = Math.hypot(norm, Math.hypot(x[0][i], x[1][i]));
      }
      for (int i = 0; i < n; i++) {
        out.real()[i * n + k] = x[0][i] / norm;
        out.imaginary()[i * n + k] = x[1][i] / norm;
      }
    }
    return out;
  }

  /// The eigenvector of the triangular factor for its diagonal element k.
  private double[][] triangularVector(int k) {
    double[][] v = new double[2][n];
    v[0][k] = 1;
    double tiny = 1e-300 + 2e-16 * Math.hypot(re[k][k], im[k][k]);
    for (int i = k - 1; i >= 0; i--) {
      double[] sum = {-re[i][k], -im[i][k]};
      for (int j = i + 1; j < k; j++) {
        double[] product =
            ComplexScalars.mul(new double[] {re[i][j], im[i][j]}, new double[] {v[0][j], v[1][j]});
        sum = ComplexScalars.sub(sum, product);
      }
      double[] d = {re[i][i] - re[k][k], im[i][i] - im[k][k]};
      double[] value =
          ComplexScalars.div(sum, Math.hypot(d[0], d[1]) < tiny ? new double[] {tiny, 0} : d);
      v[0][i] = value[0];
      v[1][i] = value[1];
    }
    return v;
  }
}
