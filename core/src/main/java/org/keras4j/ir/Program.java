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

  /// A primitive alone, applied to operands of some types.
  ///
  /// @throws IllegalArgumentException if a result has a size below 0
  public static Program of(Primitive op, List<TensorType> types) {
    var inputs = types.stream().map(Var::new).toList();
    var equation = Equation.of(op, inputs);
    for (Var result : equation.out()) {
      if (!result.type().shape().isKnown()) {
        throw new IllegalArgumentException(
            "Expected sizes >= 0. Received: %s of %s".formatted(op.print(), result.type()));
      }
    }
    return new Program(inputs, List.of(equation), equation.out());
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
