package org.keras4j.backend.tensorflow;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import org.keras4j.tensor.TensorType;
import org.keras4j.tensorflow.c.Attribute;
import org.keras4j.tensorflow.c.Graph;
import org.keras4j.tensorflow.c.Output;

/// A part of a graph that XLA compiles to one piece of code: for long rows of small operations,
/// each of which would read and write memory by itself.
final class CompiledCall {
  private static final String COMPILED = "_XlaMustCompile";

  private final Emitter e;
  private final FunctionLibrary library;

  CompiledCall(Emitter e, FunctionLibrary library) {
    this.e = e;
    this.library = library;
  }

  /// What a function of values comes to, compiled.
  ///
  /// @param body writes the function into a graph of its own
  List<Value> of(List<Value> in, BiFunction<Emitter, List<Value>, List<Value>> body) {
    var results = new ArrayList<TensorType>();
    String name;
    try (var graph = new Graph()) {
      var inside = new Emitter(graph);
      var inputs = new ArrayList<Output>();
      var values = new ArrayList<Value>();
      for (Value v : in) {
        Output input = graph.placeholder(v.type());
        inputs.add(input);
        values.add(Value.whole(input, v.type()));
      }
      var outputs = new ArrayList<Output>();
      for (Value v : body.apply(inside, values)) {
        results.add(v.type());
        outputs.add(inside.node("Identity").input(inside.whole(v).output()).build());
      }
      var function = library.keep(graph.toFunction(library.name(), inputs, outputs));
      function.set(COMPILED, Attribute.of(true));
      e.graph().add(function);
      name = function.name();
    }
    var call = e.node(name);
    in.forEach(v -> call.input(e.whole(v).output()));
    var outputs = call.set(COMPILED, Attribute.of(true)).buildAll();
    var out = new ArrayList<Value>();
    for (int i = 0; i < outputs.size(); i++) {
      out.add(Value.whole(outputs.get(i), results.get(i)));
    }
    return out;
  }
}
