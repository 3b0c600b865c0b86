package org.keras4j.losses;

import java.util.Locale;

/// How the losses of single samples become one number.
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

  /// Keras's name, such as `sum_over_batch_size`.
  public String kerasName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
