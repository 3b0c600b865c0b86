package org.keras4j.initializers;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keras4j.config.Codec;
import org.keras4j.config.Config;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Elements;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.TensorType;

/// The kernel of a convolution that computes the real or the imaginary part of the short-time
/// Fourier transform, for shapes `(frameLength, 1, fftLength / 2 + 1)`.
///
/// @see <a href="https://keras.io/api/layers/initializers/#stft-class">STFT</a>
public final class STFT implements Initializer {
  private final String side;
  private final Optional<Object> window;
  private final Optional<String> scaling;
  private final boolean periodic;

  /// The real part under a Hann window, scaled for densities.
  public STFT() {
    this("real", Optional.of("hann"), Optional.of("density"), false);
  }

  /// One part of the transform.
  ///
  /// @param side `real` or `imag`
  /// @param window the name of a window as in `scipy.signal.windows`, or its values as a list of
  ///   numbers, or none
  /// @param scaling `density`, `spectrum`, or none
  /// @param periodic whether the window is periodic instead of symmetric
  /// @throws IllegalArgumentException if an argument is none of these
  public STFT(String side, Optional<Object> window, Optional<String> scaling, boolean periodic) {
    if (!side.equals("real") && !side.equals("imag")) {
      throw new IllegalArgumentException(
          "`side` should be 'real' or 'imag'. Received: side=" + side);
    }
    if (scaling.isPresent() && !List.of("density", "spectrum").contains(scaling.get())) {
      throw new IllegalArgumentException(
          "Scaling is invalid, it must be `None`, 'density' or 'spectrum'. Received: scaling="
              + scaling.get());
    }
    if (window.isPresent() && window.get() instanceof String name) {
      Window.of(name, 1, periodic);
    }
    this.side = side;
    this.window = window;
    this.scaling = scaling;
    this.periodic = periodic;
  }

  static STFT fromConfig(Config config) {
    return new STFT(
        config.find("side").map(Object::toString).orElse("real"),
        config.has("window") ? config.find("window") : Optional.of("hann"),
        config.has("scaling")
            ? config.find("scaling").map(Object::toString)
            : Optional.of("density"),
        config.find("periodic").map(Codec.BOOL::decode).orElse(false));
  }

  @Override
  public Tensor apply(Shape shape, DType dtype) {
    int frameLength = shape.dim(0);
    int numFrequencies = shape.dim(2);
    Optional<float[]> values = windowValues(frameLength);
    double scale = values.isPresent() ? scale(values.get()) : 1;
    var out = Elements.zeros(new TensorType(dtype, shape));
    for (int t = 0; t < frameLength; t++) {
      for (int k = 0; k < numFrequencies; k++) {
        // In float32 as Keras computes it: the argument's rounding shows in the result.
        float frequency = (float) k / ((numFrequencies - 1) * 2);
        float angle = -2f * t * frequency * (float) Math.PI;
        float wave = (float) (side.equals("real") ? Math.cos(angle) : Math.sin(angle));
        double windowed = values.isPresent() ? wave * values.get()[t] / scale : wave;
        out.setDouble(t * numFrequencies + k, windowed);
      }
    }
    return out.toArray();
  }

  private Optional<float[]> windowValues(int frameLength) {
    if (window.isEmpty()) {
      return Optional.empty();
    }
    double[] values =
        switch (window.get()) {
          case String name -> Window.of(name, frameLength, periodic);
          case List<?> list -> list.stream().mapToDouble(v -> ((Number) v).doubleValue()).toArray();
          case Object other ->
              throw new IllegalArgumentException(
                  "Expected a window's name or its values. Received: window=" + other);
        };
    if (values.length != frameLength) {
      throw new IllegalArgumentException(
          "The shape of `window` must be equal to [frame_length]. Received: window shape=(%d,)"
              .formatted(values.length));
    }
    float[] out = new float[values.length];
    for (int i = 0; i < out.length; i++) {
      out[i] = (float) values[i];
    }
    return Optional.of(out);
  }

  private double scale(float[] values) {
    double sum = 0;
    for (float v : values) {
      sum += scaling.orElse("").equals("density") ? v * v : Math.abs(v);
    }
    return switch (scaling.orElse("none")) {
      case "density" -> (float) Math.sqrt(sum);
      case "spectrum" -> (float) sum;
      default -> 1;
    };
  }

  @Override
  public Config getConfig() {
    return Config.of("side", side)
        .with("window", window)
        .with("periodic", periodic)
        .with("scaling", scaling);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof STFT s && s.getConfig().equals(getConfig());
  }

  @Override
  public int hashCode() {
    return getConfig().hashCode();
  }
}
