package org.keras4j.backend.tensorflow;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.keras4j.ir.Constant;
import org.keras4j.ir.Control;
import org.keras4j.ir.Primitive;
import org.keras4j.ir.Program;
import org.keras4j.ir.Var;
import org.keras4j.reference.ReferenceBackend;
import org.keras4j.runtime.Backend;
import org.keras4j.runtime.Device;
import org.keras4j.runtime.Executable;
import org.keras4j.runtime.Stepwise;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.TensorType;
import org.keras4j.tensorflow.c.Context;

/// The engine on TensorFlow. A program is one function; a single primitive is one too, kept for the
/// next time it is applied to operands of the same types.
final class TensorFlowBackend implements Backend {
  private static final int KEPT = 1024;

  private final Context context = Context.shared();
  private final ReferenceBackend reference = new ReferenceBackend();
  private final Stepwise stepwise = new Stepwise(this::execute);
  private final Map<Application, Executable> known =
      new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Application, Executable> eldest) {
          return size() > KEPT;
        }
      };

  /// A primitive, and the types it is applied to.
  private record Application(Object op, List<TensorType> in) {}

  @Override
  public String name() {
    return "tensorflow";
  }

  @Override
  public List<Array> execute(Primitive op, List<Array> in) {
    if (op instanceof Constant(Array value)) {
      return List.of(value);
    }
    if (op instanceof Control control) {
      return stepwise.control(control, in);
    }
    var types = in.stream().map(Array::type).toList();
    if (HostOnly.reason(op, types).isPresent()) {
      return onHost(op, in);
    }
    return application(new Application(op, types), op).run(in);
  }

  private Executable application(Application application, Primitive op) {
    synchronized (known) {
      var executable = known.get(application);
      if (executable == null) {
        executable = CompiledFunction.ofPrimitive(context, Program.of(op, application.in));
        known.put(application, executable);
      }
      return executable;
    }
  }

  /// A primitive computed by its definition, on the host.
  List<Array> onHost(Primitive op, List<Array> in) {
    return op instanceof Control control
        ? stepwise.control(control, in)
        : reference.execute(op, in);
  }

  Executable function(Program program, Set<Integer> donated) {
    return CompiledFunction.of(context, program, donated);
  }

  @Override
  public Executable compile(Program program, Set<Integer> donated) {
    return HostOnly.reason(program).isEmpty()
        ? function(program, donated)
        : SegmentedProgram.of(this, program);
  }

  @Override
  public Optional<List<Array>> executeComposite(
      String name, Map<String, Object> attributes, List<Array> in) {
    var types = in.stream().map(Array::type).toList();
    return CompositeLowering.operation(name, attributes, types)
        .map(
            _ ->
                application(
                        new Application(name + attributes, types), fused(name, attributes, types))
                    .run(in));
  }

  /// A composition of one operand whose body nobody will look at.
  private static Primitive fused(
      String name, Map<String, Object> attributes, List<TensorType> types) {
    var operand = new Var(types.getFirst());
    return new Control.Composite(
        name,
        attributes,
        new Program(List.of(operand), List.of(), List.of(operand)),
        Optional.empty());
  }

  @Override
  public List<Device> devices() {
    return context.devices();
  }
}
