package org.keras4j.transform;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.keras4j.ir.Contraction;
import org.keras4j.ir.Contraction.Conv;
import org.keras4j.ir.Contraction.Dot;
import org.keras4j.ir.Contraction.Layout;
import org.keras4j.lax.Lax;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.Tensor;

/// Cotangents of sums of products: again sums of products.
final class ContractionVjp {
  private ContractionVjp() {}

  static List<Optional<Tensor>> rule(Contraction op, Application a) {
    return switch (op) {
      case Dot dot -> a.two(() -> left(dot, a.g(), a.x(), a.y()), () -> right(dot, a));
      case Conv conv ->
          a.two(() -> input(conv, a.g(), a.x(), a.y()), () -> kernel(conv, a.g(), a.x(), a.y()));
    };
  }

  private static Tensor right(Dot dot, Application a) {
    int batch = dot.leftBatch().size();
    int free = dot.leftFree(a.x().rank()).size();
    var swapped =
        new Dot(
            dot.rightContract(),
            dot.leftContract(),
            dot.rightBatch(),
            dot.leftBatch(),
            dot.result());
    return transposed(swapped, a.g(), a.y(), a.x(), Axes.range(batch, batch + free));
  }

  private static Tensor left(Dot dot, Tensor g, Tensor x, Tensor y) {
    int start = dot.leftBatch().size() + dot.leftFree(x.rank()).size();
    return transposed(dot, g, x, y, Axes.range(start, g.rank()));
  }

  /// @param answers the axes of g that come from y's free axes
  private static Tensor transposed(Dot dot, Tensor g, Tensor x, Tensor y, List<Integer> answers) {
    int batch = dot.leftBatch().size();
    var ownFree = dot.leftFree(x.rank());
    var byRight =
        Axes.range(dot.leftContract().size()).stream()
            .sorted(Comparator.comparing(i -> dot.rightContract().get(i)))
            .map(i -> dot.leftContract().get(i))
            .toList();
    Tensor other = Lax.convert(y, g.dtype());
    var freeOfY = dot.rightFree(y.rank());
    var batches = Axes.range(batch);
    // The result's axes: batch, x's free, then y's contracted axes in ascending order; or the last
    // two the other way round, if that is how they stand in x.
    if (Axes.join(Axes.join(dot.leftBatch(), byRight), ownFree).equals(Axes.range(x.rank()))) {
      var turned = new Dot(freeOfY, answers, dot.rightBatch(), batches, g.dtype());
      return Lax.convert(Lax.dot(other, g, turned), x.dtype());
    }
    var product = new Dot(answers, freeOfY, batches, dot.rightBatch(), g.dtype());
    var places = Axes.join(Axes.join(dot.leftBatch(), ownFree), byRight);
    Tensor out = Lax.dot(g, other, product);
    return Lax.convert(Lax.transpose(out, Axes.inverse(places)), x.dtype());
  }

  private static Layout swapped(Layout layout) {
    return new Layout(layout.feature(), layout.batch(), layout.spatial());
  }

  private static List<Integer> sizes(Tensor x, Layout layout) {
    return layout.spatial().stream().map(i -> x.shape().dim(i)).toList();
  }

  private static Tensor input(Conv conv, Tensor g, Tensor x, Tensor kernel) {
    if (x.type().size() == 0 || g.type().size() == 0 || kernel.type().size() == 0) {
      return Lax.zeros(x.type());
    }
    int groups = Math.max(conv.featureGroups(), conv.batchGroups());
    Tensor weights = kernel;
    Layout spec = conv.kernel();
    if (groups > 1) {
      // The group axis moves from the kernel's outputs to its inputs.
      weights = regroup(kernel, spec.batch(), spec.feature(), groups);
    }
    var padding = padding(conv, g, x, kernel, true);
    var transposed =
        new Conv(
            conv.inputDilation(),
            padding.stream().map(ConvolutionPadding::low).toList(),
            padding.stream().map(ConvolutionPadding::high).toList(),
            conv.strides(),
            conv.kernelDilation(),
            groups,
            1,
            conv.output(),
            swapped(spec),
            conv.input());
    var out = Lax.conv(g, Lax.reverse(weights, spec.spatial()), transposed);
    return conv.batchGroups() > 1
        ? regroup(out, conv.input().feature(), conv.input().batch(), groups)
        : out;
  }

  private static Tensor kernel(Conv conv, Tensor g, Tensor x, Tensor kernel) {
    if (x.type().size() == 0 || g.type().size() == 0 || kernel.type().size() == 0) {
      return Lax.zeros(kernel.type());
    }
    var padding = padding(conv, g, x, kernel, false);
    var transposed =
        new Conv(
            conv.kernelDilation(),
            padding.stream().map(ConvolutionPadding::low).toList(),
            padding.stream().map(ConvolutionPadding::high).toList(),
            conv.inputDilation(),
            conv.strides(),
            conv.batchGroups(),
            conv.featureGroups(),
            swapped(conv.input()),
            swapped(conv.output()),
            swapped(conv.kernel()));
    return Lax.conv(x, g, transposed);
  }

  private static List<ConvolutionPadding> padding(
      Conv conv, Tensor g, Tensor x, Tensor kernel, boolean ofInput) {
    var inputs = sizes(x, conv.input());
    var windows = sizes(kernel, conv.kernel());
    var results = sizes(g, conv.output());
    var out = new ArrayList<ConvolutionPadding>();
    for (int i = 0; i < inputs.size(); i++) {
      int n = inputs.get(i);
      int window = windows.get(i);
      int stride = conv.strides().get(i);
      int low = conv.low().get(i);
      int base = conv.inputDilation().get(i);
      int dilation = conv.kernelDilation().get(i);
      int result = results.get(i);
      out.add(
          ofInput
              ? ConvolutionPadding.ofOperand(n, window, stride, result, low, base, dilation)
              : ConvolutionPadding.ofKernel(n, window, stride, result, low, base, dilation));
    }
    return out;
  }

  /// Takes the groups (the outer part) out of one axis and puts them, as the outer part, into
  /// another.
  static Tensor regroup(Tensor x, int from, int to, int groups) {
    Shape shape = x.shape();
    int inner = shape.dim(from) / groups;
    var split = Lax.reshape(x, shape.with(from, groups).insert(from + 1, inner));
    int target = to > from ? to + 1 : to;
    // Axes of split: groups at `from`, its rest behind; groups go right before the target.
    var moved = Axes.move(split, from, target > from ? target - 1 : target);
    return Lax.reshape(moved, shape.with(from, inner).with(to, shape.dim(to) * groups));
  }
}
