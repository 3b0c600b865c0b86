package org.keras4j.backend.java;

import java.util.List;
import java.util.Set;
import org.keras4j.ir.Primitive;
import org.keras4j.ir.Program;
import org.keras4j.reference.ReferenceBackend;
import org.keras4j.runtime.Backend;
import org.keras4j.runtime.Device;
import org.keras4j.runtime.Executable;
import org.keras4j.tensor.Array;

/// The embedded engine: kernels on heap arrays. Where it has no kernel of its own it computes by
/// the reference engine.
final class JavaBackend implements Backend {
  private final ReferenceBackend reference = new ReferenceBackend();

  @Override
  public String name() {
    return "java";
  }

  @Override
  public List<Array> execute(Primitive op, List<Array> in) {
    return reference.execute(op, in);
  }

  @Override
  public Executable compile(Program program, Set<Integer> donated) {
    return reference.compile(program, donated);
  }

  @Override
  public List<Device> devices() {
    return List.of(
        new Device("cpu", 0, Runtime.getRuntime().availableProcessors() + " processors"));
  }
}
