package org.keras4j.transform;

import static org.keras4j.lax.Lax.add;
import static org.keras4j.lax.Lax.div;
import static org.keras4j.lax.Lax.matmul;
import static org.keras4j.lax.Lax.mul;
import static org.keras4j.lax.Lax.neg;
import static org.keras4j.lax.Lax.select;
import static org.keras4j.lax.Lax.sub;
import static org.keras4j.transform.Axes.swapLast;

import java.util.List;
import java.util.Optional;
import org.keras4j.ir.Numeric.TriangularSolve;
import org.keras4j.lax.Lax;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.TensorType;

/// Tangents of factorisations, as JAX takes them; each is linear in the operand's tangent, so the
/// cotangents are their transposes.
///
/// Follows Giles, "An extended collection of matrix derivative results" (2008), Murray (2016) for
/// Cholesky, and Townsend, "Differentiating the QR decomposition" (2018).
final class LinearAlgebraJvp {
  private LinearAlgebraJvp() {}

  private static Tensor row(Tensor x) {
    return Lax.iota(x.type().withDType(DType.INT32), x.rank() - 2);
  }

  private static Tensor column(Tensor x) {
    return Lax.iota(x.type().withDType(DType.INT32), x.rank() - 1);
  }

  /// The lower triangle, with or without the diagonal.
  static Tensor lower(Tensor x, boolean diagonal) {
    var keep = diagonal ? Lax.ge(row(x), column(x)) : Lax.gt(row(x), column(x));
    return select(keep, x, Lax.zeros(x.type()));
  }

  /// The upper triangle, with or without the diagonal.
  static Tensor upper(Tensor x, boolean diagonal) {
    var keep = diagonal ? Lax.le(row(x), column(x)) : Lax.lt(row(x), column(x));
    return select(keep, x, Lax.zeros(x.type()));
  }

  private static Tensor identity(Tensor like) {
    return Lax.convert(Lax.eq(row(like), column(like)), like.dtype());
  }

  private static Tensor number(Tensor like, double value) {
    return Lax.full(like.type(), value);
  }

  private static Tensor diagonal(Tensor x) {
    return Lax.reduceSum(mul(x, identity(x)), List.of(x.rank() - 1));
  }

  /// A vector repeated as every row.
  private static Tensor asRows(Tensor vector, TensorType matrix) {
    return Lax.broadcast(
        vector, matrix.shape(), Axes.without(matrix.rank(), List.of(matrix.rank() - 2)));
  }

  /// A vector repeated as every column.
  private static Tensor asColumns(Tensor vector, TensorType matrix) {
    return Lax.broadcast(vector, matrix.shape(), Axes.range(matrix.rank() - 1));
  }

  private static Tensor solve(
      Tensor a, Tensor b, boolean left, boolean lower, boolean transpose, boolean unit) {
    return Lax.triangularSolve(a, b, new TriangularSolve(left, lower, transpose, unit));
  }

  /// The symmetric matrix whose lower triangle is x's.
  private static Tensor symmetric(Tensor x) {
    return add(lower(x, true), swapLast(lower(x, false)));
  }

  static Tensor cholesky(Tensor l, Tensor dx) {
    var right = solve(l, symmetric(dx), false, true, true, false);
    var middle = solve(l, right, true, true, false, false);
    var half = div(lower(middle, true), add(number(middle, 1), identity(middle)));
    return matmul(l, half);
  }

  static Tensor lu(Tensor packed, Tensor permutation, Tensor dx) {
    int rank = packed.rank();
    int m = packed.shape().dim(-2);
    int n = packed.shape().dim(-1);
    int k = Math.min(m, n);
    var square = packed.type().withShape(packed.shape().with(-1, m));
    var wide = packed.type().withShape(packed.shape().with(-2, n));
    var left = lower(Lax.sliceAxis(packed, rank - 1, 0, k), false);
    var l = add(grown(left, rank - 1, m - k), identity(Lax.zeros(square)));
    var top = upper(Lax.sliceAxis(packed, rank - 2, 0, k), true);
    var beyond = Lax.ge(row(Lax.zeros(wide)), Lax.full(wide.withDType(DType.INT32), k));
    var u =
        add(
            grown(top, rank - 2, n - k),
            select(beyond, identity(Lax.zeros(wide)), Lax.zeros(wide)));
    var rows = Lax.zeros(square);
    var exchange =
        Lax.convert(
            Lax.eq(asColumns(permutation, square.withDType(DType.INT32)), column(rows)),
            packed.dtype());
    var la = solve(l, matmul(exchange, dx), true, true, false, true);
    var lau = solve(u, la, false, false, false, false);
    return add(matmul(l, lower(lau, false)), matmul(upper(lau, true), u));
  }

  private static Tensor grown(Tensor x, int axis, int by) {
    if (by == 0) {
      return x;
    }
    int[] high = new int[x.rank()];
    high[axis] = by;
    var zeros = Axes.repeat(0, x.rank());
    return Lax.pad(x, Lax.scalar(x.dtype(), 0), zeros, Axes.list(high), zeros);
  }

  static List<Tensor> qr(Tensor x, Tensor q, Tensor r, Tensor dx, boolean complete) {
    int rank = x.rank();
    int m = x.shape().dim(-2);
    int n = x.shape().dim(-1);
    if (complete && m > n) {
      throw Refusal.of(
          "qr[complete] of " + x.type(),
          "the columns beyond the operand's are not determined by it; ask for the reduced factors");
    }
    if (m >= n) {
      return thinQr(q, r, dx);
    }
    var thin = thinQr(q, Lax.sliceAxis(r, rank - 1, 0, m), Lax.sliceAxis(dx, rank - 1, 0, m));
    var rest =
        add(
            matmul(swapLast(thin.get(0)), Lax.sliceAxis(x, rank - 1, m, n)),
            matmul(swapLast(q), Lax.sliceAxis(dx, rank - 1, m, n)));
    return List.of(thin.get(0), Lax.concatenate(List.of(thin.get(1), rest), rank - 1));
  }

  private static List<Tensor> thinQr(Tensor q, Tensor r, Tensor dx) {
    var dxOverR = solve(r, dx, false, false, false, false);
    var projected = matmul(swapLast(q), dxOverR);
    var low = lower(projected, false);
    var skew = sub(low, swapLast(low));
    var dq = add(matmul(q, sub(skew, projected)), dxOverR);
    return List.of(dq, matmul(sub(projected, skew), r));
  }

  static List<Tensor> eigh(Tensor w, Tensor v, Tensor dx) {
    var unit = identity(v);
    var gaps = add(unit, sub(asRows(w, v.type()), asColumns(w, v.type())));
    var inverse = sub(div(number(v, 1), gaps), unit);
    var turned = matmul(matmul(swapLast(v), symmetric(dx)), v);
    return List.of(diagonal(turned), matmul(v, mul(inverse, turned)));
  }

  static Tensor singularValues(Tensor u, Tensor vt, Tensor dx) {
    return diagonal(matmul(matmul(swapLast(u), dx), swapLast(vt)));
  }

  static List<Tensor> svd(Tensor u, Tensor s, Tensor vt, Tensor dx) {
    var v = swapLast(vt);
    var ut = swapLast(u);
    int m = dx.shape().dim(-2);
    int n = dx.shape().dim(-1);
    var ds = matmul(matmul(ut, dx), v);
    var rows = asRows(s, ds.type());
    var columns = asColumns(s, ds.type());
    var unit = identity(ds);
    var gaps = add(mul(add(rows, columns), sub(rows, columns)), unit);
    var f = sub(div(number(ds, 1), gaps), unit);
    var dss = mul(rows, ds);
    var sds = mul(columns, ds);
    var isZero = Lax.convert(Lax.eq(s, number(s, 0)), s.dtype());
    var inverse = sub(div(number(s, 1), add(s, isZero)), isZero);
    var halves = mul(number(ds, 0.5), sub(ds, swapLast(ds)));
    var onDiagonal = mul(halves, mul(asColumns(inverse, ds.type()), unit));
    Tensor du = matmul(u, add(mul(f, add(dss, swapLast(dss))), onDiagonal));
    Tensor dv = matmul(v, mul(f, add(sds, swapLast(sds))));
    if (m > n) {
      var image = matmul(dx, v);
      var outside = sub(image, matmul(u, matmul(ut, image)));
      du = add(du, div(outside, asRows(s, outside.type())));
    }
    if (n > m) {
      var image = matmul(swapLast(dx), u);
      var outside = sub(image, matmul(v, matmul(vt, image)));
      dv = add(dv, div(outside, asRows(s, outside.type())));
    }
    return List.of(du, diagonal(ds), swapLast(dv));
  }

  /// Cotangents of a triangular system's operands.
  static List<Optional<Tensor>> triangularSolve(TriangularSolve op, Application a) {
    var back =
        Lax.triangularSolve(
            a.x(),
            a.g(),
            new TriangularSolve(op.left(), op.lower(), !op.transpose(), op.unitDiagonal()));
    return a.two(
        () -> {
          // op(a) x = b gives -b̄ xᵀ for op(a); x op(a) = b gives -xᵀ b̄.
          var x = a.result();
          var full = op.left() ? matmul(back, swapLast(x)) : matmul(swapLast(x), back);
          var turned = neg(op.transpose() ? swapLast(full) : full);
          return op.lower() ? lower(turned, !op.unitDiagonal()) : upper(turned, !op.unitDiagonal());
        },
        () -> back);
  }

  /// The tangent of a triangular system's solution.
  static Tensor triangularSolve(
      TriangularSolve op, Tensor a, Tensor x, Optional<Tensor> da, Optional<Tensor> db) {
    Optional<Tensor> moved =
        da.map(
            t -> {
              var part = op.lower() ? lower(t, !op.unitDiagonal()) : upper(t, !op.unitDiagonal());
              var turned = op.transpose() ? swapLast(part) : part;
              return neg(op.left() ? matmul(turned, x) : matmul(x, turned));
            });
    var right =
        moved.isPresent() && db.isPresent()
            ? add(moved.get(), db.get())
            : moved.or(() -> db).orElseThrow();
    return Lax.triangularSolve(a, right, op);
  }
}
