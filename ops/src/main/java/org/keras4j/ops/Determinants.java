package org.keras4j.ops;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.keras4j.ir.Reduction.ReduceOp;
import org.keras4j.lax.Lax;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.TensorType;

/// Determinants of square matrices of floats.
final class Determinants {
  private Determinants() {}

  /// Up to three rows by the formula, which is exact for singular matrices too.
  static Tensor det(Tensor x) {
    return switch (x.shape().dim(-1)) {
      case 0 -> Lax.full(x.type().withShape(x.shape().slice(0, x.rank() - 2)), 1);
      case 1 -> entry(x, 0, 0);
      case 2 -> Lax.sub(entries(x, 0, 1), entries(x, 1, 0));
      case 3 -> {
        Tensor even =
            Lax.add(Lax.add(entries(x, 0, 1, 2), entries(x, 1, 2, 0)), entries(x, 2, 0, 1));
        Tensor odd =
            Lax.add(Lax.add(entries(x, 2, 1, 0), entries(x, 0, 2, 1)), entries(x, 1, 0, 2));
        yield Lax.sub(even, odd);
      }
      default -> general(x);
    };
  }

  private static Tensor entry(Tensor x, int row, int column) {
    return Picks.at(Picks.at(x, row, x.rank() - 2), column, x.rank() - 2);
  }

  /// The product of one entry per row.
  private static Tensor entries(Tensor x, int... columns) {
    Tensor out = entry(x, 0, columns[0]);
    for (int row = 1; row < columns.length; row++) {
      out = Lax.mul(out, entry(x, row, columns[row]));
    }
    return out;
  }

  private static Tensor general(Tensor x) {
    var signAndLog = signAndLog(x);
    return Lax.mul(signAndLog.get(0), Lax.exp(signAndLog.get(1)));
  }

  /// The composite `slogdet`: sign and logarithm of the absolute value, by LU; the derivative of
  /// the logarithm is the inverse, transposed.
  static List<Tensor> signAndLog(Tensor x) {
    return Lax.composite(
        "slogdet",
        Map.of(),
        List.of(x),
        in -> byFactors(in.getFirst()),
        Optional.of(
            (in, _, g) ->
                List.of(
                    g.get(1)
                        .map(
                            v -> {
                              Tensor a = Contractions.swapLast(in.getFirst());
                              Tensor scaled =
                                  Lax.mul(
                                      identity(a),
                                      Lax.broadcast(v, a.shape(), OpsBase.range(0, v.rank())));
                              return LinalgOps.solution(a, scaled);
                            }))));
  }

  private static Tensor identity(Tensor x) {
    return Lax.convert(onDiagonal(x), x.dtype());
  }

  private static Tensor onDiagonal(Tensor x) {
    var index = x.type().withDType(DType.INT32);
    return Lax.eq(Lax.iota(index, x.rank() - 2), Lax.iota(index, x.rank() - 1));
  }

  private static List<Tensor> byFactors(Tensor x) {
    var factors = Lax.lu(x);
    Tensor packed = factors.getFirst();
    var last = List.of(x.rank() - 2);
    Tensor diagonal =
        Lax.reduceSum(
            Lax.select(onDiagonal(x), packed, OpsBase.constantLike(packed, 0)),
            List.of(x.rank() - 1));
    Tensor pivots = factors.get(1);
    Tensor places = Lax.iota(new TensorType(DType.INT32, pivots.shape()), pivots.rank() - 1);
    Tensor exchanged = Lax.ne(pivots, places);
    Tensor flips = Lax.convert(exchanged, x.dtype());
    Tensor one = OpsBase.constantLike(flips, 1);
    Tensor parity = Lax.sub(one, Lax.add(flips, flips));
    Tensor sign = Lax.reduce(ReduceOp.PROD, Lax.mul(parity, Lax.sign(diagonal)), last);
    Tensor log = Lax.reduceSum(Lax.log(Lax.abs(diagonal)), last);
    return List.of(sign, log);
  }
}
