package org.keras4j.tck.answers;

import java.util.List;
import org.keras4j.ops.Axes;
import org.keras4j.ops.Defaults;
import org.keras4j.ops.Ops;
import org.keras4j.tck.parity.Arguments;
import org.keras4j.tck.parity.OpTable;
import org.keras4j.tensor.Tensor;

/// Norms, blocks of images, and label sequences.
final class BlockAnswers implements OpTable.Group {

  @Override
  public void addTo(OpTable table) {
    Adding.ops(table)
        .add("norm", BlockAnswers::norm)
        .add(
            "normalize",
            a ->
                Ops.normalize(
                    a.tensor("x"),
                    axes(a),
                    order(a),
                    a.optionalNumber("epsilon").orElse(Defaults.epsilon())))
        .add("psnr", a -> Ops.psnr(a.tensor("x1"), a.tensor("x2"), a.number("max_val")))
        .add("polar", a -> Ops.polar(a.tensor("abs_"), a.tensor("angle")))
        .add(
            "depth_to_space",
            a -> Ops.depthToSpace(a.tensor("x"), a.integer("block_size"), a.text("data_format")))
        .add(
            "space_to_depth",
            a -> Ops.spaceToDepth(a.tensor("x"), a.integer("block_size"), a.text("data_format")))
        .add(
            "unfold",
            a ->
                Ops.unfold(
                    a.tensor("x"),
                    a.integers("kernel_size"),
                    a.integers("dilation"),
                    a.integers("padding"),
                    a.integers("stride")))
        .add(
            "fold",
            a ->
                Ops.fold(
                    a.tensor("x"),
                    a.integers("output_size"),
                    a.integers("kernel_size"),
                    a.integers("dilation"),
                    a.integers("padding"),
                    a.integers("stride")))
        .add(
            "ctc_loss",
            a ->
                Ops.ctcLoss(
                    a.tensor("target"),
                    a.tensor("output"),
                    a.tensor("target_length"),
                    a.tensor("output_length"),
                    a.integer("mask_index")))
        .add("ctc_decode", BlockAnswers::ctcDecode);
  }

  private static Axes axes(Arguments a) {
    return a.optionalIntegers("axis").map(axis -> Axes.of(axis)).orElse(Axes.all());
  }

  private static int order(Arguments a) {
    if (a.number("order") != Math.rint(a.number("order"))) {
      throw new IllegalArgumentException("Expected an integer. Received: order=" + a.raw("order"));
    }
    return (int) a.number("order");
  }

  private static Tensor norm(Arguments a) {
    Axes axes = axes(a).keepDims(a.flag("keepdims"));
    if (!a.given("ord")) {
      return Ops.norm(a.tensor("x"), axes);
    }
    return a.raw("ord") instanceof String name
        ? Ops.norm(a.tensor("x"), name, axes)
        : Ops.norm(a.tensor("x"), a.number("ord"), axes);
  }

  private static List<Tensor> ctcDecode(Arguments a) {
    return Ops.ctcDecode(
        a.tensor("inputs"),
        a.tensor("sequence_lengths"),
        o ->
            o.strategy(a.text("strategy"))
                .beamWidth(a.integer("beam_width"))
                .topPaths(a.integer("top_paths"))
                .mergeRepeated(a.flag("merge_repeated"))
                .maskIndex(a.integer("mask_index")));
  }
}
