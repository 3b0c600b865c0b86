package org.keras4j.transform;

import static org.keras4j.transform.Batching.ahead;
import static org.keras4j.transform.Batching.shifted;

import java.util.List;
import org.keras4j.ir.Indexing;
import org.keras4j.ir.Indexing.Gather;
import org.keras4j.ir.Indexing.Places;
import org.keras4j.ir.Indexing.Scatter;
import org.keras4j.lax.Lax;
import org.keras4j.runtime.Interpreter;
import org.keras4j.tensor.Tensor;

/// Lookups and orderings for a batch: the batch is part of the window where all elements look at
/// the same places, and runs together with the index vectors where each has its own.
final class IndexingBatching {
  private IndexingBatching() {}

  static List<Tensor> apply(Indexing op, List<Batched> in, int size) {
    return switch (op) {
      case Gather gather -> List.of(gather(gather, in.get(0), in.get(1), size));
      case Scatter scatter -> List.of(scatter(scatter, in, size));
      case Indexing.Sort(int axis) ->
          Interpreter.apply(
              new Indexing.Sort(axis + 1), in.stream().map(b -> b.spread(size)).toList());
      case Indexing.TopK topK -> Interpreter.apply(topK, List.of(in.getFirst().value()));
    };
  }

  private static Places inWindow(Places p) {
    return new Places(
        ahead(0, shifted(p.window())),
        shifted(p.collapsed()),
        shifted(p.operandBatch()),
        p.indexBatch(),
        shifted(p.indexed()));
  }

  private static Places together(Places p) {
    return new Places(
        shifted(p.window()),
        shifted(p.collapsed()),
        ahead(0, shifted(p.operandBatch())),
        ahead(0, shifted(p.indexBatch())),
        shifted(p.indexed()));
  }

  private static Tensor gather(Gather op, Batched x, Batched indices, int size) {
    var p = op.places();
    if (!indices.isBatched()) {
      return Lax.gather(
          x.value(), indices.value(), inWindow(p), ahead(size, op.sizes()), op.mode());
    }
    if (!x.isBatched()) {
      var places =
          new Places(
              shifted(p.window()),
              p.collapsed(),
              p.operandBatch(),
              shifted(p.indexBatch()),
              p.indexed());
      return Lax.gather(x.value(), indices.value(), places, op.sizes(), op.mode());
    }
    return Lax.gather(x.value(), indices.value(), together(p), ahead(1, op.sizes()), op.mode());
  }

  private static Tensor scatter(Scatter op, List<Batched> in, int size) {
    var indices = in.get(1);
    return Lax.scatter(
        op.op(),
        in.get(0).spread(size),
        indices.value(),
        in.get(2).spread(size),
        indices.isBatched() ? together(op.places()) : inWindow(op.places()));
  }
}
