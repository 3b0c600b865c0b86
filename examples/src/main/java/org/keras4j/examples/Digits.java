package org.keras4j.examples;

import java.util.List;
import java.util.stream.IntStream;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.Shape;

/// 1797 handwritten digits of 8 by 8 pixels, by 43 writers.
///
/// From the UCI data set "Optical Recognition of Handwritten Digits" (CC BY 4.0).
///
/// @param xTrain images for training, `(n, 8, 8, 1)`, float32 from 0 to 1
/// @param yTrain their digits, `(n)`, int32
/// @param xTest images held out
/// @param yTest their digits
public record Digits(Array xTrain, Array yTrain, Array xTest, Array yTest) {
  private static final int PIXELS = 64;
  private static final float WHITE = 16;

  /// Reads the data. Every fifth digit is held out, 360 in all, so that all writers are in both
  /// parts.
  public static Digits load() {
    List<String> lines = Resources.lines("digits.csv.gz");
    var train =
        IntStream.range(0, lines.size()).filter(i -> i % 5 != 0).mapToObj(lines::get).toList();
    var test =
        IntStream.range(0, lines.size()).filter(i -> i % 5 == 0).mapToObj(lines::get).toList();
    return new Digits(images(train), labels(train), images(test), labels(test));
  }

  private static Array images(List<String> lines) {
    float[] pixels = new float[lines.size() * PIXELS];
    for (int i = 0; i < lines.size(); i++) {
      String[] fields = lines.get(i).split(",", -1);
      for (int k = 0; k < PIXELS; k++) {
        pixels[i * PIXELS + k] = Float.parseFloat(fields[k]) / WHITE;
      }
    }
    return Array.of(Shape.of(lines.size(), 8, 8, 1), pixels);
  }

  private static Array labels(List<String> lines) {
    int[] labels = new int[lines.size()];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = (int) Float.parseFloat(lines.get(i).split(",", -1)[PIXELS]);
    }
    return Array.ofInts(Shape.of(labels.length), labels);
  }
}
