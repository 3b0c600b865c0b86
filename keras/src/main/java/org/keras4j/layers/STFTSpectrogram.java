package org.keras4j.layers;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keras4j.config.Arg;
import org.keras4j.config.Codec;
import org.keras4j.config.KerasConfig;
import org.keras4j.initializers.STFT;
import org.keras4j.ops.Ops;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.Variable;

/// The spectrogram of signals by short-time Fourier transform, as a convolution whose kernels can
/// be trained.
///
/// - Input: `(batch, time, channels)` of float16, float32 or float64; with `channels_first`,
///   `(batch, channels, time)`
/// - Output: `(batch, frames, channels * frequencies)`; with `expandDims`, `(batch, frames,
///   frequencies, channels)`; with `channels_first`, `(batch, channels * frequencies, frames)` or
///   `(batch, channels, frames, frequencies)`; twice as many frequencies in mode `stft`
/// - Weights: `real_kernel` and `imag_kernel`, `(frameLength, 1, fftLength / 2 + 1)`, the first not
///   in mode `imag`, the second not in mode `real`
///
/// {@snippet :
/// new STFTSpectrogram().mode("log").frameLength(256).frameStep(64).apply(signals);
/// }
///
/// @see <a
///   href="https://keras.io/api/layers/preprocessing_layers/audio_preprocessing/stft_spectrogram/">STFTSpectrogram</a>
public final class STFTSpectrogram extends BuiltIn<STFTSpectrogram> {
  private static final List<String> MODES =
      List.of("log", "magnitude", "psd", "real", "imag", "angle", "stft");
  private static final List<String> SCALINGS = List.of("density", "spectrum");
  private static final List<String> PADDINGS = List.of("valid", "same");

  /// The name of a window, or its values.
  private static final Codec<Object> WINDOW =
      Codec.plain(
          "the name of a window or a list of numbers",
          v -> v instanceof String || v instanceof List<?> ? v : null);

  private final Arg<String> mode =
      arg("mode", Codec.STRING, () -> "log").check(MODES::contains, "one of " + MODES);
  private final Arg<Integer> frameLength =
      arg("frame_length", Codec.INT, () -> 256).check(n -> n > 0, "a positive integer");
  private final Arg<Optional<Integer>> frameStep = optional("frame_step", Codec.INT);
  private final Arg<Optional<Integer>> fftLength = optional("fft_length", Codec.INT);
  private final Arg<Optional<Object>> window =
      arg("window", Codec.optional(WINDOW), () -> Optional.of("hann"));
  private final Arg<Boolean> periodic = arg("periodic", false);
  private final Arg<Optional<String>> scaling =
      arg("scaling", Codec.optional(Codec.STRING), () -> Optional.of("density"))
          .check(s -> s.isEmpty() || SCALINGS.contains(s.get()), "`None` or one of " + SCALINGS);
  private final Arg<String> padding =
      arg("padding", Codec.STRING, () -> "valid").check(PADDINGS::contains, "one of " + PADDINGS);
  private final Arg<Boolean> expandDims = arg("expand_dims", false);
  private final Arg<String> dataFormat =
      arg("data_format", DataFormats.CODEC, KerasConfig::imageDataFormat);
  private @Nullable Variable realKernel;
  private @Nullable Variable imagKernel;

  /// A layer with frames of 256 values under a Hann window.
  public STFTSpectrogram() {
    inputSpec(InputSpec.rank(3));
  }

  /// Sets what is given: `log` (at first), `magnitude`, `psd`, `real`, `imag`, `angle`, or `stft`,
  /// the real and the imaginary part.
  public STFTSpectrogram mode(String value) {
    return with(mode, value);
  }

  /// Sets how many values a frame has (256 at first).
  public STFTSpectrogram frameLength(int value) {
    return with(frameLength, value);
  }

  /// Sets how far apart frames begin (half their length at first).
  public STFTSpectrogram frameStep(int value) {
    return with(frameStep, Optional.of(value));
  }

  /// Sets the length of the transform (the frame's, up to a power of two, at first).
  public STFTSpectrogram fftLength(int value) {
    return with(fftLength, Optional.of(value));
  }

  /// Sets the window by its name in `scipy.signal.windows` (`hann` at first).
  public STFTSpectrogram window(String name) {
    return with(window, Optional.of(name));
  }

  /// Sets that frames are taken as they are.
  public STFTSpectrogram noWindow() {
    return with(window, Optional.empty());
  }

  /// Sets whether the window is periodic instead of symmetric (false at first).
  public STFTSpectrogram periodic(boolean value) {
    return with(periodic, value);
  }

  /// Sets the scale of the result: `density` (at first) or `spectrum`.
  public STFTSpectrogram scaling(String value) {
    return with(scaling, Optional.of(value));
  }

  /// Sets that the result is not scaled.
  public STFTSpectrogram noScaling() {
    return with(scaling, Optional.empty());
  }

  /// Sets the padding by Keras's name: `valid` (at first) or `same`.
  public STFTSpectrogram padding(String value) {
    return with(padding, value);
  }

  /// Sets whether frequencies have an axis of their own (false at first).
  public STFTSpectrogram expandDims(boolean value) {
    return with(expandDims, value);
  }

  /// Sets where the channels are: `channels_last` or `channels_first`.
  public STFTSpectrogram dataFormat(String value) {
    return with(dataFormat, KerasConfig.standardizeDataFormat(value));
  }

  @Override
  protected void checkKeywords() {
    int length = frameLength.get();
    if (frameStep.get().filter(step -> step < 1 || step > length).isPresent()) {
      throw new IllegalArgumentException(
          "`frame_step` must be a positive integer not greater than `frame_length`. Received: frame_step=%d, frame_length=%d"
              .formatted(frameStep.get().get(), length));
    }
    if (fftLength.get().filter(n -> n < length).isPresent()) {
      throw new IllegalArgumentException(
          "`fft_length` must not be less than `frame_length`. Received: fft_length=%d, frame_length=%d"
              .formatted(fftLength.get().get(), length));
    }
    kernel("real"); // refuses windows that are not known
  }

  private STFT kernel(String side) {
    return new STFT(side, window.get(), scaling.get(), periodic.get());
  }

  @Override
  protected void build(Shape input) {
    int length = frameLength.get();
    int powerOfTwo = length == 1 ? 1 : Integer.highestOneBit(length - 1) * 2;
    Shape shape = Shape.of(length, 1, fftLength.get().orElse(powerOfTwo) / 2 + 1);
    if (!mode.get().equals("imag")) {
      realKernel = addWeight("real_kernel", shape, kernel("real"));
    }
    if (!mode.get().equals("real")) {
      imagKernel = addWeight("imag_kernel", shape, kernel("imag"));
    }
  }

  @Override
  protected Tensor call(Tensor x, Call ctx) {
    if (x.dtype() != DType.FLOAT16 && x.dtype() != DType.FLOAT32 && x.dtype() != DType.FLOAT64) {
      throw new IllegalArgumentException(
          "Layer '%s' takes signals of float16, float32 or float64. Received: dtype=%s"
              .formatted(name(), x.dtype()));
    }
    return switch (mode.get()) {
      case "real" -> arranged(convolved(x, realKernel));
      case "imag" -> arranged(convolved(x, imagKernel));
      default -> combined(convolved(x, realKernel), convolved(x, imagKernel));
    };
  }

  private Tensor combined(Tensor real, Tensor imag) {
    switch (mode.get()) {
      case "angle" -> {
        return arranged(Ops.arctan2(imag, real));
      }
      case "stft" -> {
        return arranged(Ops.concatenate(List.of(real, imag), 2));
      }
      default -> {}
    }
    Tensor power = Ops.add(Ops.square(real), Ops.square(imag));
    if (mode.get().equals("psd")) {
      int[] sizes = power.shape().dims();
      sizes[2] -= 2;
      Tensor inner = Ops.slice(power, new int[] {0, 0, 1, 0}, sizes);
      return arranged(Ops.add(power, Ops.pad(inner, new int[][] {{0, 0}, {0, 0}, {1, 1}, {0, 0}})));
    }
    double epsilon = KerasConfig.epsilon();
    Tensor magnitude = arranged(Ops.sqrt(Ops.maximum(power, epsilon)));
    return mode.get().equals("magnitude") ? magnitude : Ops.log(Ops.maximum(magnitude, epsilon));
  }

  private boolean channelsLast() {
    return dataFormat.get().equals("channels_last");
  }

  /// Each channel's frames: `(batch, channels, frequencies, frames)`.
  private Tensor convolved(Tensor x, @Nullable Variable kernel) {
    Tensor signals = channelsLast() ? Ops.transpose(x, 0, 2, 1) : x;
    int channels = signals.shape().dim(1);
    int time = signals.shape().dim(2);
    Tensor each =
        channelsLast() ? Ops.reshape(signals, -1, time, 1) : Ops.reshape(signals, -1, 1, time);
    Tensor y =
        Ops.conv(
            each,
            Ops.cast(built(kernel), x.dtype()),
            c ->
                c.strides(frameStep.get().orElse(frameLength.get() / 2))
                    .padding(padding.get())
                    .dataFormat(dataFormat.get()));
    Tensor frequencies = channelsLast() ? Ops.transpose(y, 0, 2, 1) : y;
    Shape s = frequencies.shape();
    return Ops.reshape(frequencies, -1, channels, s.dim(1), s.dim(2));
  }

  /// `(batch, channels, frequencies, frames)` as the layer gives it.
  private Tensor arranged(Tensor x) {
    if (expandDims.get()) {
      return channelsLast() ? Ops.transpose(x, 0, 3, 2, 1) : Ops.transpose(x, 0, 1, 3, 2);
    }
    Shape s = x.shape();
    Tensor flat = Ops.reshape(x, -1, s.dim(1) * s.dim(2), s.dim(3));
    return channelsLast() ? Ops.transpose(flat, 0, 2, 1) : flat;
  }
}
