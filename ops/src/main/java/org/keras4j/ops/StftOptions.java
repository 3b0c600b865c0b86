package org.keras4j.ops;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.TensorType;

/// The optional arguments of {@link Ops#stft} and {@link Ops#istft}.
///
/// {@snippet :
/// Ops.stft(signal, 256, 128, 512, s -> s.window("hamming").center(false));
/// }
public final class StftOptions {
  private Optional<String> named = Optional.of("hann");
  private Optional<Tensor> given = Optional.empty();
  private boolean center = true;
  private Optional<Integer> length = Optional.empty();

  StftOptions() {}

  /// The window's name: `hann` (the default) or `hamming`.
  ///
  /// @throws IllegalArgumentException if it has another name
  public StftOptions window(String name) {
    if (!name.equals("hann") && !name.equals("hamming")) {
      throw new IllegalArgumentException("Expected `hann` or `hamming`. Received: window=" + name);
    }
    named = Optional.of(name);
    given = Optional.empty();
    return this;
  }

  /// The window itself: a vector as long as a sequence.
  public StftOptions window(Tensor value) {
    named = Optional.empty();
    given = Optional.of(value);
    return this;
  }

  /// No window: all elements count alike.
  public StftOptions noWindow() {
    named = Optional.empty();
    given = Optional.empty();
    return this;
  }

  /// Whether the signal is continued at both ends, so that windows are centered on their place.
  public StftOptions center(boolean value) {
    center = value;
    return this;
  }

  /// For the inverse: how long the signal is.
  public StftOptions length(int value) {
    length = Optional.of(value);
    return this;
  }

  /// The signal, and the window if it is a tensor.
  List<Tensor> withWindow(Tensor x) {
    return given.map(w -> List.of(x, w)).orElse(List.of(x));
  }

  /// These options with the window that stands among the operands.
  StftOptions windowOf(List<Tensor> in) {
    if (in.size() == 1) {
      return this;
    }
    var other = new StftOptions().window(in.getLast()).center(center);
    length.ifPresent(other::length);
    return other;
  }

  boolean center() {
    return center;
  }

  boolean hasWindow() {
    return named.isPresent() || given.isPresent();
  }

  Optional<Integer> length() {
    return length;
  }

  void check(int sequenceLength, int sequenceStride, int fftLength) {
    if (sequenceStride < 1) {
      throw new IllegalArgumentException(
          "Expected a positive stride. Received: sequence_stride=" + sequenceStride);
    }
    if (fftLength < sequenceLength) {
      throw new IllegalArgumentException(
          "Expected an fft_length of at least sequence_length. Received: sequence_length=%d, fft_length=%d"
              .formatted(sequenceLength, fftLength));
    }
  }

  /// The window in the middle of zeros.
  Tensor window(int sequenceLength, int fftLength) {
    if (!hasWindow()) {
      return Array.ofDoubles(TensorType.of(DType.FLOAT32, fftLength), ones(fftLength));
    }
    Tensor window =
        given.map(t -> OpsBase.as(t, DType.FLOAT32)).orElseGet(() -> cosine(sequenceLength));
    if (!window.shape().equals(Shape.of(sequenceLength))) {
      throw new IllegalArgumentException(
          "Expected a window of shape (%d,). Received: window.shape=%s"
              .formatted(sequenceLength, window.shape()));
    }
    int before = (fftLength - sequenceLength) / 2;
    return Picks.padAxis(window, 0, before, fftLength - sequenceLength - before);
  }

  private static double[] ones(int n) {
    double[] out = new double[n];
    Arrays.fill(out, 1);
    return out;
  }

  private Tensor cosine(int n) {
    double base = named.orElseThrow().equals("hann") ? 0.5 : 0.54;
    double[] out = ones(n);
    for (int i = 0; n > 1 && i < n; i++) {
      out[i] = base - (1 - base) * Math.cos(2 * Math.PI * i / n);
    }
    return Array.ofDoubles(TensorType.of(DType.FLOAT32, n), out);
  }

  Map<String, Object> parameters(int sequenceLength, int sequenceStride, int fftLength) {
    var out = new TreeMap<String, Object>();
    out.put("sequence_length", (long) sequenceLength);
    out.put("sequence_stride", (long) sequenceStride);
    out.put("fft_length", (long) fftLength);
    out.put("window", named.<Object>map(n -> n).or(() -> given).orElse(Optional.empty()));
    out.put("center", center);
    return out;
  }

  Map<String, Object> inverseParameters(int sequenceLength, int sequenceStride, int fftLength) {
    var out = parameters(sequenceLength, sequenceStride, fftLength);
    out.put("length", length.<Object>map(Integer::longValue).orElse(Optional.empty()));
    return out;
  }
}
