package org.keras4j.tck.answers;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.keras4j.config.Config;
import org.keras4j.config.Registry;
import org.keras4j.layers.Layer;
import org.keras4j.layers.RecurrentLayer;
import org.keras4j.symbolic.Arguments;
import org.keras4j.tck.parity.Case;
import org.keras4j.tck.parity.MissingFunctionException;
import org.keras4j.tck.parity.PyNone;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.KerasTensor;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.Tree;
import org.keras4j.tensor.Variable;
import org.keras4j.transform.Gradients;

/// The layer of a case, made from its config and given its weights, and what it is called with.
final class LayerProbe {
  private record Source() implements KerasTensor.Source {}

  private final Case c;
  private final Layer layer;
  private final List<Object> inputs;
  private final Map<String, Object> keywords;

  LayerProbe(Case c) {
    this.c = c;
    this.layer = make(c);
    List<Tensor> masked = masked(c);
    this.inputs =
        ((List<?>) Structures.pack(c.list("inputs"), masked)).stream().<Object>map(x -> x).toList();
    this.keywords = new LinkedHashMap<>();
    c.map("call").forEach((name, value) -> keywords.put(name, Structures.map(value, x -> x)));
    giveWeights();
  }

  private static Layer make(Case c) {
    var serialized = serialized(c);
    String module = String.valueOf(serialized.get("module"));
    var registered = Optional.ofNullable((String) serialized.get("registered_name"));
    if (Registry.entry(module, c.text("class_name"), registered).isEmpty()) {
      throw new MissingFunctionException(module + "." + c.text("class_name"));
    }
    return (Layer) Objects.requireNonNull(Registry.deserialize(serialized));
  }

  /// The layer as Keras serializes it. Making a wrapper from its config takes the inner layer out
  /// of the recorded object; `config` still has it.
  static Map<String, @Nullable Object> serialized(Case c) {
    var whole = new LinkedHashMap<String, @Nullable Object>();
    var recorded = (Map<?, ?>) Objects.requireNonNull(c.config("serialized"));
    recorded.forEach((key, value) -> whole.put((String) key, value));
    whole.put("config", c.config("config"));
    return whole;
  }

  /// The layer as it was before it was quantized, with the weights it had.
  static Layer before(Case c) {
    Map<String, @Nullable Object> plain = serialized(c);
    var config = Config.of((Map<?, ?>) Objects.requireNonNull(plain.get("config")));
    var source = config.child("dtype").child("config").string("source_name");
    plain.put("config", config.with("dtype", source).without("quantization_config").toMap());
    var layer = (Layer) Objects.requireNonNull(Registry.deserialize(plain));
    layer.setWeights(values(c, "before"));
    return layer;
  }

  /// The recorded values of weights.
  static List<Array> values(Case c, String field) {
    List<Array> values = new ArrayList<>();
    for (Object weight : c.list(field)) {
      values.add((Array) Objects.requireNonNull(((Map<?, ?>) weight).get("value")));
    }
    return values;
  }

  /// The tensors of the inputs, each with the mask the case attaches to it.
  private static List<Tensor> masked(Case c) {
    List<Tensor> tensors = Structures.tensors(c.list("inputs"));
    if (!c.hasValue("in_masks")) {
      return tensors;
    }
    List<Object> masks = new ArrayList<>();
    flatten(c.get("in_masks"), masks);
    List<Tensor> out = new ArrayList<>(tensors);
    for (int i = 0; i < masks.size(); i++) {
      if (masks.get(i) instanceof Tensor mask) {
        out.set(i, out.get(i).withMask(Optional.of(mask)));
      }
    }
    return out;
  }

  private static void flatten(Object value, List<Object> into) {
    if (value instanceof List<?> list) {
      list.forEach(item -> flatten(item, into));
    } else {
      into.add(value);
    }
  }

  private void giveWeights() {
    List<Object> recorded = c.list("weights");
    if (layer.weights().size() != recorded.size()) {
      layer.apply(arguments());
    }
    if (layer.weights().size() != recorded.size()) {
      throw new IllegalStateException(
          "wanted the weights "
              + recorded.stream().map(w -> ((Map<?, ?>) w).get("path")).toList()
              + ", got "
              + paths());
    }
    layer.setWeights(values(c, "weights"));
  }

  Layer layer() {
    return layer;
  }

  List<String> paths() {
    return layer.weights().stream().map(Variable::path).toList();
  }

  Arguments arguments() {
    return new Arguments(inputs, keywords);
  }

  /// The inputs' tensors, in order.
  List<Tensor> tensors() {
    return Structures.tensors(inputs);
  }

  /// The call on drawn tensors whose first size is unknown.
  Tree<Tensor> drawn() {
    return layer.apply(arguments().map(LayerProbe::symbol));
  }

  private static Tensor symbol(Tensor x) {
    Shape shape = x.rank() > 0 ? x.shape().with(0, Shape.UNKNOWN) : x.shape();
    return new KerasTensor(x.type().withShape(shape), "keras_tensor", new Source(), 0);
  }

  /// The gradients by recorded name: weights by path, inputs as `in:0`.
  Map<String, Array> gradients(List<? extends Tensor> cotangents) {
    if (layer instanceof RecurrentLayer<?> recurrent) {
      recurrent.resetState(); // as recorded: from the states before the first call
    }
    List<Tensor> all = tensors();
    List<Integer> floats =
        IntStream.range(0, all.size()).filter(i -> all.get(i).dtype().isFloat()).boxed().toList();
    List<Variable> variables = layer.trainableVariables();
    Gradients.Differentiated at =
        Gradients.vjp(
            xs -> {
              List<Tensor> replaced = new ArrayList<>(all);
              for (int i = 0; i < floats.size(); i++) {
                int place = floats.get(i);
                replaced.set(place, xs.get(i).withMask(all.get(place).mask()));
              }
              var packed = (List<?>) Structures.pack(inputs, replaced);
              return layer.apply(new Arguments(List.copyOf(packed), keywords)).flatten().stream()
                  .filter(t -> t.dtype().isFloat())
                  .toList();
            },
            floats.stream().map(all::get).toList(),
            variables);
    List<Tensor> back =
        at.back().apply(cotangents.stream().map(g -> Optional.of((Tensor) g)).toList());
    Map<String, Array> out = new LinkedHashMap<>();
    for (int i = 0; i < floats.size(); i++) {
      out.put("in:" + floats.get(i), (Array) back.get(i));
    }
    List<String> names = recordedPaths();
    for (int i = 0; i < variables.size(); i++) {
      int place = layer.weights().indexOf(variables.get(i));
      out.put(names.get(place), (Array) back.get(floats.size() + i));
    }
    return out;
  }

  /// The paths Keras gives the weights, in order.
  private List<String> recordedPaths() {
    return c.list("weights").stream()
        .map(w -> (String) Objects.requireNonNull(((Map<?, ?>) w).get("path")))
        .toList();
  }

  /// The masks of an answer, in the structure that cases record them in.
  static Object masks(Tree<Tensor> outputs) {
    return switch (outputs) {
      case Tree.Leaf<Tensor> leaf -> leaf.value().mask().<Object>map(m -> m).orElse(PyNone.NONE);
      case Tree.Sequence<Tensor> sequence ->
          sequence.items().stream().map(LayerProbe::masks).toList();
      case Tree.Mapping<Tensor> mapping -> {
        Map<String, Object> out = new LinkedHashMap<>();
        mapping.items().forEach((name, item) -> out.put(name, masks(item)));
        yield out;
      }
    };
  }
}
