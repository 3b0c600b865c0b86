package org.keras4j.data;

import java.util.Iterator;
import java.util.OptionalInt;

/// The batches of anything that can be iterated, once per epoch.
final class IterableAdapter implements DataAdapter {
  private final Iterable<Batch> source;

  IterableAdapter(Iterable<Batch> source) {
    this.source = source;
  }

  @Override
  public Iterator<Batch> iterator() {
    return source.iterator();
  }

  @Override
  public OptionalInt numBatches() {
    return source instanceof java.util.Collection<?> c
        ? OptionalInt.of(c.size())
        : OptionalInt.empty();
  }
}
