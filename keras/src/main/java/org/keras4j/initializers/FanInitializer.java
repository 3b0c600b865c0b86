package org.keras4j.initializers;

import java.util.List;
import java.util.Optional;
import org.keras4j.config.Codec;
import org.keras4j.config.Config;
import org.keras4j.config.Settings;
import org.keras4j.random.Random;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.Tensor;

/// An initializer whose spread follows from the number of inputs and outputs of a unit.
///
/// @param <SELF> the initializer itself
public abstract class FanInitializer<SELF extends FanInitializer<SELF>>
    extends RandomInitializer<SELF> {
  /// Standard deviation of a normal distribution cut at two standard deviations.
  private static final double TRUNCATED_STDDEV = 0.87962566103423978;

  private final double scale;
  private final String mode;
  private final String distribution;
  private Optional<List<Integer>> inputAxes = Optional.empty();
  private Optional<List<Integer>> outputAxes = Optional.empty();

  FanInitializer(double scale, String mode, String distribution) {
    this.scale = scale;
    this.mode = mode;
    this.distribution = distribution;
  }

  /// Sets which axes of a weight count inputs and which count outputs; by default the last but one
  /// and the last, times the sizes before them.
  @SuppressWarnings("unchecked") // SELF is the class itself in all subclasses
  public SELF axes(List<Integer> input, List<Integer> output) {
    inputAxes = Optional.of(List.copyOf(input));
    outputAxes = Optional.of(List.copyOf(output));
    return (SELF) this;
  }

  /// This initializer, of the same seed, counting other axes unless its own were set.
  public Initializer withAxes(List<Integer> input, List<Integer> output) {
    return inputAxes.isPresent() && outputAxes.isPresent()
        ? this
        : new VarianceScaling(scale, mode, distribution).seed(seed()).axes(input, output);
  }

  SELF read(String owner, Config config) {
    return read(new Settings(owner, config.without("seed")), config);
  }

  @SuppressWarnings("unchecked") // SELF is the class itself in all subclasses
  SELF read(Settings s, Config config) {
    inputAxes = s.find("input_axes", Codec.INTS);
    outputAxes = s.find("output_axes", Codec.INTS);
    seed(seedOf(config));
    s.done(this);
    return (SELF) this;
  }

  @Override
  public Tensor apply(Shape shape, DType dtype) {
    double[] fans = fans(shape);
    double n =
        switch (mode) {
          case "fan_in" -> fans[0];
          case "fan_out" -> fans[1];
          default -> (fans[0] + fans[1]) / 2;
        };
    double variance = scale / Math.max(1.0, n);
    return switch (distribution) {
      case "truncated_normal" ->
          Random.truncatedNormal(shape, 0, Math.sqrt(variance) / TRUNCATED_STDDEV, dtype, seed());
      case "untruncated_normal" -> Random.normal(shape, 0, Math.sqrt(variance), dtype, seed());
      default -> {
        double limit = Math.sqrt(3.0 * variance);
        yield Random.uniform(shape, -limit, limit, dtype, seed());
      }
    };
  }

  private double[] fans(Shape shape) {
    if (inputAxes.isPresent() && outputAxes.isPresent()) {
      return new double[] {product(shape, inputAxes.get()), product(shape, outputAxes.get())};
    }
    return switch (shape.rank()) {
      case 0 -> new double[] {1, 1};
      case 1 -> new double[] {shape.dim(0), shape.dim(0)};
      default -> {
        double receptiveField = shape.slice(0, shape.rank() - 2).size();
        yield new double[] {shape.dim(-2) * receptiveField, shape.dim(-1) * receptiveField};
      }
    };
  }

  private static double product(Shape shape, List<Integer> axes) {
    return axes.stream().mapToDouble(shape::dim).reduce(1, (a, b) -> a * b);
  }

  /// The settings `input_axes` and `output_axes` of a config.
  final Config axesConfig() {
    return Config.of("input_axes", inputAxes).with("output_axes", outputAxes);
  }

  @Override
  public Config getConfig() {
    return seedConfig().with(axesConfig());
  }
}
