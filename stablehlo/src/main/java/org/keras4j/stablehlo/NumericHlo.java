package org.keras4j.stablehlo;

import java.util.List;
import org.keras4j.ir.Elementwise.CompareOp;
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
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.TensorType;

/// Whole algorithms, as far as XLA has them.
final class NumericHlo {
  private static final int[][] ROTATIONS = {{13, 15, 26, 6}, {17, 29, 16, 24}};

  private final Hlo hlo;

  NumericHlo(Hlo hlo) {
    this.hlo = hlo;
  }

  List<Value> write(Numeric op, List<Value> in, List<TensorType> out) {
    return switch (op) {
      case Fft(FftKind kind, var lengths) ->
          List.of(
              hlo.value(
                  "stablehlo.fft %s, type = %s, length = %s : %s -> %s"
                      .formatted(
                          in.getFirst().name(),
                          kind,
                          lengths,
                          HloTypes.operands(Hlo.types(in)),
                          HloTypes.of(out.getFirst())),
                  out.getFirst()));
      case Cholesky _ -> List.of(cholesky(in.getFirst()));
      case TriangularSolve solve -> List.of(solve(solve, in, out.getFirst()));
      case RandomBits(Shape shape) -> randomBits(shape, in.get(0), in.get(1));
      case Collective collective -> List.of(alone(collective, in.getFirst(), out.getFirst()));
      case Lu _, Qr _, Svd _, Eigh _, Eig _ ->
          throw new IllegalArgumentException("XLA has no " + op.print() + " of its own.");
    };
  }

  /// The factor, with zeros above the diagonal, where XLA leaves what it likes.
  private Value cholesky(Value x) {
    Value factor =
        hlo.value(
            "stablehlo.cholesky %s, lower = true : %s".formatted(x.name(), HloTypes.of(x.type())),
            x.type());
    int rank = x.shape().rank();
    TensorType places = x.type().withDType(DType.INT32);
    Value lower = hlo.compare(CompareOp.GE, hlo.iota(places, rank - 2), hlo.iota(places, rank - 1));
    return hlo.select(lower, factor, hlo.like(factor, 0));
  }

  private Value solve(TriangularSolve op, List<Value> in, TensorType out) {
    return hlo.general(
            "triangular_solve",
            in,
            "left_side = %s, lower = %s, unit_diagonal = %s, transpose_a = #stablehlo<transpose %s>"
                .formatted(
                    op.left(),
                    op.lower(),
                    op.unitDiagonal(),
                    op.transpose() ? "TRANSPOSE" : "NO_TRANSPOSE"),
            List.of(),
            List.of(out))
        .getFirst();
  }

  /// One process by itself exchanges nothing.
  private Value alone(Collective op, Value x, TensorType out) {
    if (op.size() != 1) {
      throw new IllegalArgumentException(
          "The engine xla runs one process. Received: " + op.print());
    }
    return hlo.reshape(x, out.shape());
  }

  /// Threefry-2x32 with 20 rounds, on 64-bit counters in two words.
  private List<Value> randomBits(Shape shape, Value key, Value first) {
    int n = Math.toIntExact(shape.size());
    var type = TensorType.of(DType.UINT32, n);
    Value low = word(first, 1, type);
    Value place = hlo.iota(type, 0);
    Value x1 = hlo.add(low, place);
    Value carry = hlo.convert(hlo.compare(CompareOp.LT, x1, low), DType.UINT32);
    Value x0 = hlo.add(word(first, 0, type), carry);
    Value key0 = word(key, 0, type);
    Value key1 = word(key, 1, type);
    Value parity = hlo.same("stablehlo.xor", key0, key1);
    Value key2 = hlo.same("stablehlo.xor", parity, hlo.like(parity, 0x1BD11BDA));
    Value[] keys = {key0, key1, key2};
    Value a = hlo.add(x0, key0);
    Value b = hlo.add(x1, key1);
    for (int i = 0; i < 5; i++) {
      for (int rotation : ROTATIONS[i % 2]) {
        a = hlo.add(a, b);
        b = hlo.same("stablehlo.xor", rotated(b, rotation), a);
      }
      a = hlo.add(a, keys[(i + 1) % 3]);
      b = hlo.add(hlo.add(b, keys[(i + 2) % 3]), hlo.like(b, i + 1));
    }
    return List.of(hlo.reshape(a, shape), hlo.reshape(b, shape));
  }

  private Value word(Value pair, int i, TensorType type) {
    Value one = hlo.slice(pair, List.of(i), List.of(i + 1), List.of(1));
    return hlo.broadcast(one, type.shape(), List.of(0));
  }

  private Value rotated(Value x, int bits) {
    return hlo.or(
        hlo.same("stablehlo.shift_left", x, hlo.like(x, bits)),
        hlo.same("stablehlo.shift_right_logical", x, hlo.like(x, 32 - bits)));
  }
}
