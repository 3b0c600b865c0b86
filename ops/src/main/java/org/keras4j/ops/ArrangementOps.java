package org.keras4j.ops;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.keras4j.lax.Lax;
import org.keras4j.symbolic.Arguments;
import org.keras4j.symbolic.OpCall;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.Tree;

/// Tensors joined, parted and turned.
abstract class ArrangementOps extends LayoutOps {
  ArrangementOps() {}

  /// All elements of both, row by row, as a vector.
  public static Tensor append(Tensor x, Tensor y) {
    return OpCall.of(
        "Append",
        x,
        y,
        () -> Map.of("axis", Optional.empty()),
        (a, b) -> {
          var same = promoted(List.of(a, b));
          return joined(List.of(flat(same.get(0)), flat(same.get(1))), 0);
        });
  }

  /// The second tensor after the first along an axis.
  public static Tensor append(Tensor x, Tensor y, int axis) {
    return OpCall.of(
        "Append", x, y, () -> Map.of("axis", (long) axis), (a, b) -> joined(List.of(a, b), axis));
  }

  private static Tensor stacking(
      String className, List<? extends Tensor> xs, UnaryOperator<Tensor> widen, int axis) {
    return ofList(
        className,
        xs,
        NO_PARAMETERS,
        in -> {
          var wide = in.stream().map(OpsBase::strong).map(widen).toList();
          return joined(wide, wide.getFirst().rank() == 1 ? 0 : axis);
        });
  }

  /// The tensors side by side: along the second axis, vectors along the first.
  public static Tensor hstack(List<? extends Tensor> xs) {
    return stacking("Hstack", xs, x -> x.rank() == 0 ? Lax.reshape(x, Shape.of(1)) : x, 1);
  }

  /// The tensors on top of each other: along the first axis, vectors as rows.
  public static Tensor vstack(List<? extends Tensor> xs) {
    return stacking("Vstack", xs, x -> x.rank() < 2 ? rows(x) : x, 0);
  }

  private static Tensor rows(Tensor x) {
    return Lax.reshape(x, Shape.of(1, x.rank() == 0 ? 1 : x.shape().dim(0)));
  }

  /// The tensors side by side: along the second axis, vectors as columns.
  ///
  /// @throws IllegalArgumentException if a tensor is a scalar or the other axes differ
  /// @see <a href="https://keras.io/api/ops/numpy/">keras.ops.column_stack</a>
  public static Tensor columnStack(List<? extends Tensor> xs) {
    return stacking(
        "ColumnStack",
        xs,
        x -> {
          if (x.rank() == 0) {
            throw new IllegalArgumentException(
                "columnStack takes tensors of rank 1 or more. Received: shape=" + x.shape());
          }
          return x.rank() == 1 ? inserted(x, List.of(1)) : x;
        },
        1);
  }

  /// The tensors behind each other: along the third axis, which vectors and matrices get.
  public static Tensor dstack(List<? extends Tensor> xs) {
    return stacking(
        "Dstack",
        xs,
        x -> {
          Tensor matrix = x.rank() < 2 ? rows(x) : x;
          return matrix.rank() == 2 ? inserted(matrix, List.of(2)) : matrix;
        },
        2);
  }

  /// Parts along an axis as equal as can be: the first ones are one longer.
  public static List<Tensor> arraySplit(Tensor x, int sections, int axis) {
    return parts(
        "ArraySplit",
        x,
        Map.of("indices_or_sections", (long) sections, "axis", (long) axis),
        a -> {
          if (sections <= 0) {
            throw new IllegalArgumentException(
                "array_split expects a positive number of sections. Received: indices_or_sections="
                    + sections);
          }
          int size = a.shape().dim(a.shape().axis(axis));
          int longer = size % sections;
          var cuts =
              IntStream.range(1, sections)
                  .map(i -> i * (size / sections) + Math.min(i, longer))
                  .boxed()
                  .toList();
          return cut(a, cuts, axis);
        });
  }

  /// The parts between some places along an axis.
  public static List<Tensor> arraySplit(Tensor x, List<Integer> indices, int axis) {
    return parts(
        "ArraySplit",
        x,
        Map.of("indices_or_sections", longs(indices), "axis", (long) axis),
        a -> cut(a, indices, axis));
  }

  private static List<Tensor> splitting(
      String className, String op, Tensor x, Object how, int rank, int axis) {
    int along = x.rank() == 1 ? 0 : axis;
    if (x.rank() < rank) {
      throw new IllegalArgumentException(
          "%s expects a tensor of at least %d axes. Received: x of shape %s"
              .formatted(op, rank, x.shape()));
    }
    Map<String, Object> parameters = Map.of("indices_or_sections", how);
    if (how instanceof Long sections) {
      int n = sections.intValue();
      return equalParts(
          className,
          x,
          parameters,
          a -> cut(a, equalCuts(op, a.shape(), n, along), along),
          n,
          along);
    }
    var places = ((List<?>) how).stream().map(i -> ((Long) i).intValue()).toList();
    return parts(className, x, parameters, a -> cut(a, places, along));
  }

  /// Equal parts along the second axis, of a vector along the first.
  public static List<Tensor> hsplit(Tensor x, int sections) {
    return splitting("Hsplit", "hsplit", x, (long) sections, 1, 1);
  }

  /// The parts between some places along the second axis, of a vector along the first.
  public static List<Tensor> hsplit(Tensor x, List<Integer> indices) {
    return splitting("Hsplit", "hsplit", x, longs(indices), 1, 1);
  }

  /// Equal parts along the first axis.
  public static List<Tensor> vsplit(Tensor x, int sections) {
    return splitting("Vsplit", "vsplit", x, (long) sections, 2, 0);
  }

  /// The parts between some places along the first axis.
  public static List<Tensor> vsplit(Tensor x, List<Integer> indices) {
    return splitting("Vsplit", "vsplit", x, longs(indices), 2, 0);
  }

  /// Equal parts along the third axis.
  public static List<Tensor> dsplit(Tensor x, int sections) {
    return splitting("Dsplit", "dsplit", x, (long) sections, 3, 2);
  }

  /// The parts between some places along the third axis.
  public static List<Tensor> dsplit(Tensor x, List<Integer> indices) {
    return splitting("Dsplit", "dsplit", x, longs(indices), 3, 2);
  }

  /// The slices along the first axis.
  public static List<Tensor> unstack(Tensor x) {
    return unstack(x, 0);
  }

  /// The slices along an axis, without it.
  public static List<Tensor> unstack(Tensor x, int axis) {
    return parts(
        "Unstack",
        x,
        Map.of("num", Optional.empty(), "axis", (long) axis),
        a -> {
          int along = a.shape().axis(axis);
          return IntStream.range(0, a.shape().dim(along))
              .mapToObj(i -> squeezed(Lax.sliceAxis(a, along, i, i + 1), along))
              .toList();
        });
  }

  /// All elements, row by row, moved on by `shift`; those beyond the end come in at the start.
  public static Tensor roll(Tensor x, int shift) {
    return OpCall.of(
        "Roll",
        x,
        () -> Map.of("shift", (long) shift, "axis", Optional.empty()),
        a -> Lax.reshape(rolled(flat(a), shift, 0), a.shape()));
  }

  /// The elements of an axis moved on by `shift`; those beyond the end come in at the start.
  public static Tensor roll(Tensor x, int shift, int axis) {
    return OpCall.of(
        "Roll",
        x,
        () -> Map.of("shift", (long) shift, "axis", (long) axis),
        a -> rolled(strong(a), shift, axis));
  }

  /// The elements of some axes moved on, each by a number of its own.
  public static Tensor roll(Tensor x, List<Integer> shifts, List<Integer> axes) {
    if (shifts.size() != axes.size() && shifts.size() != 1 && axes.size() != 1) {
      throw new IllegalArgumentException(
          "roll expects one shift per axis. Received: shift=%s, axis=%s".formatted(shifts, axes));
    }
    return OpCall.of(
        "Roll",
        x,
        () -> Map.of("shift", longs(shifts), "axis", longs(axes)),
        a -> {
          Tensor out = strong(a);
          for (int i = 0; i < Math.max(shifts.size(), axes.size()); i++) {
            out =
                rolled(
                    out,
                    shifts.get(shifts.size() == 1 ? 0 : i),
                    axes.get(axes.size() == 1 ? 0 : i));
          }
          return out;
        });
  }

  private static Tensor rolled(Tensor x, int shift, int axis) {
    int along = x.shape().axis(axis);
    int size = x.shape().dim(along);
    if (size == 0 || shift % size == 0) {
      return x;
    }
    int first = Math.floorMod(-shift, size);
    return Lax.concatenate(
        List.of(Lax.sliceAxis(x, along, first, size), Lax.sliceAxis(x, along, 0, first)), along);
  }

  /// The first two axes turned by 90 degrees, from the first towards the second.
  public static Tensor rot90(Tensor x) {
    return rot90(x, 1, 0, 1);
  }

  /// Two axes turned `k` times by 90 degrees, from the first towards the second.
  ///
  /// @throws IllegalArgumentException if the axes are the same
  public static Tensor rot90(Tensor x, int k, int axis1, int axis2) {
    return OpCall.of(
        "Rot90",
        x,
        () -> Map.of("k", (long) k, "axes", longs(axis1, axis2)),
        a -> {
          matrices("rot90", a);
          int first = a.shape().axis(axis1);
          int second = a.shape().axis(axis2);
          if (first == second) {
            throw new IllegalArgumentException(
                "rot90 expects two different axes. Received: axes=(%d, %d)"
                    .formatted(axis1, axis2));
          }
          Tensor own = strong(a);
          return switch (Math.floorMod(k, 4)) {
            case 0 -> own;
            case 1 -> swapped(Lax.reverse(own, List.of(second)), first, second);
            case 2 -> Lax.reverse(own, List.of(first, second));
            default -> Lax.reverse(swapped(own, first, second), List.of(second));
          };
        });
  }

  /// The columns (the second axis) in the opposite order.
  public static Tensor fliplr(Tensor x) {
    return unary(
        "Fliplr",
        x,
        a -> {
          matrices("fliplr", a);
          return Lax.reverse(strong(a), List.of(1));
        });
  }

  /// The rows (the first axis) in the opposite order.
  public static Tensor flipud(Tensor x) {
    return unary("Flipud", x, a -> Lax.reverse(strong(a), List.of(a.shape().axis(0))));
  }

  /// The axes split, merged and ordered by a pattern of names, as einops does: `rearrange(x, "b (h
  /// h1) w -> b h w h1", Map.of("h1", 2))`.
  ///
  /// @throws IllegalArgumentException if the pattern does not fit
  /// @see <a href="https://keras.io/api/ops/core/#rearrange-function">keras.ops.rearrange</a>
  public static Tensor rearrange(Tensor x, String pattern, Map<String, Integer> lengths) {
    Arguments arguments = Arguments.of(x, pattern);
    for (var length : lengths.entrySet()) {
      arguments = arguments.with(length.getKey(), length.getValue().longValue());
    }
    return OpCall.of(
            "Rearrange",
            arguments,
            NO_PARAMETERS,
            a -> Tree.leaf(AxisPattern.of(pattern).apply(strong(a.tensors().getFirst()), lengths)))
        .single();
  }
}
