package org.keras4j.stablehlo;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.keras4j.ir.Constant;
import org.keras4j.ir.Equation;
import org.keras4j.ir.Program;
import org.keras4j.ir.Var;
import org.keras4j.runtime.Trace;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.TensorType;
import org.keras4j.tensor.Variable;
import org.keras4j.transform.Simplify;

/// A function of tensors, such as a model, as a StableHLO module: text that XLA, IREE and whatever
/// else reads StableHLO compiles, with a function `main`. What `jax.export` is to Python.
///
/// {@snippet :
/// var exported = Exported.of(TensorType.of(DType.FLOAT32, 1, 784), model, Exported.Weights.CONSTANTS);
/// Files.writeString(Path.of("model.mlir"), exported.text());
/// }
///
/// The module computes for arguments of the given shapes and dtypes only. What the function draws
/// on besides, such as the weights of a model, is written into the module or becomes further
/// arguments.
///
/// @param text the module
/// @param inputs the types of the first arguments
/// @param weights what the further arguments stand for, in order; none where they are constants
/// @param outputs the types of the results
/// @see <a href="https://openxla.org/stablehlo">StableHLO</a>
public record Exported(
    String text, List<TensorType> inputs, List<Weight> weights, List<TensorType> outputs) {
  /// Text of more bytes of constants is too long to be of use.
  private static final long MOST_CONSTANT_BYTES = 512L << 20;

  /// What becomes of weights.
  public enum Weights {
    /// They are written into the module, which stands for itself.
    CONSTANTS,
    /// They are arguments after the inputs, and can be other ones each time.
    ARGUMENTS
  }

  /// A further argument.
  ///
  /// @param path the variable's, such as `dense/kernel`; empty for a tensor that is none
  public record Weight(String path, TensorType type) {}

  /// A function of one tensor.
  ///
  /// @param type of the tensor
  /// @throws IllegalArgumentException as the other form does
  public static Exported of(TensorType type, Function<Tensor, Tensor> function, Weights weights) {
    return of(List.of(type), in -> List.of(function.apply(in.getFirst())), weights);
  }

  /// A function of several tensors.
  ///
  /// @param types of the tensors
  /// @throws IllegalArgumentException if the function assigns variables, does what StableHLO has no
  ///   operation for (strings; factorisations other than Cholesky's), or has more than 512 MiB of
  ///   weights that were to be constants
  public static Exported of(
      List<TensorType> types, Function<List<Tensor>, List<Tensor>> function, Weights weights) {
    var trace = Trace.of(types, function);
    if (!trace.written().isEmpty()) {
      throw new IllegalArgumentException(
          "Expected a function that assigns no variables, since a module keeps no state; call layers with training=False, and make recurrent ones with stateful=False. Received: a function that assigns "
              + trace.written().stream().map(Variable::path).toList());
    }
    boolean constants = weights == Weights.CONSTANTS;
    var program =
        Simplify.of(
            constants
                ? withConstants(trace.program(), types.size(), trace.currentCaptures())
                : trace.program());
    return new Exported(
        StableHlo.module(program),
        List.copyOf(types),
        constants ? List.of() : named(trace),
        program.outputTypes());
  }

  private static List<Weight> named(Trace trace) {
    var out = new ArrayList<Weight>();
    for (int i = 0; i < trace.captured().size(); i++) {
      Optional<Variable> variable = trace.capturedVariables().get(i);
      out.add(new Weight(variable.map(Variable::path).orElse(""), trace.captured().get(i).type()));
    }
    return List.copyOf(out);
  }

  private static Program withConstants(Program program, int inputs, List<Tensor> values) {
    long bytes = values.stream().mapToLong(v -> v.type().size() * v.dtype().bytes()).sum();
    if (bytes > MOST_CONSTANT_BYTES) {
      throw new IllegalArgumentException(
          "Expected at most %d MiB of weights as constants; have them as arguments. Received: %d MiB"
              .formatted(MOST_CONSTANT_BYTES >> 20, bytes >> 20));
    }
    var equations = new ArrayList<Equation>();
    for (int i = 0; i < values.size(); i++) {
      Var name = program.inputs().get(inputs + i);
      equations.add(new Equation(new Constant((Array) values.get(i)), List.of(), List.of(name)));
    }
    equations.addAll(program.equations());
    return new Program(program.inputs().subList(0, inputs), equations, program.outputs());
  }
}
