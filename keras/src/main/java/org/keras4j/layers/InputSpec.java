package org.keras4j.layers;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.Tensor;

/// What a layer asks of an input before it is called: number of axes, sizes of some, dtype.
///
/// {@snippet :
/// InputSpec.any().minRank(2).axis(-1, 64);
/// }
///
/// @param dtype the dtype, if it matters
/// @param shape the shape, if it matters; unknown sizes fit any
/// @param rank the exact number of axes, if it matters
/// @param minRank the smallest number of axes, if it matters
/// @param maxRank the largest number of axes, if it matters
/// @param axes sizes of single axes
/// @param name the name of the input in errors
/// @param allowLastAxisSqueeze whether a last axis of size 1 may be missing or too many
/// @see <a href="https://keras.io/api/layers/base_layer/">InputSpec</a>
public record InputSpec(
    Optional<DType> dtype,
    Optional<Shape> shape,
    OptionalInt rank,
    OptionalInt minRank,
    OptionalInt maxRank,
    Map<Integer, Integer> axes,
    Optional<String> name,
    boolean allowLastAxisSqueeze) {
  /// Keeps the axes in order.
  public InputSpec {
    axes = java.util.Collections.unmodifiableMap(new TreeMap<>(axes));
  }

  /// Any tensor.
  public static InputSpec any() {
    return new InputSpec(
        Optional.empty(),
        Optional.empty(),
        OptionalInt.empty(),
        OptionalInt.empty(),
        OptionalInt.empty(),
        Map.of(),
        Optional.empty(),
        false);
  }

  /// Tensors with a number of axes.
  public static InputSpec rank(int rank) {
    return new InputSpec(
        Optional.empty(),
        Optional.empty(),
        OptionalInt.of(rank),
        OptionalInt.empty(),
        OptionalInt.empty(),
        Map.of(),
        Optional.empty(),
        false);
  }

  /// Tensors of a shape.
  public static InputSpec shape(Shape shape) {
    return new InputSpec(
        Optional.empty(),
        Optional.of(shape),
        OptionalInt.of(shape.rank()),
        OptionalInt.empty(),
        OptionalInt.empty(),
        Map.of(),
        Optional.empty(),
        false);
  }

  /// With at least a number of axes.
  public InputSpec minRank(int value) {
    return new InputSpec(
        dtype, shape, rank, OptionalInt.of(value), maxRank, axes, name, allowLastAxisSqueeze);
  }

  /// With at most a number of axes.
  public InputSpec maxRank(int value) {
    return new InputSpec(
        dtype, shape, rank, minRank, OptionalInt.of(value), axes, name, allowLastAxisSqueeze);
  }

  /// With a size at one axis, counted from the end if negative; an unknown size asks nothing.
  public InputSpec axis(int axis, int size) {
    var more = new TreeMap<>(axes);
    if (size != Shape.UNKNOWN) {
      more.put(axis, size);
    }
    return new InputSpec(dtype, shape, rank, minRank, maxRank, more, name, allowLastAxisSqueeze);
  }

  /// With a dtype.
  public InputSpec dtype(DType value) {
    return new InputSpec(
        Optional.of(value), shape, rank, minRank, maxRank, axes, name, allowLastAxisSqueeze);
  }

  /// With a name for errors.
  public InputSpec name(String value) {
    return new InputSpec(
        dtype, shape, rank, minRank, maxRank, axes, Optional.of(value), allowLastAxisSqueeze);
  }

  /// That does not mind a last axis of size 1.
  public InputSpec withLastAxisSqueeze() {
    return new InputSpec(dtype, shape, rank, minRank, maxRank, axes, name, true);
  }

  /// Checks inputs against what a layer asks of them.
  ///
  /// @throws IllegalArgumentException if there are more or fewer, or one does not fit
  static void check(List<InputSpec> specs, List<Tensor> inputs, String layer) {
    if (inputs.size() != specs.size()) {
      throw new IllegalArgumentException(
          "Layer \"%s\" expects %d input(s), but it received %d input tensors. Inputs received: %s"
              .formatted(layer, specs.size(), inputs.size(), types(inputs)));
    }
    for (int i = 0; i < specs.size(); i++) {
      specs.get(i).check(i, inputs.get(i), layer);
    }
  }

  private static List<String> types(List<Tensor> inputs) {
    return inputs.stream().map(t -> "%s of shape %s".formatted(t.dtype(), t.shape())).toList();
  }

  private void check(int index, Tensor input, String layer) {
    Shape given = input.shape();
    var problems = new ArrayList<String>();
    if (rank.isPresent() && !allowLastAxisSqueeze && given.rank() != rank.getAsInt()) {
      problems.add(
          "expected ndim=%d, found ndim=%d. Full shape received: %s"
              .formatted(rank.getAsInt(), given.rank(), given));
    } else if (maxRank.isPresent() && given.rank() > maxRank.getAsInt()) {
      problems.add(
          "expected max_ndim=%d, found ndim=%d".formatted(maxRank.getAsInt(), given.rank()));
    } else if (minRank.isPresent() && given.rank() < minRank.getAsInt()) {
      problems.add(
          "expected min_ndim=%d, found ndim=%d. Full shape received: %s"
              .formatted(minRank.getAsInt(), given.rank(), given));
    } else if (dtype.isPresent() && input.dtype() != dtype.get()) {
      problems.add("expected dtype=%s, found dtype=%s".formatted(dtype.get(), input.dtype()));
    } else {
      checkAxes(given, problems);
    }
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(
          "Input %d with name '%s' of layer '%s' is incompatible with the layer: %s"
              .formatted(index, name.orElse("None"), layer, problems.getFirst()));
    }
  }

  private void checkAxes(Shape given, List<String> problems) {
    axes.forEach(
        (axis, size) -> {
          int found = given.dim(axis);
          if (found != size && found != Shape.UNKNOWN) {
            problems.add(
                "expected axis %d of input shape to have value %d, but received input with shape %s"
                    .formatted(axis, size, given));
          }
        });
    if (shape.isEmpty()) {
      return;
    }
    Shape expected = allowLastAxisSqueeze ? squeezed(shape.get()) : shape.get();
    Shape found = allowLastAxisSqueeze ? squeezed(given) : given;
    for (int i = 0; i < Math.min(expected.rank(), found.rank()); i++) {
      int a = expected.dim(i);
      int b = found.dim(i);
      if (a != b && a != Shape.UNKNOWN && b != Shape.UNKNOWN) {
        problems.add("expected shape=%s, found shape=%s".formatted(shape.get(), found));
      }
    }
  }

  private static Shape squeezed(Shape shape) {
    return shape.rank() > 0 && shape.dim(-1) == 1 ? shape.slice(0, shape.rank() - 1) : shape;
  }
}
