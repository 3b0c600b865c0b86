package org.keras4j.config;

import org.keras4j.tensor.DType;

/// The settings of the whole process: default float type, fuzz factor, image layout.
///
/// @see <a href="https://keras.io/api/utils/config_utils/">keras.config</a>
public final class KerasConfig {
  private static volatile DType floatx = DType.FLOAT32;
  private static volatile double epsilon = 1e-7;
  private static volatile String imageDataFormat = "channels_last";

  private KerasConfig() {}

  /// The dtype of floats where none is named.
  public static DType floatx() {
    return floatx;
  }

  /// Sets the dtype of floats where none is named.
  ///
  /// @throws IllegalArgumentException unless it is `bfloat16`, `float16`, `float32` or `float64`
  public static void setFloatx(DType value) {
    switch (value) {
      case BFLOAT16, FLOAT16, FLOAT32, FLOAT64 -> floatx = value;
      default ->
          throw new IllegalArgumentException(
              "Unknown `floatx` value: %s. Expected one of {'bfloat16', 'float16', 'float32', 'float64'}"
                  .formatted(value));
    }
  }

  /// The small number that keeps logarithms and quotients finite.
  public static double epsilon() {
    return epsilon;
  }

  /// Sets the small number that keeps logarithms and quotients finite.
  public static void setEpsilon(double value) {
    epsilon = value;
  }

  /// `channels_last` or `channels_first`: where layers that are not told expect the channels.
  public static String imageDataFormat() {
    return imageDataFormat;
  }

  /// Sets where layers that are not told expect the channels.
  ///
  /// @throws IllegalArgumentException unless it is `channels_last` or `channels_first`
  public static void setImageDataFormat(String value) {
    imageDataFormat = standardizeDataFormat(value);
  }

  /// A data format in lower case.
  ///
  /// @throws IllegalArgumentException unless it is `channels_last` or `channels_first`
  public static String standardizeDataFormat(String value) {
    String lower = value.toLowerCase(java.util.Locale.ROOT);
    if (!lower.equals("channels_last") && !lower.equals("channels_first")) {
      throw new IllegalArgumentException(
          "The `data_format` argument must be one of {'channels_first', 'channels_last'}. Received: data_format="
              + value);
    }
    return lower;
  }
}
