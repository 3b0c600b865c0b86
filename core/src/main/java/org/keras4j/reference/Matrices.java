package org.keras4j.reference;

import java.util.List;
import org.keras4j.ir.Numeric.TriangularSolve;
import org.keras4j.reference.Algorithms.Matrix;

/// Triangular factorisations and solutions.
final class Matrices {
  private Matrices() {}

  static Matrix cholesky(Matrix a) {
    int n = a.rows();
    var l = Matrix.zeros(n, n);
    for (int j = 0; j < n; j++) {
      double d = a.get(j, j);
      for (int k = 0; k < j; k++) {
        d -= l.get(j, k) * l.get(j, k);
      }
      if (!(d > 0)) {
        java.util.Arrays.fill(l.real(), Double.NaN);
        return l;
      }
      l.set(j, j, Math.sqrt(d));
      for (int i = j + 1; i < n; i++) {
        double s = a.get(i, j);
        for (int k = 0; k < j; k++) {
          s -= l.get(i, k) * l.get(j, k);
        }
        l.set(i, j, s / l.get(j, j));
      }
    }
    return l;
  }

  /// Packed factors, pivots and permutation as rows.
  static List<Matrix> lu(Matrix a) {
    var f = a.copy();
    int m = f.rows();
    int k = Math.min(m, f.columns());
    var pivots = Matrix.zeros(1, k);
    var permutation = Matrix.zeros(1, m);
    for (int i = 0; i < m; i++) {
      permutation.set(0, i, i);
    }
    for (int j = 0; j < k; j++) {
      int p = j;
      for (int i = j + 1; i < m; i++) {
        if (Math.abs(f.get(i, j)) > Math.abs(f.get(p, j))) {
          p = i;
        }
      }
      pivots.set(0, j, p);
      exchangeRows(f, j, p);
      double t = permutation.get(0, j);
      permutation.set(0, j, permutation.get(0, p));
      permutation.set(0, p, t);
      if (f.get(j, j) != 0) {
        eliminate(f, j);
      }
    }
    return List.of(f, pivots, permutation);
  }

  private static void eliminate(Matrix f, int j) {
    for (int i = j + 1; i < f.rows(); i++) {
      f.set(i, j, f.get(i, j) / f.get(j, j));
      for (int c = j + 1; c < f.columns(); c++) {
        f.set(i, c, f.get(i, c) - f.get(i, j) * f.get(j, c));
      }
    }
  }

  private static void exchangeRows(Matrix m, int a, int b) {
    for (int c = 0; c < m.columns(); c++) {
      double t = m.get(a, c);
      m.set(a, c, m.get(b, c));
      m.set(b, c, t);
    }
  }

  /// Householder reflections with LAPACK's choice of signs.
  static List<Matrix> qr(Matrix a, boolean complete) {
    int m = a.rows();
    int n = a.columns();
    int k = Math.min(m, n);
    var r = a.copy();
    double[][] reflectors = new double[k][];
    double[] taus = new double[k];
    for (int j = 0; j < k; j++) {
      double norm = 0;
      for (int i = j; i < m; i++) {
        norm = Math.hypot(norm, r.get(i, j));
      }
      double alpha = r.get(j, j);
      boolean zeroBelow = true;
      for (int i = j + 1; i < m; i++) {
        zeroBelow &= r.get(i, j) == 0;
      }
      double[] v = new double[m];
      v[j] = 1;
      if (!zeroBelow) {
        double beta = -Math.copySign(norm, alpha);
        taus[j] = (beta - alpha) / beta;
        for (int i = j + 1; i < m; i++) {
          v[i] = r.get(i, j) / (alpha - beta);
        }
      }
      reflectors[j] = v;
      reflect(r, v, taus[j], j);
      for (int i = j + 1; i < m; i++) {
        r.set(i, j, 0);
      }
    }
    int columns = complete ? m : k;
    var q = Matrix.zeros(m, columns);
    for (int i = 0; i < columns; i++) {
      q.set(i, i, 1);
    }
    for (int j = k - 1; j >= 0; j--) {
      reflect(q, reflectors[j], taus[j], j);
    }
    var upper = Matrix.zeros(columns, n);
    System.arraycopy(r.real(), 0, upper.real(), 0, columns * n);
    return List.of(q, upper);
  }

  private static void reflect(Matrix x, double[] v, double tau, int from) {
    for (int c = 0; c < x.columns(); c++) {
      double s = 0;
      for (int i = from; i < x.rows(); i++) {
        s += v[i] * x.get(i, c);
      }
      for (int i = from; i < x.rows(); i++) {
        x.set(i, c, x.get(i, c) - tau * s * v[i]);
      }
    }
  }

  static Matrix triangularSolve(Matrix a, Matrix b, TriangularSolve how) {
    if (!how.left()) {
      var turned = new TriangularSolve(true, how.lower(), !how.transpose(), how.unitDiagonal());
      return triangularSolve(a, b.transposed(), turned).transposed();
    }
    boolean lower = how.lower() != how.transpose();
    var t = how.transpose() ? a.transposed() : a;
    int n = a.rows();
    var x = b.copy();
    for (int c = 0; c < x.columns(); c++) {
      for (int step = 0; step < n; step++) {
        int i = lower ? step : n - 1 - step;
        double s = x.get(i, c);
        for (int k = lower ? 0 : i + 1; k < (lower ? i : n); k++) {
          s -= t.get(i, k) * x.get(k, c);
        }
        x.set(i, c, how.unitDiagonal() ? s : s / t.get(i, i));
      }
    }
    return x;
  }
}
