package org.keras4j.layers;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.keras4j.ops.Axes;
import org.keras4j.ops.Ops;
import org.keras4j.ops.ScanStep;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.Tree;

/// Runs a cell over the steps of a sequence. A masked step keeps the states; its output is the
/// previous one, or zeros.
///
/// @param goBackwards whether the last step comes first; outputs are in the order they were made
/// @param unroll whether the steps are written out one after another
/// @param zeroOutputForMask whether masked steps give zeros
record RecurrentLoop(boolean goBackwards, boolean unroll, boolean zeroOutputForMask) {
  /// Outputs of all steps `(batch, steps, ...)`, the last one, and the states after it.
  record Result(Tensor outputs, Tensor last, List<Tensor> states) {}

  Result run(
      RecurrentCell<?> cell,
      Tensor sequence,
      List<Tensor> initial,
      Optional<Tensor> mask,
      RecurrentCell.Context ctx) {
    // Before the cell prepares them: what it makes of them is often several times as large.
    Tensor inputs = ordered(swapped(sequence));
    if (mask.isEmpty() && !unroll) {
      var whole = cell.allSteps(inputs, initial, ctx);
      if (whole.isPresent()) {
        var states = whole.get().states();
        return new Result(swapped(whole.get().output()), states.getFirst(), states);
      }
    }
    Tensor steps = cell.prepare(inputs, ctx);
    Optional<Tensor> masks = mask.map(m -> ordered(stepMasks(m)));
    Shape output = Shape.of(sequence.shape().dim(0)).concat(cell.outputShape());
    Tensor nothing = Ops.zeros(output, initial.getFirst().dtype());
    return unroll
        ? unrolled(cell, steps, initial, masks, nothing, ctx)
        : scanned(cell, steps, initial, masks, nothing, ctx);
  }

  /// Steps in the order they are made in.
  private Tensor ordered(Tensor steps) {
    return goBackwards ? Ops.flip(steps, 0) : steps;
  }

  private static Tensor swapped(Tensor x) {
    int[] axes = new int[x.rank()];
    for (int i = 0; i < axes.length; i++) {
      axes[i] = i < 2 ? 1 - i : i;
    }
    return Ops.transpose(x, axes);
  }

  /// `(steps, batch, 1)`, true where a step counts.
  private static Tensor stepMasks(Tensor mask) {
    Tensor flags = Ops.cast(mask, DType.BOOL);
    Tensor column =
        flags.rank() == 2 ? Ops.expandDims(flags, -1) : Ops.any(flags, Axes.of(-1).keepDims());
    return swapped(column);
  }

  private List<Tensor> advance(
      RecurrentCell<?> cell,
      Tensor x,
      Optional<Tensor> mask,
      List<Tensor> states,
      Tensor previous,
      RecurrentCell.Context ctx) {
    var step = cell.step(x, states, ctx);
    var out = new ArrayList<Tensor>();
    if (mask.isEmpty()) {
      out.add(step.output());
      out.addAll(step.states());
      return out;
    }
    // Backwards and unrolled, Keras keeps the output before whatever was asked for.
    boolean zeros = zeroOutputForMask && !(unroll && goBackwards);
    Tensor instead = zeros ? Ops.zerosLike(step.output()) : previous;
    out.add(chosen(mask.get(), step.output(), instead));
    for (int i = 0; i < states.size(); i++) {
      out.add(chosen(mask.get(), step.states().get(i), states.get(i)));
    }
    return out;
  }

  /// One or the other by a mask `(batch, 1)`, whatever rank they have.
  private static Tensor chosen(Tensor mask, Tensor next, Tensor before) {
    Tensor flags = mask;
    while (flags.rank() < next.rank()) {
      flags = Ops.expandDims(flags, -1);
    }
    return Ops.where(flags, next, before);
  }

  private Result scanned(
      RecurrentCell<?> cell,
      Tensor steps,
      List<Tensor> initial,
      Optional<Tensor> masks,
      Tensor nothing,
      RecurrentCell.Context ctx) {
    var sequences = new ArrayList<Tensor>(List.of(steps));
    masks.ifPresent(sequences::add);
    var start = new ArrayList<Tensor>(List.of(nothing));
    start.addAll(initial);
    var done =
        Ops.scanTree(
            (carry, in) -> {
              var c = carry.flatten();
              var x = in.flatten();
              var next =
                  advance(
                      cell,
                      x.getFirst(),
                      masks.map(_ -> x.get(1)),
                      c.subList(1, c.size()),
                      c.getFirst(),
                      ctx);
              return new ScanStep<>(Tree.sequence(next), Tree.leaf(next.getFirst()));
            },
            Tree.sequence(start),
            Tree.sequence(sequences),
            _ -> {});
    var last = done.carry().flatten();
    return new Result(
        swapped(done.output().single()), last.getFirst(), last.subList(1, last.size()));
  }

  private Result unrolled(
      RecurrentCell<?> cell,
      Tensor steps,
      List<Tensor> initial,
      Optional<Tensor> masks,
      Tensor nothing,
      RecurrentCell.Context ctx) {
    var in = Ops.unstack(steps, 0);
    var flags = masks.map(m -> Ops.unstack(m, 0)).orElse(List.of());
    Tensor previous = nothing;
    List<Tensor> states = initial;
    var outputs = new ArrayList<Tensor>();
    for (int i = 0; i < in.size(); i++) {
      Optional<Tensor> flag = flags.isEmpty() ? Optional.empty() : Optional.of(flags.get(i));
      var next = advance(cell, in.get(i), flag, states, previous, ctx);
      previous = next.getFirst();
      states = next.subList(1, next.size());
      outputs.add(previous);
    }
    return new Result(Ops.stack(outputs, 1), previous, states);
  }
}
