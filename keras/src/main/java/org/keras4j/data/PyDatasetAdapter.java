package org.keras4j.data;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;
import org.keras4j.random.RandomState;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.Tree;

/// Makes the batches of a {@link PyDataset} on its workers, a bounded number ahead, and gives them
/// in order, or in the order in which Python's `random.shuffle` puts them.
final class PyDatasetAdapter implements DataAdapter {
  private final PyDataset dataset;
  private final boolean shuffle;
  private final Map<Integer, Double> classWeight;
  private @Nullable Ahead current;

  PyDatasetAdapter(PyDataset dataset) {
    this(dataset, false, Map.of());
  }

  private PyDatasetAdapter(PyDataset dataset, boolean shuffle, Map<Integer, Double> classWeight) {
    this.dataset = dataset;
    this.shuffle = shuffle;
    this.classWeight = classWeight;
  }

  @Override
  public DataAdapter forTraining(boolean shuffled, Map<Integer, Double> weights) {
    return new PyDatasetAdapter(dataset, shuffled, weights);
  }

  @Override
  public OptionalInt numBatches() {
    return dataset.numBatches();
  }

  @Override
  public void onEpochBegin() {
    dataset.onEpochBegin();
  }

  @Override
  public void onEpochEnd() {
    dataset.onEpochEnd();
  }

  @Override
  public void stop() {
    if (current != null) {
      current.workers.shutdownNow();
      current = null;
    }
  }

  @Override
  public Iterator<Batch> iterator() {
    stop();
    var made = new Ahead(dataset.numBatches().orElse(Integer.MAX_VALUE), order());
    current = made;
    return made;
  }

  /// Which batch comes at a place. A data set without an end comes as it is.
  private IntUnaryOperator order() {
    if (!shuffle || dataset.numBatches().isEmpty()) {
      return place -> place;
    }
    int[] order = new int[dataset.numBatches().getAsInt()];
    java.util.Arrays.setAll(order, i -> i);
    for (int i = order.length - 1; i > 0; i--) {
      int other = (int) RandomState.current().randint(0, i);
      int kept = order[i];
      order[i] = order[other];
      order[other] = kept;
    }
    return place -> order[place];
  }

  private Batch weighted(Batch batch) {
    if (classWeight.isEmpty() || batch.y().isEmpty()) {
      return batch;
    }
    if (batch.sampleWeight().isPresent()) {
      throw new IllegalArgumentException(
          "You cannot give `class_weight` to a data set whose batches have sample weights.");
    }
    if (batch.y().get() instanceof Tree.Leaf<Tensor>(Array y)) {
      Tensor weights = Arrays.classWeights(y, classWeight);
      return new Batch(batch.x(), batch.y(), Optional.of(Tree.leaf(weights)));
    }
    throw new IllegalArgumentException(
        "`class_weight` is only supported for models with a single output.");
  }

  private final class Ahead implements Iterator<Batch> {
    private final int end;
    private final IntUnaryOperator order;
    private final Queue<Future<Batch>> waiting = new ArrayDeque<>();
    private final ExecutorService workers =
        Executors.newFixedThreadPool(
            dataset.workers(),
            task -> Thread.ofPlatform().daemon().name("keras4j-data-", 0).unstarted(task));
    private int next;

    Ahead(int end, IntUnaryOperator order) {
      this.end = end;
      this.order = order;
      fill();
    }

    private void fill() {
      while (next < end && waiting.size() < dataset.maxQueueSize()) {
        int index = order.applyAsInt(next++);
        waiting.add(workers.submit(() -> dataset.get(index)));
      }
      if (next >= end) {
        workers.shutdown();
      }
    }

    @Override
    public boolean hasNext() {
      return !waiting.isEmpty();
    }

    @Override
    public Batch next() {
      var first = waiting.poll();
      if (first == null) {
        throw new NoSuchElementException("All batches have been given.");
      }
      try {
        Batch batch = first.get();
        fill();
        return weighted(batch);
      } catch (ExecutionException e) {
        workers.shutdownNow();
        throw e.getCause() instanceof RuntimeException cause
            ? cause
            : new CompletionException(e.getCause());
      } catch (InterruptedException e) {
        workers.shutdownNow();
        Thread.currentThread().interrupt();
        throw new CancellationException("Interrupted while waiting for a batch.");
      }
    }
  }
}
