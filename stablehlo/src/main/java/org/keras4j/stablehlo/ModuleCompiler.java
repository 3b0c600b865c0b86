package org.keras4j.stablehlo;

import java.util.List;
import java.util.Set;
import org.keras4j.ir.Program;
import org.keras4j.runtime.Device;

/// Compiles StableHLO modules: all that an engine on XLA has of its own.
public interface ModuleCompiler {
  /// Compiles a program of operations that XLA has, as {@link StableHlo#module(Program, Set)}
  /// writes it.
  ///
  /// @param donated the inputs that a run may overwrite, where its caller gives them up
  CompiledModule compile(Program program, Set<Integer> donated);

  /// Where it computes.
  List<Device> devices();

  /// Whether it should compile no more: another one is asked for, and this one is forgotten with
  /// its modules.
  default boolean isFull() {
    return false;
  }
}
