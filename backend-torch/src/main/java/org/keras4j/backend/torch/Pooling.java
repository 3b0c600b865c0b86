package org.keras4j.backend.torch;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.keras4j.backend.torch.Lowering.Operand;
import org.keras4j.ir.Reduction.ReduceOp;
import org.keras4j.ir.Reduction.ReduceWindow;
import org.keras4j.ir.Reduction.Window;
import org.keras4j.ir.Reduction.WindowScatter;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.TensorType;

/// Windows over at most two axes of four or fewer as the library's poolings of images. Padding is
/// made beforehand, since the library knows only little of it, the same on both sides.
final class Pooling {
  private final Assembly assembly;
  private final MovementLowering movement;

  Pooling(Assembly assembly) {
    this.assembly = assembly;
    this.movement = new MovementLowering(assembly);
  }

  /// How to see a tensor as images: two leading axes, then those that windows move along.
  private record Images(List<Integer> order, Shape expanded, List<Integer> moving) {}

  private static Optional<Images> images(Window w, Operand x) {
    int rank = x.type().rank();
    boolean usable =
        x.dtype().isFloat()
            && x.ref().kind() != Kind.BYTE
            && x.type().size() > 0
            && w.baseDilation().stream().allMatch(d -> d == 1);
    var moving =
        IntStream.range(0, rank)
            .filter(
                i ->
                    w.size().get(i) != 1
                        || w.strides().get(i) != 1
                        || w.low().get(i) != 0
                        || w.high().get(i) != 0)
            .boxed()
            .toList();
    if (!usable || moving.isEmpty() || moving.size() > 2 || rank - moving.size() > 2) {
      return Optional.empty();
    }
    var order = new ArrayList<>(IntStream.range(0, rank).boxed().toList());
    order.removeAll(moving);
    order.addAll(moving);
    var dims = new ArrayList<Integer>();
    for (int i = rank - moving.size(); i < 2; i++) {
      dims.add(1);
    }
    order.forEach(axis -> dims.add(x.shape().dim(axis)));
    if (moving.size() == 1) {
      dims.add(2, 1);
    }
    return Optional.of(new Images(order, Shape.of(dims), moving));
  }

  private static long[] pair(Images images, List<Integer> numbers) {
    return images.moving().size() == 1
        ? new long[] {1, numbers.get(images.moving().getFirst())}
        : new long[] {numbers.get(images.moving().get(0)), numbers.get(images.moving().get(1))};
  }

  private Ref seen(Images images, Window w, Ref x, double neutral) {
    int[] dims = x.shape().dims();
    for (int i = 0; i < dims.length; i++) {
      dims[i] += w.low().get(i) + w.high().get(i);
    }
    Ref padded = movement.padded(x, w.low(), w.high(), neutral, Shape.of(dims));
    return image(images, padded);
  }

  private Ref image(Images images, Ref x) {
    Ref ordered = movement.permute(x, images.order());
    int extra = images.expanded().rank() - ordered.shape().rank();
    var dims = new ArrayList<>(ordered.shape().toList());
    for (int i = ordered.shape().rank() - images.moving().size(); i < 2; i++) {
      dims.addFirst(1);
      extra--;
    }
    if (extra > 0) {
      dims.add(2, 1);
    }
    return movement.reshape(ordered, Shape.of(dims));
  }

  /// The axes as they were.
  private Ref unseen(Images images, Ref image, int rank) {
    var kept = new ArrayList<Integer>();
    int leading = rank - images.moving().size();
    for (int i = 2 - leading; i < 2; i++) {
      kept.add(image.shape().dim(i));
    }
    for (int i = 4 - images.moving().size(); i < 4; i++) {
      kept.add(image.shape().dim(i));
    }
    Ref ordered = movement.reshape(image, Shape.of(kept));
    return movement.permute(
        ordered, IntStream.range(0, rank).mapToObj(images.order()::indexOf).toList());
  }

  Optional<Ref> reduce(ReduceWindow op, Operand x, TensorType result) {
    var w = op.window();
    boolean largest = op.op() == ReduceOp.MAX;
    boolean sums = op.op() == ReduceOp.SUM && w.windowDilation().stream().allMatch(d -> d == 1);
    if ((!largest && !sums) || result.size() == 0) {
      return Optional.empty();
    }
    return images(w, x)
        .map(
            images -> {
              Ref image = seen(images, w, x.ref(), largest ? Double.NEGATIVE_INFINITY : 0);
              Ref pooled = largest ? largest(images, w, image).getFirst() : sums(images, w, image);
              return unseen(images, pooled, x.type().rank());
            });
  }

  private Shape pooledShape(Images images, Window w, Ref image) {
    long[] size = pair(images, w.size());
    long[] strides = pair(images, w.strides());
    long[] dilation = pair(images, w.windowDilation());
    int[] dims = image.shape().dims();
    for (int i = 0; i < 2; i++) {
      dims[i + 2] = (int) ((dims[i + 2] - (size[i] - 1) * dilation[i] - 1) / strides[i]) + 1;
    }
    return Shape.of(dims);
  }

  private List<Ref> largest(Images images, Window w, Ref image) {
    var shape = pooledShape(images, w, image);
    return assembly.calls(
        Aten.MAX_POOL,
        List.of(new Ref(0, shape, image.kind()), new Ref(0, shape, Kind.LONG)),
        image,
        pair(images, w.size()),
        pair(images, w.strides()),
        new long[] {0, 0},
        pair(images, w.windowDilation()),
        false);
  }

  private Ref sums(Images images, Window w, Ref image) {
    return assembly.call(
        Aten.AVG_POOL,
        pooledShape(images, w, image),
        image.kind(),
        image,
        pair(images, w.size()),
        pair(images, w.strides()),
        new long[] {0, 0},
        false,
        true,
        1L);
  }

  Optional<Ref> scatter(WindowScatter op, Operand x, Operand g, TensorType result) {
    var w = op.window();
    if (!op.largest() || g.type().size() == 0) {
      return Optional.empty();
    }
    return images(w, x)
        .map(
            images -> {
              Ref image = seen(images, w, x.ref(), Double.NEGATIVE_INFINITY);
              Ref places = largest(images, w, image).get(1);
              Ref spread =
                  assembly.call(
                      Aten.MAX_POOL_BACKWARD,
                      image.shape(),
                      image.kind(),
                      image(images, g.ref()),
                      image,
                      pair(images, w.size()),
                      pair(images, w.strides()),
                      new long[] {0, 0},
                      pair(images, w.windowDilation()),
                      false,
                      places);
              Ref padded = unseen(images, spread, x.type().rank());
              for (int axis = 0; axis < x.type().rank(); axis++) {
                int low = w.low().get(axis);
                padded = movement.slice(padded, axis, low, low + result.shape().dim(axis), 1);
              }
              return padded;
            });
  }
}
