package org.keras4j.data;

import java.util.Iterator;
import java.util.Optional;
import java.util.OptionalInt;

/// The batches of a generator, which goes on from epoch to epoch. The batch that a model is built
/// with is given again.
final class GeneratorAdapter implements DataAdapter, Iterator<Batch> {
  private final Iterator<Batch> generator;
  private Optional<Batch> peeked = Optional.empty();

  GeneratorAdapter(Iterator<Batch> generator) {
    this.generator = generator;
  }

  @Override
  public Iterator<Batch> iterator() {
    return this;
  }

  @Override
  public OptionalInt numBatches() {
    return OptionalInt.empty();
  }

  @Override
  public Batch peek() {
    if (peeked.isEmpty()) {
      peeked = Optional.of(DataAdapter.super.peek());
    }
    return peeked.get();
  }

  @Override
  public boolean hasNext() {
    return peeked.isPresent() || generator.hasNext();
  }

  @Override
  public Batch next() {
    Batch next = peeked.orElseGet(generator::next);
    peeked = Optional.empty();
    return next;
  }
}
