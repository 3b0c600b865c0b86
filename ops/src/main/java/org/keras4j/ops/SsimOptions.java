package org.keras4j.ops;

import java.util.Map;

/// The optional arguments of {@link Ops#ssim}.
///
/// {@snippet :
/// Ops.ssim(image, decoded, o -> o.maxVal(255).filterSize(7));
/// }
public final class SsimOptions {
  private double maxVal = 1;
  private int filterSize = 11;
  private double filterSigma = 1.5;
  private double k1 = 0.01;
  private double k2 = 0.03;
  private String dataFormat = Defaults.imageDataFormat();

  SsimOptions() {}

  /// The largest value an element may have (1).
  public SsimOptions maxVal(double value) {
    maxVal = value;
    return this;
  }

  /// The size of the Gaussian window (11).
  public SsimOptions filterSize(int value) {
    filterSize = value;
    return this;
  }

  /// The standard deviation of the Gaussian window (1.5).
  public SsimOptions filterSigma(double value) {
    filterSigma = value;
    return this;
  }

  /// Keeps the comparison of means stable (0.01).
  public SsimOptions k1(double value) {
    k1 = value;
    return this;
  }

  /// Keeps the comparison of variances stable (0.03).
  public SsimOptions k2(double value) {
    k2 = value;
    return this;
  }

  /// `channels_last` or `channels_first`.
  public SsimOptions dataFormat(String value) {
    dataFormat = Defaults.dataFormat(value);
    return this;
  }

  double maxVal() {
    return maxVal;
  }

  int filterSize() {
    return filterSize;
  }

  double filterSigma() {
    return filterSigma;
  }

  double k1() {
    return k1;
  }

  double k2() {
    return k2;
  }

  boolean channelsFirst() {
    return dataFormat.equals("channels_first");
  }

  Map<String, Object> parameters() {
    return Map.of(
        "max_val",
        maxVal,
        "filter_size",
        (long) filterSize,
        "filter_sigma",
        filterSigma,
        "k1",
        k1,
        "k2",
        k2,
        "data_format",
        dataFormat);
  }
}
