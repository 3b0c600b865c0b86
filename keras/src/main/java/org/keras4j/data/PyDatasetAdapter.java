package org.keras4j.data;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.OptionalInt;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Makes the batches of a {@link PyDataset} on its workers, a bounded number ahead, and gives them
/// in order.
final class PyDatasetAdapter implements DataAdapter {
  private final PyDataset dataset;

  PyDatasetAdapter(PyDataset dataset) {
    this.dataset = dataset;
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
  public Iterator<Batch> iterator() {
    return new Ahead(dataset.numBatches().orElse(Integer.MAX_VALUE));
  }

  private final class Ahead implements Iterator<Batch> {
    private final int end;
    private final Queue<Future<Batch>> waiting = new ArrayDeque<>();
    private final ExecutorService workers =
        Executors.newFixedThreadPool(
            dataset.workers(),
            task -> Thread.ofPlatform().daemon().name("keras4j-data-", 0).unstarted(task));
    private int next;

    Ahead(int end) {
      this.end = end;
      fill();
    }

    private void fill() {
      while (next < end && waiting.size() < dataset.maxQueueSize()) {
        int index = next++;
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
        return batch;
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
