package org.keras4j.backend.tensorflow;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.keras4j.ir.Reduction.ReduceOp;
import org.keras4j.ir.Reduction.Window;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.TensorType;
import org.keras4j.tensorflow.c.Attribute;
import org.keras4j.tensorflow.c.Output;

/// What operations on windows are in TensorFlow: its poolings where they fit, else the elements of
/// all windows place by place, each place of the window being one strided slice of the operand.
final class WindowLowering {
  private final Emitter e;

  WindowLowering(Emitter e) {
    this.e = e;
  }

  /// How many slices the general way takes for a window.
  static long places(Window window) {
    return window.size().stream().mapToLong(Integer::longValue).reduce(1, (a, b) -> a * b);
  }

  Value reduce(ReduceOp op, Value x, Window window) {
    var type = x.type().withShape(window.outputShape(x.shape()));
    if (type.size() == 0) {
      return ReductionLowering.neutral(op, e, type);
    }
    boolean pooled = op == ReduceOp.MAX || op == ReduceOp.SUM;
    if (pooled && isImagePooling(x, window)) {
      return op == ReduceOp.MAX ? maxPool(x, window, type) : sumPool(x, window, type);
    }
    Value padded = padded(x, window, neutral(op, x));
    // A window is a product of intervals: one axis after the other.
    Value out = padded;
    for (int axis = 0; axis < x.rank(); axis++) {
      Value combined = along(padded.type(), out, window, axis, 0, type.shape().dim(axis));
      for (int place = 1; place < window.size().get(axis); place++) {
        combined =
            ReductionLowering.combine(
                op,
                e,
                combined,
                along(padded.type(), out, window, axis, place, type.shape().dim(axis)));
      }
      out = combined;
    }
    return out;
  }

  private Output neutral(ReduceOp op, Value x) {
    return ReductionLowering.neutral(op, e, x.type().withShape(Shape.SCALAR)).output();
  }

  private Value padded(Value x, Window window, Output scalar) {
    return new MovementLowering(e)
        .pad(
            x,
            scalar,
            window.low(),
            window.high(),
            window.baseDilation().stream().map(d -> d - 1).toList());
  }

  /// One place of the window along one axis, for all windows.
  private Value along(
      TensorType padded, Value x, Window window, int axis, int place, int positions) {
    var starts = new ArrayList<>(Collections.nCopies(padded.rank(), 0));
    var limits = new ArrayList<>(Emitter.dims(x.shape()));
    var strides = new ArrayList<>(Collections.nCopies(padded.rank(), 1));
    int start = place * window.windowDilation().get(axis);
    int stride = window.strides().get(axis);
    starts.set(axis, start);
    limits.set(axis, start + (positions - 1) * stride + 1);
    strides.set(axis, stride);
    return e.slice(x, starts, limits, strides);
  }

  // Poolings of images, channels last.

  private static boolean isImagePooling(Value x, Window w) {
    var none = Collections.nCopies(4, 1);
    return x.rank() == 4
        && (x.dtype() == DType.FLOAT32)
        && w.baseDilation().equals(none)
        && w.windowDilation().equals(none)
        && w.size().get(0) == 1
        && w.size().get(3) == 1
        && w.strides().get(0) == 1
        && w.strides().get(3) == 1
        && w.low().get(0) == 0
        && w.high().get(0) == 0
        && w.low().get(3) == 0
        && w.high().get(3) == 0;
  }

  private Value maxPool(Value x, Window window, TensorType type) {
    return Value.whole(
        e.node("MaxPool")
            .input(e.whole(padded(x, window, neutral(ReduceOp.MAX, x))).output())
            .set("ksize", Attribute.ofIntegers(window.size()))
            .set("strides", Attribute.ofIntegers(window.strides()))
            .set("padding", Attribute.of("VALID"))
            .build(),
        type);
  }

  private Value sumPool(Value x, Window window, TensorType type) {
    Value mean =
        Value.whole(
            e.node("AvgPool")
                .input(e.whole(padded(x, window, neutral(ReduceOp.SUM, x))).output())
                .set("ksize", Attribute.ofIntegers(window.size()))
                .set("strides", Attribute.ofIntegers(window.strides()))
                .set("padding", Attribute.of("VALID"))
                .build(),
            type);
    return e.map("Mul", mean, e.fill(type, (double) places(window)));
  }

  // The element of each window that is the largest (smallest).

  Value scatter(boolean largest, Value x, Value g, Window window) {
    if (g.type().size() == 0) {
      return e.fill(x.type(), 0.0);
    }
    if (largest && isImagePooling(x, window)) {
      return maxPoolGradient(x, g, window);
    }
    Value chosen = chosen(largest, x, window, g.type());
    Shape reach = padded(x, window, e.scalar(x.dtype(), 0)).shape();
    Value sum = e.fill(x.type().withShape(reach), 0.0);
    Output zero = e.scalar(x.dtype(), 0);
    for (int place = 0; place < places(window); place++) {
      Value mine = e.map("Equal", DType.BOOL, chosen, e.fill(chosen.type(), (double) place));
      Value given = e.select(mine, g, e.fill(g.type(), 0.0));
      sum = e.map("AddV2", sum, spreadOut(given, window, place, reach, zero));
    }
    return cut(e.whole(sum), window, x.shape());
  }

  /// Puts one element per window where that place of the window lies.
  private Value spreadOut(Value given, Window window, int place, Shape reach, Output zero) {
    var at = at(window, place);
    var high = new ArrayList<Integer>();
    var interior = new ArrayList<Integer>();
    for (int axis = 0; axis < given.rank(); axis++) {
      int stride = window.strides().get(axis);
      interior.add(stride - 1);
      high.add(reach.dim(axis) - at.get(axis) - (given.dim(axis) - 1) * stride - 1);
    }
    return new MovementLowering(e).pad(given, zero, at, high, interior);
  }

  /// Removes the padding; what padding cut off gets zeros.
  private Value cut(Value padded, Window window, Shape shape) {
    return new MovementLowering(e)
        .pad(
            padded,
            e.scalar(padded.dtype(), 0),
            window.low().stream().map(n -> -n).toList(),
            window.high().stream().map(n -> -n).toList(),
            Collections.nCopies(shape.rank(), 0));
  }

  private Value maxPoolGradient(Value x, Value g, Window window) {
    Value padded = e.whole(padded(x, window, neutral(ReduceOp.MAX, x)));
    Value pooled = maxPool(x, window, g.type());
    Value gradient =
        Value.whole(
            e.node("MaxPoolGrad")
                .input(padded.output())
                .input(pooled.output())
                .input(e.whole(g).output())
                .set("ksize", Attribute.ofIntegers(window.size()))
                .set("strides", Attribute.ofIntegers(window.strides()))
                .set("padding", Attribute.of("VALID"))
                .build(),
            padded.type());
    return cut(gradient, window, x.shape());
  }

  Value gather(boolean largest, Value x, Value t, Window window) {
    var type = x.type().withShape(window.outputShape(x.shape()));
    if (type.size() == 0) {
      return e.fill(type, 0.0);
    }
    Value chosen = chosen(largest, x, window, type);
    Value padded = padded(t, window, e.scalar(t.dtype(), 0));
    Value out = e.fill(type, 0.0);
    for (int place = 0; place < places(window); place++) {
      Value mine = e.map("Equal", DType.BOOL, chosen, e.fill(chosen.type(), (double) place));
      out = e.select(mine, at(padded, window, place, type.shape()), out);
    }
    return out;
  }

  /// Which place of its window is the first largest (smallest), for each window; -1 if all of it is
  /// padding.
  private Value chosen(boolean largest, Value x, Window window, TensorType result) {
    ReduceOp op = largest ? ReduceOp.MAX : ReduceOp.MIN;
    Value padded = padded(x, window, neutral(op, x));
    Value inside =
        padded(e.fill(x.type().withDType(DType.BOOL), 1L), window, e.constant(falseScalar()));
    var places = result.withDType(DType.INT32);
    Value chosen = e.fill(places, -1.0);
    Value best = e.fill(result, 0.0);
    for (int place = 0; place < places(window); place++) {
      Value here = at(padded, window, place, result.shape());
      Value better = e.map(largest ? "Greater" : "Less", DType.BOOL, here, best);
      Value first = e.map("Equal", DType.BOOL, chosen, e.fill(places, -1.0));
      Value nan = e.map("NotEqual", DType.BOOL, here, here);
      Value known = e.map("Equal", DType.BOOL, best, best);
      Value takes =
          e.map(
              "LogicalAnd",
              at(inside, window, place, result.shape()),
              e.map(
                  "LogicalOr", first, e.map("LogicalOr", better, e.map("LogicalAnd", nan, known))));
      chosen = e.select(takes, e.fill(places, (double) place), chosen);
      best = e.select(takes, here, best);
    }
    return chosen;
  }

  private static org.keras4j.tensor.Array falseScalar() {
    return org.keras4j.tensor.Array.scalar(DType.BOOL, 0L);
  }

  /// Where a place of the window lies, axis by axis; places count in row-major order.
  private static List<Integer> at(Window window, int place) {
    var at = new ArrayList<>(window.size());
    int rest = place;
    for (int axis = at.size() - 1; axis >= 0; axis--) {
      int size = window.size().get(axis);
      at.set(axis, rest % size * window.windowDilation().get(axis));
      rest /= size;
    }
    return at;
  }

  /// One place of the window, for all windows.
  private Value at(Value padded, Window window, int place, Shape positions) {
    var starts = at(window, place);
    var limits = new ArrayList<Integer>();
    for (int axis = 0; axis < padded.rank(); axis++) {
      limits.add(starts.get(axis) + (positions.dim(axis) - 1) * window.strides().get(axis) + 1);
    }
    return e.slice(padded, starts, limits, window.strides());
  }
}
