package org.keras4j.transform;

import java.util.List;
import java.util.Optional;
import org.keras4j.ir.Numeric;
import org.keras4j.lax.Lax;
import org.keras4j.tensor.Tensor;

/// Cotangents of whole algorithms: those of factorisations are the transposes of their tangents.
final class NumericVjp {
  private NumericVjp() {}

  static List<Optional<Tensor>> rule(Numeric op, Application a) {
    return switch (op) {
      case Numeric.Fft fft -> a.one(() -> FftVjp.rule(fft, a.g()));
      case Numeric.Cholesky _,
          Numeric.Lu _,
          Numeric.Qr _,
          Numeric.Svd _,
          Numeric.Eigh _,
          Numeric.Eig _ ->
          Linear.transpose(
              t -> tangents(op, a.in(), a.out(), t.getFirst()), a.inTypes(), a.cotangents());
      case Numeric.TriangularSolve solve -> LinearAlgebraJvp.triangularSolve(solve, a);
      case Numeric.RandomBits _ -> a.none();
      case Numeric.Collective collective ->
          switch (collective.op()) {
            case ALL_SUM -> a.one(() -> Lax.collective(a.g(), collective));
            case ALL_MAX, ALL_GATHER, BROADCAST ->
                throw Refusal.of(
                    collective.print(), "only the sum over processes has a derivative");
          };
    };
  }

  /// The tangents of a factorisation's results, those of integers as zeros.
  static List<Tensor> tangents(Numeric op, List<Tensor> in, List<Tensor> out, Tensor dx) {
    var x = in.getFirst();
    return switch (op) {
      case Numeric.Cholesky _ -> List.of(LinearAlgebraJvp.cholesky(out.getFirst(), dx));
      case Numeric.Lu _ ->
          List.of(
              LinearAlgebraJvp.lu(out.getFirst(), out.get(2), dx),
              Lax.zeros(out.get(1).type()),
              Lax.zeros(out.get(2).type()));
      case Numeric.Qr(boolean complete) ->
          LinearAlgebraJvp.qr(x, out.get(0), out.get(1), dx, complete);
      case Numeric.Svd(boolean complete, boolean vectors) -> svd(x, out, dx, complete, vectors);
      case Numeric.Eigh _ -> LinearAlgebraJvp.eigh(out.get(0), out.get(1), dx);
      case Numeric.Eig _ ->
          throw Refusal.of(
              "eig", "eigenvectors of general matrices are not determined by the operand");
      case Numeric.Fft _, Numeric.TriangularSolve _, Numeric.RandomBits _, Numeric.Collective _ ->
          throw new IllegalArgumentException("Expected a factorisation. Received: " + op.print());
    };
  }

  private static List<Tensor> svd(
      Tensor x, List<Tensor> out, Tensor dx, boolean complete, boolean vectors) {
    if (!vectors) {
      var full = Lax.svd(x, false, true);
      return List.of(LinearAlgebraJvp.singularValues(full.get(0), full.get(2), dx));
    }
    if (complete && x.shape().dim(-1) != x.shape().dim(-2)) {
      throw Refusal.of(
          "svd[complete] of " + x.type(),
          "the vectors beyond the singular values are not determined by it; ask for the reduced factors");
    }
    return LinearAlgebraJvp.svd(out.get(0), out.get(1), out.get(2), dx);
  }
}
