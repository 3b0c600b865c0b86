package org.keras4j.stablehlo;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.keras4j.ir.Elementwise.CompareOp;
import org.keras4j.ir.Indexing;
import org.keras4j.ir.Indexing.Gather;
import org.keras4j.ir.Indexing.OutOfBounds;
import org.keras4j.ir.Indexing.Places;
import org.keras4j.ir.Indexing.Scatter;
import org.keras4j.ir.Indexing.ScatterOp;
import org.keras4j.ir.Indexing.Sort;
import org.keras4j.ir.Indexing.TopK;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Elements;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.TensorType;

/// Elements by computed places, and in computed order.
final class IndexingHlo {
  private final Hlo hlo;

  IndexingHlo(Hlo hlo) {
    this.hlo = hlo;
  }

  List<Value> write(Indexing op, List<Value> in, List<TensorType> out) {
    return switch (op) {
      case Gather gather -> List.of(gather(gather, in.get(0), in.get(1), out.getFirst()));
      case Scatter(ScatterOp f, Places places) -> List.of(scatter(f, places, in));
      case Sort(int axis) -> sort(axis, in, true);
      case TopK(int k) -> topK(k, in.getFirst());
    };
  }

  private Value gather(Gather op, Value x, Value indices, TensorType out) {
    Places p = op.places();
    String numbers =
        ("#stablehlo.gather<offset_dims = %s, collapsed_slice_dims = %s, operand_batching_dims = %s,"
                + " start_indices_batching_dims = %s, start_index_map = %s, index_vector_dim = %d>")
            .formatted(
                p.window(),
                p.collapsed(),
                p.operandBatch(),
                p.indexBatch(),
                p.indexed(),
                indices.shape().rank() - 1);
    Value found =
        hlo.general(
                "gather",
                List.of(x, indices),
                "dimension_numbers = %s, indices_are_sorted = false, slice_sizes = %s"
                    .formatted(numbers, HloTypes.array(op.sizes())),
                List.of(),
                List.of(out))
            .getFirst();
    return op.mode() == OutOfBounds.CLIP ? found : filled(op, x, indices, found);
  }

  /// The windows found, those that do not lie within the operand replaced.
  private Value filled(Gather op, Value x, Value indices, Value found) {
    int last = indices.shape().rank() - 1;
    var limits = new ArrayList<Double>();
    op.places()
        .indexed()
        .forEach(axis -> limits.add((double) x.shape().dim(axis) - op.sizes().get(axis)));
    var vector = new TensorType(indices.dtype(), Shape.of(limits.size()));
    Value limit =
        hlo.broadcast(
            hlo.constant(
                Array.ofDoubles(
                    vector, limits.stream().mapToDouble(Double::doubleValue).toArray())),
            indices.shape(),
            List.of(last));
    Value within =
        hlo.and(
            hlo.compare(CompareOp.GE, indices, hlo.like(indices, 0)),
            hlo.compare(CompareOp.LE, indices, limit));
    Value yes = hlo.constant(Array.scalar(DType.BOOL, 1L));
    var batch = within.type().withShape(indices.shape().slice(0, last));
    Value all = hlo.reduce("stablehlo.and", within, yes, List.of(last), batch);
    var batchAxes =
        IntStream.range(0, found.shape().rank())
            .filter(i -> !op.places().window().contains(i))
            .boxed()
            .toList();
    return hlo.select(hlo.broadcast(all, found.shape(), batchAxes), found, filling(found.type()));
  }

  private Value filling(TensorType type) {
    var e = Elements.zeros(type.withShape(Shape.SCALAR));
    switch (type.dtype().kind()) {
      case BOOL -> e.setLong(0, 1);
      case UNSIGNED -> e.setLong(0, -1);
      case SIGNED -> e.setLong(0, -1L << (8 * type.dtype().bytes() - 1));
      case FLOAT -> e.setDouble(0, Double.NaN);
      case COMPLEX -> e.setComplex(0, Double.NaN, Double.NaN);
      case STRING -> throw new IllegalArgumentException("XLA has no strings.");
    }
    return hlo.broadcast(hlo.constant(e.toArray()), type.shape(), List.of());
  }

  private Value scatter(ScatterOp op, Places p, List<Value> in) {
    Value x = in.get(0);
    Value indices = in.get(1);
    String numbers =
        ("#stablehlo.scatter<update_window_dims = %s, inserted_window_dims = %s,"
                + " input_batching_dims = %s, scatter_indices_batching_dims = %s,"
                + " scatter_dims_to_operand_dims = %s, index_vector_dim = %d>")
            .formatted(
                p.window(),
                p.collapsed(),
                p.operandBatch(),
                p.indexBatch(),
                p.indexed(),
                indices.shape().rank() - 1);
    var scalar = x.type().withShape(Shape.SCALAR);
    String region =
        hlo.region(
            List.of(scalar, scalar),
            v ->
                List.of(
                    switch (op) {
                      case SET -> v.get(1);
                      case ADD -> hlo.add(v.get(0), v.get(1));
                      case MUL -> hlo.multiply(v.get(0), v.get(1));
                      case MAX -> hlo.same("stablehlo.maximum", v.get(0), v.get(1));
                      case MIN -> hlo.same("stablehlo.minimum", v.get(0), v.get(1));
                    }));
    return hlo.general(
            "scatter",
            in,
            "scatter_dimension_numbers = %s, indices_are_sorted = false, unique_indices = false"
                .formatted(numbers),
            List.of(region),
            List.of(x.type()))
        .getFirst();
  }

  /// Stable, by the first operand: NaN after all when ascending, before all when descending.
  private List<Value> sort(int axis, List<Value> in, boolean ascending) {
    var scalars = new ArrayList<TensorType>();
    for (Value v : in) {
      scalars.add(v.type().withShape(Shape.SCALAR));
      scalars.add(v.type().withShape(Shape.SCALAR));
    }
    String region =
        hlo.region(
            scalars,
            v -> {
              Value a = v.get(ascending ? 0 : 1);
              Value b = v.get(ascending ? 1 : 0);
              Value before = hlo.compare(CompareOp.LT, a, b);
              if (!a.dtype().isFloat()) {
                return List.of(before);
              }
              Value onlyLast =
                  hlo.and(hlo.compare(CompareOp.EQ, a, a), hlo.compare(CompareOp.NE, b, b));
              return List.of(hlo.or(before, onlyLast));
            });
    return hlo.general(
        "sort",
        in,
        "dimension = %d : i64, is_stable = true".formatted(axis),
        List.of(region),
        Hlo.types(in));
  }

  private List<Value> topK(int k, Value x) {
    int last = x.shape().rank() - 1;
    Value places = hlo.iota(x.type().withDType(DType.INT32), last);
    var zeros = new ArrayList<>(x.shape().toList());
    zeros.replaceAll(_ -> 0);
    var ones = new ArrayList<>(zeros);
    ones.replaceAll(_ -> 1);
    var limits = x.shape().with(last, k).toList();
    return sort(last, List.of(x, places), false).stream()
        .map(v -> hlo.slice(v, zeros, limits, ones))
        .toList();
  }
}
