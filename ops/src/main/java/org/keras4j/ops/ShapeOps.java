package org.keras4j.ops;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.keras4j.lax.Lax;
import org.keras4j.symbolic.Arguments;
import org.keras4j.symbolic.OpCall;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.TensorType;
import org.keras4j.tensor.Tree;

/// The same elements under other shapes and in other orders.
abstract class ShapeOps extends CreationOps {
  ShapeOps() {}

  /// The same elements, row by row, under another shape; one size may be -1 and is worked out.
  ///
  /// {@snippet :
  /// Ops.reshape(x, -1, 3);
  /// }
  ///
  /// @throws IllegalArgumentException if the number of elements differs
  /// @see <a href="https://keras.io/api/ops/numpy/#reshape-function">keras.ops.reshape</a>
  public static Tensor reshape(Tensor x, int... shape) {
    int[] wanted = shape.clone();
    return OpCall.of(
            "Reshape",
            Arguments.of(x),
            () -> Map.of("newshape", longs(wanted)),
            a -> {
              Tensor own = strong(a.tensors().getFirst());
              return Tree.leaf(Lax.reshape(own, worked(own.shape(), wanted)));
            },
            a -> {
              TensorType type = a.tensors().getFirst().type();
              boolean known = type.shape().isKnown();
              return Tree.leaf(
                  type.withShape(
                      known ? worked(type.shape(), wanted) : open(type.shape(), wanted)));
            })
        .single();
  }

  /// The same elements, row by row, under another shape; one size may be unknown (-1) and is worked
  /// out.
  public static Tensor reshape(Tensor x, Shape shape) {
    return reshape(x, shape.dims());
  }

  /// With unknown sizes in the tensor the size left open is unknown too.
  private static Shape open(Shape from, int[] wanted) {
    for (int size : wanted) {
      if (size < -1) {
        throw cannotReshape(from, wanted);
      }
    }
    return Shape.of(wanted);
  }

  static Shape worked(Shape from, int[] wanted) {
    long known = 1;
    int open = -1;
    for (int i = 0; i < wanted.length; i++) {
      if (wanted[i] == -1 && open < 0) {
        open = i;
      } else if (wanted[i] < 0) {
        throw new IllegalArgumentException(
            "reshape expects sizes >= 0 and at most one -1. Received: newshape="
                + Arrays.toString(wanted));
      } else {
        known *= wanted[i];
      }
    }
    int[] out = wanted.clone();
    if (open >= 0) {
      if (known == 0 || from.size() % known != 0) {
        throw cannotReshape(from, wanted);
      }
      out[open] = Math.toIntExact(from.size() / known);
    } else if (known != from.size()) {
      throw cannotReshape(from, wanted);
    }
    return Shape.of(out);
  }

  private static IllegalArgumentException cannotReshape(Shape from, int[] wanted) {
    return new IllegalArgumentException(
        "reshape expects as many elements as the tensor has. Received: x of shape %s, newshape=%s"
            .formatted(from, Arrays.toString(wanted)));
  }

  /// All elements, row by row, as a vector.
  public static Tensor ravel(Tensor x) {
    return unary("Ravel", x, ShapeOps::flat);
  }

  static Tensor flat(Tensor x) {
    return Lax.reshape(strong(x), Shape.of(Math.toIntExact(x.shape().size())));
  }

  /// The axes in the opposite order.
  public static Tensor transpose(Tensor x) {
    return OpCall.of(
        "Transpose",
        x,
        () -> Map.of("axes", Optional.empty()),
        a ->
            Lax.transpose(
                strong(a),
                IntStream.range(0, a.rank()).map(i -> a.rank() - 1 - i).boxed().toList()));
  }

  /// Axis `i` of the result is axis `axes[i]` of the tensor.
  ///
  /// @throws IllegalArgumentException if the axes are not those of the tensor, each once
  /// @see <a href="https://keras.io/api/ops/numpy/#transpose-function">keras.ops.transpose</a>
  public static Tensor transpose(Tensor x, int... axes) {
    int[] order = axes.clone();
    return OpCall.of(
        "Transpose",
        x,
        () -> Map.of("axes", longs(order)),
        a -> Lax.transpose(strong(a), permutation(a.shape(), order)));
  }

  private static List<Integer> permutation(Shape shape, int[] order) {
    if (order.length != shape.rank()) {
      throw new IllegalArgumentException(
          "transpose expects one number for each axis of shape %s. Received: axes=%s"
              .formatted(shape, Arrays.toString(order)));
    }
    return distinct(shape, order);
  }

  /// The axes counted from the start.
  static List<Integer> distinct(Shape shape, int... axes) {
    var out = IntStream.of(axes).map(shape::axis).boxed().toList();
    if (out.stream().distinct().count() != out.size()) {
      throw new IllegalArgumentException(
          "Expected each axis once for shape %s. Received: axes=%s"
              .formatted(shape, Arrays.toString(axes)));
    }
    return out;
  }

  /// Some axes moved to other places, the others in their order.
  public static Tensor moveaxis(Tensor x, List<Integer> source, List<Integer> destination) {
    return OpCall.of(
        "Moveaxis",
        x,
        () -> Map.of("source", longs(source), "destination", longs(destination)),
        a -> moved(strong(a), source, destination));
  }

  /// One axis moved to another place, the others in their order.
  public static Tensor moveaxis(Tensor x, int source, int destination) {
    return moveaxis(x, List.of(source), List.of(destination));
  }

  static Tensor moved(Tensor x, List<Integer> source, List<Integer> destination) {
    if (source.size() != destination.size()) {
      throw new IllegalArgumentException(
          "moveaxis expects as many sources as destinations. Received: source=%s, destination=%s"
              .formatted(source, destination));
    }
    var from = distinct(x.shape(), ints(source));
    var to = distinct(x.shape(), ints(destination));
    Integer[] order = new Integer[x.rank()];
    for (int i = 0; i < from.size(); i++) {
      order[to.get(i)] = from.get(i);
    }
    int next = 0;
    for (int i = 0; i < order.length; i++) {
      if (!to.contains(i)) {
        while (from.contains(next)) {
          next++;
        }
        order[i] = next++;
      }
    }
    return Lax.transpose(x, List.of(order));
  }

  static int[] ints(List<Integer> values) {
    return values.stream().mapToInt(Integer::intValue).toArray();
  }

  /// Two axes exchanged.
  public static Tensor swapaxes(Tensor x, int axis1, int axis2) {
    return OpCall.of(
        "Swapaxes",
        x,
        () -> Map.of("axis1", (long) axis1, "axis2", (long) axis2),
        a -> swapped(strong(a), axis1, axis2));
  }

  static Tensor swapped(Tensor x, int axis1, int axis2) {
    var order = new ArrayList<>(range(0, x.rank()));
    int first = x.shape().axis(axis1);
    int second = x.shape().axis(axis2);
    order.set(first, second);
    order.set(second, first);
    return Lax.transpose(x, order);
  }

  /// A new axis of size 1 at a place of the result.
  ///
  /// @see <a href="https://keras.io/api/ops/numpy/#expanddims-function">keras.ops.expand_dims</a>
  public static Tensor expandDims(Tensor x, int axis) {
    return OpCall.of(
        "ExpandDims",
        x,
        () -> Map.of("axis", (long) axis),
        a -> inserted(strong(a), List.of(axis)));
  }

  /// New axes of size 1 at some places of the result.
  public static Tensor expandDims(Tensor x, List<Integer> axes) {
    return OpCall.of(
        "ExpandDims", x, () -> Map.of("axis", longs(axes)), a -> inserted(strong(a), axes));
  }

  static Tensor inserted(Tensor x, List<Integer> axes) {
    int rank = x.rank() + axes.size();
    var places = distinct(Shape.of(repeated(1, rank)), ints(axes)).stream().sorted().toList();
    Shape out = x.shape();
    for (int place : places) {
      out = out.insert(place, 1);
    }
    return Lax.reshape(x, out);
  }

  /// The tensor without its axes of size 1.
  public static Tensor squeeze(Tensor x) {
    return OpCall.of(
        "Squeeze",
        x,
        () -> Map.of("axis", Optional.empty()),
        a ->
            Lax.reshape(
                strong(a), Shape.of(IntStream.of(a.shape().dims()).filter(d -> d != 1).toArray())));
  }

  /// The tensor without some axes, which must have size 1.
  ///
  /// @throws IllegalArgumentException if one has another size
  public static Tensor squeeze(Tensor x, int... axes) {
    return OpCall.of(
        "Squeeze",
        x,
        () -> Map.of("axis", axes.length == 1 ? (Object) (long) axes[0] : longs(axes)),
        a -> squeezed(strong(a), axes));
  }

  static Tensor squeezed(Tensor x, int... axes) {
    var places = distinct(x.shape(), axes);
    for (int place : places) {
      if (x.shape().dim(place) != 1) {
        throw new IllegalArgumentException(
            "squeeze expects axes of size 1. Received: x of shape %s, axis=%d"
                .formatted(x.shape(), place));
      }
    }
    return Lax.reshape(x, x.shape().without(places));
  }

  /// The tensor repeated to a shape by NumPy's rule.
  public static Tensor broadcastTo(Tensor x, Shape shape) {
    return OpCall.of(
            "BroadcastTo",
            Arguments.of(x),
            () -> Map.of("shape", longs(shape.toList())),
            a -> Tree.leaf(expand(strong(a.tensors().getFirst()), shape)),
            a -> {
              TensorType type = a.tensors().getFirst().type();
              Shape.broadcast(type.shape(), shape);
              return Tree.leaf(type.withShape(shape));
            })
        .single();
  }

  /// The tensors one after another along the first axis.
  public static Tensor concatenate(List<? extends Tensor> xs) {
    return concatenate(xs, 0);
  }

  /// The tensors, promoted to one dtype, one after another along an axis.
  ///
  /// @throws IllegalArgumentException if they differ in another axis
  /// @see <a href="https://keras.io/api/ops/numpy/#concatenate-function">keras.ops.concatenate</a>
  public static Tensor concatenate(List<? extends Tensor> xs, int axis) {
    return ofList("Concatenate", xs, () -> Map.of("axis", (long) axis), in -> joined(in, axis));
  }

  static Tensor joined(List<? extends Tensor> xs, int axis) {
    if (xs.isEmpty()) {
      throw new IllegalArgumentException("Expected at least one tensor to join. Received: xs=[]");
    }
    var same = promoted(xs);
    return Lax.concatenate(same, same.getFirst().shape().axis(axis));
  }

  /// The tensors side by side along a new first axis.
  public static Tensor stack(List<? extends Tensor> xs) {
    return stack(xs, 0);
  }

  /// The tensors, promoted to one dtype, side by side along a new axis.
  ///
  /// @throws IllegalArgumentException if their shapes differ
  /// @see <a href="https://keras.io/api/ops/numpy/#stack-function">keras.ops.stack</a>
  public static Tensor stack(List<? extends Tensor> xs, int axis) {
    return ofList("Stack", xs, () -> Map.of("axis", (long) axis), in -> stacked(in, axis));
  }

  static Tensor stacked(List<? extends Tensor> xs, int axis) {
    if (xs.isEmpty()) {
      throw new IllegalArgumentException("stack expects at least one tensor. Received: x=[]");
    }
    Shape first = xs.getFirst().shape();
    if (xs.stream().anyMatch(x -> !x.shape().equals(first))) {
      throw new IllegalArgumentException(
          "stack expects tensors of one shape. Received: shapes="
              + xs.stream().map(Tensor::shape).toList());
    }
    int place = first.insert(0, 1).axis(axis);
    return joined(promoted(xs).stream().map(x -> inserted(x, List.of(place))).toList(), place);
  }

  /// Equal parts along an axis.
  ///
  /// @throws IllegalArgumentException if the axis cannot be cut into that many equal parts
  /// @see <a href="https://keras.io/api/ops/numpy/#split-function">keras.ops.split</a>
  public static List<Tensor> split(Tensor x, int sections, int axis) {
    return equalParts(
        "Split",
        x,
        Map.of("indices_or_sections", (long) sections, "axis", (long) axis),
        a -> cut(a, equalCuts("split", a.shape(), sections, axis), axis),
        sections,
        axis);
  }

  /// The parts between some places along an axis.
  public static List<Tensor> split(Tensor x, List<Integer> indices, int axis) {
    return parts(
        "Split",
        x,
        Map.of("indices_or_sections", longs(indices), "axis", (long) axis),
        a -> cut(a, indices, axis));
  }

  static List<Tensor> parts(
      String className,
      Tensor x,
      Map<String, Object> parameters,
      Function<Tensor, List<Tensor>> body) {
    return OpCall.of(
            className,
            Arguments.of(x),
            () -> parameters,
            a -> Tree.sequence(body.apply(strong(a.tensors().getFirst()))))
        .flatten();
  }

  /// Equal parts: of unknown size where the axis is.
  static List<Tensor> equalParts(
      String className,
      Tensor x,
      Map<String, Object> parameters,
      Function<Tensor, List<Tensor>> body,
      int sections,
      int axis) {
    if (x.shape().dim(x.shape().axis(axis)) != Shape.UNKNOWN) {
      return parts(className, x, parameters, body);
    }
    var part = Tree.leaf(x.type());
    return OpCall.of(
            className,
            Arguments.of(x),
            () -> parameters,
            a -> Tree.sequence(body.apply(strong(a.tensors().getFirst()))),
            _ -> new Tree.Sequence<>(Collections.nCopies(sections, part)))
        .flatten();
  }

  static List<Integer> equalCuts(String op, Shape shape, int sections, int axis) {
    int size = shape.dim(shape.axis(axis));
    if (sections <= 0 || size % sections != 0) {
      throw new IllegalArgumentException(
          "%s expects a number of sections that divides the axis. Received: x of shape %s, indices_or_sections=%d, axis=%d"
              .formatted(op, shape, sections, axis));
    }
    int step = size / sections;
    return IntStream.range(1, sections).map(i -> i * step).boxed().toList();
  }

  static List<Tensor> cut(Tensor x, List<Integer> places, int axis) {
    int along = x.shape().axis(axis);
    int size = x.shape().dim(along);
    var out = new ArrayList<Tensor>();
    int start = 0;
    for (int place : places) {
      int end = Math.clamp(place < 0 ? place + size : place, 0, size);
      out.add(Lax.sliceAxis(x, along, Math.min(start, end), end));
      start = end;
    }
    out.add(Lax.sliceAxis(x, along, start, size));
    return out;
  }

  /// The elements of some axes in the opposite order.
  public static Tensor flip(Tensor x, Axes axes) {
    return OpCall.of(
        "Flip",
        x,
        () -> Map.of("axis", axes.axisParameter()),
        a -> Lax.reverse(strong(a), axes.within(a.shape())));
  }

  /// The elements of all axes in the opposite order.
  public static Tensor flip(Tensor x) {
    return flip(x, Axes.all());
  }

  /// The elements of one axis in the opposite order.
  public static Tensor flip(Tensor x, int axis) {
    return flip(x, Axes.of(axis));
  }
}
