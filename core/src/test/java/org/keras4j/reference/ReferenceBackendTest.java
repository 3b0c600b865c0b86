package org.keras4j.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.keras4j.ir.Contraction.Conv;
import org.keras4j.ir.Contraction.Layout;
import org.keras4j.ir.Numeric.FftKind;
import org.keras4j.ir.Numeric.TriangularSolve;
import org.keras4j.lax.Lax;
import org.keras4j.runtime.Backends;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.TensorType;

class ReferenceBackendTest {
  private static final ReferenceBackend BACKEND = new ReferenceBackend();

  private static Array run(java.util.function.Supplier<Tensor> f) {
    return (Array) Backends.with(BACKEND, f);
  }

  private static Array random(DType dtype, int... dims) {
    var random = new Random(7);
    var type = TensorType.of(dtype, dims);
    return Array.ofDoubles(type, random.doubles(type.size(), -1, 1).toArray());
  }

  private static void close(Array a, Array b, double tolerance) {
    assertThat(a.type()).isEqualTo(b.type());
    double[] x = a.toDoubles();
    double[] y = b.toDoubles();
    for (int i = 0; i < x.length; i++) {
      assertThat(x[i]).isCloseTo(y[i], within(tolerance));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "erf, 0.5, 0.5204998778130465",
    "erf, 3, 0.9999779095030014",
    "erfc, 5, 1.5374597944280349e-12",
    "erfInv, 0.3, 0.27246271472675443",
    "erfInv, 0.999999, 3.4589107372795",
    "lgamma, 0.1, 2.252712651734206",
    "lgamma, -1.5, 0.8600470153764810",
    "lgamma, 171, 706.5730622457874",
    "digamma, 1, -0.5772156649015329",
    "digamma, -0.5, 0.03648997397857652",
    "i0e, 1, 0.46575960759364043",
    "i0e, 100, 0.03994437929909668",
    "i1e, 3, 0.19682671329730084"
  })
  void special_functions_have_their_tabulated_values(String name, double x, double value) {
    double y =
        switch (name) {
          case "erf" -> SpecialFunctions.erf(x);
          case "erfc" -> SpecialFunctions.erfc(x);
          case "erfInv" -> SpecialFunctions.erfInv(x);
          case "lgamma" -> SpecialFunctions.lgamma(x);
          case "digamma" -> SpecialFunctions.digamma(x);
          case "i0e" -> SpecialFunctions.besselIe(0, x);
          default -> SpecialFunctions.besselIe(1, x);
        };
    assertThat(y).isCloseTo(value, within(1e-11 * Math.max(1e-6, Math.abs(value))));
  }

  @Test
  void factors_multiply_back_to_the_matrix() {
    Array a = random(DType.FLOAT64, 2, 5, 3);
    for (boolean complete : new boolean[] {false, true}) {
      close(
          run(
              () -> {
                var qr = Lax.qr(a, complete);
                return Lax.matmul(qr.get(0), qr.get(1));
              }),
          a,
          1e-13);
    }
    close(
        run(
            () -> {
              var svd = Lax.svd(a, false, true);
              var scaled =
                  Lax.mul(svd.get(0), Lax.broadcast(svd.get(1), svd.get(0).shape(), List.of(0, 2)));
              return Lax.matmul(scaled, svd.get(2));
            }),
        a,
        1e-13);
    Array square = run(() -> Lax.matmul(Lax.transpose(a, List.of(0, 2, 1)), a));
    close(
        run(
            () -> {
              var l = Lax.cholesky(square);
              return Lax.matmul(l, Lax.transpose(l, List.of(0, 2, 1)));
            }),
        square,
        1e-13);
    close(
        run(
            () -> {
              var eigh = Lax.eigh(square);
              var scaled =
                  Lax.mul(
                      eigh.get(1), Lax.broadcast(eigh.get(0), eigh.get(1).shape(), List.of(0, 2)));
              return Lax.matmul(scaled, Lax.transpose(eigh.get(1), List.of(0, 2, 1)));
            }),
        square,
        1e-13);
  }

  @Test
  void general_eigenvectors_are_stretched_by_their_eigenvalues() {
    Array a = random(DType.FLOAT32, 6, 6);
    close(
        run(
            () -> {
              var eig = Lax.eig(a);
              var stretched =
                  Lax.mul(eig.get(1), Lax.broadcast(eig.get(0), Shape.of(6, 6), List.of(1)));
              var product = Lax.matmul(Lax.convert(a, DType.COMPLEX64), eig.get(1));
              return Lax.magnitude(Lax.sub(product, stretched));
            }),
        run(() -> Lax.zeros(a.type())),
        2e-6);
  }

  @Test
  void triangular_systems_are_solved_from_either_side() {
    Array b = random(DType.FLOAT64, 4, 4);
    Array a = run(() -> Lax.add(b, Lax.full(b.type(), 3)));
    for (int i = 0; i < 16; i++) {
      var how = new TriangularSolve((i & 1) > 0, (i & 2) > 0, (i & 4) > 0, (i & 8) > 0);
      Array x = run(() -> Lax.triangularSolve(a, b, how));
      double[] t = a.toDoubles();
      for (int r = 0; r < 4; r++) {
        for (int c = 0; c < 4; c++) {
          boolean kept = r == c || (how.lower() == r > c);
          t[4 * r + c] = r == c && how.unitDiagonal() ? 1 : kept ? t[4 * r + c] : 0;
        }
      }
      Array triangle = Array.ofDoubles(a.type(), t);
      Array op = how.transpose() ? run(() -> Lax.transpose(triangle, List.of(1, 0))) : triangle;
      close(run(() -> how.left() ? Lax.matmul(op, x) : Lax.matmul(x, op)), b, 1e-9);
    }
  }

  @Test
  void fourier_transforms_come_back() {
    Array x = random(DType.FLOAT32, 2, 4, 5);
    close(
        run(() -> Lax.fft(Lax.fft(x, FftKind.RFFT, List.of(4, 5)), FftKind.IRFFT, List.of(4, 5))),
        x,
        1e-6);
  }

  @Test
  void a_convolution_in_any_layout_is_the_same_convolution() {
    Array x = random(DType.FLOAT64, 2, 6, 7, 4);
    Array k = random(DType.FLOAT64, 3, 2, 2, 6);
    var last = conv(Layout.channelsLast(2));
    var first = conv(Layout.channelsFirst(2));
    Array expected = run(() -> Lax.conv(x, k, last));
    assertThat(expected.shape()).isEqualTo(Shape.of(2, 3, 8, 6));
    close(
        run(
            () ->
                Lax.transpose(
                    Lax.conv(Lax.transpose(x, List.of(0, 3, 1, 2)), k, first),
                    List.of(0, 2, 3, 1))),
        expected,
        1e-14);
  }

  private static Conv conv(Layout layout) {
    return new Conv(
        List.of(2, 1),
        List.of(1, 1),
        List.of(1, 1),
        List.of(1, 1),
        List.of(1, 1),
        2,
        1,
        layout,
        Layout.kernel(2),
        layout);
  }

  @Test
  void sorting_is_stable_and_puts_nan_last() {
    Array x = Array.of(Shape.of(5), 2, Float.NaN, 1, 2, -0f);
    Array places = Array.ofInts(Shape.of(5), 0, 1, 2, 3, 4);
    var sorted = Backends.with(BACKEND, () -> Lax.sort(List.of(x, places), 0));
    assertThat(((Array) sorted.get(1)).toLongs()).containsExactly(4, 2, 0, 3, 1);
  }

  @Test
  void conversions_cut_saturate_and_wrap() {
    Array x = Array.of(Shape.of(5), -1.7f, 300, Float.NaN, 1e20f, 2.5f);
    assertThat(run(() -> Lax.convert(x, DType.UINT8)).toLongs()).containsExactly(0, 255, 0, 255, 2);
    assertThat(run(() -> Lax.convert(x, DType.INT8)).toLongs()).containsExactly(-1, 127, 0, 127, 2);
    Array n = Array.ofInts(Shape.of(2), 300, -1);
    assertThat(run(() -> Lax.convert(n, DType.UINT8)).toLongs()).containsExactly(44, 255);
    assertThat(run(() -> Lax.convert(x, DType.BFLOAT16)).toDoubles()[0]).isEqualTo(-1.703125);
  }

  @Test
  void eight_bit_floats_read_back_what_was_written() {
    for (DType dtype : List.of(DType.FLOAT8_E4M3FN, DType.FLOAT8_E5M2)) {
      Array bits =
          Array.ofDoubles(
              TensorType.of(DType.UINT8, 256), IntStream.range(0, 256).asDoubleStream().toArray());
      double[] values = run(() -> Lax.bitcast(bits, dtype)).toDoubles();
      Array written = Array.ofDoubles(TensorType.of(dtype, 256), values);
      double[] again = written.toDoubles();
      for (int i = 0; i < 256; i++) {
        assertThat(Double.valueOf(again[i])).isEqualTo(Double.valueOf(values[i]));
      }
    }
  }
}
