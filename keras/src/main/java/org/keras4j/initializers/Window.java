package org.keras4j.initializers;

import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/// Window functions by the names of `scipy.signal.windows`.
final class Window {
  private Window() {}

  /// The window of a length; a periodic one is the symmetric one of one more, without its last
  /// value.
  static double[] of(String name, int length, boolean periodic) {
    if (length <= 1) {
      get(name, 1, 2);
      return IntStream.range(0, length).mapToDouble(_ -> 1).toArray();
    }
    int n = periodic ? length + 1 : length;
    return IntStream.range(0, length).mapToDouble(i -> get(name, i, n)).toArray();
  }

  private static double get(String name, int i, int n) {
    return switch (name) {
      case "boxcar", "box", "ones", "rect", "rectangular" -> 1;
      case "hann", "hanning", "han" -> cosines(i, n, 0.5, 0.5);
      case "hamming", "hamm", "ham" -> cosines(i, n, 0.54, 0.46);
      case "blackman", "black", "blk" -> cosines(i, n, 0.42, 0.5, 0.08);
      case "blackmanharris", "blackharr", "bkh" ->
          cosines(i, n, 0.35875, 0.48829, 0.14128, 0.01168);
      case "nuttall", "nutl", "nut" -> cosines(i, n, 0.3635819, 0.4891775, 0.1365995, 0.0106411);
      case "flattop", "flat", "flt" ->
          cosines(i, n, 0.21557895, 0.41663158, 0.277263158, 0.083578947, 0.006947368);
      case "cosine", "halfcosine" -> Math.sin(Math.PI / n * (i + 0.5));
      case "bartlett", "bart", "brt" -> 1 - Math.abs(2.0 * i / (n - 1) - 1);
      case "triangle", "triang", "tri" -> triangle(i, n);
      case "barthann", "brthan", "bth" -> {
        double distance = Math.abs(i / (n - 1.0) - 0.5);
        yield 0.62 - 0.48 * distance + 0.38 * Math.cos(2 * Math.PI * distance);
      }
      case "bohman", "bman", "bmn" -> {
        double x = Math.abs(2.0 * i / (n - 1) - 1);
        yield x >= 1 ? 0 : (1 - x) * Math.cos(Math.PI * x) + Math.sin(Math.PI * x) / Math.PI;
      }
      case "parzen", "parz", "par" -> parzen(i, n);
      default ->
          throw new IllegalArgumentException(
              "Unknown window type. Expected the name of a window without parameters, such as hann, hamming or blackman. Received: window="
                  + name);
    };
  }

  /// `a0 - a1 cos(φ) + a2 cos(2 φ) - ...`.
  private static double cosines(int i, int n, double... factors) {
    IntToDoubleFunction term =
        k -> (k % 2 == 0 ? 1 : -1) * factors[k] * Math.cos(2 * Math.PI * k * i / (n - 1.0));
    return IntStream.range(0, factors.length).mapToDouble(term).sum();
  }

  private static double triangle(int i, int n) {
    int k = Math.min(i, n - 1 - i) + 1;
    return n % 2 == 0 ? (2.0 * k - 1) / n : 2.0 * k / (n + 1);
  }

  private static double parzen(int i, int n) {
    double x = Math.abs(i - (n - 1) / 2.0);
    double relative = x / (n / 2.0);
    return x > (n - 1) / 4.0
        ? 2 * Math.pow(1 - relative, 3)
        : 1 - 6 * relative * relative + 6 * Math.pow(relative, 3);
  }
}
