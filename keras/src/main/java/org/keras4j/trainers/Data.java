package org.keras4j.trainers;

import java.util.Optional;
import org.keras4j.data.DataAdapter;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.Tree;

/// What a model is trained, evaluated or used on: arrays as given, or a source of batches.
sealed interface Data {
  /// Arrays, not yet cut into batches.
  record InMemory(Tree<Array> x, Optional<Tree<Array>> y) implements Data {}

  /// Batches.
  record Source(DataAdapter batches) implements Data {}

  static Data of(Tree<Array> x, Optional<Tree<Array>> y) {
    return new InMemory(x, y);
  }

  static Data of(DataAdapter batches) {
    return new Source(batches);
  }
}
