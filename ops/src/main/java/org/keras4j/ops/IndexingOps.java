package org.keras4j.ops;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.keras4j.lax.Lax;
import org.keras4j.symbolic.Arguments;
import org.keras4j.symbolic.OpCall;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Promotion;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.Tree;

/// Python's `x[...]`, and choices among tensors.
abstract class IndexingOps extends UniqueOps {
  IndexingOps() {}

  /// A part of a tensor: Python's `x[key]`.
  ///
  /// {@snippet :
  /// Ops.getItem(x, Index.at(0));                       // x[0]
  /// Ops.getItem(x, Index.all(), Index.range(1, 3));    // x[:, 1:3]
  /// }
  ///
  /// @throws IllegalArgumentException if there are more indices than axes or one lies outside
  /// @see <a href="https://keras.io/api/ops/core/">keras.ops.get_item</a>
  public static Tensor getItem(Tensor x, Index... key) {
    var indices = List.of(key);
    var parameters = indices.stream().map(Index::parameter).toList();
    Object asKey = parameters.size() == 1 ? parameters.getFirst() : parameters;
    return OpCall.of(
            "GetItem",
            Arguments.of(x, asKey),
            NO_PARAMETERS,
            a -> {
              var tensors = a.tensors();
              var rest = new ArrayList<>(tensors.subList(1, tensors.size()));
              var now =
                  indices.stream()
                      .map(i -> i instanceof Index.Places ? Index.of(rest.removeFirst()) : i)
                      .toList();
              return Tree.leaf(item(strong(tensors.getFirst()), now));
            })
        .single();
  }

  private static Tensor item(Tensor x, List<Index> key) {
    var full = spelledOut(x, key);
    Tensor out = x;
    int axis = 0;
    var looked = new ArrayList<Map.Entry<Integer, Tensor>>();
    for (Index index : full) {
      switch (index) {
        case Index.At(int place) -> {
          int size = out.shape().dim(axis);
          int at = place < 0 ? place + size : place;
          if (at < 0 || at >= size) {
            throw new IllegalArgumentException(
                "Index %d lies outside axis %d of size %d. Received: x of shape %s"
                    .formatted(place, axis, size, x.shape()));
          }
          out = squeezed(Lax.sliceAxis(out, axis, at, at + 1), axis);
        }
        case Index.Range range -> out = ranged(out, axis++, range);
        case Index.NewAxis _ -> out = inserted(out, List.of(axis++));
        case Index.Places(Tensor places) -> looked.add(Map.entry(axis++, strong(places)));
        case Index.Ellipsis _ -> throw new IllegalStateException("spelled out before");
      }
    }
    return looked.isEmpty() ? out : lookedUp(out, looked);
  }

  /// The key with the ellipsis replaced, booleans as places, and whole axes at the end.
  private static List<Index> spelledOut(Tensor x, List<Index> key) {
    List<Index> plain = new ArrayList<>();
    for (Index index : key) {
      if (index instanceof Index.Places(Tensor t) && t.dtype() == DType.BOOL) {
        StatisticsOps.nonzero(t).forEach(places -> plain.add(Index.of(places)));
      } else {
        plain.add(index);
      }
    }
    long used =
        plain.stream()
            .filter(i -> !(i instanceof Index.NewAxis) && !(i instanceof Index.Ellipsis))
            .count();
    long ellipses = plain.stream().filter(Index.Ellipsis.class::isInstance).count();
    int open = x.rank() - (int) used;
    if (open < 0 || ellipses > 1) {
      throw new IllegalArgumentException(
          "Expected at most %d indices and one ellipsis. Received: x of shape %s, key of %d indices"
              .formatted(x.rank(), x.shape(), used));
    }
    if (ellipses == 0) {
      plain.add(Index.ellipsis());
    }
    return plain.stream()
        .flatMap(
            i ->
                i instanceof Index.Ellipsis
                    ? Stream.generate(Index::all).limit(open)
                    : Stream.of(i))
        .toList();
  }

  private static Tensor ranged(Tensor x, int axis, Index.Range range) {
    int size = x.shape().dim(axis);
    boolean forward = range.step() > 0;
    int first = bound(range.start(), size, forward ? 0 : size - 1, forward);
    int end = bound(range.stop(), size, forward ? size : -1, forward);
    if (!forward) {
      // The same places counted from the other end.
      Tensor turned = Lax.reverse(x, List.of(axis));
      return strided(turned, axis, size - 1 - first, size - 1 - end, -range.step());
    }
    return strided(x, axis, first, end, range.step());
  }

  private static int bound(Optional<Integer> given, int size, int absent, boolean forward) {
    if (given.isEmpty()) {
      return absent;
    }
    int at = given.get() < 0 ? given.get() + size : given.get();
    return forward ? Math.clamp(at, 0, size) : Math.clamp(at, -1, size - 1);
  }

  private static Tensor strided(Tensor x, int axis, int start, int end, int step) {
    int limit = Math.max(start, end);
    if (step == 1) {
      return Lax.sliceAxis(x, axis, start, limit);
    }
    var starts = new ArrayList<>(repeated(0, x.rank()));
    var limits = new ArrayList<>(x.shape().toList());
    var steps = new ArrayList<>(repeated(1, x.rank()));
    starts.set(axis, start);
    limits.set(axis, limit);
    steps.set(axis, step);
    return Lax.slice(x, starts, limits, steps);
  }

  /// Integers along several axes are taken together, broadcast; their axes come where the first of
  /// them was if they are neighbours, else in front.
  private static Tensor lookedUp(Tensor x, List<Map.Entry<Integer, Tensor>> looked) {
    var axes = looked.stream().map(Map.Entry::getKey).toList();
    Shape shape =
        looked.stream().map(e -> e.getValue().shape()).reduce(Shape.SCALAR, Shape::broadcast);
    var vectors =
        looked.stream()
            .map(
                e ->
                    inserted(
                        expand(counted(e.getValue(), x.shape().dim(e.getKey())), shape),
                        List.of(shape.rank())))
            .toList();
    Tensor out = gathered(x, Lax.concatenate(promoted(vectors), shape.rank()), axes);
    boolean neighbours = axes.getLast() - axes.getFirst() == axes.size() - 1;
    int place = neighbours ? axes.getFirst() : 0;
    return moved(out, range(0, shape.rank()), range(place, place + shape.rank()));
  }

  /// For each element the first choice whose condition holds, else the default; all broadcast.
  ///
  /// @throws IllegalArgumentException if there are not as many conditions as choices
  /// @see <a href="https://keras.io/api/ops/numpy/#select-function">keras.ops.select</a>
  public static Tensor select(
      List<? extends Tensor> conditions, List<? extends Tensor> choices, Tensor otherwise) {
    int n = conditions.size();
    if (n != choices.size() || n == 0) {
      throw new IllegalArgumentException(
          "select expects as many conditions as choices, at least one. Received: %d conditions, %d choices"
              .formatted(n, choices.size()));
    }
    return OpCall.of(
            "Select",
            Arguments.of(List.copyOf(conditions), List.copyOf(choices), otherwise),
            NO_PARAMETERS,
            a -> {
              var in = a.tensors();
              DType type = Promotion.resultType(in.subList(n, in.size()));
              Tensor out = as(in.getLast(), type);
              for (int i = n - 1; i >= 0; i--) {
                out = chosen(in.get(i), as(in.get(n + i), type), out);
              }
              return Tree.leaf(out);
            })
        .single();
  }

  /// As {@link #select(List, List, Tensor)} with 0 as default.
  public static Tensor select(List<? extends Tensor> conditions, List<? extends Tensor> choices) {
    return select(conditions, choices, Array.weak(0));
  }

  /// Vectors that are 1 at the places of all integers of a row, 0 elsewhere.
  public static Tensor multiHot(Tensor x, int numClasses) {
    return multiHot(x, numClasses, -1, Promotion.floatx());
  }

  /// Vectors that are 1 at the places of all integers of a row, 0 elsewhere.
  ///
  /// @see <a href="https://keras.io/api/ops/nn/#multihot-function">keras.ops.multi_hot</a>
  public static Tensor multiHot(Tensor x, int numClasses, int axis, DType dtype) {
    return OpCall.of(
        "MultiHot",
        x,
        () ->
            Map.of(
                "num_classes",
                (long) numClasses,
                "axis",
                (long) axis,
                "dtype",
                dtype.kerasName(),
                "sparse",
                false),
        a -> {
          Tensor number = Lax.convert(strong(a), DType.INT32);
          Tensor hot = Lax.convert(hot(number, numClasses, axis), dtype);
          return Lax.reduceMax(hot, List.of(a.rank() > 1 ? 1 : 0));
        });
  }

  /// The sizes of the axes; unknown ones of a drawn tensor are -1.
  public static Shape shape(Tensor x) {
    return x.shape();
  }

  /// The number of axes.
  public static int ndim(Tensor x) {
    return x.rank();
  }

  /// The number of elements.
  public static long size(Tensor x) {
    return x.shape().size();
  }

  /// Keras's name of the dtype.
  public static String dtype(Tensor x) {
    return strong(x).dtype().kerasName();
  }

  /// Whether something is a tensor.
  public static boolean isTensor(Object x) {
    return x instanceof Tensor;
  }

  /// The elements on the host.
  public static Array convertToNumpy(Tensor x) {
    Array own = concrete("convert_to_numpy", x);
    return Array.of(own.type(), own.host());
  }
}
