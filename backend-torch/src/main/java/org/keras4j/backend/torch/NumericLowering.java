package org.keras4j.backend.torch;

import java.util.List;
import java.util.stream.IntStream;
import org.keras4j.backend.torch.Lowering.Operand;
import org.keras4j.ir.Numeric;
import org.keras4j.ir.Numeric.Cholesky;
import org.keras4j.ir.Numeric.Collective;
import org.keras4j.ir.Numeric.Eig;
import org.keras4j.ir.Numeric.Eigh;
import org.keras4j.ir.Numeric.Fft;
import org.keras4j.ir.Numeric.Lu;
import org.keras4j.ir.Numeric.Qr;
import org.keras4j.ir.Numeric.RandomBits;
import org.keras4j.ir.Numeric.Svd;
import org.keras4j.ir.Numeric.TriangularSolve;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.TensorType;

/// Fourier transforms and factorisations. Random bits come from the reference engine, because they
/// must be the same bits everywhere; so do the factorisations whose signs and order the library
/// leaves open, and what it would give in another form.
final class NumericLowering {
  private final Assembly assembly;

  NumericLowering(Assembly assembly) {
    this.assembly = assembly;
  }

  List<Ref> lower(Numeric op, List<Operand> in, List<TensorType> results) {
    return switch (op) {
      case Fft fft -> List.of(fft(fft, in.getFirst().ref(), results.getFirst()));
      case Cholesky() -> List.of(cholesky(in.getFirst()));
      case Qr(boolean complete) ->
          assembly.calls(
              Aten.QR,
              results.stream().map(t -> new Ref(0, t.shape(), Kind.of(t.dtype()))).toList(),
              in.getFirst().ref(),
              complete ? "complete" : "reduced");
      case TriangularSolve t -> List.of(solve(t, in.get(0).ref(), in.get(1).ref()));
      case Lu _, Svd _, Eigh _, Eig _, RandomBits _, Collective _ ->
          ByReference.step(assembly, op, in, results);
    };
  }

  private Ref fft(Fft fft, Ref x, TensorType result) {
    int rank = result.rank();
    int axes = fft.lengths().size();
    long[] dims = IntStream.range(rank - axes, rank).asLongStream().toArray();
    long[] lengths = MovementLowering.longs(fft.lengths());
    return assembly.call(
        switch (fft.kind()) {
          case FFT -> Aten.FFTN;
          case IFFT -> Aten.IFFTN;
          case RFFT -> Aten.RFFTN;
          case IRFFT -> Aten.IRFFTN;
        },
        result.shape(),
        Kind.of(result.dtype()),
        x,
        lengths,
        dims);
  }

  private Ref cholesky(Operand x) {
    var shape = x.shape();
    int rank = shape.rank();
    Shape batch = shape.slice(0, rank - 2);
    var both =
        assembly.calls(
            Aten.CHOLESKY,
            List.of(new Ref(0, shape, x.ref().kind()), new Ref(0, batch, Kind.INT)),
            x.ref());
    Ref definite = assembly.call(Aten.EQ_SCALAR, batch, Kind.BOOL, both.get(1), 0L);
    Ref spread = new MovementLowering(assembly).reshape(definite, batch.concat(Shape.of(1, 1)));
    Ref nan = assembly.constant(Array.scalar(x.dtype(), Double.NaN));
    return assembly.call(Aten.WHERE, shape, x.ref().kind(), spread, both.get(0), nan);
  }

  private Ref solve(TriangularSolve t, Ref a, Ref b) {
    var order = new java.util.ArrayList<>(IntStream.range(0, a.shape().rank()).boxed().toList());
    java.util.Collections.swap(order, order.size() - 1, order.size() - 2);
    Ref matrix = t.transpose() ? new MovementLowering(assembly).permute(a, order) : a;
    return assembly.call(
        Aten.SOLVE_TRIANGULAR,
        b.shape(),
        b.kind(),
        matrix,
        b,
        t.lower() == t.transpose(),
        t.left(),
        t.unitDiagonal());
  }
}
