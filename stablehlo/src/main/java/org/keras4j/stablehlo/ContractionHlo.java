package org.keras4j.stablehlo;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.keras4j.ir.Contraction;
import org.keras4j.ir.Contraction.Conv;
import org.keras4j.ir.Contraction.Dot;
import org.keras4j.ir.Contraction.Layout;
import org.keras4j.tensor.TensorType;

/// Sums of products.
final class ContractionHlo {
  private final Hlo hlo;

  ContractionHlo(Hlo hlo) {
    this.hlo = hlo;
  }

  Value write(Contraction op, List<Value> in, TensorType out) {
    return switch (op) {
      case Dot dot -> dot(dot, in, out);
      case Conv conv -> conv(conv, in, out);
    };
  }

  private Value dot(Dot op, List<Value> in, TensorType out) {
    String batch =
        op.leftBatch().isEmpty()
            ? ""
            : ", batching_dims = %s x %s".formatted(op.leftBatch(), op.rightBatch());
    return hlo.call(
        "stablehlo.dot_general",
        in,
        batch
            + ", contracting_dims = %s x %s, precision = [HIGHEST, HIGHEST]"
                .formatted(op.leftContract(), op.rightContract()),
        out);
  }

  private Value conv(Conv op, List<Value> in, TensorType out) {
    String window =
        "stride = %s, pad = %s, lhs_dilate = %s, rhs_dilate = %s"
            .formatted(
                op.strides(),
                IntStream.range(0, op.low().size())
                    .mapToObj(i -> "[%d, %d]".formatted(op.low().get(i), op.high().get(i)))
                    .collect(Collectors.joining(", ", "[", "]")),
                op.inputDilation(),
                op.kernelDilation());
    String line =
        ("stablehlo.convolution(%s) dim_numbers = %sx%s->%s, window = {%s}"
                + " {batch_group_count = %d : i64, feature_group_count = %d : i64,"
                + " precision_config = [#stablehlo<precision HIGHEST>, #stablehlo<precision HIGHEST>]}"
                + " : %s -> %s")
            .formatted(
                Hlo.operands(in),
                axes(op.input(), "b", "f"),
                axes(op.kernel(), "o", "i"),
                axes(op.output(), "b", "f"),
                window,
                op.batchGroups(),
                op.featureGroups(),
                HloTypes.operands(Hlo.types(in)),
                HloTypes.of(out));
    return hlo.value(line, out);
  }

  /// The meaning of each axis: `[b, 0, 1, f]`.
  private static String axes(Layout layout, String batch, String feature) {
    var names = new ArrayList<String>();
    for (int axis = 0; axis < layout.spatial().size() + 2; axis++) {
      names.add(
          axis == layout.batch()
              ? batch
              : axis == layout.feature()
                  ? feature
                  : String.valueOf(layout.spatial().indexOf(axis)));
    }
    return names.toString();
  }
}
