package org.keras4j.backend.tensorflow;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.keras4j.ir.Constant;
import org.keras4j.ir.Contraction;
import org.keras4j.ir.Control;
import org.keras4j.ir.Elementwise;
import org.keras4j.ir.Elementwise.Unary;
import org.keras4j.ir.Elementwise.UnaryOp;
import org.keras4j.ir.Indexing;
import org.keras4j.ir.Movement;
import org.keras4j.ir.Numeric;
import org.keras4j.ir.Primitive;
import org.keras4j.ir.Program;
import org.keras4j.ir.Reduction;
import org.keras4j.ir.Var;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.DType;
import org.keras4j.tensorflow.c.Function;
import org.keras4j.tensorflow.c.Graph;
import org.keras4j.tensorflow.c.Output;

/// Says a program in TensorFlow's operations: each primitive by the file of its family.
final class Lowering {
  /// Loops of so many steps are worth compiling.
  private static final int LONG = 48;

  /// For fewer elements the call of compiled code costs more than it saves.
  private static final long MANY = 1 << 16;

  private final Emitter e;
  private final FunctionLibrary library;
  private final Map<Array, Value> constants;

  /// @param library where functions go that operations of the graph call
  /// @param constants large constants that come as inputs
  private Lowering(Emitter e, FunctionLibrary library, Map<Array, Value> constants) {
    this.e = e;
    this.library = library;
    this.constants = constants;
  }

  /// A program as a function of TensorFlow's.
  ///
  /// @param lifted constants that become inputs, after the program's own
  static Function function(Program program, FunctionLibrary library, List<Array> lifted) {
    try (var graph = new Graph()) {
      return function(Drawn.of(program, graph, library, lifted), library);
    }
  }

  /// A program as operations to run one by one, if that is soon done; else as a function.
  static Either either(Program program, FunctionLibrary library) {
    try (var graph = new Graph()) {
      var drawn = Drawn.of(program, graph, library, List.of());
      return new Either(
          OperationSequence.of(drawn.e, drawn.inputs, drawn.outputs()),
          () -> function(program, library, List.of()));
    }
  }

  /// See {@link #either}.
  record Either(Optional<OperationSequence> sequence, Supplier<Function> function) {}

  private static Function function(Drawn drawn, FunctionLibrary library) {
    // A result is an operation of its own: neither an input nor another result.
    var outputs =
        drawn.outputs().stream().map(o -> drawn.e.node("Identity").input(o).build()).toList();
    return library.keep(drawn.e.graph().toFunction(library.name(), drawn.inputs, outputs));
  }

  /// A program written into a graph.
  private record Drawn(Emitter e, List<Output> inputs, List<Value> results) {
    static Drawn of(Program program, Graph graph, FunctionLibrary library, List<Array> lifted) {
      var e = new Emitter(graph);
      var inputs = new ArrayList<Output>();
      var values = new ArrayList<Value>();
      for (Var v : program.inputs()) {
        Output input = graph.placeholder(v.type());
        inputs.add(input);
        values.add(Value.whole(input, v.type()));
      }
      Map<Array, Value> constants = new IdentityHashMap<>();
      for (Array a : lifted) {
        Output input = graph.placeholder(a.type());
        inputs.add(input);
        constants.put(a, Value.whole(input, a.type()));
      }
      return new Drawn(e, inputs, new Lowering(e, library, constants).run(program, values));
    }

    List<Output> outputs() {
      return results.stream().map(v -> e.whole(v).output()).toList();
    }
  }

  /// The values of a program's outputs.
  List<Value> run(Program program, List<Value> inputs) {
    Map<Var, Value> values = new IdentityHashMap<>();
    for (int i = 0; i < inputs.size(); i++) {
      values.put(program.inputs().get(i), inputs.get(i));
    }
    for (var equation : program.equations()) {
      var out = apply(equation.op(), look(values, equation.in()));
      for (int i = 0; i < out.size(); i++) {
        values.put(equation.out().get(i), out.get(i));
      }
    }
    return look(values, program.outputs());
  }

  private static List<Value> look(Map<Var, Value> values, List<Var> vars) {
    return vars.stream().map(v -> Objects.requireNonNull(values.get(v), "unknown value")).toList();
  }

  private List<Value> apply(Primitive op, List<Value> in) {
    return switch (op) {
      case Constant(Array value) -> List.of(constant(value));
      case Elementwise elementwise -> elementwise(elementwise, in);
      case Movement movement -> List.of(new MovementLowering(e).lower(movement, in));
      case Reduction reduction -> List.of(new ReductionLowering(e).lower(reduction, in));
      case Contraction.Dot dot ->
          List.of(new ContractionLowering(e).dot(dot, in.get(0), in.get(1)));
      case Contraction.Conv conv ->
          List.of(new ConvolutionLowering(e).lower(conv, in.get(0), in.get(1)));
      case Indexing indexing -> new IndexingLowering(e).lower(indexing, in);
      case Numeric numeric -> new NumericLowering(e, library).lower(numeric, in);
      case Control control -> control(control, in);
    };
  }

  private List<Value> elementwise(Elementwise op, List<Value> in) {
    BiFunction<Emitter, List<Value>, List<Value>> lowered =
        (emitter, values) -> List.of(new ElementwiseLowering(emitter).lower(op, values));
    // TensorFlow's own asks the C library for every single number.
    boolean isSlow = op instanceof Unary(UnaryOp f) && f == UnaryOp.ERFC && areMany(in.getFirst());
    return isSlow ? new CompiledCall(e, library).of(in, lowered) : lowered.apply(e, in);
  }

  private static boolean areMany(Value x) {
    return x.dtype() == DType.FLOAT32 && x.actual().size() >= MANY;
  }

  private Value constant(Array array) {
    var lifted = constants.get(array);
    if (lifted != null) {
      return lifted;
    }
    return array.type().size() == 1
        ? e.repeat(
            e.reshape(literal(array), org.keras4j.tensor.Shape.SCALAR).output(), array.type())
        : literal(array);
  }

  private Value literal(Array array) {
    return Value.whole(e.constant(array), array.type());
  }

  private List<Value> control(Control op, List<Value> in) {
    return switch (op) {
      case Control.Composite composite ->
          CompositeLowering.lower(e, composite.name(), composite.attributes(), in)
              .orElseGet(() -> composed(composite, in));
      case Control.Cond(var branches) -> new ControlLowering(e, library).cond(branches, in);
      case Control.While loop -> new ControlLowering(e, library).whileLoop(loop, in);
      case Control.Scan scan ->
          scan.length() >= LONG && isCompilable(scan.body())
              ? new CompiledCall(e, library)
                  .of(in, (inside, v) -> new ControlLowering(inside, library).scan(scan, v))
              : new ControlLowering(e, library).scan(scan, in);
    };
  }

  private List<Value> composed(Control.Composite composite, List<Value> in) {
    // Operation by operation it would read and write all weights and moments a dozen times.
    boolean isStep = composite.name().equals("adam_update") && areMany(in.getFirst());
    return isStep
        ? new CompiledCall(e, library)
            .of(in, (inside, values) -> inline(inside, library, composite.body(), values))
        : run(composite.body(), in);
  }

  /// Whether XLA takes all that a program is written in here: simple operations only.
  private static boolean isCompilable(Program program) {
    return program.equations().stream()
        .allMatch(
            q ->
                switch (q.op()) {
                  case Movement.DynamicSlice _, Movement.DynamicUpdateSlice _ -> false;
                  case Elementwise _,
                      Movement _,
                      Reduction.Reduce _,
                      Contraction.Dot _,
                      Constant _ ->
                      true;
                  case Control.Composite composite -> isCompilable(composite.body());
                  case Reduction _, Contraction.Conv _, Indexing _, Numeric _, Control _ -> false;
                });
  }

  /// The values of a program's outputs in a graph of its own, such as the body of a loop.
  static List<Value> inline(
      Emitter e, FunctionLibrary library, Program program, List<Value> inputs) {
    return new Lowering(e, library, Map.of()).run(program, inputs);
  }
}
