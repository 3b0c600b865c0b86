package org.keras4j.ops;

import java.util.Locale;

/// What functions of {@link Ops} use where they are not told: the fuzz factor and the image layout.
/// The default float type is at {@link org.keras4j.tensor.Promotion#floatx()}.
///
/// @see <a href="https://keras.io/api/utils/config_utils/">keras.config</a>
public final class Defaults {
  private static volatile double epsilon = 1e-7;
  private static volatile String imageDataFormat = "channels_last";

  private Defaults() {}

  /// The small number that keeps logarithms and quotients finite, 1e-7 at first.
  public static double epsilon() {
    return epsilon;
  }

  /// Sets the small number that keeps logarithms and quotients finite.
  public static void setEpsilon(double value) {
    epsilon = value;
  }

  /// `channels_last` (at first) or `channels_first`.
  public static String imageDataFormat() {
    return imageDataFormat;
  }

  /// Sets where channels are expected.
  ///
  /// @throws IllegalArgumentException unless it is `channels_last` or `channels_first`
  public static void setImageDataFormat(String value) {
    imageDataFormat = dataFormat(value);
  }

  /// A data format in lower case.
  ///
  /// @throws IllegalArgumentException unless it is `channels_last` or `channels_first`
  static String dataFormat(String value) {
    String lower = value.toLowerCase(Locale.ROOT);
    if (!lower.equals("channels_last") && !lower.equals("channels_first")) {
      throw new IllegalArgumentException(
          "Expected `channels_last` or `channels_first`. Received: data_format=" + value);
    }
    return lower;
  }
}
