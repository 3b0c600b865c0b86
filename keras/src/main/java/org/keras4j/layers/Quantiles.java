package org.keras4j.layers;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/// A summary of many numbers: some of them in increasing order, each with how many it stands for.
record Quantiles(float[] values, float[] weights) {
  static final Quantiles EMPTY = new Quantiles(new float[0], new float[0]);

  /// At most about `1 / epsilon` of the numbers, as many apart.
  static Quantiles of(float[] numbers, double epsilon) {
    float[] sorted = numbers.clone();
    Arrays.sort(sorted);
    double step = Math.max(sorted.length * epsilon, 1);
    int start = (int) (step - 1);
    int every = (int) step;
    int count = start >= sorted.length ? 0 : (sorted.length - start + every - 1) / every;
    float[] values = new float[count];
    float[] weights = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = sorted[start + i * every];
      weights[i] = (float) step;
    }
    return new Quantiles(values, weights);
  }

  /// This and another as one, no longer than `1 / epsilon`.
  Quantiles merge(Quantiles other, double epsilon) {
    float[] all = Arrays.copyOf(values, values.length + other.values.length);
    float[] counts = Arrays.copyOf(weights, all.length);
    System.arraycopy(other.values, 0, all, values.length, other.values.length);
    System.arraycopy(other.weights, 0, counts, values.length, other.values.length);
    int[] order =
        IntStream.range(0, all.length)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> all[i]))
            .mapToInt(i -> i)
            .toArray();
    return new Quantiles(pick(all, order), pick(counts, order)).compressed(epsilon);
  }

  private static float[] pick(float[] from, int[] order) {
    float[] out = new float[order.length];
    for (int i = 0; i < out.length; i++) {
      out[i] = from[order[i]];
    }
    return out;
  }

  /// The numbers between `bins` bins that hold about as many each.
  List<Double> boundaries(int bins) {
    float[] all = compressed(1.0 / bins).values;
    return IntStream.range(0, Math.max(0, all.length - 1)).mapToObj(i -> (double) all[i]).toList();
  }

  private Quantiles compressed(double epsilon) {
    if (values.length * epsilon < 1) {
      return this;
    }
    double[] cumulative = new double[values.length];
    float sum = 0;
    for (int i = 0; i < cumulative.length; i++) {
      sum += weights[i];
      cumulative[i] = sum;
    }
    double[] shares = new double[cumulative.length];
    for (int i = 0; i < shares.length; i++) {
      shares[i] = (float) cumulative[i] / sum;
    }
    int count = (int) Math.ceil(1 / epsilon);
    float[] picked = new float[count];
    float[] counts = new float[count];
    double before = 0;
    for (int i = 0; i < count; i++) {
      double share = epsilon + i * epsilon;
      picked[i] = (float) interpolated(share, shares, k -> values[k]);
      double total = interpolated(share, shares, k -> cumulative[k]);
      counts[i] = (float) (total - before);
      before = total;
    }
    return new Quantiles(picked, counts);
  }

  private static double interpolated(double at, double[] places, IntToDoubleFunction values) {
    int last = places.length - 1;
    if (at >= places[last]) {
      return values.applyAsDouble(last);
    }
    if (at <= places[0]) {
      return values.applyAsDouble(0);
    }
    int right = 1;
    while (places[right] <= at) {
      right++;
    }
    double left = values.applyAsDouble(right - 1);
    double slope = (values.applyAsDouble(right) - left) / (places[right] - places[right - 1]);
    return slope * (at - places[right - 1]) + left;
  }
}
