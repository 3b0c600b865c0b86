package org.keras4j.layers;

import java.util.Locale;

/// What windows do at the borders.
public enum Padding {
  /// They stay within.
  VALID,
  /// They reach beyond, so that with strides of 1 the result is as large as the input.
  SAME,
  /// They reach back only, so that no result depends on later input.
  CAUSAL;

  /// Keras's name.
  public String kerasName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
