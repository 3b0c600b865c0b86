package org.keras4j.layers;

import java.util.Optional;
import org.keras4j.config.Arg;
import org.keras4j.config.Codec;
import org.keras4j.config.Config;
import org.keras4j.ops.Ops;
import org.keras4j.symbolic.Arguments;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.TensorType;
import org.keras4j.tensor.Tree;

/// The spectrogram of audio on the mel scale, which spaces frequencies as the ear does.
///
/// - Input: `(batch, samples)` or `(samples)`
/// - Output: `(batch, numMelBins, frames)` or `(numMelBins, frames)`
///
/// {@snippet :
/// new MelSpectrogram().numMelBins(64).samplingRate(8000).apply(audio);
/// }
///
/// @see <a
///   href="https://keras.io/api/layers/preprocessing_layers/audio_preprocessing/mel_spectrogram/">MelSpectrogram</a>
public final class MelSpectrogram extends BuiltIn<MelSpectrogram> {
  private final Arg<Integer> fftLength = arg("fft_length", 2048);
  private final Arg<Integer> sequenceStride = arg("sequence_stride", 512);
  private final Arg<Optional<Integer>> sequenceLength = optional("sequence_length", Codec.INT);
  private final Arg<Optional<String>> window =
      arg("window", Codec.optional(Codec.STRING), () -> Optional.of("hann"));
  private final Arg<Integer> samplingRate = arg("sampling_rate", 16000);
  private final Arg<Integer> numMelBins =
      arg("num_mel_bins", Codec.INT, () -> 128).check(n -> n > 0, "a positive integer");
  private final Arg<Double> minFreq = arg("min_freq", 20.0);
  private final Arg<Optional<Double>> maxFreq = optional("max_freq", Codec.DOUBLE);
  private final Arg<Boolean> powerToDb = arg("power_to_db", true);
  private final Arg<Double> topDb = arg("top_db", 80.0);
  private final Arg<Double> magExp = arg("mag_exp", 2.0);
  private final Arg<Double> minPower = arg("min_power", 1e-10);
  private final Arg<Double> refPower = arg("ref_power", 1.0);

  /// A layer for audio of 16 kHz.
  public MelSpectrogram() {}

  /// Sets the length of the transform (2048 at first).
  public MelSpectrogram fftLength(int value) {
    return with(fftLength, value);
  }

  /// Sets how far apart frames begin (512 at first).
  public MelSpectrogram sequenceStride(int value) {
    return with(sequenceStride, value);
  }

  /// Sets how many samples a frame has (as many as the transform at first).
  public MelSpectrogram sequenceLength(int value) {
    return with(sequenceLength, Optional.of(value));
  }

  /// Sets the window: `hann` (at first) or `hamming`.
  public MelSpectrogram window(String name) {
    return with(window, Optional.of(name));
  }

  /// Sets that frames are taken as they are.
  public MelSpectrogram noWindow() {
    return with(window, Optional.empty());
  }

  /// Sets how many samples there are in a second (16000 at first).
  public MelSpectrogram samplingRate(int value) {
    return with(samplingRate, value);
  }

  /// Sets the number of frequencies given (128 at first).
  public MelSpectrogram numMelBins(int value) {
    return with(numMelBins, value);
  }

  /// Sets the lowest frequency in Hertz (20 at first).
  public MelSpectrogram minFreq(double value) {
    return with(minFreq, value);
  }

  /// Sets the highest frequency in Hertz (half the sampling rate at first).
  public MelSpectrogram maxFreq(double value) {
    return with(maxFreq, Optional.of(value));
  }

  /// Sets whether powers are given in decibels (true at first).
  public MelSpectrogram powerToDb(boolean value) {
    return with(powerToDb, value);
  }

  /// Sets how many decibels below the loudest the softest is cut off (80 at first).
  public MelSpectrogram topDb(double value) {
    return with(topDb, value);
  }

  /// Sets the power to which magnitudes are raised: 1 for energy, 2 for power (2 at first).
  public MelSpectrogram magExp(double value) {
    return with(magExp, value);
  }

  /// Sets the least power, which decibels begin with (1e-10 at first).
  public MelSpectrogram minPower(double value) {
    return with(minPower, value);
  }

  /// Sets the power of 0 decibels (1 at first).
  public MelSpectrogram refPower(double value) {
    return with(refPower, value);
  }

  private int frameLength() {
    return sequenceLength.get().orElseGet(fftLength::get);
  }

  private double highest() {
    return maxFreq.get().orElseGet(() -> (double) (samplingRate.get() / 2));
  }

  @Override
  public Config getConfig() {
    return super.getConfig().with("sequence_length", frameLength()).with("max_freq", highest());
  }

  @Override
  protected void checkKeywords() {
    if (fftLength.get() < frameLength()) {
      throw new IllegalArgumentException(
          "`fft_length` must be at least `sequence_length`. Received: sequence_length=%d, fft_length=%d"
              .formatted(frameLength(), fftLength.get()));
    }
  }

  /// Frames are so far apart that stand-ins of different lengths may have as many.
  @Override
  protected Tree<TensorType> outputTypes(Arguments arguments) {
    var types = super.outputTypes(arguments);
    boolean known = arguments.tensors().getFirst().shape().dim(-1) != Shape.UNKNOWN;
    return known ? types : types.map(t -> t.withShape(t.shape().with(-1, Shape.UNKNOWN)));
  }

  @Override
  protected Tensor call(Tensor x, Call ctx) {
    DType dtype = computeDType() == DType.FLOAT64 ? DType.FLOAT64 : DType.FLOAT32;
    var parts =
        Ops.stft(
            Ops.cast(x, dtype),
            frameLength(),
            sequenceStride.get(),
            fftLength.get(),
            o -> window.get().map(o::window).orElseGet(o::noWindow).center(true));
    Tensor magnitude = Ops.sqrt(Ops.add(Ops.square(parts.getFirst()), Ops.square(parts.getLast())));
    Tensor powers = Ops.power(magnitude, magExp.get());
    Tensor bands = Ops.matmul(powers, melWeights(powers.shape().dim(-1), dtype));
    Tensor scaled = powerToDb.get() ? decibels(bands) : bands;
    return Ops.cast(Ops.swapaxes(scaled, -1, -2), computeDType());
  }

  private Tensor decibels(Tensor powers) {
    double least = minPower.get();
    double reference = 10 * Math.log10(Math.max(Math.abs(refPower.get()), least));
    Tensor db = Ops.multiply(Ops.log10(Ops.maximum(powers, least)), 10.0);
    Tensor relative = Ops.subtract(db, reference);
    return Ops.maximum(relative, Ops.subtract(Ops.max(relative), topDb.get()));
  }

  /// How much of each of the transform's frequencies belongs to each band: triangles of height 1
  /// that begin and end where their neighbours peak, evenly spaced on the mel scale.
  private Array melWeights(int frequencies, DType dtype) {
    int bands = numMelBins.get();
    double low = mel(minFreq.get());
    double step = (mel(highest()) - low) / (bands + 1);
    double nyquist = samplingRate.get() / 2.0;
    double[] weights = new double[frequencies * bands];
    for (int i = 1; i < frequencies; i++) {
      double place = (mel(nyquist * i / (frequencies - 1)) - low) / step;
      for (int band = 0; band < bands; band++) {
        weights[i * bands + band] = Math.max(0, 1 - Math.abs(place - band - 1));
      }
    }
    return Array.ofDoubles(new TensorType(dtype, Shape.of(frequencies, bands)), weights);
  }

  /// A frequency in Hertz on the mel scale.
  private static double mel(double hertz) {
    return 1127.0 * Math.log(1 + hertz / 700.0);
  }
}
