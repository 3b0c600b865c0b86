package org.keras4j.ir;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.TensorType;

/// Operations that look up, replace or order elements by computed places.
public sealed interface Indexing extends Primitive {

  /// How index vectors (the last axis of the indices) name windows of the operand, as XLA defines
  /// it. All lists are sorted except `indexed`.
  ///
  /// - `window`: axes of the result (for scatter: of the updates) that run within a window; the
  ///   others run over the index vectors.
  /// - `collapsed`: operand axes on which windows have size 1 and which the result lacks.
  /// - `operandBatch`, `indexBatch`: operand axes and indices' axes that run together; the result
  ///   lacks the former.
  /// - `indexed`: entry `i` of an index vector counts along operand axis `indexed[i]`.
  record Places(
      List<Integer> window,
      List<Integer> collapsed,
      List<Integer> operandBatch,
      List<Integer> indexBatch,
      List<Integer> indexed) {
    /// Keeps copies.
    public Places {
      window = List.copyOf(window);
      collapsed = List.copyOf(collapsed);
      operandBatch = List.copyOf(operandBatch);
      indexBatch = List.copyOf(indexBatch);
      indexed = List.copyOf(indexed);
    }

    /// Operand axes that appear in a window, in order.
    public List<Integer> windowOperandAxes(int operandRank) {
      return Types.range(operandRank).stream()
          .filter(a -> !collapsed.contains(a) && !operandBatch.contains(a))
          .toList();
    }

    private void check(Primitive op, TensorType operand, TensorType indices) {
      Types.axes(op, operandBatch, operand.rank());
      Types.axes(op, collapsed, operand.rank());
      Types.axes(op, indexed, operand.rank());
      Types.require(
          indices.dtype() == DType.INT32 || indices.dtype() == DType.INT64,
          "%s takes int32 or int64 indices. Received: %s",
          op,
          indices);
      Types.require(
          indices.rank() >= 1
              && indices.shape().dim(-1) == indexed.size()
              && operandBatch.size() == indexBatch.size(),
          "%s takes index vectors of %d numbers. Received: indices=%s",
          op,
          indexed.size(),
          indices);
      Types.axes(op, indexBatch, indices.rank() - 1);
      Types.require(
          Types.pick(operand.shape(), operandBatch).equals(Types.pick(indices.shape(), indexBatch)),
          "%s needs equal batch sizes. Received: %s, %s",
          op,
          operand,
          indices);
    }

    /// The result's shape for windows of `sizes` (one per operand axis).
    private Shape resultShape(List<Integer> sizes, TensorType operand, TensorType indices) {
      var windowAxes = windowOperandAxes(operand.rank());
      int[] dims = new int[window.size() + indices.rank() - 1];
      int w = 0;
      int b = 0;
      for (int i = 0; i < dims.length; i++) {
        dims[i] = window.contains(i) ? sizes.get(windowAxes.get(w++)) : indices.shape().dim(b++);
      }
      return Shape.of(dims);
    }

    String print() {
      return "%s%s%s%s%s".formatted(window, collapsed, operandBatch, indexBatch, indexed);
    }
  }

  /// What becomes of a window that does not lie within the operand.
  enum OutOfBounds {
    /// It is moved to the nearest place where it does.
    CLIP,
    /// It is filled: NaN, the smallest signed, the largest unsigned number, `true`.
    FILL
  }

  /// Operands x and indices: the windows of `sizes` that the index vectors name.
  record Gather(Places places, List<Integer> sizes, OutOfBounds mode) implements Indexing {
    /// Keeps a copy.
    public Gather {
      sizes = List.copyOf(sizes);
    }

    @Override
    public List<TensorType> infer(List<TensorType> in) {
      Types.arity(this, in, 2);
      TensorType x = in.get(0);
      TensorType indices = in.get(1);
      places.check(this, x, indices);
      Types.lengths(this, x.rank(), sizes);
      Types.require(
          IntStream.range(0, x.rank())
              .allMatch(
                  i ->
                      sizes.get(i) >= 0
                          && sizes.get(i) <= x.shape().dim(i)
                          && (!(places.collapsed().contains(i) || places.operandBatch().contains(i))
                              || sizes.get(i) <= 1)),
          "%s needs windows within the operand. Received: %s",
          this,
          x);
      Types.require(
          places.window().size() == places.windowOperandAxes(x.rank()).size(),
          "%s names the wrong number of window axes.",
          this);
      return List.of(x.withShape(places.resultShape(sizes, x, indices)));
    }

    @Override
    public String print() {
      return "gather[%s, %s, %s]".formatted(places.print(), sizes, mode);
    }
  }

  /// How an update meets the element in place. Several updates of one element are applied in order
  /// for `SET`.
  enum ScatterOp {
    SET,
    ADD,
    MUL,
    MAX,
    MIN
  }

  /// Operands x, indices and updates: x with the windows that the index vectors name combined with
  /// the updates. A window not wholly within the operand is dropped.
  record Scatter(ScatterOp op, Places places) implements Indexing {
    @Override
    public List<TensorType> infer(List<TensorType> in) {
      Types.arity(this, in, 3);
      TensorType x = in.get(0);
      TensorType indices = in.get(1);
      TensorType updates = in.get(2);
      places.check(this, x, indices);
      var windowAxes = places.windowOperandAxes(x.rank());
      Types.require(
          places.window().size() == windowAxes.size()
              && updates.rank() == places.window().size() + indices.rank() - 1
              && updates.dtype() == x.dtype(),
          "%s takes updates of matching rank and dtype. Received: %s",
          this,
          in);
      var sizes = new ArrayList<>(Types.range(x.rank()).stream().map(_ -> 1).toList());
      for (int i = 0; i < windowAxes.size(); i++) {
        int size = updates.shape().dim(places.window().get(i));
        Types.require(
            size <= x.shape().dim(windowAxes.get(i)),
            "%s needs windows within the operand. Received: %s",
            this,
            in);
        sizes.set(windowAxes.get(i), size);
      }
      Types.require(
          updates.shape().equals(places.resultShape(sizes, x, indices)),
          "%s takes one update per window. Received: %s",
          this,
          in);
      return List.of(x);
    }

    @Override
    public String print() {
      return "scatter_%s[%s]"
          .formatted(op.name().toLowerCase(java.util.Locale.ROOT), places.print());
    }
  }

  /// Sorts along an axis, ascending, stable, NaN last. The first operand is the key; the others (of
  /// the same shape) are moved along with it.
  record Sort(int axis) implements Indexing {
    @Override
    public List<TensorType> infer(List<TensorType> in) {
      Types.require(
          !in.isEmpty() && in.stream().map(TensorType::shape).distinct().count() == 1,
          "%s takes operands of one shape. Received: %s",
          this,
          in);
      Types.axes(this, List.of(axis), in.getFirst().rank());
      Types.require(
          !in.getFirst().dtype().isComplex() && in.getFirst().dtype() != DType.STRING,
          "%s does not take %s.",
          this,
          in.getFirst());
      return List.copyOf(in);
    }

    @Override
    public String print() {
      return "sort[" + axis + "]";
    }
  }

  /// The `k` largest elements of the last axis in descending order, and their int32 indices; of
  /// equal ones the first come first, NaN counts as the largest.
  record TopK(int k) implements Indexing {
    @Override
    public List<TensorType> infer(List<TensorType> in) {
      TensorType x = Types.one(this, in);
      Types.require(
          x.rank() > 0 && k >= 0 && k <= x.shape().dim(-1) && !x.dtype().isComplex(),
          "%s does not fit %s.",
          this,
          x);
      Shape shape = x.shape().with(-1, k);
      return List.of(x.withShape(shape), new TensorType(DType.INT32, shape));
    }

    @Override
    public String print() {
      return "top_k[" + k + "]";
    }
  }
}
