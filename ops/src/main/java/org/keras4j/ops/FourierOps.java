package org.keras4j.ops;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.keras4j.ir.Numeric.FftKind;
import org.keras4j.ir.Reduction.ReduceOp;
import org.keras4j.lax.Lax;
import org.keras4j.symbolic.Arguments;
import org.keras4j.symbolic.OpCall;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.TensorType;
import org.keras4j.tensor.Tree;

/// The functions of {@link Ops} about frequencies. Complex numbers are pairs of tensors, as in
/// Keras: real and imaginary parts.
abstract class FourierOps extends LinalgOps {
  FourierOps() {}

  private static Tensor complex(String function, Tensor real, Tensor imaginary) {
    if (!real.shape().equals(imaginary.shape())) {
      throw new IllegalArgumentException(
          "%s takes real and imaginary parts of one shape. Received: real.shape=%s, imag.shape=%s"
              .formatted(function, real.shape(), imaginary.shape()));
    }
    if (!real.dtype().isFloat() || !imaginary.dtype().isFloat()) {
      throw new IllegalArgumentException(
          "%s takes floats. Received: real.dtype=%s, imag.dtype=%s"
              .formatted(function, real.dtype(), imaginary.dtype()));
    }
    return Lax.complex(as(real, DType.FLOAT32), as(imaginary, DType.FLOAT32));
  }

  private static List<Tensor> parts(Tensor x) {
    return List.of(Lax.real(x), Lax.imaginary(x));
  }

  private static List<Tensor> ofPair(
      String className,
      Tensor real,
      Tensor imaginary,
      java.util.function.Supplier<Map<String, Object>> parameters,
      UnaryOperator<Tensor> body) {
    return OpCall.of(
            className,
            Arguments.of(List.of(real, imaginary)),
            parameters,
            a -> {
              var in = a.tensors();
              return Tree.sequence(parts(body.apply(complex(className, in.get(0), in.get(1)))));
            })
        .flatten();
  }

  /// Discrete Fourier transform along the last axis.
  ///
  /// - Output: real and imaginary parts, of the operands' shape
  ///
  /// {@snippet :
  /// var spectrum = Ops.fft(real, imaginary);
  /// }
  ///
  /// @throws IllegalArgumentException if the parts differ in shape or are not floats
  /// @see <a href="https://keras.io/api/ops/fft/">keras.ops.fft</a>
  public static List<Tensor> fft(Tensor real, Tensor imaginary) {
    return ofPair(
        "FFT",
        real,
        imaginary,
        NO_PARAMETERS,
        x -> Lax.fft(x, FftKind.FFT, List.of(x.shape().dim(-1))));
  }

  /// Discrete Fourier transform along the last two axes.
  ///
  /// - Output: real and imaginary parts, of the operands' shape
  ///
  /// {@snippet :
  /// var spectrum = Ops.fft2(real, imaginary);
  /// }
  ///
  /// @throws IllegalArgumentException if the parts differ in shape or are not floats
  /// @see <a href="https://keras.io/api/ops/fft/">keras.ops.fft2</a>
  public static List<Tensor> fft2(Tensor real, Tensor imaginary) {
    return ofPair("FFT2", real, imaginary, NO_PARAMETERS, x -> plane(x, FftKind.FFT));
  }

  /// Inverse of {@link #fft2}.
  ///
  /// {@snippet :
  /// var image = Ops.ifft2(real, imaginary);
  /// }
  ///
  /// @throws IllegalArgumentException if the parts differ in shape or are not floats
  /// @see <a href="https://keras.io/api/ops/fft/">keras.ops.ifft2</a>
  public static List<Tensor> ifft2(Tensor real, Tensor imaginary) {
    return ofPair("IFFT2", real, imaginary, NO_PARAMETERS, x -> plane(x, FftKind.IFFT));
  }

  private static Tensor plane(Tensor x, FftKind kind) {
    if (x.rank() < 2) {
      throw new IllegalArgumentException(
          "Transforms of planes take a rank of 2 or more. Received: shape=" + x.shape());
    }
    return Lax.fft(x, kind, List.of(x.shape().dim(-2), x.shape().dim(-1)));
  }

  /// {@link #rfft(Tensor, int)} of the length of the last axis.
  public static List<Tensor> rfft(Tensor x) {
    return halfSpectrum(x, Optional.empty());
  }

  /// The first half of the Fourier transform of real numbers along the last axis, which is cut or
  /// filled with zeros to `fftLength`.
  ///
  /// - Output: real and imaginary parts; the last axis has `fftLength / 2 + 1` elements
  ///
  /// {@snippet :
  /// var spectrum = Ops.rfft(signal, 512);
  /// }
  ///
  /// @see <a href="https://keras.io/api/ops/fft/">keras.ops.rfft</a>
  public static List<Tensor> rfft(Tensor x, int fftLength) {
    return halfSpectrum(x, Optional.of(fftLength));
  }

  private static Object parameter(Optional<Integer> value) {
    return value.<Object>map(Integer::longValue).orElse(Optional.empty());
  }

  private static List<Tensor> halfSpectrum(Tensor x, Optional<Integer> fftLength) {
    return several(
        "RFFT",
        List.of(x),
        () -> Map.of("fft_length", parameter(fftLength)),
        in -> parts(realToComplex(in.getFirst(), fftLength)));
  }

  private static Tensor realToComplex(Tensor x, Optional<Integer> fftLength) {
    if (x.rank() < 1 || fftLength.orElse(1) < 1) {
      throw new IllegalArgumentException(
          "rfft takes a rank of 1 or more and a positive length. Received: shape=%s, fft_length=%s"
              .formatted(x.shape(), fftLength));
    }
    Tensor signal = as(inexact(x), DType.FLOAT32);
    int length = fftLength.orElse(x.shape().dim(-1));
    return Lax.fft(resized(signal, length), FftKind.RFFT, List.of(length));
  }

  /// The last axis cut or filled with zeros.
  private static Tensor resized(Tensor x, int size) {
    int axis = x.rank() - 1;
    int now = x.shape().dim(axis);
    return size <= now ? Lax.sliceAxis(x, axis, 0, size) : Picks.padAxis(x, axis, 0, size - now);
  }

  /// {@link #irfft(Tensor, Tensor, int)} of the even length that fits.
  public static Tensor irfft(Tensor real, Tensor imaginary) {
    return fromHalfSpectrum(real, imaginary, Optional.empty());
  }

  /// Inverse of {@link #rfft}: the real signal of half a spectrum.
  ///
  /// - Output: the last axis has `fftLength` elements
  ///
  /// {@snippet :
  /// var signal = Ops.irfft(real, imaginary, 512);
  /// }
  ///
  /// @throws IllegalArgumentException if the parts differ in shape or are not floats
  /// @see <a href="https://keras.io/api/ops/fft/">keras.ops.irfft</a>
  public static Tensor irfft(Tensor real, Tensor imaginary, int fftLength) {
    return fromHalfSpectrum(real, imaginary, Optional.of(fftLength));
  }

  private static Tensor fromHalfSpectrum(
      Tensor real, Tensor imaginary, Optional<Integer> fftLength) {
    return OpCall.of(
            "IRFFT",
            Arguments.of(List.of(real, imaginary)),
            () -> Map.of("fft_length", parameter(fftLength)),
            a -> {
              var in = a.tensors();
              Tensor x = complex("irfft", in.get(0), in.get(1));
              int length = fftLength.orElse(2 * (x.shape().dim(-1) - 1));
              return Tree.leaf(complexToReal(x, length));
            })
        .single();
  }

  private static Tensor complexToReal(Tensor x, int length) {
    return Lax.fft(resized(x, length / 2 + 1), FftKind.IRFFT, List.of(length));
  }

  /// Windows of the last axis, one every `sequenceStride` elements.
  ///
  /// - Input: `(..., n)`
  /// - Output: `(..., 1 + (n - sequenceLength) / sequenceStride, sequenceLength)`
  ///
  /// {@snippet :
  /// var frames = Ops.extractSequences(signal, 256, 128);
  /// }
  ///
  /// @throws IllegalArgumentException if the axis is shorter than a window
  /// @see <a href="https://keras.io/api/ops/fft/">keras.ops.extract_sequences</a>
  public static Tensor extractSequences(Tensor x, int sequenceLength, int sequenceStride) {
    return OpCall.of(
        "ExtractSequences",
        x,
        () ->
            Map.of(
                "sequence_length", (long) sequenceLength, "sequence_stride", (long) sequenceStride),
        t -> frames(strong(t), sequenceLength, sequenceStride));
  }

  private static Tensor frames(Tensor x, int length, int stride) {
    if (x.rank() < 1 || length < 1 || stride < 1) {
      throw new IllegalArgumentException(
          "Windows need a rank of 1 or more, and positive length and stride. Received: shape=%s, sequence_length=%d, sequence_stride=%d"
              .formatted(x.shape(), length, stride));
    }
    int n = x.shape().dim(-1);
    if (n < length) {
      return Lax.zeros(x.type().withShape(x.shape().with(-1, 0).concat(Shape.of(length))));
    }
    int count = 1 + (n - length) / stride;
    int[] places = new int[count * length];
    for (int i = 0; i < places.length; i++) {
      places[i] = i / length * stride + i % length;
    }
    return Picks.along(x, Array.ofInts(Shape.of(count, length), places), x.rank() - 1);
  }

  /// Short-time Fourier transform: the spectra of overlapping windows of the last axis.
  ///
  /// - Input: `(..., n)` float
  /// - Output: real and imaginary parts `(..., windows, fftLength / 2 + 1)`
  ///
  /// {@snippet :
  /// var spectrogram = Ops.stft(signal, 256, 128, 512, s -> s.window("hann"));
  /// }
  ///
  /// @param sequenceLength how long a window is
  /// @param sequenceStride how far windows are apart
  /// @param fftLength to which windows are filled with zeros
  /// @param options `window` (`hann`, `hamming`, a tensor, or none), `center`
  /// @throws IllegalArgumentException if the arguments do not fit
  /// @see <a href="https://keras.io/api/ops/fft/">keras.ops.stft</a>
  public static List<Tensor> stft(
      Tensor x,
      int sequenceLength,
      int sequenceStride,
      int fftLength,
      Consumer<StftOptions> options) {
    var o = new StftOptions();
    options.accept(o);
    Supplier<Map<String, Object>> parameters =
        () -> o.parameters(sequenceLength, sequenceStride, fftLength);
    Function<List<Tensor>, List<Tensor>> body =
        in -> spectra(in.getFirst(), sequenceLength, sequenceStride, fftLength, o.windowOf(in));
    var operands = o.withWindow(x);
    Tensor window = operands.getLast();
    if (window == x || !window.shape().equals(Shape.of(Shape.UNKNOWN))) {
      return several("STFT", operands, parameters, body);
    }
    // A window of unknown length has the only one that fits.
    return OpCall.of(
            "STFT",
            Arguments.of(operands.toArray()),
            parameters,
            a -> Tree.sequence(body.apply(a.tensors())),
            _ ->
                typesOf(
                    () ->
                        Tree.sequence(
                            stft(
                                x,
                                sequenceLength,
                                sequenceStride,
                                fftLength,
                                options.andThen(w -> w.window(sized(window, 1, sequenceLength)))))))
        .flatten();
  }

  /// {@link #stft(Tensor, int, int, int, Consumer)} with centered Hann windows.
  public static List<Tensor> stft(Tensor x, int sequenceLength, int sequenceStride, int fftLength) {
    return stft(x, sequenceLength, sequenceStride, fftLength, _ -> {});
  }

  private static List<Tensor> spectra(
      Tensor x, int sequenceLength, int sequenceStride, int fftLength, StftOptions o) {
    if (x.dtype() != DType.FLOAT32 && x.dtype() != DType.FLOAT64) {
      throw new IllegalArgumentException(
          "stft takes float32 or float64. Received: dtype=" + x.dtype());
    }
    o.check(sequenceLength, sequenceStride, fftLength);
    Tensor signal = as(x, DType.FLOAT32);
    Tensor padded = o.center() ? reflected(signal, fftLength / 2) : signal;
    Tensor windows = frames(padded, fftLength, sequenceStride);
    Tensor weighted = broadcasting(windows, o.window(sequenceLength, fftLength), Lax::mul);
    return parts(Lax.fft(weighted, FftKind.RFFT, List.of(fftLength)));
  }

  /// The last axis continued at both ends by its mirror image.
  private static Tensor reflected(Tensor x, int margin) {
    int n = x.shape().dim(-1);
    int[] places = new int[n + 2 * margin];
    int period = Math.max(1, 2 * (n - 1));
    for (int i = 0; i < places.length; i++) {
      int at = Math.floorMod(i - margin, period);
      places[i] = Math.min(at, period - at) % Math.max(1, n);
    }
    return Picks.along(x, places, x.rank() - 1);
  }

  /// Inverse of {@link #stft}: the signal whose windows have the given spectra.
  ///
  /// - Input: real and imaginary parts `(..., windows, fftLength / 2 + 1)`
  /// - Output: `(..., n)`
  ///
  /// {@snippet :
  /// var signal = Ops.istft(real, imaginary, 256, 128, 512, s -> s.length(16000));
  /// }
  ///
  /// @param sequenceLength how long a window was
  /// @param sequenceStride how far windows were apart
  /// @param fftLength to which windows were filled with zeros
  /// @param options `window`, `center`, `length`
  /// @throws IllegalArgumentException if the arguments do not fit
  /// @see <a href="https://keras.io/api/ops/fft/">keras.ops.istft</a>
  public static Tensor istft(
      Tensor real,
      Tensor imaginary,
      int sequenceLength,
      int sequenceStride,
      int fftLength,
      Consumer<StftOptions> options) {
    var o = new StftOptions();
    options.accept(o);
    return OpCall.of(
            "ISTFT",
            Arguments.of(List.of(real, imaginary)),
            () -> o.inverseParameters(sequenceLength, sequenceStride, fftLength),
            a -> {
              var in = a.tensors();
              Tensor x = complex("istft", in.get(0), in.get(1));
              return Tree.leaf(signal(x, sequenceLength, sequenceStride, fftLength, o));
            })
        .single();
  }

  /// {@link #istft(Tensor, Tensor, int, int, int, Consumer)} of centered Hann windows.
  public static Tensor istft(
      Tensor real, Tensor imaginary, int sequenceLength, int sequenceStride, int fftLength) {
    return istft(real, imaginary, sequenceLength, sequenceStride, fftLength, _ -> {});
  }

  private static Tensor signal(
      Tensor x, int sequenceLength, int sequenceStride, int fftLength, StftOptions o) {
    if (x.rank() < 2) {
      throw new IllegalArgumentException(
          "istft takes a rank of 2 or more. Received: shape=" + x.shape());
    }
    o.check(sequenceLength, sequenceStride, fftLength);
    Tensor window = o.window(sequenceLength, fftLength);
    // Windows that do not overlap are taken to overlap by half, as SciPy's defaults have it.
    int step = sequenceStride == fftLength ? fftLength - fftLength / 2 : sequenceStride;
    Tensor frames = complexToReal(x, fftLength);
    Tensor sum = overlapped(broadcasting(frames, window, Lax::mul), step);
    Tensor squares = Lax.mul(window, window);
    var type = new TensorType(DType.FLOAT32, Shape.of(x.shape().dim(-2), fftLength));
    Tensor weight = overlapped(expand(squares, type.shape()), step);
    Tensor safe =
        Lax.select(Lax.gt(weight, constantLike(weight, 1e-10)), weight, constantLike(weight, 1));
    Tensor out = broadcasting(sum, safe, Lax::div);
    if (!o.hasWindow()) {
      out = Lax.mul(out, constantLike(out, fftLength / (double) sequenceStride));
    }
    return cut(out, fftLength, o);
  }

  private static Tensor cut(Tensor x, int fftLength, StftOptions o) {
    int axis = x.rank() - 1;
    int n = x.shape().dim(axis);
    int start = o.center() ? Math.min(n, fftLength / 2) : 0;
    int end =
        o.length().map(l -> Math.min(n, start + l)).orElse(o.center() ? n - fftLength / 2 : n);
    return Lax.sliceAxis(x, axis, start, Math.max(start, end));
  }

  /// Windows `(..., count, length)` added up, each `step` after the one before.
  private static Tensor overlapped(Tensor frames, int step) {
    int rank = frames.rank();
    int count = frames.shape().dim(-2);
    int length = frames.shape().dim(-1);
    int pieces = (length + step - 1) / step;
    Tensor filled = Picks.padAxis(frames, rank - 1, 0, pieces * step - length);
    Shape batch = frames.shape().slice(0, rank - 2);
    Tensor split = Lax.reshape(filled, batch.concat(Shape.of(count, pieces, step)));
    Tensor sum = Picks.padAxis(Picks.at(split, 0, rank - 1), rank - 2, 0, pieces - 1);
    for (int i = 1; i < pieces; i++) {
      Tensor piece = Picks.at(split, i, rank - 1);
      sum = Lax.add(sum, Picks.padAxis(piece, rank - 2, i, pieces - 1 - i));
    }
    Tensor flat = Lax.reshape(sum, batch.concat(Shape.of((count + pieces - 1) * step)));
    return Lax.sliceAxis(flat, rank - 2, 0, (count - 1) * step + length);
  }

  /// Euclidean distances between the rows of two matrices.
  ///
  /// - Input: `(..., m, d)` and `(..., n, d)`
  /// - Output: `(..., m, n)`
  ///
  /// {@snippet :
  /// var distances = Ops.cdist(x, centers);
  /// }
  ///
  /// @throws IllegalArgumentException if the shapes do not fit
  /// @see <a href="https://keras.io/api/ops/">keras.ops.cdist</a>
  public static Tensor cdist(Tensor x, Tensor y) {
    return binary(
        "CDist",
        x,
        y,
        (a, b) -> {
          if (a.rank() < 2 || b.rank() < 2 || a.shape().dim(-1) != b.shape().dim(-1)) {
            throw new IllegalArgumentException(
                "cdist takes (..., m, d) and (..., n, d). Received: x.shape=%s, y.shape=%s"
                    .formatted(a.shape(), b.shape()));
          }
          Tensor rows = Lax.reshape(strong(a), a.shape().insert(a.rank() - 1, 1));
          Tensor columns = Lax.reshape(strong(b), b.shape().insert(b.rank() - 2, 1));
          Tensor difference = inexact(rows, columns, Lax::sub);
          Tensor square = Lax.mul(difference, difference);
          return Lax.sqrt(Lax.reduce(ReduceOp.SUM, square, List.of(square.rank() - 1)));
        });
  }

  /// Pairs of real and imaginary parts along the last axis as complex numbers.
  ///
  /// - Input: `(..., 2)`
  /// - Output: `(...)` complex64
  ///
  /// {@snippet :
  /// var z = Ops.viewAsComplex(pairs);
  /// }
  ///
  /// @throws IllegalArgumentException if the last axis is not of size 2
  /// @see <a href="https://keras.io/api/ops/">keras.ops.view_as_complex</a>
  public static Tensor viewAsComplex(Tensor x) {
    return unary(
        "ViewAsComplex",
        x,
        t -> {
          if (t.rank() < 1 || t.shape().dim(-1) != 2) {
            throw new IllegalArgumentException(
                "viewAsComplex takes a last axis of size 2. Received: shape=" + t.shape());
          }
          Tensor wide = as(t, DType.FLOAT32);
          int last = t.rank() - 1;
          return Lax.complex(Picks.at(wide, 0, last), Picks.at(wide, 1, last));
        });
  }

  /// Complex numbers as pairs of real and imaginary parts along a new last axis.
  ///
  /// - Input: `(...)`
  /// - Output: `(..., 2)`
  ///
  /// {@snippet :
  /// var pairs = Ops.viewAsReal(z);
  /// }
  ///
  /// @see <a href="https://keras.io/api/ops/">keras.ops.view_as_real</a>
  public static Tensor viewAsReal(Tensor x) {
    return unary(
        "ViewAsReal",
        x,
        t -> {
          Tensor own = strong(t);
          boolean complex = own.dtype().isComplex();
          Tensor real = complex ? Lax.real(own) : own;
          Tensor imaginary = complex ? Lax.imaginary(own) : constantLike(own, 0);
          Shape column = t.shape().concat(Shape.of(1));
          return Lax.concatenate(
              List.of(Lax.reshape(real, column), Lax.reshape(imaginary, column)), t.rank());
        });
  }
}
