package org.keras4j.tck.parity;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.keras4j.tck.parity.Comparison.Difference;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.Elements;
import org.keras4j.tensor.Shape;

/// Holds answers that are right without being unique against what makes them right.
final class UniquenessChecks {
  /// Products gather the rounding of many terms.
  private static final double PRODUCT_SLACK = 10;

  private UniquenessChecks() {}

  /// Compares an answer to a recorded one in the way a case names.
  ///
  /// @param check `shape`, `partition`, `qr`, `svd`, `eigh` or `eig`
  /// @param x the first argument of the call
  /// @param got the answer
  /// @param want the recorded answer
  /// @param tolerance the agreement asked for
  /// @param call the case's other positional arguments and keywords, where the check needs them
  static Optional<Difference> difference(
      String check, Array x, Object got, Object want, Tolerance tolerance, Arguments call) {
    if (check.equals("shape")) {
      return shapes(got, want);
    }
    if (check.equals("partition")) {
      return partition(x, (Array) got, (Array) want, call);
    }
    List<Array> answer = arrays(got);
    List<Array> recorded = arrays(want);
    Optional<Difference> types = Optional.empty();
    for (int i = 0; i < recorded.size() && types.isEmpty(); i++) {
      types = shapes(answer.get(i), recorded.get(i));
    }
    if (types.isPresent()) {
      return types;
    }
    return switch (check) {
      case "qr" -> qr(x, answer, tolerance);
      case "svd" -> svd(x, answer, recorded, tolerance);
      case "eigh" -> eigh(x, answer, recorded, tolerance);
      case "eig" -> eig(x, answer, recorded, tolerance);
      default -> throw new MissingFunctionException("check " + check);
    };
  }

  private static List<Array> arrays(Object value) {
    return ((List<?>) value).stream().map(Array.class::cast).toList();
  }

  private static Optional<Difference> shapes(Object got, Object want) {
    Array a = (Array) got;
    Array b = (Array) want;
    return a.type().equals(b.type())
        ? Optional.empty()
        : Optional.of(
            new Difference("wanted " + b.type() + ", got " + a.type(), Double.POSITIVE_INFINITY));
  }

  /// The k-th smallest in its place, nothing larger before it, nothing smaller after it, and each
  /// index once.
  private static Optional<Difference> partition(Array x, Array got, Array want, Arguments call) {
    Optional<Difference> types = shapes(got, want);
    if (types.isPresent()) {
      return types;
    }
    int axis = x.shape().axis(call.integer("axis"));
    int n = x.shape().dim(axis);
    int kth = Math.floorMod(call.integer("kth"), n);
    int step = x.shape().strides()[axis];
    boolean indices = !got.dtype().isFloat();
    Elements values = x.elements();
    Elements answer = got.elements();
    for (int start : lineStarts(x.shape(), axis)) {
      var line = new double[n];
      for (int i = 0; i < n; i++) {
        int at = start + i * step;
        line[i] =
            indices
                ? values.getDouble(start + (int) answer.getLong(at) * step)
                : answer.getDouble(at);
      }
      for (int i = 0; i < n; i++) {
        if (i < kth ? line[i] > line[kth] : line[i] < line[kth]) {
          return Optional.of(
              new Difference(
                  "element " + i + " is on the wrong side of element " + kth,
                  Double.POSITIVE_INFINITY));
        }
      }
      if (indices && distinct(answer, start, step, n) < n) {
        return Optional.of(new Difference("an index occurs twice", Double.POSITIVE_INFINITY));
      }
    }
    return Optional.empty();
  }

  private static long distinct(Elements answer, int start, int step, int n) {
    return java.util.stream.IntStream.range(0, n)
        .mapToLong(i -> answer.getLong(start + i * step))
        .distinct()
        .count();
  }

  private static List<Integer> lineStarts(Shape shape, int axis) {
    int[] strides = shape.strides();
    List<Integer> starts = new ArrayList<>();
    for (int i = 0; i < shape.size(); i++) {
      if (i / strides[axis] % shape.dim(axis) == 0) {
        starts.add(i);
      }
    }
    return starts;
  }

  private static Optional<Difference> qr(Array x, List<Array> answer, Tolerance tolerance) {
    for (int b = 0; b < Matrix.batches(x); b++) {
      Matrix q = Matrix.of(answer.get(0), b);
      Matrix r = Matrix.of(answer.get(1), b);
      Optional<Difference> difference =
          first(
              near("q r", q.times(r), Matrix.of(x, b), tolerance),
              near("qᵀ q", q.adjoint().times(q), Matrix.identity(q.columns()), tolerance),
              near(
                  "r below its diagonal",
                  r.lower(),
                  Matrix.zeros(r.rows(), r.columns()),
                  tolerance));
      if (difference.isPresent()) {
        return difference;
      }
    }
    return Optional.empty();
  }

  private static Optional<Difference> svd(
      Array x, List<Array> answer, List<Array> recorded, Tolerance tolerance) {
    Optional<Difference> values =
        Comparison.tensors("s", answer.get(1), recorded.get(1), tolerance);
    for (int b = 0; b < Matrix.batches(x) && values.isEmpty(); b++) {
      Matrix u = Matrix.of(answer.get(0), b);
      Matrix vt = Matrix.of(answer.get(2), b);
      Matrix s = Matrix.diagonal(answer.get(1), b);
      int rank = s.rows();
      values =
          first(
              near(
                  "u s vᵀ",
                  u.firstColumns(rank).times(s).times(vt.firstRows(rank)),
                  Matrix.of(x, b),
                  tolerance),
              near("uᵀ u", u.adjoint().times(u), Matrix.identity(u.columns()), tolerance),
              near("vᵀ v", vt.times(vt.adjoint()), Matrix.identity(vt.rows()), tolerance));
    }
    return values;
  }

  private static Optional<Difference> eigh(
      Array x, List<Array> answer, List<Array> recorded, Tolerance tolerance) {
    Optional<Difference> values =
        Comparison.tensors("w", answer.get(0), recorded.get(0), tolerance);
    for (int b = 0; b < Matrix.batches(x) && values.isEmpty(); b++) {
      Matrix v = Matrix.of(answer.get(1), b);
      Matrix w = Matrix.diagonal(answer.get(0), b);
      // like the routine itself, the check reads one triangle only
      values =
          near(
              "v w vᵀ",
              v.times(w).times(v.adjoint()),
              Matrix.of(x, b).symmetricFromLower(),
              tolerance);
    }
    return values;
  }

  private static Optional<Difference> eig(
      Array x, List<Array> answer, List<Array> recorded, Tolerance tolerance) {
    for (int b = 0; b < Matrix.batches(x); b++) {
      Matrix v = Matrix.of(answer.get(1), b);
      Matrix w = Matrix.diagonal(answer.get(0), b);
      Matrix wanted = Matrix.diagonal(recorded.get(0), b);
      Optional<Difference> difference =
          first(
              near("the eigenvalues", w.matched(wanted), wanted, tolerance),
              near("x v", Matrix.of(x, b).times(v), v.times(w), tolerance));
      if (difference.isPresent()) {
        return difference;
      }
    }
    return Optional.empty();
  }

  @SafeVarargs
  private static Optional<Difference> first(Optional<Difference>... differences) {
    for (Optional<Difference> difference : differences) {
      if (difference.isPresent()) {
        return difference;
      }
    }
    return Optional.empty();
  }

  private static Optional<Difference> near(
      String what, Matrix got, Matrix want, Tolerance tolerance) {
    double scale = Math.max(1, want.largest());
    double allowed = PRODUCT_SLACK * (tolerance.atol() + tolerance.rtol() * scale);
    double distance = got.distance(want);
    return distance <= allowed
        ? Optional.empty()
        : Optional.of(
            new Difference(
                what + " is off by " + distance + ", allowed " + allowed, distance / allowed));
  }
}
