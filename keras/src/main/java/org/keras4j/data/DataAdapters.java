package org.keras4j.data;

import java.util.Iterator;

/// Makes adapters of the data that users have.
public final class DataAdapters {
  private DataAdapters() {}

  /// The batches of a data set made batch by batch.
  public static DataAdapter of(PyDataset dataset) {
    return new PyDatasetAdapter(dataset);
  }

  /// The batches of anything that can be iterated anew for each epoch.
  public static DataAdapter of(Iterable<Batch> batches) {
    return new IterableAdapter(batches);
  }

  /// The batches of a generator, which goes on from epoch to epoch.
  public static DataAdapter of(Iterator<Batch> generator) {
    return new GeneratorAdapter(generator);
  }
}
