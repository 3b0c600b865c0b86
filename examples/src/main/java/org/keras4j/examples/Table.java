package org.keras4j.examples;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.Shape;

/// A small table of measurements and classes, in random order, each column scaled to mean 0 and
/// deviation 1, and divided into rows to learn from and rows held out.
///
/// @param classes the names of the classes
record Table(Array xTrain, Array yTrain, Array xTest, Array yTest, List<String> classes) {

  /// Reads `iris.csv`, `wine_data.csv` or `breast_cancer.csv`; every fifth row is held out.
  static Table load(String name) {
    List<String> lines = Resources.lines(name);
    String[] header = lines.getFirst().split(",", -1);
    int columns = Integer.parseInt(header[1]);
    List<float[]> rows = new ArrayList<>();
    for (String line : lines.subList(1, lines.size())) {
      String[] fields = line.split(",", -1);
      float[] row = new float[columns + 1];
      for (int i = 0; i <= columns; i++) {
        row[i] = Float.parseFloat(fields[i]);
      }
      rows.add(row);
    }
    Collections.shuffle(rows, new Random(0));
    scale(rows, columns);
    int held = rows.size() / 5;
    var test = rows.subList(0, held);
    var train = rows.subList(held, rows.size());
    return new Table(
        x(train, columns),
        y(train, columns),
        x(test, columns),
        y(test, columns),
        List.of(header).subList(2, header.length));
  }

  private static void scale(List<float[]> rows, int columns) {
    for (int i = 0; i < columns; i++) {
      int column = i;
      double mean = rows.stream().mapToDouble(r -> r[column]).average().orElse(0);
      double variance =
          rows.stream().mapToDouble(r -> Math.pow(r[column] - mean, 2)).average().orElse(1);
      rows.forEach(r -> r[column] = (float) ((r[column] - mean) / Math.sqrt(variance)));
    }
  }

  private static Array x(List<float[]> rows, int columns) {
    float[] out = new float[rows.size() * columns];
    for (int i = 0; i < rows.size(); i++) {
      System.arraycopy(rows.get(i), 0, out, i * columns, columns);
    }
    return Array.of(Shape.of(rows.size(), columns), out);
  }

  private static Array y(List<float[]> rows, int columns) {
    return Array.ofInts(
        Shape.of(rows.size()), rows.stream().mapToInt(r -> (int) r[columns]).toArray());
  }
}
