package org.keras4j.tck.answers;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.keras4j.ops.Axes;
import org.keras4j.ops.GridOptions;
import org.keras4j.ops.Index;
import org.keras4j.ops.Ops;
import org.keras4j.ops.UniqueOptions;
import org.keras4j.tck.parity.Arguments;
import org.keras4j.tck.parity.OpTable;
import org.keras4j.tck.parity.PyEllipsis;
import org.keras4j.tck.parity.PyNone;
import org.keras4j.tck.parity.PySlice;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Promotion;
import org.keras4j.tensor.Tensor;

/// The functions of `keras.ops` that make, move, look up and order elements.
final class ShapeAnswers implements OpTable.Group {

  @Override
  public void addTo(OpTable table) {
    var ops = table.section("keras.ops.");
    addCreation(ops);
    addGrids(ops);
    addShapes(ops);
    addJoins(ops);
    addLayout(ops);
    addDiagonals(ops);
    addLookups(ops);
    addOrder(ops);
    addQuestions(ops);
  }

  private static DType dtype(Arguments a) {
    return a.dtype("dtype").orElseGet(Promotion::floatx);
  }

  private static Optional<Integer> optional(Arguments a, String name) {
    OptionalInt value = a.optionalInteger(name);
    return value.isPresent() ? Optional.of(value.getAsInt()) : Optional.empty();
  }

  private static List<Integer> list(Arguments a, String name) {
    return IntStream.of(a.integers(name)).boxed().toList();
  }

  private static void addCreation(OpTable.Section ops) {
    ops.add("zeros", a -> Ops.zeros(a.shape("shape"), dtype(a)))
        .add("ones", a -> Ops.ones(a.shape("shape"), dtype(a)))
        .add("empty", a -> Ops.empty(a.shape("shape"), dtype(a)))
        .add("full", a -> Ops.full(a.shape("shape"), a.tensor("fill_value"), dtype(a)))
        .add(
            "full_like",
            a ->
                a.dtype("dtype")
                    .map(t -> Ops.fullLike(a.tensor("x"), a.tensor("fill_value"), t))
                    .orElseGet(() -> Ops.fullLike(a.tensor("x"), a.tensor("fill_value"))))
        .add(
            "zeros_like",
            a ->
                a.dtype("dtype")
                    .map(t -> Ops.zerosLike(a.tensor("x"), t))
                    .orElseGet(() -> Ops.zerosLike(a.tensor("x"))))
        .add(
            "ones_like",
            a ->
                a.dtype("dtype")
                    .map(t -> Ops.onesLike(a.tensor("x"), t))
                    .orElseGet(() -> Ops.onesLike(a.tensor("x"))))
        .add(
            "empty_like",
            a ->
                a.dtype("dtype")
                    .map(t -> Ops.emptyLike(a.tensor("x"), t))
                    .orElseGet(() -> Ops.emptyLike(a.tensor("x"))))
        .add("eye", a -> Ops.eye(a.integer("N"), columns(a), a.integer("k"), dtype(a)))
        .add("tri", a -> Ops.tri(a.integer("N"), columns(a), a.integer("k"), dtype(a)))
        .add("identity", a -> Ops.identity(a.integer("n"), dtype(a)))
        .add("array", ShapeAnswers::converted)
        .add("convert_to_tensor", ShapeAnswers::converted)
        .add("convert_to_numpy", a -> Ops.convertToNumpy(a.tensor("x")));
  }

  private static int columns(Arguments a) {
    return optional(a, "M").orElseGet(() -> a.integer("N"));
  }

  private static Tensor converted(Arguments a) {
    return a.dtype("dtype")
        .map(t -> Ops.convertToTensor(a.tensor("x"), t))
        .orElseGet(() -> Ops.convertToTensor(a.tensor("x")));
  }

  private static void addGrids(OpTable.Section ops) {
    ops.add("arange", ShapeAnswers::arange)
        .add(
            "linspace",
            a -> {
              var points = Ops.linspaceWithStep(a.tensor("start"), a.tensor("stop"), grid(a));
              return a.flag("retstep") ? points : points.getFirst();
            })
        .add(
            "logspace",
            a -> Ops.logspace(a.tensor("start"), a.tensor("stop"), a.number("base"), grid(a)))
        .add("geomspace", a -> Ops.geomspace(a.tensor("start"), a.tensor("stop"), grid(a)))
        .add("meshgrid", a -> Ops.meshgrid(a.tensors("x"), a.text("indexing")))
        .add("vander", a -> Ops.vander(a.tensor("x"), optional(a, "N"), a.flag("increasing")))
        .add("bartlett", a -> Ops.bartlett(a.integer("x")))
        .add("blackman", a -> Ops.blackman(a.integer("x")))
        .add("hamming", a -> Ops.hamming(a.integer("x")))
        .add("hanning", a -> Ops.hanning(a.integer("x")))
        .add("kaiser", a -> Ops.kaiser(a.integer("x"), a.number("beta")));
  }

  private static GridOptions grid(Arguments a) {
    return new GridOptions(
        a.integer("num"), a.flag("endpoint"), a.dtype("dtype"), a.integer("axis"));
  }

  private static Tensor arange(Arguments a) {
    var bounds = new ArrayList<Tensor>(List.of(a.tensor("start")));
    a.optionalTensor("stop").ifPresent(bounds::add);
    a.optionalTensor("step").ifPresent(bounds::add);
    DType type = a.dtype("dtype").orElseGet(() -> Promotion.resultType(bounds));
    double step = a.given("step") ? a.number("step") : 1;
    return a.given("stop")
        ? Ops.arange(a.number("start"), a.number("stop"), step, type)
        : Ops.arange(0, a.number("start"), step, type);
  }

  private static void addShapes(OpTable.Section ops) {
    ops.add("reshape", a -> Ops.reshape(a.tensor("x"), a.integers("newshape")))
        .add("ravel", a -> Ops.ravel(a.tensor("x")))
        .add(
            "transpose",
            a ->
                a.optionalIntegers("axes")
                    .map(axes -> Ops.transpose(a.tensor("x"), axes))
                    .orElseGet(() -> Ops.transpose(a.tensor("x"))))
        .add(
            "moveaxis", a -> Ops.moveaxis(a.tensor("x"), list(a, "source"), list(a, "destination")))
        .add("swapaxes", a -> Ops.swapaxes(a.tensor("x"), a.integer("axis1"), a.integer("axis2")))
        .add("expand_dims", a -> Ops.expandDims(a.tensor("x"), list(a, "axis")))
        .add(
            "squeeze",
            a ->
                a.optionalIntegers("axis")
                    .map(axes -> Ops.squeeze(a.tensor("x"), axes))
                    .orElseGet(() -> Ops.squeeze(a.tensor("x"))))
        .add("broadcast_to", a -> Ops.broadcastTo(a.tensor("x"), a.shape("shape")))
        .add("rearrange", ShapeAnswers::rearrange);
  }

  private static Tensor rearrange(Arguments a) {
    var lengths = new TreeMap<String, Integer>();
    ((Map<?, ?>) a.raw("axes_lengths"))
        .forEach((name, size) -> lengths.put((String) name, ((Number) size).intValue()));
    return Ops.rearrange(a.tensor("tensor"), a.text("pattern"), lengths);
  }

  private static void addJoins(OpTable.Section ops) {
    ops.add("concatenate", a -> Ops.concatenate(a.tensors("xs"), a.integer("axis")))
        .add("stack", a -> Ops.stack(slices(a, "x"), a.integer("axis")))
        .add("hstack", a -> Ops.hstack(a.tensors("xs")))
        .add("vstack", a -> Ops.vstack(a.tensors("xs")))
        .add("column_stack", a -> Ops.columnStack(a.tensors("xs")))
        .add("dstack", a -> Ops.dstack(a.tensors("xs")))
        .add(
            "append",
            a -> {
              var axis = optional(a, "axis");
              return axis.isPresent()
                  ? Ops.append(a.tensor("x1"), a.tensor("x2"), axis.get())
                  : Ops.append(a.tensor("x1"), a.tensor("x2"));
            })
        .add(
            "split",
            a ->
                cuts(a).isPresent()
                    ? Ops.split(a.tensor("x"), cuts(a).get(), a.integer("axis"))
                    : Ops.split(a.tensor("x"), sections(a), a.integer("axis")))
        .add(
            "array_split",
            a ->
                cuts(a).isPresent()
                    ? Ops.arraySplit(a.tensor("x"), cuts(a).get(), a.integer("axis"))
                    : Ops.arraySplit(a.tensor("x"), sections(a), a.integer("axis")))
        .add(
            "hsplit",
            a ->
                cuts(a).isPresent()
                    ? Ops.hsplit(a.tensor("x"), cuts(a).get())
                    : Ops.hsplit(a.tensor("x"), sections(a)))
        .add(
            "vsplit",
            a ->
                cuts(a).isPresent()
                    ? Ops.vsplit(a.tensor("x"), cuts(a).get())
                    : Ops.vsplit(a.tensor("x"), sections(a)))
        .add(
            "dsplit",
            a ->
                cuts(a).isPresent()
                    ? Ops.dsplit(a.tensor("x"), cuts(a).get())
                    : Ops.dsplit(a.tensor("x"), sections(a)))
        .add("unstack", a -> Ops.unstack(a.tensor("x"), a.integer("axis")));
  }

  /// A list of tensors; one tensor stands for its slices.
  private static List<Tensor> slices(Arguments a, String name) {
    return a.isList(name) ? a.tensors(name) : Ops.unstack(a.tensor(name));
  }

  private static Optional<List<Integer>> cuts(Arguments a) {
    return a.isList("indices_or_sections")
        ? Optional.of(list(a, "indices_or_sections"))
        : Optional.empty();
  }

  private static int sections(Arguments a) {
    return a.integer("indices_or_sections");
  }

  private static void addLayout(OpTable.Section ops) {
    ops.add("tile", a -> Ops.tile(a.tensor("x"), a.integers("repeats")))
        .add("repeat", a -> Ops.repeat(a.tensor("x"), repeats(a), optional(a, "axis")))
        .add("pad", ShapeAnswers::pad)
        .add(
            "flip",
            a ->
                Ops.flip(
                    a.tensor("x"), a.optionalIntegers("axis").map(Axes::of).orElse(Axes.all())))
        .add("fliplr", a -> Ops.fliplr(a.tensor("x")))
        .add("flipud", a -> Ops.flipud(a.tensor("x")))
        .add(
            "roll",
            a ->
                a.given("axis")
                    ? Ops.roll(a.tensor("x"), list(a, "shift"), list(a, "axis"))
                    : Ops.roll(a.tensor("x"), a.integer("shift")))
        .add(
            "rot90",
            a ->
                a.integers("axes").length == 2
                    ? Ops.rot90(
                        a.tensor("array"),
                        a.integer("k"),
                        a.integers("axes")[0],
                        a.integers("axes")[1])
                    : refuse("rot90 expects two axes."));
  }

  private static Tensor refuse(String why) {
    throw new IllegalArgumentException(why);
  }

  private static List<Integer> repeats(Arguments a) {
    return a.raw("repeats") instanceof Array counts
        ? java.util.Arrays.stream(counts.toLongs()).mapToObj(n -> (int) n).toList()
        : list(a, "repeats");
  }

  private static Tensor pad(Arguments a) {
    var pairs = a.list("pad_width");
    int[][] width =
        pairs.stream().allMatch(p -> p instanceof Number)
            ? new int[][] {a.integers("pad_width")}
            : pairs.stream()
                .map(p -> ((List<?>) p).stream().mapToInt(n -> ((Number) n).intValue()).toArray())
                .toArray(int[][]::new);
    if (!a.given("constant_values")) {
      return Ops.pad(a.tensor("x"), width, a.text("mode"));
    }
    return a.text("mode").equals("constant")
        ? Ops.pad(a.tensor("x"), width, a.number("constant_values"))
        : refuse("constant_values belongs to the mode constant.");
  }

  private static void addDiagonals(OpTable.Section ops) {
    ops.add("diag", a -> Ops.diag(a.tensor("x"), a.integer("k")))
        .add("diagflat", a -> Ops.diagflat(a.tensor("x"), a.integer("k")))
        .add(
            "diagonal",
            a ->
                Ops.diagonal(
                    a.tensor("x"), a.integer("offset"), a.integer("axis1"), a.integer("axis2")))
        .add("tril", a -> Ops.tril(a.tensor("x"), a.integer("k")))
        .add("triu", a -> Ops.triu(a.tensor("x"), a.integer("k")));
  }

  private static void addLookups(OpTable.Section ops) {
    ops.add(
            "take",
            a -> {
              var axis = optional(a, "axis");
              return axis.isPresent()
                  ? Ops.take(a.tensor("x"), a.tensor("indices"), axis.get())
                  : Ops.take(a.tensor("x"), a.tensor("indices"));
            })
        .add(
            "take_along_axis",
            a -> {
              var axis = optional(a, "axis");
              return axis.isPresent()
                  ? Ops.takeAlongAxis(a.tensor("x"), a.tensor("indices"), axis.get())
                  : Ops.takeAlongAxis(a.tensor("x"), a.tensor("indices"));
            })
        .add("get_item", a -> Ops.getItem(a.tensor("x"), key(a.raw("key"))))
        .add(
            "slice",
            a -> Ops.slice(a.tensor("inputs"), a.tensor("start_indices"), a.integers("shape")))
        .add(
            "slice_update",
            a ->
                Ops.sliceUpdate(a.tensor("inputs"), a.tensor("start_indices"), a.tensor("updates")))
        .add("scatter", a -> Ops.scatter(a.tensor("indices"), a.tensor("values"), a.shape("shape")))
        .add(
            "scatter_update",
            a ->
                Ops.scatterUpdate(
                    a.tensor("inputs"),
                    a.tensor("indices"),
                    a.tensor("updates"),
                    a.optionalText("reduction")))
        .add(
            "select",
            a -> Ops.select(a.tensors("condlist"), a.tensors("choicelist"), a.tensor("default")))
        .add("unravel_index", a -> Ops.unravelIndex(a.tensor("indices"), a.shape("shape")))
        .add(
            "one_hot",
            a -> Ops.oneHot(a.tensor("x"), a.integer("num_classes"), a.integer("axis"), dtype(a)))
        .add(
            "multi_hot",
            a ->
                Ops.multiHot(
                    a.tensor("inputs"), a.integer("num_classes"), a.integer("axis"), dtype(a)));
  }

  private static Index[] key(Object key) {
    return key instanceof List<?> parts
        ? parts.stream().map(ShapeAnswers::index).toArray(Index[]::new)
        : new Index[] {index(key)};
  }

  private static Index index(Object part) {
    return switch (part) {
      case PyNone _ -> Index.newAxis();
      case PyEllipsis _ -> Index.ellipsis();
      case PySlice s -> Index.range(bound(s.start()), bound(s.stop()), s.step().orElse(1));
      case Long place -> Index.at(place.intValue());
      case Tensor places -> Index.of(places);
      default -> throw new IllegalArgumentException("Not an index: " + part);
    };
  }

  private static Optional<Integer> bound(OptionalInt value) {
    return value.isPresent() ? Optional.of(value.getAsInt()) : Optional.empty();
  }

  private static void addOrder(OpTable.Section ops) {
    ops.add(
            "sort",
            a -> {
              var axis = optional(a, "axis");
              return axis.isPresent()
                  ? Ops.sort(a.tensor("x"), axis.get())
                  : Ops.sortAll(a.tensor("x"));
            })
        .add("argsort", a -> Ops.argsort(a.tensor("x"), optional(a, "axis")))
        .add(
            "argpartition",
            a -> Ops.argpartition(a.tensor("x"), a.integer("kth"), optional(a, "axis")))
        .add(
            "top_k",
            a -> Ops.topK(a.tensor("x"), a.integer("k"), a.flag("sorted"), a.flag("is_stable")))
        .add(
            "in_top_k",
            a -> Ops.inTopK(a.tensor("targets"), a.tensor("predictions"), a.integer("k")))
        .add("nonzero", a -> Ops.nonzero(a.tensor("x")))
        .add(
            "isin",
            a ->
                Ops.isin(a.tensor("x1"), a.tensor("x2"), a.flag("assume_unique"), a.flag("invert")))
        .add("unique", ShapeAnswers::unique);
  }

  private static Object unique(Arguments a) {
    var fill = a.optionalNumber("fill_value");
    var found =
        Ops.unique(
            a.tensor("x"),
            new UniqueOptions(
                a.flag("return_index"),
                a.flag("return_inverse"),
                a.flag("return_counts"),
                optional(a, "axis"),
                optional(a, "size"),
                fill.isPresent() ? Optional.of(fill.getAsDouble()) : Optional.empty()));
    return found.size() == 1 ? found.getFirst() : found;
  }

  private static void addQuestions(OpTable.Section ops) {
    ops.add("shape", a -> Ops.shape(a.tensor("x")))
        .add("ndim", a -> Ops.ndim(a.tensor("x")))
        .add("size", a -> Ops.size(a.tensor("x")))
        .add("dtype", a -> Ops.dtype(a.tensor("x")));
  }
}
