package org.keras4j.data;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.keras4j.random.RandomState;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.HostBuffer;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.TensorType;
import org.keras4j.tensor.Tree;

/// Inputs, targets and weights held in memory whole, cut into batches, in a new random order each
/// epoch if asked for.
///
/// The order is that of NumPy's legacy `permutation`, as Keras draws it.
///
/// @param x inputs
/// @param y targets
/// @param sampleWeight weights
public record Arrays(Tree<Array> x, Optional<Tree<Array>> y, Optional<Tree<Array>> sampleWeight) {

  /// Data of equally many samples.
  ///
  /// @throws IllegalArgumentException if the first axes differ
  public Arrays {
    var all = new ArrayList<>(x.flatten());
    y.ifPresent(t -> all.addAll(t.flatten()));
    sampleWeight.ifPresent(t -> all.addAll(t.flatten()));
    if (all.stream().anyMatch(a -> a.rank() == 0)) {
      throw new IllegalArgumentException(
          "Data must have a first axis that counts samples. Received: shapes "
              + all.stream().map(Array::shape).toList());
    }
    if (all.stream().map(a -> a.shape().dim(0)).distinct().count() > 1) {
      throw new IllegalArgumentException(
          "Data cardinality is ambiguous. Make sure all arrays contain the same number of samples. Received: x sizes %s, y sizes %s, sample_weight sizes %s"
              .formatted(sizes(Optional.of(x)), sizes(y), sizes(sampleWeight)));
    }
  }

  private static List<Integer> sizes(Optional<Tree<Array>> tree) {
    return tree.map(t -> t.flatten().stream().map(a -> a.shape().dim(0)).toList())
        .orElse(List.of());
  }

  /// The number of samples.
  public int numSamples() {
    return x.flatten().getFirst().shape().dim(0);
  }

  /// Samples `from` up to, and without, `to`.
  public Arrays slice(int from, int to) {
    return new Arrays(
        x.map(a -> rows(a, from, to)),
        y.map(t -> t.map(a -> rows(a, from, to))),
        sampleWeight.map(t -> t.map(a -> rows(a, from, to))));
  }

  /// As a source of batches.
  ///
  /// @param shuffle how the samples of an epoch are ordered
  public DataAdapter batches(int batchSize, Shuffle shuffle) {
    if (batchSize < 1) {
      throw new IllegalArgumentException(
          "Expected a positive batch size. Received: batch_size=" + batchSize);
    }
    return new Cut(this, batchSize, shuffle);
  }

  /// How the samples of an epoch are ordered.
  public enum Shuffle {
    /// As they stand.
    NONE,
    /// At random over the whole epoch.
    SAMPLES,
    /// At random within each batch.
    WITHIN_BATCHES
  }

  private record Cut(Arrays data, int batchSize, Shuffle shuffle) implements DataAdapter {
    @Override
    public OptionalInt numBatches() {
      return OptionalInt.of(Math.ceilDiv(data.numSamples(), batchSize));
    }

    @Override
    public Iterator<Batch> iterator() {
      int n = data.numSamples();
      int[] order = shuffle == Shuffle.SAMPLES ? RandomState.current().permutation(n) : new int[0];
      return new Iterator<>() {
        private int at;

        @Override
        public boolean hasNext() {
          return at < n;
        }

        @Override
        public Batch next() {
          if (at >= n) {
            throw new NoSuchElementException("All batches have been given.");
          }
          int from = at;
          int to = Math.min(n, at + batchSize);
          at = to;
          return switch (shuffle) {
            case NONE -> batch(data.slice(from, to));
            case SAMPLES -> batch(pick(java.util.Arrays.copyOfRange(order, from, to)));
            case WITHIN_BATCHES ->
                batch(
                    pick(
                        IntStream.of(RandomState.current().permutation(to - from))
                            .map(i -> i + from)
                            .toArray()));
          };
        }
      };
    }

    private Arrays pick(int[] samples) {
      return new Arrays(
          data.x.map(a -> rows(a, samples)),
          data.y.map(t -> t.map(a -> rows(a, samples))),
          data.sampleWeight.map(t -> t.map(a -> rows(a, samples))));
    }

    private static Batch batch(Arrays part) {
      return new Batch(
          tensors(part.x), part.y.map(Cut::tensors), part.sampleWeight.map(Cut::tensors));
    }

    private static Tree<Tensor> tensors(Tree<Array> tree) {
      return tree.map(a -> a);
    }
  }

  private static int rowLength(Array a) {
    int n = (int) a.shape().slice(1, a.rank()).size();
    return a.dtype() == DType.COMPLEX64 ? 2 * n : n;
  }

  private static TensorType rowsType(Array a, int count) {
    return new TensorType(a.dtype(), a.shape().with(0, count));
  }

  private static Array rows(Array a, int from, int to) {
    if (from == 0 && to == a.shape().dim(0)) {
      return a;
    }
    TensorType type = rowsType(a, to - from);
    var out = HostBuffer.zeros(type);
    int length = rowLength(a);
    System.arraycopy(a.host().array(), from * length, out.array(), 0, (to - from) * length);
    return Array.of(type, out);
  }

  private static Array rows(Array a, int[] samples) {
    TensorType type = rowsType(a, samples.length);
    var out = HostBuffer.zeros(type);
    int length = rowLength(a);
    Object from = a.host().array();
    for (int i = 0; i < samples.length; i++) {
      System.arraycopy(from, samples[i] * length, out.array(), i * length, length);
    }
    return Array.of(type, out);
  }

  /// The weight of each sample by its class, as Keras derives it from targets that are class
  /// numbers or one-hot rows. A class without a weight counts 1.
  ///
  /// @param y `(samples)`, `(samples, 1)` or `(samples, classes)`
  /// @throws IllegalArgumentException if the targets have more axes
  public static Array classWeights(Array y, Map<Integer, Double> weights) {
    if (y.rank() < 1 || y.rank() > 2) {
      throw new IllegalArgumentException(
          "Class weights need class numbers or one-hot rows as targets. Received: y of shape "
              + y.shape());
    }
    int n = y.shape().dim(0);
    var e = y.elements();
    int width = n == 0 ? 1 : e.size() / n;
    float[] out = new float[n];
    for (int i = 0; i < n; i++) {
      int label = width == 1 ? (int) Math.rint(e.getDouble(i)) : largest(e, i * width, width);
      out[i] = weights.getOrDefault(label, 1.0).floatValue();
    }
    return Array.of(Shape.of(n), out);
  }

  private static int largest(org.keras4j.tensor.Elements e, int start, int width) {
    int best = 0;
    for (int k = 1; k < width; k++) {
      if (e.getDouble(start + k) > e.getDouble(start + best)) {
        best = k;
      }
    }
    return best;
  }
}
