package org.keras4j.ops;

import java.util.Map;

/// The optional arguments of {@link Ops#ctcDecode}.
public final class CtcDecodeOptions {
  private String strategy = "greedy";
  private int beamWidth = 100;
  private int topPaths = 1;
  private boolean mergeRepeated = true;
  private int maskIndex;

  CtcDecodeOptions() {}

  /// `greedy` (the default) or `beam_search`.
  public CtcDecodeOptions strategy(String value) {
    strategy = value;
    return this;
  }

  /// How many paths a beam search follows (100).
  public CtcDecodeOptions beamWidth(int value) {
    beamWidth = value;
    return this;
  }

  /// How many paths a beam search gives (1).
  public CtcDecodeOptions topPaths(int value) {
    topPaths = value;
    return this;
  }

  /// Whether the greedy strategy takes a class that is repeated once (true).
  public CtcDecodeOptions mergeRepeated(boolean value) {
    mergeRepeated = value;
    return this;
  }

  /// The class of the blank (0).
  public CtcDecodeOptions maskIndex(int value) {
    maskIndex = value;
    return this;
  }

  Map<String, Object> parameters() {
    return Map.of(
        "strategy",
        strategy,
        "beam_width",
        (long) beamWidth,
        "top_paths",
        (long) topPaths,
        "merge_repeated",
        mergeRepeated,
        "mask_index",
        (long) maskIndex);
  }

  String strategy() {
    return strategy;
  }

  int beamWidth() {
    return beamWidth;
  }

  int topPaths() {
    return topPaths;
  }

  boolean mergeRepeated() {
    return mergeRepeated;
  }

  int maskIndex() {
    return maskIndex;
  }
}
