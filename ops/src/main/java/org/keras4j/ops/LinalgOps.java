package org.keras4j.ops;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.keras4j.ir.Numeric.TriangularSolve;
import org.keras4j.ir.Reduction.ReduceOp;
import org.keras4j.lax.Lax;
import org.keras4j.symbolic.OpCall;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.TensorType;

/// The functions of {@link Ops} on matrices: factorisations, systems, determinants.
abstract class LinalgOps extends ProductOps {
  LinalgOps() {}

  /// A tensor of matrices as floats.
  static Tensor floatMatrices(String function, Tensor x) {
    if (x.rank() < 2) {
      throw new IllegalArgumentException(
          "%s takes matrices (..., m, n). Received: shape=%s".formatted(function, x.shape()));
    }
    return inexact(x);
  }

  static Tensor squareMatrices(String function, Tensor x) {
    Tensor m = floatMatrices(function, x);
    if (m.shape().dim(-1) != m.shape().dim(-2)) {
      throw new IllegalArgumentException(
          "%s takes square matrices (..., n, n). Received: shape=%s"
              .formatted(function, x.shape()));
    }
    return m;
  }

  private static Tensor transposed(Tensor x) {
    return Contractions.swapLast(x);
  }

  private static Tensor product(Tensor x, Tensor y) {
    return Contractions.matmul(x, y, x.dtype());
  }

  static Tensor identityLike(Tensor x) {
    var index = x.type().withDType(DType.INT32);
    Tensor diagonal = Lax.eq(Lax.iota(index, x.rank() - 2), Lax.iota(index, x.rank() - 1));
    return Lax.convert(diagonal, x.dtype());
  }

  private static Tensor symmetric(Tensor x) {
    Tensor sum = Lax.add(x, transposed(x));
    return Lax.div(sum, constantLike(sum, 2));
  }

  /// {@link #cholesky(Tensor, boolean)} with the lower factor.
  public static Tensor cholesky(Tensor x) {
    return cholesky(x, false);
  }

  /// The triangular factor of positive definite matrices: `L Lᵀ = x`, or `Uᵀ U = x` if `upper`.
  ///
  /// - Input: `(..., n, n)`; Output: `(..., n, n)`, NaN where a matrix is not positive definite
  ///
  /// {@snippet :
  /// var factor = Ops.cholesky(covariance);
  /// }
  ///
  /// @throws IllegalArgumentException if the matrices are not square
  /// @see <a href="https://keras.io/api/ops/linalg/#cholesky-function">keras.ops.cholesky</a>
  public static Tensor cholesky(Tensor x, boolean upper) {
    return OpCall.of(
        "Cholesky",
        x,
        () -> Map.of("upper", upper),
        t -> {
          // What is not positive definite gives NaN below the diagonal and zeros above.
          Tensor lower = tril(Lax.cholesky(symmetric(squareMatrices("cholesky", t))));
          return upper ? transposed(lower) : lower;
        });
  }

  /// {@link #choleskyInverse(Tensor, boolean)} of a lower factor.
  public static Tensor choleskyInverse(Tensor x) {
    return choleskyInverse(x, false);
  }

  /// The inverse of the matrix whose triangular factor is given.
  ///
  /// - Input: `(..., n, n)`; Output: `(..., n, n)`
  ///
  /// {@snippet :
  /// var inverse = Ops.choleskyInverse(Ops.cholesky(covariance));
  /// }
  ///
  /// @throws IllegalArgumentException if the matrices are not square
  /// @see <a href="https://keras.io/api/ops/linalg/">keras.ops.cholesky_inverse</a>
  public static Tensor choleskyInverse(Tensor x, boolean upper) {
    return OpCall.of(
        "CholeskyInverse",
        x,
        () -> Map.of("upper", upper),
        t -> {
          Tensor a = squareMatrices("choleskyInverse", t);
          Tensor inverse = triangular(a, identityLike(a), !upper, false, false);
          return upper
              ? product(inverse, transposed(inverse))
              : product(transposed(inverse), inverse);
        });
  }

  private static Tensor triangular(
      Tensor a, Tensor b, boolean lower, boolean transpose, boolean unit) {
    return Lax.triangularSolve(a, b, new TriangularSolve(true, lower, transpose, unit));
  }

  /// Determinants.
  ///
  /// - Input: `(..., n, n)`; Output: `(...)`
  ///
  /// {@snippet :
  /// var volume = Ops.det(a);
  /// }
  ///
  /// @throws IllegalArgumentException if the matrices are not square
  /// @see <a href="https://keras.io/api/ops/linalg/#det-function">keras.ops.det</a>
  public static Tensor det(Tensor x) {
    return unary("Det", x, t -> Determinants.det(squareMatrices("det", t)));
  }

  /// Signs and logarithms of the absolute values of determinants.
  ///
  /// - Input: `(..., n, n)`; Output: two tensors `(...)`; a singular matrix has sign 0 and
  ///   logarithm -infinity
  ///
  /// {@snippet :
  /// var signAndLog = Ops.slogdet(a);
  /// }
  ///
  /// @throws IllegalArgumentException if the matrices are not square
  /// @see <a href="https://keras.io/api/ops/numpy/#slogdet-function">keras.ops.slogdet</a>
  public static List<Tensor> slogdet(Tensor x) {
    return several(
        "Slogdet",
        List.of(x),
        NO_PARAMETERS,
        in -> Determinants.signAndLog(squareMatrices("slogdet", in.getFirst())));
  }

  /// Logarithms of the absolute values of determinants.
  ///
  /// - Input: `(..., n, n)`; Output: `(...)`
  ///
  /// {@snippet :
  /// var logVolume = Ops.logdet(a);
  /// }
  ///
  /// @throws IllegalArgumentException if the matrices are not square
  /// @see <a href="https://keras.io/api/ops/linalg/">keras.ops.logdet</a>
  public static Tensor logdet(Tensor x) {
    return unary("Logdet", x, t -> Determinants.signAndLog(squareMatrices("logdet", t)).get(1));
  }

  /// Complex eigenvalues and right eigenvectors (columns of unit length) of general matrices.
  ///
  /// - Input: `(..., n, n)`; Output: `(..., n)` and `(..., n, n)`, complex64
  ///
  /// {@snippet :
  /// var valuesAndVectors = Ops.eig(a);
  /// }
  ///
  /// @throws IllegalArgumentException if the matrices are not square
  /// @see <a href="https://keras.io/api/ops/linalg/#eig-function">keras.ops.eig</a>
  public static List<Tensor> eig(Tensor x) {
    return several(
        "Eig", List.of(x), NO_PARAMETERS, in -> Lax.eig(squareMatrices("eig", in.getFirst())));
  }

  /// Eigenvalues in ascending order and orthonormal eigenvectors (columns) of symmetric matrices.
  ///
  /// - Input: `(..., n, n)`; Output: `(..., n)` and `(..., n, n)`
  ///
  /// {@snippet :
  /// var valuesAndVectors = Ops.eigh(covariance);
  /// }
  ///
  /// @throws IllegalArgumentException if the matrices are not square
  /// @see <a href="https://keras.io/api/ops/linalg/#eigh-function">keras.ops.eigh</a>
  public static List<Tensor> eigh(Tensor x) {
    return several(
        "Eigh",
        List.of(x),
        NO_PARAMETERS,
        in -> Lax.eigh(symmetric(squareMatrices("eigh", in.getFirst()))));
  }

  /// Inverse matrices.
  ///
  /// - Input: `(..., n, n)`; Output: `(..., n, n)`; a singular matrix gives infinities or NaN
  ///
  /// {@snippet :
  /// var inverse = Ops.inv(a);
  /// }
  ///
  /// @throws IllegalArgumentException if the matrices are not square
  /// @see <a href="https://keras.io/api/ops/linalg/#inv-function">keras.ops.inv</a>
  public static Tensor inv(Tensor x) {
    return unary(
        "Inv",
        x,
        t -> {
          Tensor a = squareMatrices("inv", t);
          return solution(a, identityLike(a));
        });
  }

  /// LU factorisation with partial pivoting.
  ///
  /// - Input: `(..., m, n)`; Output: both factors in one tensor `(..., m, n)` (the lower has ones
  ///   on its diagonal), and int32 pivots `(..., min(m, n))`: row `i` was exchanged with row
  ///   `pivots[i]`
  ///
  /// {@snippet :
  /// var factorsAndPivots = Ops.luFactor(a);
  /// }
  ///
  /// @throws IllegalArgumentException if the rank is less than 2
  /// @see <a href="https://keras.io/api/ops/linalg/#lufactor-function">keras.ops.lu_factor</a>
  public static List<Tensor> luFactor(Tensor x) {
    return several(
        "LuFactor",
        List.of(x),
        NO_PARAMETERS,
        in -> Lax.lu(floatMatrices("luFactor", in.getFirst())).subList(0, 2));
  }

  /// {@link #qr(Tensor, String)} with reduced factors.
  public static List<Tensor> qr(Tensor x) {
    return qr(x, "reduced");
  }

  /// Orthonormal and upper triangular factor.
  ///
  /// - Input: `(..., m, n)`; Output: `(..., m, k)` and `(..., k, n)`, with `k = min(m, n)` if
  ///   `reduced` and `k = m` if `complete`
  ///
  /// {@snippet :
  /// var factors = Ops.qr(a, "reduced");
  /// }
  ///
  /// @throws IllegalArgumentException if the rank is less than 2 or the mode is unknown
  /// @see <a href="https://keras.io/api/ops/linalg/#qr-function">keras.ops.qr</a>
  public static List<Tensor> qr(Tensor x, String mode) {
    if (!mode.equals("reduced") && !mode.equals("complete")) {
      throw new IllegalArgumentException(
          "Expected `reduced` or `complete`. Received: mode=" + mode);
    }
    return several(
        "Qr",
        List.of(x),
        () -> Map.of("mode", mode),
        in -> Lax.qr(floatMatrices("qr", in.getFirst()), mode.equals("complete")));
  }

  /// The solution of `a x = b`.
  ///
  /// - Input: `a` `(..., n, n)`; `b` `(n,)` or `(..., n, k)`
  /// - Output: shape of `b`
  ///
  /// {@snippet :
  /// var x = Ops.solve(a, b);
  /// }
  ///
  /// @throws IllegalArgumentException if the shapes do not fit
  /// @see <a href="https://keras.io/api/ops/linalg/#solve-function">keras.ops.solve</a>
  public static Tensor solve(Tensor a, Tensor b) {
    return binary("Solve", a, b, (x, y) -> system("solve", x, y, LinalgOps::solution));
  }

  /// {@link #solveTriangular(Tensor, Tensor, boolean)} with an upper triangular matrix.
  public static Tensor solveTriangular(Tensor a, Tensor b) {
    return solveTriangular(a, b, false);
  }

  /// The solution of `a x = b` where one triangle of `a` counts.
  ///
  /// - Input: `a` `(..., n, n)`; `b` `(..., n)` or `(..., n, k)`
  /// - Output: shape of `b`
  ///
  /// {@snippet :
  /// var x = Ops.solveTriangular(factor, b, true);
  /// }
  ///
  /// @throws IllegalArgumentException if the shapes do not fit
  /// @see <a
  ///   href="https://keras.io/api/ops/linalg/#solvetriangular-function">keras.ops.solve_triangular</a>
  public static Tensor solveTriangular(Tensor a, Tensor b, boolean lower) {
    return OpCall.of(
        "SolveTriangular",
        a,
        b,
        () -> Map.of("lower", lower),
        (x, y) -> system("solveTriangular", x, y, (m, v) -> triangular(m, v, lower, false, false)));
  }

  private static Tensor system(
      String function, Tensor a, Tensor b, java.util.function.BinaryOperator<Tensor> solver) {
    Tensor m = squareMatrices(function, a);
    boolean vector =
        b.rank() == 1 || (b.rank() == a.rank() - 1 && function.equals("solveTriangular"));
    if (b.rank() < 1 || b.shape().dim(vector ? -1 : -2) != m.shape().dim(-1)) {
      throw new IllegalArgumentException(
          "%s takes a (..., n, n) and b (n,) or (..., n, k). Received: a.shape=%s, b.shape=%s"
              .formatted(function, a.shape(), b.shape()));
    }
    var p = promoted(List.of(m, inexact(b)));
    Tensor right = p.get(1);
    Tensor columns = vector ? Lax.reshape(right, right.shape().concat(Shape.of(1))) : right;
    int rank = columns.rank();
    Shape batch =
        Shape.broadcast(m.shape().slice(0, m.rank() - 2), columns.shape().slice(0, rank - 2));
    Tensor left = expand(p.get(0), batch.concat(m.shape().slice(m.rank() - 2, m.rank())));
    Tensor out =
        solver.apply(left, expand(columns, batch.concat(columns.shape().slice(rank - 2, rank))));
    return vector ? Lax.reshape(out, out.shape().slice(0, out.rank() - 1)) : out;
  }

  /// The composite `solve`: `a x = b` by LU, with the derivative by the solution.
  static Tensor solution(Tensor a, Tensor b) {
    return Lax.composite(
            "solve",
            Map.of(),
            List.of(a, b),
            in -> List.of(byFactors(in.get(0), in.get(1))),
            Optional.of(
                (in, out, g) -> {
                  if (g.getFirst().isEmpty()) {
                    return List.of(Optional.empty(), Optional.empty());
                  }
                  Tensor toB = solution(transposed(in.getFirst()), g.getFirst().orElseThrow());
                  Tensor toA = Lax.neg(product(toB, transposed(out.getFirst())));
                  return List.of(Optional.of(toA), Optional.of(toB));
                }))
        .getFirst();
  }

  private static Tensor byFactors(Tensor a, Tensor b) {
    var factors = Lax.lu(a);
    Tensor rows = exchanged(b, factors.get(2));
    Tensor half = triangular(factors.getFirst(), rows, true, false, true);
    return triangular(factors.getFirst(), half, false, false, false);
  }

  /// Rows in the order of a permutation, batch by batch.
  private static Tensor exchanged(Tensor b, Tensor permutation) {
    Shape shape = b.shape();
    int rank = shape.rank();
    int n = shape.dim(-2);
    var index = new TensorType(DType.INT32, permutation.shape().concat(Shape.of(n)));
    Tensor wanted = Lax.broadcast(permutation, index.shape(), range(0, permutation.rank()));
    Tensor picks = Lax.convert(Lax.eq(wanted, Lax.iota(index, rank - 1)), b.dtype());
    return product(picks, b);
  }

  /// {@link #svd(Tensor, boolean)} with full matrices.
  public static List<Tensor> svd(Tensor x) {
    return svd(x, true);
  }

  /// Singular value decomposition `x = u diag(s) v`.
  ///
  /// - Input: `(..., m, n)`; Output: `u`, `s` in descending order, `v`: with full matrices `(...,
  ///   m, m)`, `(..., k)`, `(..., n, n)` where `k = min(m, n)`; else `(..., m, k)`, `(..., k)`,
  ///   `(..., k, n)`
  ///
  /// {@snippet :
  /// var factors = Ops.svd(a, false);
  /// }
  ///
  /// @throws IllegalArgumentException if the rank is less than 2
  /// @see <a href="https://keras.io/api/ops/linalg/#svd-function">keras.ops.svd</a>
  public static List<Tensor> svd(Tensor x, boolean fullMatrices) {
    return several(
        "SVD",
        List.of(x),
        () -> Map.of("full_matrices", fullMatrices, "compute_uv", true),
        in -> Lax.svd(floatMatrices("svd", in.getFirst()), fullMatrices, true));
  }

  /// The singular values alone, in descending order: Keras's `svd(x, compute_uv=False)`.
  ///
  /// - Input: `(..., m, n)`; Output: `(..., min(m, n))`
  ///
  /// {@snippet :
  /// var s = Ops.singularValues(a);
  /// }
  ///
  /// @throws IllegalArgumentException if the rank is less than 2
  /// @see <a href="https://keras.io/api/ops/linalg/#svd-function">keras.ops.svd</a>
  public static Tensor singularValues(Tensor x) {
    return OpCall.of(
        "SVD",
        x,
        () -> Map.of("full_matrices", false, "compute_uv", false),
        t -> Lax.svd(floatMatrices("svd", t), false, false).getFirst());
  }

  /// {@link #lstsq(Tensor, Tensor, Optional)} with the default cut-off.
  public static Tensor lstsq(Tensor a, Tensor b) {
    return lstsq(a, b, Optional.empty());
  }

  /// The `x` for which `|a x - b|` is least; of several, the shortest.
  ///
  /// - Input: `a` `(m, n)`; `b` `(m,)` or `(m, k)`
  /// - Output: `(n,)` or `(n, k)`
  ///
  /// {@snippet :
  /// var coefficients = Ops.lstsq(design, observations);
  /// }
  ///
  /// @param rcond singular values below this fraction of the largest count as 0 (the machine
  ///   epsilon times the larger size)
  /// @throws IllegalArgumentException if the shapes do not fit
  /// @see <a href="https://keras.io/api/ops/linalg/#lstsq-function">keras.ops.lstsq</a>
  public static Tensor lstsq(Tensor a, Tensor b, Optional<Double> rcond) {
    return OpCall.of(
        "Lstsq",
        a,
        b,
        () -> Map.of("rcond", rcond.<Object>map(r -> r).orElse(Optional.empty())),
        (x, y) -> {
          if (x.rank() != 2
              || y.rank() < 1
              || y.rank() > 2
              || x.shape().dim(0) != y.shape().dim(0)) {
            throw new IllegalArgumentException(
                "lstsq takes a (m, n) and b (m,) or (m, k). Received: a.shape=%s, b.shape=%s"
                    .formatted(x.shape(), y.shape()));
          }
          var p = promoted(List.of(inexact(x), inexact(y)));
          return leastSquares(p.get(0), p.get(1), rcond);
        });
  }

  private static Tensor leastSquares(Tensor a, Tensor b, Optional<Double> rcond) {
    double epsilon = machineEpsilon(a.dtype());
    int larger = Math.max(a.shape().dim(0), a.shape().dim(1));
    double fraction = rcond.map(r -> r < 0 ? epsilon : r).orElse(epsilon * larger);
    Tensor columns = b.rank() == 1 ? Lax.reshape(b, b.shape().concat(Shape.of(1))) : b;
    var f = Lax.svd(a, false, true);
    Tensor s = f.get(1);
    Tensor cutoff = ActivationOps.times(Lax.sliceAxis(s, 0, 0, 1), fraction);
    Tensor counts = Lax.and(Lax.gt(s, constantLike(s, 0)), Lax.ge(s, expand(cutoff, s.shape())));
    Tensor safe = Lax.select(counts, s, constantLike(s, 1));
    Tensor inverse = Lax.select(counts, Lax.div(constantLike(s, 1), safe), constantLike(s, 0));
    Tensor projected = product(transposed(f.get(0)), columns);
    Tensor scaled = Lax.mul(Lax.broadcast(inverse, projected.shape(), List.of(0)), projected);
    Tensor x = product(transposed(f.get(2)), scaled);
    return b.rank() == 1 ? Lax.reshape(x, x.shape().slice(0, 1)) : x;
  }

  /// The distance from 1 to the next larger number.
  static double machineEpsilon(DType dtype) {
    return switch (dtype) {
      case FLOAT64 -> Math.ulp(1.0);
      case FLOAT16 -> 1.0 / (1 << 10);
      case BFLOAT16 -> 1.0 / (1 << 7);
      case BOOL,
          UINT8,
          UINT16,
          UINT32,
          UINT64,
          INT8,
          INT16,
          INT32,
          INT64,
          FLOAT8_E4M3FN,
          FLOAT8_E5M2,
          FLOAT32,
          COMPLEX64,
          STRING ->
          Math.ulp(1.0f);
    };
  }

  /// {@link #matrixRank(Tensor, Optional)} with the default cut-off.
  public static Tensor matrixRank(Tensor x) {
    return matrixRank(x, Optional.empty());
  }

  /// The number of singular values above a cut-off.
  ///
  /// - Input: `(..., m, n)`; Output: `(...)` int32
  ///
  /// {@snippet :
  /// var rank = Ops.matrixRank(a);
  /// }
  ///
  /// @param tol the cut-off (the largest singular value times the larger size times the machine
  ///   epsilon)
  /// @throws IllegalArgumentException if the rank is less than 2
  /// @see <a href="https://keras.io/api/ops/linalg/">keras.ops.matrix_rank</a>
  public static Tensor matrixRank(Tensor x, Optional<Double> tol) {
    return OpCall.of(
        "MatrixRank",
        x,
        () -> Map.of("tol", tol.<Object>map(r -> r).orElse(Optional.empty())),
        t -> {
          Tensor s = Lax.svd(floatMatrices("matrixRank", t), false, false).getFirst();
          var last = List.of(s.rank() - 1);
          int larger = Math.max(t.shape().dim(-1), t.shape().dim(-2));
          Tensor cutoff =
              tol.map(v -> constantLike(s, v))
                  .orElseGet(
                      () ->
                          ActivationOps.times(
                              SoftmaxOps.along(ReduceOp.MAX, s, last),
                              larger * machineEpsilon(s.dtype())));
          return Lax.reduceSum(Lax.convert(Lax.gt(s, cutoff), DType.INT32), last);
        });
  }

  /// {@link #pinv(Tensor, Optional)} with the default cut-off.
  public static Tensor pinv(Tensor x) {
    return pinv(x, Optional.empty());
  }

  /// Moore-Penrose pseudoinverses.
  ///
  /// - Input: `(..., m, n)`; Output: `(..., n, m)`
  ///
  /// {@snippet :
  /// var inverse = Ops.pinv(a);
  /// }
  ///
  /// @param rcond singular values below this fraction of the largest count as 0 (ten times the
  ///   larger size times the machine epsilon)
  /// @throws IllegalArgumentException if the rank is less than 2
  /// @see <a href="https://keras.io/api/ops/linalg/">keras.ops.pinv</a>
  public static Tensor pinv(Tensor x, Optional<Double> rcond) {
    return OpCall.of(
        "Pinv",
        x,
        () -> Map.of("rcond", rcond.<Object>map(r -> r).orElse(Optional.empty())),
        t -> {
          Tensor a = floatMatrices("pinv", t);
          int larger = Math.max(a.shape().dim(-1), a.shape().dim(-2));
          return pseudoinverse(a, rcond.orElse(10 * larger * machineEpsilon(a.dtype())));
        });
  }

  /// The composite `pinv`, with the derivative by the pseudoinverse.
  private static Tensor pseudoinverse(Tensor a, double rcond) {
    return Lax.composite(
            "pinv",
            Map.of("rcond", rcond),
            List.of(a),
            in -> {
              var f = Lax.svd(in.getFirst(), false, true);
              Tensor s = f.get(1);
              int last = s.rank() - 1;
              Tensor cutoff =
                  expand(ActivationOps.times(Lax.sliceAxis(s, last, 0, 1), rcond), s.shape());
              Tensor kept =
                  Lax.select(Lax.gt(s, cutoff), s, constantLike(s, Double.POSITIVE_INFINITY));
              Tensor left = transposed(f.get(0));
              Tensor divided = Lax.div(left, Lax.broadcast(kept, left.shape(), range(0, s.rank())));
              return List.of(product(transposed(f.get(2)), divided));
            },
            ActivationOps.derivative(LinalgOps::pseudoinverseGradient))
        .getFirst();
  }

  private static Tensor pseudoinverseGradient(Tensor a, Tensor p, Tensor g) {
    Tensor pt = transposed(p);
    Tensor gt = transposed(g);
    Tensor through = Lax.neg(product(product(pt, g), pt));
    Tensor left = product(product(gt, p), pt);
    Tensor outOfRange = Lax.sub(left, product(a, product(p, left)));
    Tensor right = product(product(pt, p), gt);
    Tensor outOfRows = Lax.sub(right, product(product(right, p), a));
    return Lax.add(through, Lax.add(outOfRange, outOfRows));
  }
}
