package org.keras4j.initializers;

import java.util.List;
import java.util.Locale;
import org.keras4j.config.Codec;
import org.keras4j.config.Config;
import org.keras4j.config.Settings;

/// Values whose variance is `scale / n`, with `n` the number of inputs of a unit, of outputs, or
/// their mean.
///
/// @see <a
///   href="https://keras.io/api/layers/initializers/#variancescaling-class">VarianceScaling</a>
public final class VarianceScaling extends FanInitializer<VarianceScaling> {
  private final double scale;
  private final String mode;
  private final String distribution;

  /// Values of variance `scale / n`.
  ///
  /// @param scale positive
  /// @param mode `fan_in`, `fan_out` or `fan_avg`
  /// @param distribution `truncated_normal`, `untruncated_normal` or `uniform`
  /// @throws IllegalArgumentException if an argument is none of these
  public VarianceScaling(double scale, String mode, String distribution) {
    super(requireScale(scale), requireMode(mode), standardized(distribution));
    this.scale = scale;
    this.mode = mode;
    this.distribution = standardized(distribution);
  }

  /// Truncated normal values of variance `1 / fanIn`.
  public VarianceScaling() {
    this(1.0, "fan_in", "truncated_normal");
  }

  private static double requireScale(double scale) {
    if (!(scale > 0)) {
      throw new IllegalArgumentException(
          "Argument `scale` must be positive float. Received: scale=" + scale);
    }
    return scale;
  }

  private static String requireMode(String mode) {
    if (!List.of("fan_in", "fan_out", "fan_avg").contains(mode)) {
      throw new IllegalArgumentException(
          "Invalid `mode` argument, expected one of fan_in, fan_out, fan_avg. Received: mode="
              + mode);
    }
    return mode;
  }

  private static String standardized(String distribution) {
    String lower = distribution.toLowerCase(Locale.ROOT);
    return switch (lower) {
      case "normal" -> "truncated_normal";
      case "uniform", "truncated_normal", "untruncated_normal" -> lower;
      default ->
          throw new IllegalArgumentException(
              "Invalid `distribution` argument, expected one of uniform, truncated_normal, untruncated_normal. Received: distribution="
                  + distribution);
    };
  }

  static VarianceScaling fromConfig(Config config) {
    var s = new Settings("VarianceScaling", config.without("seed"));
    return new VarianceScaling(
            s.number("scale", 1.0),
            s.get("mode", Codec.STRING, "fan_in"),
            s.get("distribution", Codec.STRING, "truncated_normal"))
        .read(s, config);
  }

  @Override
  public Config getConfig() {
    return seedConfig()
        .with("scale", scale)
        .with("mode", mode)
        .with("distribution", distribution)
        .with(axesConfig());
  }
}
