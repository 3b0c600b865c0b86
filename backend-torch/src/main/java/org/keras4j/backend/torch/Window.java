package org.keras4j.backend.torch;

import java.util.List;
import org.bytedeco.pytorch.IValue;
import org.keras4j.tensor.Shape;

/// A view of a tensor at starts that are known when it runs, clamped so that it lies within.
record Window(List<Call.Source> in, Shape shape, Shape sizes, int out) implements Step {
  private static final Operator SLICE = Aten.SLICE.operator();

  @Override
  public void run(Frame frame) {
    int[] starts = Tensors.integers(Call.look(in.get(1), frame), shape.rank());
    var stack = frame.stack();
    stack.resize(1);
    stack.put(0, Call.look(in.get(0), frame));
    for (int axis = 0; axis < starts.length; axis++) {
      int spare = shape.dim(axis) - sizes.dim(axis);
      if (spare == 0) {
        continue;
      }
      long start = Math.clamp(starts[axis], 0, spare);
      stack.resize(5);
      put(frame, 1, axis);
      put(frame, 2, start);
      put(frame, 3, start + sizes.dim(axis));
      put(frame, 4, 1);
      SLICE.call(stack);
    }
    in.forEach(source -> Call.letGo(source, frame));
    if (out >= 0) {
      frame.at(out).swap(stack.get(0));
    }
    stack.resize(0);
  }

  private static void put(Frame frame, int i, long number) {
    try (var value = new IValue(number)) {
      frame.stack().put(i, value);
    }
  }
}
