package org.keras4j.transform;

import static org.keras4j.transform.Batching.ahead;
import static org.keras4j.transform.Batching.shifted;

import org.keras4j.ir.Contraction;
import org.keras4j.ir.Contraction.Conv;
import org.keras4j.ir.Contraction.Dot;
import org.keras4j.lax.Lax;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.Tensor;

/// Sums of products for a batch.
final class ContractionBatching {
  private ContractionBatching() {}

  static Tensor apply(Contraction op, Batched x, Batched y, int size) {
    return switch (op) {
      case Dot dot -> dot(dot, x, y);
      case Conv conv -> conv(conv, x, y, size);
    };
  }

  private static Tensor dot(Dot op, Batched x, Batched y) {
    var left = x.isBatched() ? shifted(op.leftContract()) : op.leftContract();
    var right = y.isBatched() ? shifted(op.rightContract()) : op.rightContract();
    var leftBatch = x.isBatched() ? shifted(op.leftBatch()) : op.leftBatch();
    var rightBatch = y.isBatched() ? shifted(op.rightBatch()) : op.rightBatch();
    boolean both = x.isBatched() && y.isBatched();
    var product =
        both
            ? new Dot(left, right, ahead(0, leftBatch), ahead(0, rightBatch), op.result())
            : new Dot(left, right, leftBatch, rightBatch, op.result());
    var out = Lax.dot(x.value(), y.value(), product);
    // The batch of one operand is the first of its free axes.
    int at =
        both
            ? 0
            : x.isBatched()
                ? op.leftBatch().size()
                : op.leftBatch().size() + product.leftFree(x.value().rank()).size();
    return Axes.move(out, at, 0);
  }

  /// Puts the batch into another axis, behind its outer groups.
  private static Tensor merge(Tensor x, int axis, int groups) {
    Shape shape = x.shape();
    int own = shape.dim(axis + 1);
    Shape element = shape.slice(1, shape.rank());
    var split = Lax.reshape(x, shape.with(axis + 1, groups).insert(axis + 2, own / groups));
    // Axes now: batch, …, groups at axis + 1, rest behind; the batch goes between them.
    var moved = Axes.move(split, 0, axis + 1);
    return Lax.reshape(moved, element.with(axis, shape.dim(0) * own));
  }

  /// The inverse of {@link #merge}.
  private static Tensor split(Tensor x, int axis, int groups, int size) {
    Shape shape = x.shape();
    int inner = shape.dim(axis) / groups / size;
    var apart =
        Lax.reshape(x, shape.with(axis, groups).insert(axis + 1, size).insert(axis + 2, inner));
    return Lax.reshape(
        Axes.move(apart, axis + 1, 0), shape.with(axis, groups * inner).insert(0, size));
  }

  private static Conv grouped(Conv op, int featureGroups, int batchGroups) {
    return new Conv(
        op.strides(),
        op.low(),
        op.high(),
        op.inputDilation(),
        op.kernelDilation(),
        featureGroups,
        batchGroups,
        op.input(),
        op.kernel(),
        op.output());
  }

  private static Tensor conv(Conv op, Batched x, Batched kernel, int size) {
    int groups = Math.max(op.featureGroups(), op.batchGroups());
    if (x.isBatched() && kernel.isBatched()) {
      boolean ofBatch = op.batchGroups() > 1;
      var input = merge(x.value(), ofBatch ? op.input().batch() : op.input().feature(), 1);
      var filters = merge(kernel.value(), op.kernel().batch(), 1);
      var out =
          Lax.conv(
              input,
              filters,
              ofBatch
                  ? grouped(op, 1, op.batchGroups() * size)
                  : grouped(op, op.featureGroups() * size, 1));
      return split(out, op.output().feature(), 1, size);
    }
    if (x.isBatched()) {
      var input = merge(x.value(), op.input().batch(), op.batchGroups());
      return split(Lax.conv(input, kernel.value(), op), op.output().batch(), 1, size);
    }
    var filters = merge(kernel.value(), op.kernel().batch(), groups);
    return split(Lax.conv(x.value(), filters, op), op.output().feature(), groups, size);
  }
}
