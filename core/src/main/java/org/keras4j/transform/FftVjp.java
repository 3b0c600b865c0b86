package org.keras4j.transform;

import static org.keras4j.lax.Lax.mul;

import java.util.List;
import org.keras4j.ir.Numeric.Fft;
import org.keras4j.ir.Numeric.FftKind;
import org.keras4j.lax.Lax;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.Tensor;

/// Cotangents of Fourier transforms. The spectrum of a real signal holds each frequency once, but
/// the signal all but the first (and for an even length the last) twice.
final class FftVjp {
  private FftVjp() {}

  static Tensor rule(Fft op, Tensor g) {
    return switch (op.kind()) {
      case FFT, IFFT -> Lax.fft(g, op.kind(), op.lengths());
      case RFFT -> {
        var halved = mul(ElementwiseVjp.conjugate(g), weights(g.shape(), op.lengths(), 0.5));
        var back = Lax.fft(halved, FftKind.IRFFT, op.lengths());
        yield mul(Lax.full(back.type(), size(op.lengths())), back);
      }
      case IRFFT -> {
        var spectrum = Lax.fft(g, FftKind.RFFT, op.lengths());
        var doubled = mul(spectrum, weights(spectrum.shape(), op.lengths(), 2));
        yield ElementwiseVjp.conjugate(
            mul(Lax.full(doubled.type(), 1 / size(op.lengths())), doubled));
      }
    };
  }

  private static double size(List<Integer> lengths) {
    return lengths.stream().mapToDouble(n -> n).reduce(1, (a, b) -> a * b);
  }

  private static Tensor weights(Shape spectrum, List<Integer> lengths, double paired) {
    int n = spectrum.dim(-1);
    float[] values = new float[n];
    java.util.Arrays.fill(values, (float) paired);
    values[0] = 1;
    if (lengths.getLast() % 2 == 0) {
      values[n - 1] = 1;
    }
    return Lax.broadcast(
        Lax.convert(Array.of(Shape.of(n), values), DType.COMPLEX64),
        spectrum,
        List.of(spectrum.rank() - 1));
  }
}
