package org.keras4j.reference;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.keras4j.reference.Algorithms.Matrix;

/// Eigenvalues of symmetric matrices and singular values, by Jacobi rotations.
///
/// @see <a href="https://doi.org/10.1137/1.9781421407944">Golub and Van Loan, Matrix Computations,
///   chapter 8</a>
final class Decompositions {
  private static final int SWEEPS = 60;

  private Decompositions() {}

  /// Eigenvalues ascending (one row) and eigenvectors (columns).
  static List<Matrix> eigh(Matrix symmetric) {
    int n = symmetric.rows();
    var a = symmetric.copy();
    for (int i = 0; i < n; i++) {
      for (int k = i + 1; k < n; k++) {
        a.set(i, k, a.get(k, i));
      }
    }
    var v = Matrix.identity(n);
    for (int sweep = 0; sweep < SWEEPS && offDiagonal(a) > 0; sweep++) {
      for (int p = 0; p < n; p++) {
        for (int q = p + 1; q < n; q++) {
          rotate(a, v, p, q);
        }
      }
    }
    var order =
        IntStream.range(0, n).boxed().sorted(Comparator.comparingDouble(i -> a.get(i, i))).toList();
    var values = Matrix.zeros(1, n);
    var vectors = Matrix.zeros(n, n);
    for (int k = 0; k < n; k++) {
      values.set(0, k, a.get(order.get(k), order.get(k)));
      for (int i = 0; i < n; i++) {
        vectors.set(i, k, v.get(i, order.get(k)));
      }
    }
    return List.of(values, vectors);
  }

  private static double offDiagonal(Matrix a) {
    double sum = 0;
    double all = 0;
    for (int i = 0; i < a.rows(); i++) {
      for (int k = 0; k < a.rows(); k++) {
        double square = a.get(i, k) * a.get(i, k);
        all += square;
        sum += i == k ? 0 : square;
      }
    }
    return sum <= 1e-34 * all ? 0 : sum;
  }

  private static void rotate(Matrix a, Matrix v, int p, int q) {
    double apq = a.get(p, q);
    if (apq == 0) {
      return;
    }
    double theta = (a.get(q, q) - a.get(p, p)) / (2 * apq);
    double t = Math.copySign(1, theta) / (Math.abs(theta) + Math.hypot(theta, 1));
    double c = 1 / Math.hypot(t, 1);
    double s = t * c;
    turnColumns(a, p, q, c, s);
    for (int k = 0; k < a.rows(); k++) {
      double x = a.get(p, k);
      double y = a.get(q, k);
      a.set(p, k, c * x - s * y);
      a.set(q, k, s * x + c * y);
    }
    turnColumns(v, p, q, c, s);
  }

  private static void turnColumns(Matrix m, int p, int q, double c, double s) {
    for (int k = 0; k < m.rows(); k++) {
      double x = m.get(k, p);
      double y = m.get(k, q);
      m.set(k, p, c * x - s * y);
      m.set(k, q, s * x + c * y);
    }
  }

  /// One-sided Jacobi: rotates columns until they are orthogonal; their lengths are the singular
  /// values.
  static List<Matrix> svd(Matrix x, boolean complete, boolean vectors) {
    if (x.rows() < x.columns()) {
      var turned = svd(x.transposed(), complete, vectors);
      return vectors
          ? List.of(turned.get(2).transposed(), turned.get(1), turned.get(0).transposed())
          : turned;
    }
    int n = x.columns();
    var u = x.copy();
    var v = Matrix.identity(n);
    boolean turning = true;
    for (int sweep = 0; sweep < SWEEPS && turning; sweep++) {
      turning = false;
      for (int p = 0; p < n; p++) {
        for (int q = p + 1; q < n; q++) {
          turning |= orthogonalise(u, v, p, q);
        }
      }
    }
    double[] lengths = IntStream.range(0, n).mapToDouble(k -> length(u, k)).toArray();
    var order =
        IntStream.range(0, n).boxed().sorted(Comparator.comparingDouble(k -> -lengths[k])).toList();
    var values = Matrix.zeros(1, n);
    order.forEach(k -> values.set(0, order.indexOf(k), lengths[k]));
    if (!vectors) {
      return List.of(values);
    }
    var left = Matrix.zeros(x.rows(), n);
    var right = Matrix.zeros(n, n);
    for (int k = 0; k < n; k++) {
      int from = order.get(k);
      for (int i = 0; i < x.rows(); i++) {
        left.set(i, k, lengths[from] == 0 ? 0 : u.get(i, from) / lengths[from]);
      }
      for (int i = 0; i < n; i++) {
        right.set(k, i, v.get(i, from));
      }
    }
    boolean deficient = n > 0 && values.get(0, n - 1) <= 1e-300;
    return List.of(
        complete || deficient ? completed(left, values, complete ? x.rows() : n) : left,
        values,
        right);
  }

  private static boolean orthogonalise(Matrix u, Matrix v, int p, int q) {
    double alpha = 0;
    double beta = 0;
    double gamma = 0;
    for (int i = 0; i < u.rows(); i++) {
      alpha += u.get(i, p) * u.get(i, p);
      beta += u.get(i, q) * u.get(i, q);
      gamma += u.get(i, p) * u.get(i, q);
    }
    if (Math.abs(gamma) <= 1e-16 * Math.sqrt(alpha * beta) || gamma == 0) {
      return false;
    }
    double zeta = (beta - alpha) / (2 * gamma);
    double t = Math.copySign(1, zeta) / (Math.abs(zeta) + Math.hypot(zeta, 1));
    double c = 1 / Math.hypot(t, 1);
    turnColumns(u, p, q, c, c * t);
    turnColumns(v, p, q, c, c * t);
    return true;
  }

  private static double length(Matrix m, int column) {
    double sum = 0;
    for (int i = 0; i < m.rows(); i++) {
      sum = Math.hypot(sum, m.get(i, column));
    }
    return sum;
  }

  /// Orthonormal columns continued to `columns` of them: unit vectors made orthogonal to those
  /// there are.
  private static Matrix completed(Matrix left, Matrix values, int columns) {
    int m = left.rows();
    var out = Matrix.zeros(m, columns);
    int unit = 0;
    for (int k = 0; k < columns; k++) {
      if (k < left.columns() && values.get(0, k) > 1e-300) {
        for (int i = 0; i < m; i++) {
          out.set(i, k, left.get(i, k));
        }
        continue;
      }
      double length = 0;
      while (length < 0.5 / Math.sqrt(m)) {
        for (int i = 0; i < m; i++) {
          out.set(i, k, i == unit ? 1 : 0);
        }
        unit++;
        subtractProjections(out, k);
        subtractProjections(out, k);
        length = length(out, k);
      }
      for (int i = 0; i < m; i++) {
        out.set(i, k, out.get(i, k) / length);
      }
    }
    return out;
  }

  private static void subtractProjections(Matrix m, int column) {
    for (int k = 0; k < column; k++) {
      double dot = 0;
      for (int i = 0; i < m.rows(); i++) {
        dot += m.get(i, k) * m.get(i, column);
      }
      for (int i = 0; i < m.rows(); i++) {
        m.set(i, column, m.get(i, column) - dot * m.get(i, k));
      }
    }
  }
}
