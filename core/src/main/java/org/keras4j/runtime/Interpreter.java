package org.keras4j.runtime;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.keras4j.ir.Control.Derivative;
import org.keras4j.ir.Elementwise.Convert;
import org.keras4j.ir.Equation;
import org.keras4j.ir.Primitive;
import org.keras4j.ir.Program;
import org.keras4j.ir.Var;
import org.keras4j.tensor.StateScope;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.Variable;

/// Gives an immediate meaning to the application of a primitive. Everything passes through {@link
/// #apply}: it computes ({@link Eager}, the default) or writes down ({@link Tracing}), whichever is
/// in force on this thread.
public abstract sealed class Interpreter permits Eager, Tracing {
  private static final ScopedValue<Interpreter> CURRENT = ScopedValue.newInstance();

  Interpreter() {}

  /// What a primitive applied to tensors comes to here.
  abstract List<Tensor> perform(Primitive op, List<Tensor> in);

  /// What a named composition comes to here.
  abstract List<Tensor> performComposite(Composition composition, List<Tensor> in);

  /// A composition that has not been traced: its name, attributes, body as a function, and
  /// derivative.
  public record Composition(
      String name,
      Map<String, Object> attributes,
      Function<List<Tensor>, List<Tensor>> body,
      Optional<Derivative> derivative) {}

  /// The interpreter in force.
  public static Interpreter current() {
    return CURRENT.orElse(Eager.INSTANCE);
  }

  /// Applies a primitive under the interpreter in force.
  ///
  /// @throws IllegalArgumentException if the operands do not fit
  public static List<Tensor> apply(Primitive op, List<? extends Tensor> in) {
    return current().perform(op, resolve(in));
  }

  /// Applies a primitive with one result.
  public static Tensor single(Primitive op, Tensor... in) {
    return apply(op, List.of(in)).getFirst();
  }

  /// Applies a named composition: the engine's own kernel if it has one, else the body; one
  /// equation while tracing.
  public static List<Tensor> compose(Composition composition, List<? extends Tensor> in) {
    return current().performComposite(composition, resolve(in));
  }

  /// Runs `body` with this interpreter in force.
  public <T> T during(Supplier<T> body) {
    return ScopedValue.where(CURRENT, this).call(body::get);
  }

  /// Runs `body` computing at once on the stored values of variables, whatever is being traced
  /// around it: how weights are made.
  public static <T> T eagerly(Supplier<T> body) {
    return StateScope.suspended(() -> Eager.INSTANCE.during(body));
  }

  /// Runs a program's equations under the interpreter in force: computes them, or copies them into
  /// the program being traced.
  public static List<Tensor> run(Program program, List<? extends Tensor> arguments) {
    if (arguments.size() != program.inputs().size()) {
      throw new IllegalArgumentException(
          "The program takes %d inputs. Received: %d"
              .formatted(program.inputs().size(), arguments.size()));
    }
    Map<Var, Tensor> values = new IdentityHashMap<>();
    for (int i = 0; i < arguments.size(); i++) {
      values.put(program.inputs().get(i), arguments.get(i));
    }
    for (Equation equation : program.equations()) {
      var results = apply(equation.op(), lookup(values, equation.in()));
      for (int i = 0; i < results.size(); i++) {
        values.put(equation.out().get(i), results.get(i));
      }
    }
    return lookup(values, program.outputs());
  }

  private static List<Tensor> lookup(Map<Var, Tensor> values, List<Var> vars) {
    var out = new ArrayList<Tensor>(vars.size());
    for (Var v : vars) {
      Tensor value = values.get(v);
      if (value == null) {
        throw new IllegalArgumentException(
            "The program is not closed: it uses " + v + " before it is computed.");
      }
      out.add(value);
    }
    return out;
  }

  /// Variables stand for what they hold here, in the dtype they show here.
  private static List<Tensor> resolve(List<? extends Tensor> in) {
    for (Tensor t : in) {
      if (t instanceof Variable) {
        return in.stream().map(Interpreter::value).toList();
      }
    }
    return List.copyOf(in);
  }

  /// The value of a tensor: a variable's as it shows here, any other itself.
  public static Tensor value(Tensor tensor) {
    if (!(tensor instanceof Variable variable)) {
      return tensor;
    }
    Tensor held = variable.value();
    var shown = variable.type().dtype();
    return held.dtype() == shown ? held : single(new Convert(shown), held);
  }
}
