package org.keras4j.runtime;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.keras4j.ir.Program;
import org.keras4j.ir.Var;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.StateScope;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.TensorType;
import org.keras4j.tensor.Variable;

/// A function run once on stand-ins, and what it did, as a closed program.
///
/// The program's inputs are the function's arguments, then one for every tensor captured from
/// outside, variables among them; its outputs are the function's results, then the new values of
/// the variables it assigned. {@link #apply} puts everything where it belongs.
///
/// @param program what was done
/// @param captured what the inputs after the arguments stand for, where it was traced
/// @param capturedVariables for each captured tensor, the variable whose value it is, if it is
///   one's
/// @param written the variables assigned, whose new values are the last outputs
public record Trace(
    Program program,
    List<Tensor> captured,
    List<Optional<Variable>> capturedVariables,
    List<Variable> written) {

  /// Traces a function of tensors.
  public static Trace of(List<TensorType> types, Function<List<Tensor>, List<Tensor>> f) {
    return of(types, Optional.empty(), List.of(), f);
  }

  /// Traces a function of tensors and variables: the variables' values are further arguments, after
  /// the others.
  public static Trace of(
      List<TensorType> types, List<Variable> variables, Function<List<Tensor>, List<Tensor>> f) {
    return of(types, Optional.empty(), variables, f);
  }

  /// As {@link #of(List, List, Function)}; given concrete arguments it also computes as it records,
  /// so that the function may look at values.
  public static Trace of(
      List<TensorType> types,
      Optional<List<Array>> concrete,
      List<Variable> variables,
      Function<List<Tensor>, List<Tensor>> f) {
    var tracing = new Tracing(concrete.isPresent());
    List<Var> inputs = new ArrayList<>();
    List<Tensor> arguments = new ArrayList<>();
    for (int i = 0; i < types.size(); i++) {
      var input = new Var(types.get(i));
      int place = i;
      inputs.add(input);
      arguments.add(tracing.name(input, concrete.map(c -> c.get(place))));
    }
    Map<Variable, Tensor> known = new LinkedHashMap<>();
    for (Variable v : variables) {
      var input = new Var(v.storedType());
      inputs.add(input);
      known.put(v, tracing.name(input, concrete.map(_ -> v.stored())));
    }
    Map<Var, Variable> lifted = new LinkedHashMap<>();
    var outer = StateScope.current();
    var scope =
        new StateScope(
            known,
            v -> {
              var name = tracing.capture(outer.map(s -> s.read(v)).orElseGet(v::stored));
              lifted.put(tracing.variable(name), v);
              return name;
            });
    var results = scope.during(() -> tracing.during(() -> f.apply(List.copyOf(arguments))));
    List<Variable> written = List.copyOf(scope.written().keySet());
    List<Var> outputs =
        Stream.concat(results.stream(), scope.written().values().stream())
            .map(t -> tracing.during(() -> scope.during(() -> Interpreter.value(t))))
            .map(tracing::variable)
            .toList();
    inputs.addAll(tracing.captured().keySet());
    return new Trace(
        new Program(inputs, tracing.equations(), outputs),
        List.copyOf(tracing.captured().values()),
        tracing.captured().keySet().stream().map(v -> Optional.ofNullable(lifted.get(v))).toList(),
        written);
  }

  /// The number of results of the function itself.
  public int results() {
    return program.outputs().size() - written.size();
  }

  /// The captured tensors as they are now: variables are read anew.
  public List<Tensor> currentCaptures() {
    var out = new ArrayList<Tensor>(captured.size());
    for (int i = 0; i < captured.size(); i++) {
      Tensor asTraced = captured.get(i);
      out.add(capturedVariables.get(i).map(Variable::value).orElse(asTraced));
    }
    return out;
  }

  /// Runs the program on arguments under the interpreter in force, and assigns the variables it
  /// writes.
  public List<Tensor> apply(List<? extends Tensor> arguments) {
    return finish(Interpreter.run(program, complete(arguments)));
  }

  /// The arguments followed by the captured tensors as they are now: all inputs of the program.
  public List<Tensor> complete(List<? extends Tensor> arguments) {
    var all = new ArrayList<Tensor>(arguments);
    all.addAll(currentCaptures());
    return all;
  }

  /// Assigns the variables among the program's outputs and gives the results of the function
  /// itself.
  public List<Tensor> finish(List<Tensor> outputs) {
    int n = results();
    for (int i = 0; i < written.size(); i++) {
      written.get(i).assign(outputs.get(n + i));
    }
    return List.copyOf(outputs.subList(0, n));
  }
}
