package org.keras4j.runtime;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.keras4j.ir.Constant;
import org.keras4j.ir.Control;
import org.keras4j.ir.Equation;
import org.keras4j.ir.Primitive;
import org.keras4j.ir.Var;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.KerasTensor;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.TensorType;
import org.keras4j.tensor.Tracer;
import org.keras4j.tensor.Variable;

/// Writes applications down as equations. Values of programs being traced around this one become
/// inputs, so that the program is closed. With concrete inputs it computes as it records.
final class Tracing extends Interpreter {
  private final List<Equation> equations = new ArrayList<>();
  private final Map<Array, Var> constants = new IdentityHashMap<>();
  private final Map<Var, Tensor> captured = new LinkedHashMap<>();
  private final Map<Var, Var> captures = new IdentityHashMap<>();
  private final boolean computing;

  Tracing(boolean computing) {
    this.computing = computing;
  }

  /// A name of the program under construction, as a tensor.
  static final class Name extends Tracer {
    private final Var variable;
    private final Tracing owner;
    private final Optional<Array> value;
    private final Optional<Tensor> mask;

    Name(Var variable, Tracing owner, Optional<Array> value, Optional<Tensor> mask) {
      this.variable = variable;
      this.owner = owner;
      this.value = value;
      this.mask = mask;
    }

    @Override
    public TensorType type() {
      return variable.type();
    }

    @Override
    public Optional<Array> value() {
      return value;
    }

    @Override
    public Optional<Tensor> mask() {
      return mask;
    }

    @Override
    public Tensor withMask(Optional<Tensor> other) {
      return new Name(variable, owner, value, other);
    }

    @Override
    public String toString() {
      return value.map(Array::toString).orElseGet(() -> "<traced " + type() + ">");
    }
  }

  List<Equation> equations() {
    return equations;
  }

  /// What was captured from outside, by the input that stands for it.
  Map<Var, Tensor> captured() {
    return captured;
  }

  Name name(Var v, Optional<Array> value) {
    return new Name(v, this, value, Optional.empty());
  }

  /// A new input that stands for a tensor of outside.
  Name capture(Tensor outside) {
    var input = new Var(outside.type());
    captured.put(input, outside);
    return name(input, concrete(outside));
  }

  private Optional<Array> concrete(Tensor t) {
    return computing
        ? switch (t) {
          case Array a -> Optional.of(a);
          case Tracer n -> n.value();
          case KerasTensor _, Variable _ -> Optional.empty();
        }
        : Optional.empty();
  }

  /// The name of a tensor in this program.
  Var variable(Tensor t) {
    return switch (t) {
      case Name n when n.owner == this -> n.variable;
      case Name n ->
          captures.computeIfAbsent(
              n.variable,
              _ -> {
                var input = new Var(n.type());
                captured.put(input, n.withMask(Optional.empty()));
                return input;
              });
      case Array a ->
          constants.computeIfAbsent(
              a,
              _ -> {
                var equation = Equation.of(new Constant(a), List.of());
                equations.add(equation);
                return equation.out().getFirst();
              });
      case Tracer other -> throw new IllegalStateException("Unknown tracer " + other);
      case Variable v -> throw new IllegalStateException("Variable " + v + " was not resolved.");
      case KerasTensor k ->
          throw new IllegalStateException(
              "A KerasTensor has no place in a traced program. Received: " + k);
    };
  }

  @Override
  List<Tensor> perform(Primitive op, List<Tensor> in) {
    var equation = Equation.of(op, in.stream().map(this::variable).toList());
    equations.add(equation);
    var values = values(op, in);
    return IntStream.range(0, equation.out().size())
        .<Tensor>mapToObj(i -> name(equation.out().get(i), values.map(v -> v.get(i))))
        .toList();
  }

  private Optional<List<Array>> values(Primitive op, List<Tensor> in) {
    if (!computing) {
      return Optional.empty();
    }
    var arrays = in.stream().map(this::concrete).toList();
    if (arrays.stream().anyMatch(Optional::isEmpty)) {
      return Optional.empty();
    }
    var concrete = arrays.stream().map(Optional::orElseThrow).toList();
    return Optional.of(
        op instanceof Constant(Array value)
            ? List.of(value)
            : Backends.current().execute(op, concrete));
  }

  @Override
  List<Tensor> performComposite(Composition composition, List<Tensor> in) {
    var body = Trace.of(in.stream().map(Tensor::type).toList(), composition.body());
    var all = new ArrayList<>(in);
    all.addAll(body.captured());
    return perform(
        new Control.Composite(
            composition.name(), composition.attributes(), body.program(), composition.derivative()),
        all);
  }
}
