package org.keras4j.stablehlo;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.keras4j.ir.Constant;
import org.keras4j.ir.Contraction;
import org.keras4j.ir.Control;
import org.keras4j.ir.Elementwise;
import org.keras4j.ir.Indexing;
import org.keras4j.ir.Movement;
import org.keras4j.ir.Numeric;
import org.keras4j.ir.Primitive;
import org.keras4j.ir.Program;
import org.keras4j.ir.Reduction;
import org.keras4j.reference.ReferenceBackend;
import org.keras4j.runtime.Backend;
import org.keras4j.runtime.Device;
import org.keras4j.runtime.Executable;
import org.keras4j.runtime.Stepwise;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.TensorType;

/// An engine that compiles StableHLO modules. A single primitive is a program of one line, kept for
/// the next time.
///
/// {@snippet :
/// new StableHloBackend("mine", MyCompiler::new);
/// }
public final class StableHloBackend implements Backend {
  /// Single primitives kept ready.
  private static final int KEPT = 2048;

  private final String name;
  private final Supplier<ModuleCompiler> compilers;
  private ModuleCompiler compiler;
  private final Backend reference = new ReferenceBackend();
  private final Stepwise stepwise = new Stepwise(this::execute);
  private final Map<Single, Executable> singles =
      new LinkedHashMap<>(256, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Single, Executable> eldest) {
          return size() > KEPT;
        }
      };

  private record Single(Primitive op, List<TensorType> types) {}

  /// An engine of a name.
  ///
  /// @param compilers makes what compiles; asked again when one is full
  public StableHloBackend(String name, Supplier<ModuleCompiler> compilers) {
    this.name = name;
    this.compilers = compilers;
    this.compiler = compilers.get();
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public List<Array> execute(Primitive op, List<Array> in) {
    return switch (op) {
      case Constant(Array value) -> List.of(value);
      case Control control -> stepwise.control(control, in);
      case Elementwise _, Movement _, Reduction _, Contraction _, Indexing _, Numeric _ ->
          single(op, in.stream().map(Array::type).toList()).run(in);
    };
  }

  private Executable single(Primitive op, List<TensorType> types) {
    var key = new Single(op, types);
    synchronized (singles) {
      var known = singles.get(key);
      if (known == null) {
        known = compile(Program.of(op, types), Set.of());
        singles.put(key, known);
      }
      return known;
    }
  }

  /// What XLA has no operation for: by the reference, or step by step where it is inside a loop.
  List<Array> executeMissing(Primitive op, List<Array> in) {
    boolean strings = in.stream().anyMatch(x -> x.dtype() == DType.STRING);
    return op instanceof Control control && !strings
        ? stepwise.control(control, in)
        : reference.execute(op, in);
  }

  @Override
  public Executable compile(Program program, Set<Integer> donated) {
    return SegmentedExecutable.of(this, compiler(), program, donated);
  }

  @Override
  public List<Device> devices() {
    return compiler().devices();
  }

  private ModuleCompiler compiler() {
    synchronized (singles) {
      if (compiler.isFull()) {
        singles.clear();
        compiler = compilers.get();
      }
      return compiler;
    }
  }
}
