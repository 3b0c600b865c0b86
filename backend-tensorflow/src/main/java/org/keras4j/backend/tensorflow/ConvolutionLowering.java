package org.keras4j.backend.tensorflow;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.keras4j.ir.Contraction.Conv;
import org.keras4j.ir.Contraction.Layout;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.TensorType;
import org.keras4j.tensorflow.c.Attribute;

/// What general convolutions are in TensorFlow. Operands are brought to its layout (batch, places,
/// channels; kernels places, in, out) and to two axes of places, or three. The gradients of a
/// convolution are convolutions too, of forms that TensorFlow has operations of their own for.
final class ConvolutionLowering {
  private final Emitter e;

  ConvolutionLowering(Emitter e) {
    this.e = e;
  }

  /// A convolution in TensorFlow's layout.
  ///
  /// @param x batch, places, channels in
  /// @param k places, channels in, channels out
  /// @param out batch, places, channels out
  private record Plain(
      Value x,
      Value k,
      TensorType out,
      List<Integer> strides,
      List<Integer> low,
      List<Integer> high,
      List<Integer> spread,
      List<Integer> dilation) {

    int axes() {
      return strides.size();
    }

    boolean isSpread() {
      return spread.stream().anyMatch(s -> s > 1);
    }

    /// How far the kernel reaches along an axis.
    int reach(int axis) {
      return (k.dim(axis) - 1) * dilation.get(axis) + 1;
    }
  }

  Value lower(Conv op, Value input, Value kernel) {
    DType dtype = input.dtype();
    if (ElementwiseLowering.isNarrow(dtype)) {
      return e.cast(lower(op, e.cast(input, DType.FLOAT32), e.cast(kernel, DType.FLOAT32)), dtype);
    }
    var type = op.infer(List.of(input.type(), kernel.type())).getFirst();
    if (type.size() == 0 || input.type().size() == 0 || kernel.type().size() == 0) {
      return e.fill(type, 0.0);
    }
    Value x = e.transpose(input, order(op.input()));
    Value k = e.transpose(kernel, kernelOrder(op.kernel()));
    Value y = grouped(op, x, k, Emitter.pick(type.shape(), order(op.output())));
    return e.transpose(y, inverse(order(op.output())));
  }

  /// Batch, places, features.
  private static List<Integer> order(Layout layout) {
    var order = new ArrayList<Integer>();
    order.add(layout.batch());
    order.addAll(layout.spatial());
    order.add(layout.feature());
    return order;
  }

  /// Places, features in, features out.
  private static List<Integer> kernelOrder(Layout layout) {
    var order = new ArrayList<>(layout.spatial());
    order.add(layout.feature());
    order.add(layout.batch());
    return order;
  }

  private static List<Integer> inverse(List<Integer> permutation) {
    var out = new ArrayList<>(permutation);
    for (int i = 0; i < permutation.size(); i++) {
      out.set(permutation.get(i), i);
    }
    return out;
  }

  private Value grouped(Conv op, Value x, Value k, Shape shape) {
    int groups = Math.max(op.featureGroups(), op.batchGroups());
    if (groups == 1) {
      return planar(op, x, k, shape);
    }
    if (groups == op.featureGroups() && groups == x.dim(-1) && isDepthwise(op)) {
      return depthwise(op, x, k, shape);
    }
    boolean ofFeatures = op.featureGroups() > 1;
    var parts = new ArrayList<Value>();
    int filters = shape.dim(-1) / groups;
    for (int g = 0; g < groups; g++) {
      Value xs = part(x, ofFeatures ? x.rank() - 1 : 0, g, groups);
      Value ks = part(k, k.rank() - 1, g, groups);
      parts.add(planar(op, xs, ks, shape.with(-1, filters)));
    }
    return e.concatenate(parts, shape.rank() - 1);
  }

  private Value part(Value x, int axis, int part, int parts) {
    int n = x.dim(axis) / parts;
    var starts = new ArrayList<>(Collections.nCopies(x.rank(), 0));
    var limits = new ArrayList<>(Emitter.dims(x.shape()));
    starts.set(axis, part * n);
    limits.set(axis, (part + 1) * n);
    return e.slice(x, starts, limits, Collections.nCopies(x.rank(), 1));
  }

  private static boolean isDepthwise(Conv op) {
    return op.strides().size() == 2
        && op.strides().get(0).equals(op.strides().get(1))
        && op.inputDilation().stream().allMatch(d -> d == 1)
        && op.low().stream().allMatch(n -> n >= 0)
        && op.high().stream().allMatch(n -> n >= 0);
  }

  /// Spreads the kernel itself: only some of the library's kernels, chosen by the processor, take
  /// dilations.
  private Value depthwise(Conv op, Value x, Value k, Shape shape) {
    int multiplier = shape.dim(-1) / x.dim(-1);
    var none = List.of(0, 0);
    Value flat = e.reshape(k, Shape.of(1, k.dim(0), k.dim(1), shape.dim(-1)));
    Value spread = padded(flat, none, none, op.kernelDilation());
    Value filter = e.reshape(spread, Shape.of(spread.dim(1), spread.dim(2), x.dim(-1), multiplier));
    Value padded = padded(x, op.low(), op.high(), List.of(1, 1));
    return Value.whole(
        e.node("DepthwiseConv2dNative")
            .input(e.whole(padded).output())
            .input(e.whole(filter).output())
            .set("strides", around(op.strides()))
            .set("padding", Attribute.of("VALID"))
            .build(),
        x.type().withShape(shape));
  }

  private static Attribute around(List<Integer> places) {
    var all = new ArrayList<>(places);
    all.addFirst(1);
    all.add(1);
    return Attribute.ofIntegers(all);
  }

  /// Pads, spreads and cuts off places with zeros.
  private Value padded(Value x, List<Integer> low, List<Integer> high, List<Integer> spread) {
    var before = new ArrayList<>(low);
    var after = new ArrayList<>(high);
    var between = new ArrayList<>(spread.stream().map(s -> s - 1).toList());
    for (var list : List.of(before, after, between)) {
      list.addFirst(0);
      list.add(0);
    }
    return new MovementLowering(e).pad(x, e.scalar(x.dtype(), 0), before, after, between);
  }

  /// One axis of places becomes two, of size 1; then the operation that fits.
  private Value planar(Conv op, Value x, Value k, Shape shape) {
    int axes = op.strides().size();
    var plain =
        new Plain(
            x,
            k,
            x.type().withShape(shape),
            op.strides(),
            op.low(),
            op.high(),
            op.inputDilation(),
            op.kernelDilation());
    if (axes >= 2) {
      return axes == 2 ? flat(plain) : voluminous(plain);
    }
    int missing = 2 - axes;
    var ones = Collections.nCopies(missing, 1);
    var zeros = Collections.nCopies(missing, 0);
    var widened =
        new Plain(
            e.reshape(x, insert(x.shape(), 1, missing)),
            e.reshape(k, insert(k.shape(), 0, missing)),
            x.type().withShape(insert(shape, 1, missing)),
            join(ones, op.strides()),
            join(zeros, op.low()),
            join(zeros, op.high()),
            join(ones, op.inputDilation()),
            join(ones, op.kernelDilation()));
    return e.reshape(flat(widened), shape);
  }

  private static Shape insert(Shape shape, int axis, int times) {
    Shape out = shape;
    for (int i = 0; i < times; i++) {
      out = out.insert(axis, 1);
    }
    return out;
  }

  private static List<Integer> join(List<Integer> a, List<Integer> b) {
    var all = new ArrayList<>(a);
    all.addAll(b);
    return all;
  }

  private Value flat(Plain c) {
    if (c.isSpread()) {
      return isInputGradient(c) ? inputGradient(c) : flat(withPadding(c));
    }
    long kernelPlaces = (long) c.k.dim(0) * c.k.dim(1);
    long places = (long) c.out.shape().dim(1) * c.out.shape().dim(2);
    // TensorFlow's gradients of dilated kernels are for other devices.
    if (kernelPlaces > places && c.strides.stream().allMatch(s -> s == 1)) {
      return kernelGradient(c);
    }
    boolean cut = anyNegative(c.low) || anyNegative(c.high);
    boolean both =
        c.strides.stream().anyMatch(s -> s > 1) && c.dilation.stream().anyMatch(d -> d > 1);
    Plain p = cut || both ? withPadding(c) : c;
    if (both) {
      p = withoutDilation(p);
    }
    return Value.whole(
        e.node("Conv2D")
            .input(e.whole(p.x).output())
            .input(e.whole(p.k).output())
            .set("strides", around(p.strides))
            .set("padding", Attribute.of("EXPLICIT"))
            .set("explicit_paddings", paddings(p.low, p.high))
            .set("dilations", around(p.dilation))
            .build(),
        c.out);
  }

  private static boolean anyNegative(List<Integer> values) {
    return values.stream().anyMatch(n -> n < 0);
  }

  private static Attribute paddings(List<Integer> low, List<Integer> high) {
    return Attribute.ofIntegers(
        List.of(0, 0, low.get(0), high.get(0), low.get(1), high.get(1), 0, 0));
  }

  /// Padding and gaps between places done beforehand.
  private Plain withPadding(Plain c) {
    var none = Collections.nCopies(c.axes(), 0);
    var ones = Collections.nCopies(c.axes(), 1);
    return new Plain(
        padded(c.x, c.low, c.high, c.spread), c.k, c.out, c.strides, none, none, ones, c.dilation);
  }

  /// The kernel with zeros between its places.
  private Plain withoutDilation(Plain c) {
    var between = new ArrayList<>(c.dilation.stream().map(d -> d - 1).toList());
    between.add(0);
    between.add(0);
    var none = Collections.nCopies(c.k.rank(), 0);
    Value k = new MovementLowering(e).pad(c.k, e.scalar(c.k.dtype(), 0), none, none, between);
    return new Plain(
        c.x, k, c.out, c.strides, c.low, c.high, c.spread, Collections.nCopies(c.axes(), 1));
  }

  private Value voluminous(Plain c) {
    Plain p = withoutDilation(withPadding(c));
    return Value.whole(
        e.node("Conv3D")
            .input(e.whole(p.x).output())
            .input(e.whole(p.k).output())
            .set("strides", around(p.strides))
            .set("padding", Attribute.of("VALID"))
            .build(),
        c.out);
  }

  // A convolution of an operand with gaps is the gradient of a convolution with strides.

  private static boolean isInputGradient(Plain c) {
    for (int axis = 0; axis < c.axes(); axis++) {
      int low = c.reach(axis) - 1 - c.low.get(axis);
      int high = Math.max(0, c.reach(axis) - 1 - c.high.get(axis));
      int stride = c.spread.get(axis);
      int fits = (c.out.shape().dim(axis + 1) + low + high - c.reach(axis)) / stride + 1;
      if (c.strides.get(axis) != 1
          || c.dilation.get(axis) != 1
          || low < 0
          || low >= c.reach(axis)
          || high >= c.reach(axis)
          || fits != c.x.dim(axis + 1)) {
        return false;
      }
    }
    return true;
  }

  private Value inputGradient(Plain c) {
    var low = new ArrayList<Integer>();
    var high = new ArrayList<Integer>();
    for (int axis = 0; axis < c.axes(); axis++) {
      low.add(c.reach(axis) - 1 - c.low.get(axis));
      high.add(Math.max(0, c.reach(axis) - 1 - c.high.get(axis)));
    }
    Value filter = e.transpose(e.reverse(c.k, List.of(0, 1)), List.of(0, 1, 3, 2));
    return Value.whole(
        e.node("Conv2DBackpropInput")
            .input(e.ints(c.out.shape()))
            .input(e.whole(filter).output())
            .input(e.whole(c.x).output())
            .set("strides", around(c.spread))
            .set("padding", Attribute.of("EXPLICIT"))
            .set("explicit_paddings", paddings(low, high))
            .build(),
        c.out);
  }

  // A convolution whose kernel is larger than its result is the gradient of a convolution's kernel:
  // batch and channels in have changed places, strides and dilation too.

  private Value kernelGradient(Plain c) {
    var forward = List.of(3, 1, 2, 0);
    var gradient = List.of(2, 0, 1, 3);
    Plain p = anyNegative(c.low) || anyNegative(c.high) || !keepsPlaces(c) ? exact(c) : c;
    Value x = e.transpose(p.x, forward);
    Value g = e.transpose(p.k, gradient);
    Shape kernel = Emitter.pick(c.out.shape(), List.of(1, 2, 0, 3));
    Value k =
        Value.whole(
            e.node("Conv2DBackpropFilter")
                .input(e.whole(x).output())
                .input(e.ints(kernel))
                .input(e.whole(g).output())
                .set("strides", around(p.dilation))
                .set("padding", Attribute.of("EXPLICIT"))
                .set("explicit_paddings", paddings(p.low, p.high))
                .build(),
            c.out.withShape(kernel));
    return e.transpose(k, List.of(2, 0, 1, 3));
  }

  /// Whether the forward convolution has as many places as its gradient.
  private static boolean keepsPlaces(Plain c) {
    return IntStream.range(0, c.axes())
        .allMatch(
            axis -> {
              int reach = (c.out.shape().dim(axis + 1) - 1) * c.strides.get(axis) + 1;
              int padded = c.x.dim(axis + 1) + c.low.get(axis) + c.high.get(axis);
              boolean padsLess = c.low.get(axis) < reach && c.high.get(axis) < reach;
              return padsLess && (padded - reach) / c.dilation.get(axis) + 1 == c.k.dim(axis);
            });
  }

  /// Padding done beforehand, and cut to the places that are read.
  private Plain exact(Plain c) {
    Plain p = withPadding(c);
    var starts = new ArrayList<>(Collections.nCopies(4, 0));
    var limits = new ArrayList<>(Emitter.dims(p.x.shape()));
    for (int axis = 0; axis < 2; axis++) {
      int read =
          (c.out.shape().dim(axis + 1) - 1) * c.strides.get(axis)
              + (c.k.dim(axis) - 1) * c.dilation.get(axis)
              + 1;
      limits.set(axis + 1, read);
    }
    Value x = e.slice(p.x, starts, limits, Collections.nCopies(4, 1));
    return new Plain(x, p.k, p.out, p.strides, p.low, p.high, p.spread, p.dilation);
  }
}
