package org.keras4j.tck.answers;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.keras4j.config.Config;
import org.keras4j.config.Registry;
import org.keras4j.layers.Layer;
import org.keras4j.layers.QuantizableLayer;
import org.keras4j.tck.parity.Case;
import org.keras4j.tck.parity.CaseRunner;
import org.keras4j.tck.parity.Comparison;
import org.keras4j.tck.parity.Comparison.Difference;
import org.keras4j.tck.parity.Outcome;
import org.keras4j.tck.parity.PyNone;
import org.keras4j.tck.parity.Tolerance;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.Tree;
import org.keras4j.tensor.Variable;

/// Asks the cases of kind `layer`: outputs, masks, state, losses, gradients, inferred types, number
/// of parameters, config.
final class LayerRunner implements CaseRunner {
  private static final double GRADIENT_FACTOR = 10;

  @Override
  public Outcome run(Case c) {
    var probe = new LayerProbe(c);
    List<Array> weights = probe.layer().getWeights();
    Optional<Difference> config = named("config", config(probe.layer(), c));
    Tree<Tensor> outputs = probe.layer().apply(probe.arguments());
    List<Supplier<Optional<Difference>>> checks =
        List.of(
            () -> Comparison.difference(outputs, c.get("out"), Tolerance.of(c)),
            () -> named("mask", masks(outputs, c)),
            () -> named("state", state(probe.layer(), c)),
            () -> named("losses", losses(probe.layer(), c)),
            () -> {
              probe.layer().setWeights(weights);
              return named("gradients", gradients(probe, c));
            },
            () -> named("inferred", inferred(probe, outputs, c)),
            () -> count(probe.layer(), c),
            () -> named("quantized", quantized(c)),
            () -> named("built", built(probe.layer(), c)),
            () -> config);
    for (Supplier<Optional<Difference>> check : checks) {
      Optional<Difference> difference = check.get();
      if (difference.isPresent()) {
        return Outcome.of(difference);
      }
    }
    return Outcome.passed();
  }

  /// What quantizing makes of the weights before it; the rest of a case is of the layer after it.
  private static Optional<Difference> quantized(Case c) {
    if (!c.has("after")
        || !(c.config("after") instanceof List<?> after)
        || !"quantize".equals(after.getFirst())) {
      return Optional.empty();
    }
    Layer layer = LayerProbe.before(c);
    ((QuantizableLayer) layer).quantize(String.valueOf(((Map<?, ?>) after.getLast()).get("mode")));
    return Comparison.difference(
        layer.getWeights(), LayerProbe.values(c, "weights"), Tolerance.of(c));
  }

  private static Optional<Difference> named(String part, Optional<Difference> difference) {
    return difference.map(d -> new Difference(part + ": " + d.reason(), d.excess()));
  }

  private static Optional<Difference> structural(String reason) {
    return Optional.of(new Difference(reason, Double.POSITIVE_INFINITY));
  }

  private static Optional<Difference> masks(Tree<Tensor> outputs, Case c) {
    if (c.has("out_mask")) {
      return Comparison.difference(LayerProbe.masks(outputs), c.get("out_mask"), Tolerance.EXACT);
    }
    return outputs.flatten().stream().anyMatch(x -> x.mask().isPresent())
        ? structural("wanted none, got one")
        : Optional.empty();
  }

  private static Optional<Difference> state(Layer layer, Case c) {
    if (!c.has("state")) {
      return Optional.empty();
    }
    List<Object> want =
        c.list("state").stream()
            .map(s -> Objects.requireNonNull((Object) ((Map<?, ?>) s).get("value")))
            .toList();
    List<Array> got = layer.nonTrainableWeights().stream().map(Variable::stored).toList();
    return Comparison.difference(got, want, Tolerance.of(c));
  }

  /// Losses of the call come first; cases record penalties on weights or not, as the call was made.
  private static Optional<Difference> losses(Layer layer, Case c) {
    if (!c.has("losses")) {
      return Optional.empty();
    }
    List<Object> want = c.list("losses");
    List<Tensor> got = layer.losses();
    return got.size() < want.size()
        ? structural("wanted " + want.size() + ", got " + got.size())
        : Comparison.difference(got.subList(0, want.size()), want, Tolerance.of(c));
  }

  private static Optional<Difference> gradients(LayerProbe probe, Case c) {
    if (!c.has("grads")) {
      return Optional.empty();
    }
    List<Tensor> cotangents = c.list("cotangents").stream().map(Tensor.class::cast).toList();
    Map<String, Array> got = probe.gradients(cotangents);
    Map<String, Object> want = c.map("grads");
    return Comparison.difference(got, want, Tolerance.of(c).times(GRADIENT_FACTOR));
  }

  private static Optional<Difference> inferred(LayerProbe probe, Tree<Tensor> outputs, Case c) {
    if (!c.hasValue("output_shape")) {
      return Optional.empty();
    }
    List<Map<?, ?>> want = new ArrayList<>();
    types(c.get("output_shape"), want);
    List<Tensor> got = probe.drawn().flatten();
    if (got.size() != want.size()) {
      return structural("wanted " + want.size() + " outputs, got " + got.size());
    }
    List<Tensor> computed = outputs.flatten();
    for (int i = 0; i < want.size(); i++) {
      Tensor type = got.get(i);
      boolean dtype =
          type.dtype().kerasName().equals(want.get(i).get("dtype"))
              || type.dtype() == computed.get(i).dtype();
      if (!dtype || !agrees(type.shape(), want.get(i).get("shape"), computed.get(i).shape())) {
        return structural("output " + i + ": wanted " + want.get(i) + ", got " + type.type());
      }
    }
    return Optional.empty();
  }

  /// Where Keras's inference contradicts what it computes, the computed size is as good.
  private static boolean agrees(Shape got, @Nullable Object want, Shape computed) {
    if (!(want instanceof List<?> sizes) || sizes.size() != got.rank()) {
      return false;
    }
    for (int i = 0; i < got.rank(); i++) {
      Object size = sizes.get(i);
      boolean same =
          size == PyNone.NONE ? got.dim(i) == Shape.UNKNOWN : Long.valueOf(got.dim(i)).equals(size);
      boolean computes = computed.rank() == got.rank() && got.dim(i) == computed.dim(i);
      if (!same && !computes) {
        return false;
      }
    }
    return true;
  }

  private static void types(Object value, List<Map<?, ?>> into) {
    switch (value) {
      case Map<?, ?> map when map.containsKey("shape") && map.containsKey("dtype") -> into.add(map);
      case Map<?, ?> map -> map.values().forEach(item -> types(item, into));
      case List<?> list -> list.forEach(item -> types(item, into));
      default -> {}
    }
  }

  private static Optional<Difference> count(Layer layer, Case c) {
    long got = layer.weights().stream().mapToLong(w -> w.storedType().size()).sum();
    return got == c.integer("count")
        ? Optional.empty()
        : structural("wanted " + c.integer("count") + " parameters, got " + got);
  }

  private static Optional<Difference> built(Layer layer, Case c) {
    Object got = layer.getBuildConfig().<Object>map(Config::toMap).orElse(PyNone.NONE);
    return json("", got == PyNone.NONE ? null : got, c.config("built_shapes"));
  }

  private static Optional<Difference> config(Layer layer, Case c) {
    return json("", Registry.serialize((Object) layer), LayerProbe.serialized(c));
  }

  /// Compares JSON; a whole number is the same as a float of its value.
  private static Optional<Difference> json(
      String path, @Nullable Object got, @Nullable Object want) {
    return switch (want) {
      case Map<?, ?> map when got instanceof Map<?, ?> other -> jsonObjects(path, other, map);
      case List<?> list when got instanceof List<?> other && list.size() == other.size() ->
          jsonLists(path, other, list);
      case Number number when got instanceof Number other ->
          differing(path, number.doubleValue() == other.doubleValue(), got, want);
      case null, default -> differing(path, Objects.equals(got, want), got, want);
    };
  }

  private static Optional<Difference> differing(
      String path, boolean same, @Nullable Object got, @Nullable Object want) {
    return same ? Optional.empty() : structural(path + ": wanted " + want + ", got " + got);
  }

  private static Optional<Difference> jsonObjects(String path, Map<?, ?> got, Map<?, ?> want) {
    Set<@Nullable Object> keys = new HashSet<>(want.keySet());
    keys.addAll(got.keySet());
    for (Object key : keys) {
      String inner = path + "." + key;
      if (!want.containsKey(key) || !got.containsKey(key)) {
        return structural(inner + (want.containsKey(key) ? " is missing" : " is not wanted"));
      }
      Optional<Difference> difference = json(inner, got.get(key), want.get(key));
      if (difference.isPresent()) {
        return difference;
      }
    }
    return Optional.empty();
  }

  private static Optional<Difference> jsonLists(String path, List<?> got, List<?> want) {
    for (int i = 0; i < want.size(); i++) {
      Optional<Difference> difference = json(path + "[" + i + "]", got.get(i), want.get(i));
      if (difference.isPresent()) {
        return difference;
      }
    }
    return Optional.empty();
  }
}
