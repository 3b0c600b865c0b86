package org.keras4j.backend.tensorflow;

import java.util.ArrayList;
import java.util.List;
import org.keras4j.ir.Control;
import org.keras4j.ir.Program;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.TensorType;
import org.keras4j.tensorflow.c.Attribute;
import org.keras4j.tensorflow.c.Function;
import org.keras4j.tensorflow.c.Graph;
import org.keras4j.tensorflow.c.Output;

/// What branches and loops are in TensorFlow: operations that call functions.
final class ControlLowering {
  private static final TensorType COUNT = TensorType.of(DType.INT32);

  private final Emitter e;
  private final FunctionLibrary library;

  ControlLowering(Emitter e, FunctionLibrary library) {
    this.e = e;
    this.library = library;
  }

  private String known(Function function) {
    e.graph().add(function);
    return function.name();
  }

  private List<Output> whole(List<Value> values) {
    return values.stream().map(v -> e.whole(v).output()).toList();
  }

  private static List<Value> values(List<Output> outputs, List<TensorType> types) {
    var values = new ArrayList<Value>();
    for (int i = 0; i < types.size(); i++) {
      values.add(Value.whole(outputs.get(i), types.get(i)));
    }
    return values;
  }

  List<Value> cond(List<Program> branches, List<Value> in) {
    var types = branches.getFirst().outputTypes();
    var names =
        branches.stream().map(b -> known(Lowering.function(b, library, List.of()))).toList();
    Value choice =
        e.map(
            "Maximum",
            e.map("Minimum", in.getFirst(), e.fill(COUNT, branches.size() - 1L)),
            e.fill(COUNT, 0L));
    var rest = in.subList(1, in.size());
    var outputs =
        e.node("StatelessCase")
            .input(choice.output())
            .inputs(whole(rest))
            .set("Tin", Attribute.ofTypes(rest.stream().map(Value::dtype).toList()))
            .set("Tout", Attribute.ofTypes(types.stream().map(TensorType::dtype).toList()))
            .set("branches", Attribute.ofFunctions(names))
            .set(
                "output_shapes", Attribute.ofShapes(types.stream().map(TensorType::shape).toList()))
            .buildAll();
    return values(outputs, types);
  }

  /// A function over all that a loop carries.
  private interface Body {
    List<Value> apply(Emitter inside, List<Value> carried);
  }

  private String function(List<TensorType> carried, Body body) {
    try (var graph = new Graph()) {
      var inside = new Emitter(graph);
      var inputs = carried.stream().map(graph::placeholder).toList();
      var outputs =
          body.apply(inside, values(inputs, carried)).stream()
              .map(v -> inside.node("Identity").input(inside.whole(v).output()).build())
              .toList();
      return known(library.keep(graph.toFunction(library.name(), inputs, outputs)));
    }
  }

  /// Constants are carried along unchanged.
  List<Value> whileLoop(Control.While loop, List<Value> in) {
    int conditionConstants = loop.conditionConstants();
    int start = conditionConstants + loop.bodyConstants();
    var types = in.stream().map(Value::type).toList();
    String condition =
        function(
            types,
            (inside, v) -> {
              var tested = new ArrayList<>(v.subList(0, conditionConstants));
              tested.addAll(v.subList(start, v.size()));
              return Lowering.inline(inside, library, loop.condition(), tested);
            });
    String body =
        function(
            types,
            (inside, v) -> {
              var out = new ArrayList<>(v.subList(0, start));
              out.addAll(
                  Lowering.inline(
                      inside, library, loop.body(), v.subList(conditionConstants, v.size())));
              return out;
            });
    var outputs = loop(whole(in), condition, body, types.stream().map(TensorType::shape).toList());
    return values(outputs, types).subList(start, in.size());
  }

  private List<Output> loop(List<Output> in, String condition, String body, List<Shape> shapes) {
    return e.node("StatelessWhile")
        .inputs(in)
        .set("cond", Attribute.ofFunction(condition))
        .set("body", Attribute.ofFunction(body))
        .set("output_shapes", Attribute.ofShapes(shapes))
        .set("parallel_iterations", Attribute.of(1))
        .buildAll();
  }

  // Scan: a loop that counts, reads slices and writes slices into lists.

  List<Value> scan(Control.Scan scan, List<Value> in) {
    var carried = in.subList(scan.constants(), scan.constants() + scan.carry());
    var sliceTypes = scan.body().outputTypes().subList(scan.carry(), scan.body().outputs().size());
    var out = new ArrayList<Value>();
    if (scan.length() == 0) {
      out.addAll(carried);
      sliceTypes.forEach(t -> out.add(e.fill(stacked(t, 0), 0.0)));
      return out;
    }
    var states = new ArrayList<Output>();
    states.add(e.scalar(DType.INT32, 0));
    for (TensorType slice : sliceTypes) {
      states.add(
          e.node("TensorListReserve")
              .input(e.ints(slice.shape()))
              .input(e.scalar(DType.INT32, scan.length()))
              .set("element_dtype", Attribute.of(slice.dtype()))
              .build());
    }
    states.addAll(whole(in));
    var types = in.stream().map(Value::type).toList();
    var shapes = new ArrayList<Shape>();
    for (int i = 0; i <= sliceTypes.size(); i++) {
      shapes.add(Shape.SCALAR);
    }
    types.forEach(t -> shapes.add(t.shape()));
    var results =
        loop(
            states,
            counting(types, sliceTypes, scan.length()),
            step(scan, types, sliceTypes),
            shapes);
    int first = 1 + sliceTypes.size() + scan.constants();
    out.addAll(
        values(
            results.subList(first, first + scan.carry()),
            carried.stream().map(Value::type).toList()));
    for (int i = 0; i < sliceTypes.size(); i++) {
      var type = sliceTypes.get(i);
      out.add(
          Value.whole(
              e.node("TensorListStack")
                  .input(results.get(1 + i))
                  .input(e.ints(type.shape()))
                  .set("element_dtype", Attribute.of(type.dtype()))
                  .set("num_elements", Attribute.of((long) scan.length()))
                  .build(),
              stacked(type, scan.length())));
    }
    return out;
  }

  private static TensorType stacked(TensorType slice, int length) {
    return slice.withShape(Shape.of(length).concat(slice.shape()));
  }

  /// The inputs of the functions of a scan: a count, lists of slices, then what it was given.
  private record Inputs(List<Output> all, int lists) {
    static Inputs of(Graph graph, List<TensorType> given, int lists) {
      var all = new ArrayList<Output>();
      all.add(graph.placeholder(COUNT));
      for (int i = 0; i < lists; i++) {
        all.add(
            graph
                .operation("Placeholder")
                .set("dtype", Attribute.ofVariantType())
                .set("shape", Attribute.of(Shape.SCALAR))
                .build());
      }
      given.forEach(t -> all.add(graph.placeholder(t)));
      return new Inputs(all, lists);
    }

    Value count() {
      return Value.whole(all.getFirst(), COUNT);
    }

    List<Output> given() {
      return all.subList(1 + lists, all.size());
    }
  }

  private String counting(List<TensorType> given, List<TensorType> slices, int length) {
    try (var graph = new Graph()) {
      var inside = new Emitter(graph);
      var inputs = Inputs.of(graph, given, slices.size());
      Value more =
          inside.map("Less", DType.BOOL, inputs.count(), inside.fill(COUNT, (long) length));
      return known(
          library.keep(graph.toFunction(library.name(), inputs.all(), List.of(more.output()))));
    }
  }

  private String step(Control.Scan scan, List<TensorType> given, List<TensorType> slices) {
    try (var graph = new Graph()) {
      var inside = new Emitter(graph);
      var inputs = Inputs.of(graph, given, slices.size());
      Value count = inputs.count();
      Value place =
          scan.reverse() ? inside.map("Sub", inside.fill(COUNT, scan.length() - 1L), count) : count;
      int fixed = scan.constants() + scan.carry();
      var values = values(inputs.given(), given);
      var arguments = new ArrayList<>(values.subList(0, fixed));
      for (Value sequence : values.subList(fixed, values.size())) {
        arguments.add(inside.gather(sequence, place, 0, 0));
      }
      var results = Lowering.inline(inside, library, scan.body(), arguments);
      var outputs = new ArrayList<Output>();
      outputs.add(inside.map("AddV2", count, inside.fill(COUNT, 1L)).output());
      for (int i = 0; i < slices.size(); i++) {
        outputs.add(
            inside
                .node("TensorListSetItem")
                .input(inputs.all().get(1 + i))
                .input(place.output())
                .input(inside.whole(results.get(scan.carry() + i)).output())
                .build());
      }
      for (int i = 0; i < given.size(); i++) {
        boolean isCarry = i >= scan.constants() && i < fixed;
        Value next = isCarry ? results.get(i - scan.constants()) : values.get(i);
        outputs.add(inside.node("Identity").input(inside.whole(next).output()).build());
      }
      return known(library.keep(graph.toFunction(library.name(), inputs.all(), outputs)));
    }
  }
}
