package org.keras4j.backend.torch;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.keras4j.ir.Contraction.Conv;
import org.keras4j.ir.Contraction.Layout;
import org.keras4j.tensor.Shape;

/// Convolutions, which the library takes as batch, channels, places. Those that are derivatives of
/// others are asked for as such: a derivative for a kernel is a convolution whose kernel is as
/// large as an image, one for an input spreads its operand with zeros.
final class ConvLowering {
  private final Assembly assembly;
  private final MovementLowering movement;

  ConvLowering(Assembly assembly) {
    this.assembly = assembly;
    this.movement = new MovementLowering(assembly);
  }

  Ref lower(Conv c, Ref input, Ref kernel, Shape result) {
    Ref x = movement.permute(input, order(c.input()));
    Ref k = movement.permute(kernel, order(c.kernel()));
    var resultShape = Shape.of(order(c.output()).stream().map(result::dim).toList());
    Ref out;
    if (x.shape().size() == 0 || k.shape().size() == 0 || resultShape.size() == 0) {
      out = zeros(resultShape, x.kind());
    } else if (isKernelDerivative(c, k.shape(), resultShape)) {
      out = kernelDerivative(c, x, k, resultShape);
    } else if (isInputDerivative(c, k.shape())) {
      out = inputDerivative(c, x, k, resultShape);
    } else {
      out = plain(c, x, k, resultShape);
    }
    return movement.permute(out, inverse(order(c.output())));
  }

  private Ref zeros(Shape shape, Kind kind) {
    return assembly.fresh(Aten.FULL, shape, kind, shape, 0L, kind);
  }

  private static List<Integer> order(Layout layout) {
    var order = new ArrayList<>(List.of(layout.batch(), layout.feature()));
    order.addAll(layout.spatial());
    return order;
  }

  private static List<Integer> inverse(List<Integer> order) {
    return IntStream.range(0, order.size()).mapToObj(order::indexOf).toList();
  }

  private static boolean isOnes(List<Integer> numbers) {
    return numbers.stream().allMatch(n -> n == 1);
  }

  private static List<Integer> repeated(int n, int times) {
    return Collections.nCopies(times, n);
  }

  private Ref plain(Conv c, Ref input, Ref kernel, Shape result) {
    Ref x = input;
    boolean even =
        IntStream.range(0, c.low().size())
            .allMatch(i -> c.low().get(i).equals(c.high().get(i)) && c.low().get(i) >= 0);
    List<Integer> padding = even ? c.low() : repeated(0, c.low().size());
    if (!isOnes(c.inputDilation())) {
      x = spread(x, c.inputDilation());
    }
    if (!even) {
      x = padded(x, c.low(), c.high());
    }
    int groups = c.featureGroups();
    if (c.batchGroups() > 1) {
      x = batchIntoFeatures(x, c.batchGroups());
      groups = c.batchGroups();
    }
    return convolution(
        x, kernel, result, c.strides(), padding, c.kernelDilation(), false, List.of(), groups);
  }

  private Ref convolution(
      Ref x,
      Ref kernel,
      Shape result,
      List<Integer> strides,
      List<Integer> padding,
      List<Integer> dilation,
      boolean transposed,
      List<Integer> outputPadding,
      int groups) {
    return assembly.call(
        Aten.CONVOLUTION,
        result,
        x.kind(),
        x,
        kernel,
        Tensors.NONE,
        MovementLowering.longs(strides),
        MovementLowering.longs(padding),
        MovementLowering.longs(dilation),
        transposed,
        MovementLowering.longs(
            outputPadding.isEmpty() ? repeated(0, strides.size()) : outputPadding),
        (long) groups);
  }

  /// Zeros between the elements of the spatial axes.
  private Ref spread(Ref x, List<Integer> dilation) {
    int[] dims = x.shape().dims();
    for (int i = 0; i < dilation.size(); i++) {
      dims[i + 2] = (dims[i + 2] - 1) * dilation.get(i) + 1;
    }
    Ref zeros = zeros(Shape.of(dims), x.kind());
    Ref target = zeros;
    for (int i = 0; i < dilation.size(); i++) {
      target = movement.slice(target, i + 2, 0, dims[i + 2], dilation.get(i));
    }
    assembly.call(Aten.COPY, x.shape(), x.kind(), target, x);
    return zeros;
  }

  private Ref padded(Ref x, List<Integer> low, List<Integer> high) {
    var before = new ArrayList<>(List.of(0, 0));
    var after = new ArrayList<>(List.of(0, 0));
    before.addAll(low);
    after.addAll(high);
    int[] dims = x.shape().dims();
    for (int i = 2; i < dims.length; i++) {
      dims[i] += before.get(i) + after.get(i);
    }
    return movement.padded(x, before, after, 0, Shape.of(dims));
  }

  /// (G N, C, …) as (N, G C, …).
  private Ref batchIntoFeatures(Ref x, int groups) {
    int n = x.shape().dim(0) / groups;
    int channels = x.shape().dim(1);
    Shape places = x.shape().slice(2, x.shape().rank());
    Ref apart = movement.reshape(x, Shape.of(groups, n, channels).concat(places));
    var order = new ArrayList<>(IntStream.range(0, apart.shape().rank()).boxed().toList());
    order.set(0, 1);
    order.set(1, 0);
    return movement.reshape(
        movement.permute(apart, order), Shape.of(n, groups * channels).concat(places));
  }

  private static boolean isKernelDerivative(Conv c, Shape kernel, Shape result) {
    return c.featureGroups() == 1
        && isOnes(c.inputDilation())
        && IntStream.range(2, kernel.rank()).allMatch(i -> kernel.dim(i) >= result.dim(i))
        && IntStream.range(2, kernel.rank()).anyMatch(i -> kernel.dim(i) > result.dim(i));
  }

  /// Here the batch runs over input channels, the features over images, the kernel is the cotangent
  /// of the results, and strides and dilations have changed places.
  private Ref kernelDerivative(Conv c, Ref x, Ref g, Shape result) {
    Ref images = padded(movement.permute(x, swapped(x)), c.low(), c.high());
    Ref cotangents = movement.permute(g, swapped(g));
    int filters = g.shape().dim(0);
    int[] weight = result.dims();
    weight[0] = filters;
    weight[1] = x.shape().dim(0) / c.batchGroups();
    int[] needed = images.shape().dims();
    for (int i = 2; i < needed.length; i++) {
      needed[i] =
          (g.shape().dim(i) - 1) * c.kernelDilation().get(i - 2)
              + (weight[i] - 1) * c.strides().get(i - 2)
              + 1;
      images = movement.slice(images, i, 0, needed[i], 1);
    }
    var weightShape = Shape.of(weight);
    Ref any = movement.expand(zeros(Shape.of(repeated(1, weight.length)), x.kind()), weightShape);
    var none = new Ref(0, Shape.of(0), x.kind());
    Ref derivative =
        assembly
            .calls(
                Aten.CONVOLUTION_BACKWARD,
                List.of(none, new Ref(0, weightShape, x.kind()), none),
                cotangents,
                images,
                any,
                Tensors.NONE,
                MovementLowering.longs(c.kernelDilation()),
                MovementLowering.longs(repeated(0, c.strides().size())),
                MovementLowering.longs(c.strides()),
                false,
                MovementLowering.longs(repeated(0, c.strides().size())),
                (long) c.batchGroups(),
                new boolean[] {false, true, false})
            .get(1);
    return movement.permute(derivative, swapped(derivative));
  }

  private static List<Integer> swapped(Ref x) {
    var order = new ArrayList<>(IntStream.range(0, x.shape().rank()).boxed().toList());
    order.set(0, 1);
    order.set(1, 0);
    return order;
  }

  private static boolean isInputDerivative(Conv c, Shape kernel) {
    return !isOnes(c.inputDilation())
        && isOnes(c.strides())
        && c.batchGroups() == 1
        && c.featureGroups() == 1
        && IntStream.range(0, c.low().size())
            .allMatch(
                i -> {
                  int reach = c.kernelDilation().get(i) * (kernel.dim(i + 2) - 1);
                  int more = c.high().get(i) - c.low().get(i);
                  return c.low().get(i) <= reach
                      && more >= 0
                      && more < Math.max(c.inputDilation().get(i), c.kernelDilation().get(i));
                });
  }

  /// What the library calls a transposed convolution takes the kernel unturned, by input channels.
  private Ref inputDerivative(Conv c, Ref g, Ref kernel, Shape result) {
    var spatial = IntStream.range(2, kernel.shape().rank()).boxed().toList();
    Ref turned = movement.reverse(movement.permute(kernel, swapped(kernel)), spatial);
    var padding = new ArrayList<Integer>();
    var more = new ArrayList<Integer>();
    for (int i = 0; i < spatial.size(); i++) {
      int reach = c.kernelDilation().get(i) * (kernel.shape().dim(i + 2) - 1);
      padding.add(reach - c.low().get(i));
      more.add(c.high().get(i) - c.low().get(i));
    }
    return convolution(
        g, turned, result, c.inputDilation(), padding, c.kernelDilation(), true, more, 1);
  }
}
