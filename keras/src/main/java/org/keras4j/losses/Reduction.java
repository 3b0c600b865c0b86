package org.keras4j.losses;

import java.util.Locale;

/// How the losses of single samples become one number.
///
/// @see <a href="https://keras.io/api/losses/#standalone-usage-of-losses">Reduction</a>
public enum Reduction {
  /// They do not: the result has one loss per sample.
  NONE,
  /// Their sum.
  SUM,
  /// Their sum divided by their number.
  SUM_OVER_BATCH_SIZE,
  /// As {@link #SUM_OVER_BATCH_SIZE}.
  MEAN,
  /// Their weighted sum divided by the sum of the weights.
  MEAN_WITH_SAMPLE_WEIGHT;

  /// The reduction of a name, such as `sum_over_batch_size`.
  ///
  /// @throws IllegalArgumentException if there is none
  public static Reduction of(String name) {
    for (Reduction reduction : values()) {
      if (reduction.kerasName().equals(name)) {
        return reduction;
      }
    }
    throw new IllegalArgumentException(
        "Invalid value for argument `reduction`. Expected one of \"none\", \"sum\", \"sum_over_batch_size\", \"mean\", \"mean_with_sample_weight\". Received: reduction="
            + name);
  }

  /// Keras's name, such as `sum_over_batch_size`.
  public String kerasName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
