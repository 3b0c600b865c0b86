package org.keras4j.ir;

import java.util.List;
import org.keras4j.tensor.TensorType;

/// A straight-line function: inputs, then equations in order, then outputs. Closed: every name used
/// is an input or the result of an earlier equation.
public record Program(List<Var> inputs, List<Equation> equations, List<Var> outputs) {
  /// Keeps copies.
  public Program {
    inputs = List.copyOf(inputs);
    equations = List.copyOf(equations);
    outputs = List.copyOf(outputs);
  }

  /// The types of the inputs.
  public List<TensorType> inputTypes() {
    return inputs.stream().map(Var::type).toList();
  }

  /// The types of the outputs.
  public List<TensorType> outputTypes() {
    return outputs.stream().map(Var::type).toList();
  }

  /// A stable, readable listing, one equation a line.
  @Override
  public String toString() {
    return Printer.print(this);
  }
}
