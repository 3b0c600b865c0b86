package org.keras4j.stablehlo;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.keras4j.ir.Constant;
import org.keras4j.ir.Contraction;
import org.keras4j.ir.Control;
import org.keras4j.ir.Elementwise;
import org.keras4j.ir.Equation;
import org.keras4j.ir.Indexing;
import org.keras4j.ir.Movement;
import org.keras4j.ir.Numeric;
import org.keras4j.ir.Program;
import org.keras4j.ir.Reduction;
import org.keras4j.ir.Var;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.TensorType;

/// Writes programs in StableHLO, the portable language of XLA: one line an operation, stable and
/// readable.
///
/// @see <a href="https://openxla.org/stablehlo/spec">the specification</a>
public final class StableHlo {
  private final Hlo hlo = new Hlo();

  private StableHlo() {}

  /// A module whose function `main` computes the program.
  ///
  /// {@snippet :
  /// Files.writeString(path, StableHlo.module(program));
  /// }
  ///
  /// @throws IllegalArgumentException if the program does what StableHLO has no operation for:
  ///   strings, factorisations other than Cholesky's, exchanges among processes
  public static String module(Program program) {
    return module(program, Set.of());
  }

  /// A module that may write results over some of its arguments, where its caller allows it: each
  /// of them names a result of its type.
  ///
  /// @param donated the inputs that may be overwritten
  public static String module(Program program, Set<Integer> donated) {
    var writer = new StableHlo();
    var arguments =
        IntStream.range(0, program.inputs().size())
            .mapToObj(i -> new Value("%arg" + i, program.inputs().get(i).type()))
            .toList();
    var results = writer.body(program, arguments);
    var overwriting = overwriting(program, donated);
    String declared =
        IntStream.range(0, arguments.size())
            .mapToObj(i -> declared(arguments.get(i), Optional.ofNullable(overwriting.get(i))))
            .collect(Collectors.joining(", "));
    String types = HloTypes.operands(Hlo.types(results));
    String returned =
        results.isEmpty()
            ? "return"
            : "return %s : %s"
                .formatted(Hlo.operands(results), types.substring(1, types.length() - 1));
    return "module @program {\n  func.func public @main(%s) -> %s {\n%s    %s\n  }\n}\n"
        .formatted(declared, types, writer.hlo.text(), returned);
  }

  private static String declared(Value argument, Optional<Integer> result) {
    return "%s: %s%s"
        .formatted(
            argument.name(),
            HloTypes.of(argument.type()),
            result.map(" {tf.aliasing_output = %d : i32}"::formatted).orElse(""));
  }

  /// The results that are written over inputs, by these: for each the first of its type that is
  /// left.
  private static Map<Integer, Integer> overwriting(Program program, Set<Integer> donated) {
    Map<TensorType, Deque<Integer>> left = new HashMap<>();
    for (int i = 0; i < program.outputs().size(); i++) {
      left.computeIfAbsent(program.outputs().get(i).type(), _ -> new ArrayDeque<>()).add(i);
    }
    Map<Integer, Integer> overwriting = new HashMap<>();
    for (int input : new TreeSet<>(donated)) {
      var results = left.get(program.inputs().get(input).type());
      if (results != null && !results.isEmpty()) {
        overwriting.put(input, results.remove());
      }
    }
    return overwriting;
  }

  /// The values a program computes of these, written where the writer stands.
  List<Value> body(Program program, List<Value> arguments) {
    Map<Var, Value> values = new IdentityHashMap<>();
    for (int i = 0; i < arguments.size(); i++) {
      values.put(program.inputs().get(i), arguments.get(i));
    }
    for (Equation equation : program.equations()) {
      var results = equation(equation, look(values, equation.in()));
      for (int i = 0; i < results.size(); i++) {
        values.put(equation.out().get(i), results.get(i));
      }
    }
    return look(values, program.outputs());
  }

  private static List<Value> look(Map<Var, Value> values, List<Var> vars) {
    return vars.stream()
        .map(v -> Objects.requireNonNull(values.get(v), "the program is not closed"))
        .toList();
  }

  private List<Value> equation(Equation equation, List<Value> in) {
    var out = equation.out().stream().map(Var::type).toList();
    return switch (equation.op()) {
      case Constant(Array value) -> List.of(hlo.constant(value));
      case Elementwise op -> List.of(new ElementwiseHlo(hlo).write(op, in));
      case Movement op -> List.of(new MovementHlo(hlo).write(op, in, out.getFirst()));
      case Reduction op -> List.of(new ReductionHlo(hlo).write(op, in, out.getFirst()));
      case Contraction op -> List.of(new ContractionHlo(hlo).write(op, in, out.getFirst()));
      case Indexing op -> new IndexingHlo(hlo).write(op, in, out);
      case Numeric op -> new NumericHlo(hlo).write(op, in, out);
      case Control op -> new ControlHlo(hlo, this).write(op, in, out);
    };
  }
}
