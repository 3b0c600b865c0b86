package org.keras4j.ops;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Tensor;

/// The classes of functions that make, move, look up and order elements.
final class ArrayClasses {
  private ArrayClasses() {}

  static void addTo(OpClasses.Module numpy) {
    addShapes(numpy);
    addJoins(numpy);
    addLayout(numpy);
    addLookups(numpy);
    addCreation(numpy);
  }

  private static void addShapes(OpClasses.Module numpy) {
    numpy
        .add("Reshape", "x", a -> Ops.reshape(a.tensor("x"), a.ints("newshape")))
        .add(
            "Transpose",
            "x",
            a ->
                a.axis("axes").axis().isPresent()
                    ? Ops.transpose(a.tensor("x"), a.ints("axes"))
                    : Ops.transpose(a.tensor("x")))
        .add(
            "Moveaxis",
            "x",
            a -> Ops.moveaxis(a.tensor("x"), a.integers("source"), a.integers("destination")))
        .add(
            "Swapaxes",
            "x",
            a -> Ops.swapaxes(a.tensor("x"), a.integer("axis1"), a.integer("axis2")))
        .add("ExpandDims", "x", a -> Ops.expandDims(a.tensor("x"), a.integers("axis")))
        .add(
            "Squeeze",
            "x",
            a ->
                a.axis("axis").axis().isPresent()
                    ? Ops.squeeze(a.tensor("x"), a.ints("axis"))
                    : Ops.squeeze(a.tensor("x")))
        .add("BroadcastTo", "x", a -> Ops.broadcastTo(a.tensor("x"), a.shape("shape")))
        .add("Diag", "x", a -> Ops.diag(a.tensor("x"), a.integer("k", 0)))
        .add("Diagflat", "x", a -> Ops.diagflat(a.tensor("x"), a.integer("k", 0)))
        .add("Tril", "x", a -> Ops.tril(a.tensor("x"), a.integer("k", 0)))
        .add("Triu", "x", a -> Ops.triu(a.tensor("x"), a.integer("k", 0)))
        .add(
            "Diagonal",
            "x",
            a ->
                Ops.diagonal(
                    a.tensor("x"),
                    a.integer("offset", 0),
                    a.integer("axis1", 0),
                    a.integer("axis2", 1)))
        .add(
            "Trace",
            "x",
            a ->
                Ops.trace(
                    a.tensor("x"),
                    a.integer("offset", 0),
                    a.integer("axis1", 0),
                    a.integer("axis2", 1)));
  }

  private static void addJoins(OpClasses.Module numpy) {
    numpy
        .add("Concatenate", "xs", a -> Ops.concatenate(a.tensors("xs"), a.integer("axis", 0)))
        .add("Stack", "x", a -> Ops.stack(a.tensors("x"), a.integer("axis", 0)))
        .add("Hstack", "xs", a -> Ops.hstack(a.tensors("xs")))
        .add("Vstack", "xs", a -> Ops.vstack(a.tensors("xs")))
        .add("ColumnStack", "xs", a -> Ops.columnStack(a.tensors("xs")))
        .add("Dstack", "xs", a -> Ops.dstack(a.tensors("xs")))
        .add(
            "Append",
            "x1 x2",
            a ->
                a.optionalInteger("axis")
                    .map(axis -> Ops.append(a.tensor("x1"), a.tensor("x2"), axis))
                    .orElseGet(() -> Ops.append(a.tensor("x1"), a.tensor("x2"))))
        .add(
            "Split",
            "x",
            a ->
                a.isList("indices_or_sections")
                    ? Ops.split(a.tensor("x"), cuts(a), a.integer("axis", 0))
                    : Ops.split(a.tensor("x"), sections(a), a.integer("axis", 0)))
        .add(
            "ArraySplit",
            "x",
            a ->
                a.isList("indices_or_sections")
                    ? Ops.arraySplit(a.tensor("x"), cuts(a), a.integer("axis", 0))
                    : Ops.arraySplit(a.tensor("x"), sections(a), a.integer("axis", 0)))
        .add(
            "Hsplit",
            "x",
            a ->
                a.isList("indices_or_sections")
                    ? Ops.hsplit(a.tensor("x"), cuts(a))
                    : Ops.hsplit(a.tensor("x"), sections(a)))
        .add(
            "Vsplit",
            "x",
            a ->
                a.isList("indices_or_sections")
                    ? Ops.vsplit(a.tensor("x"), cuts(a))
                    : Ops.vsplit(a.tensor("x"), sections(a)))
        .add(
            "Dsplit",
            "x",
            a ->
                a.isList("indices_or_sections")
                    ? Ops.dsplit(a.tensor("x"), cuts(a))
                    : Ops.dsplit(a.tensor("x"), sections(a)));
  }

  private static List<Integer> cuts(OpArguments a) {
    return a.integers("indices_or_sections");
  }

  private static int sections(OpArguments a) {
    return a.integer("indices_or_sections");
  }

  private static void addLayout(OpClasses.Module numpy) {
    numpy
        .add("Tile", "x", a -> Ops.tile(a.tensor("x"), a.ints("repeats")))
        .add(
            "Repeat",
            "x",
            a -> Ops.repeat(a.tensor("x"), a.integers("repeats"), a.optionalInteger("axis")))
        .add("Flip", "x", a -> Ops.flip(a.tensor("x"), a.axis("axis")))
        .add(
            "Roll",
            "x",
            a ->
                a.axis("axis").axis().isPresent()
                    ? Ops.roll(a.tensor("x"), a.integers("shift"), a.integers("axis"))
                    : Ops.roll(a.tensor("x"), a.integer("shift")))
        .add(
            "Rot90",
            "array",
            a -> {
              int[] axes = a.ints("axes");
              return Ops.rot90(a.tensor("array"), a.integer("k", 1), axes[0], axes[1]);
            })
        .add("Pad", "x constant_values", ArrayClasses::pad);
  }

  private static Tensor pad(OpArguments a) {
    int[][] width =
        a.list("pad_width").stream()
            .map(
                pair ->
                    pair instanceof List<?> both
                        ? both.stream().mapToInt(n -> ((Number) n).intValue()).toArray()
                        : new int[] {((Number) pair).intValue()})
            .toArray(int[][]::new);
    return a.optionalNumber("constant_values")
        .map(value -> Ops.pad(a.tensor("x"), width, value))
        .orElseGet(() -> Ops.pad(a.tensor("x"), width, a.text("mode", "constant")));
  }

  private static void addLookups(OpClasses.Module numpy) {
    numpy
        .add("GetItem", "x key", a -> Ops.getItem(a.tensor("x"), key(a.raw("key"))))
        .add(
            "Take",
            "x indices",
            a ->
                a.optionalInteger("axis")
                    .map(axis -> Ops.take(a.tensor("x"), a.tensor("indices"), axis))
                    .orElseGet(() -> Ops.take(a.tensor("x"), a.tensor("indices"))))
        .add(
            "TakeAlongAxis",
            "x indices",
            a ->
                a.optionalInteger("axis")
                    .map(axis -> Ops.takeAlongAxis(a.tensor("x"), a.tensor("indices"), axis))
                    .orElseGet(() -> Ops.takeAlongAxis(a.tensor("x"), a.tensor("indices"))))
        .add(
            "Select",
            "condlist choicelist default",
            a -> Ops.select(a.tensors("condlist"), a.tensors("choicelist"), a.tensor("default")))
        .add(
            "Sort",
            "x",
            a ->
                a.optionalInteger("axis")
                    .map(axis -> Ops.sort(a.tensor("x"), axis))
                    .orElseGet(() -> Ops.sortAll(a.tensor("x"))))
        .add("Argsort", "x", a -> Ops.argsort(a.tensor("x"), a.optionalInteger("axis")))
        .add(
            "Argpartition",
            "x",
            a -> Ops.argpartition(a.tensor("x"), a.integer("kth"), a.optionalInteger("axis")))
        .add("Nonzero", "x", a -> Ops.nonzero(a.tensor("x")))
        .add(
            "UnravelIndex", "indices", a -> Ops.unravelIndex(a.tensor("indices"), a.shape("shape")))
        .add(
            "IsIn",
            "x1 x2",
            a ->
                Ops.isin(a.tensor("x1"), a.tensor("x2"), a.flag("assume_unique"), a.flag("invert")))
        .add(
            "Bincount",
            "x",
            a ->
                Ops.bincount(
                    a.tensor("x"), a.optionalTensor("weights"), a.integer("minlength", 0)));
  }

  private static Index[] key(Object key) {
    return key instanceof List<?> parts
        ? parts.stream().map(ArrayClasses::index).toArray(Index[]::new)
        : new Index[] {index(key)};
  }

  private static Index index(Object part) {
    return switch (part) {
      case Tensor places -> Index.of(places);
      case Long place -> Index.at(Math.toIntExact(place));
      case Optional<?> _ -> Index.newAxis();
      case Map<?, ?> map when "__ellipsis__".equals(map.get("class_name")) -> Index.ellipsis();
      case Map<?, ?> map when map.get("config") instanceof Map<?, ?> range ->
          Index.range(bound(range, "start"), bound(range, "stop"), bound(range, "step").orElse(1));
      default ->
          throw new IllegalArgumentException(
              "Expected a number, a slice, an ellipsis, None or a tensor as index. Received: "
                  + part);
    };
  }

  private static Optional<Integer> bound(Map<?, ?> range, String name) {
    return range.get(name) instanceof Number n ? Optional.of(n.intValue()) : Optional.empty();
  }

  private static void addCreation(OpClasses.Module numpy) {
    numpy
        .add("ZerosLike", "x", a -> like(a, Ops::zerosLike, Ops::zerosLike))
        .add("OnesLike", "x", a -> like(a, Ops::onesLike, Ops::onesLike))
        .add("EmptyLike", "x", a -> like(a, Ops::emptyLike, Ops::emptyLike))
        .add(
            "FullLike",
            "x fill_value",
            a -> {
              Tensor value = a.tensor("fill_value");
              return like(a, x -> Ops.fullLike(x, value), (x, t) -> Ops.fullLike(x, value, t));
            })
        .add(
            "Full",
            "fill_value",
            a -> Ops.full(a.shape("shape"), a.tensor("fill_value"), a.dtypeOrFloat()))
        .add(
            "Linspace",
            "start stop",
            a ->
                a.flag("retstep")
                    ? Ops.linspaceWithStep(a.tensor("start"), a.tensor("stop"), grid(a))
                    : Ops.linspace(a.tensor("start"), a.tensor("stop"), grid(a)))
        .add(
            "Logspace",
            "start stop",
            a -> Ops.logspace(a.tensor("start"), a.tensor("stop"), a.number("base", 10), grid(a)))
        .add(
            "Geomspace",
            "start stop",
            a -> Ops.geomspace(a.tensor("start"), a.tensor("stop"), grid(a)))
        .add("Meshgrid", "*x", a -> Ops.meshgrid(a.tensors("x"), a.text("indexing", "xy")))
        .add(
            "Vander",
            "x",
            a -> Ops.vander(a.tensor("x"), a.optionalInteger("N"), a.flag("increasing")));
  }

  /// With the dtype asked for, or none, so that a config made of it asks for none either.
  private static Tensor like(
      OpArguments a, UnaryOperator<Tensor> same, BiFunction<Tensor, DType, Tensor> as) {
    Tensor x = a.tensor("x");
    return a.dtype().map(t -> as.apply(x, t)).orElseGet(() -> same.apply(x));
  }

  private static GridOptions grid(OpArguments a) {
    return new GridOptions(
        a.integer("num", 50), a.flag("endpoint"), a.dtype(), a.integer("axis", 0));
  }

  static void addCore(OpClasses.Module core) {
    core.add("Cast", "x", a -> Ops.cast(a.tensor("x"), a.dtypeOrFloat()))
        .add("SaturateCast", "x", a -> Ops.saturateCast(a.tensor("x"), a.dtypeOrFloat()))
        .add(
            "ConvertToTensor",
            "x",
            a ->
                a.dtype()
                    .map(t -> Ops.convertToTensor(a.tensor("x"), t))
                    .orElseGet(() -> Ops.convertToTensor(a.tensor("x"))))
        .add("StopGradient", "variable", a -> Ops.stopGradient(a.tensor("variable")))
        .add("Unstack", "x", a -> Ops.unstack(a.tensor("x"), a.integer("axis", 0)))
        .add(
            "Scatter",
            "indices values",
            a -> Ops.scatter(a.tensor("indices"), a.tensor("values"), a.shape("shape")))
        .add(
            "ScatterUpdate",
            "inputs indices updates",
            a ->
                Ops.scatterUpdate(
                    a.tensor("inputs"),
                    a.tensor("indices"),
                    a.tensor("updates"),
                    a.optionalText("reduction")))
        .add(
            "Slice",
            "inputs start_indices",
            a -> Ops.slice(a.tensor("inputs"), a.tensor("start_indices"), a.ints("shape")))
        .add(
            "SliceUpdate",
            "inputs start_indices updates",
            a ->
                Ops.sliceUpdate(
                    a.tensor("inputs"), a.tensor("start_indices"), a.tensor("updates")));
  }

  static void addEinops(OpClasses.Module einops) {
    einops.add(
        "Rearrange",
        "tensor pattern",
        a -> {
          var lengths = new LinkedHashMap<String, Integer>();
          a.called()
              .forEach(
                  (name, value) -> {
                    if (value instanceof Long size) {
                      lengths.put(name, Math.toIntExact(size));
                    }
                  });
          return Ops.rearrange(a.tensor("tensor"), a.text("pattern", ""), lengths);
        });
  }
}
