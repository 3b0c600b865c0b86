package org.keras4j.runtime;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.keras4j.ir.Primitive;
import org.keras4j.ir.Program;
import org.keras4j.tensor.Array;

/// An engine: executes primitives one by one, and compiles programs. Small, because a primitive is
/// data.
///
/// Safe for use from several threads. Operands may live on another engine or on the host; an engine
/// takes them in by {@link Array#host}.
public interface Backend extends AutoCloseable {
  /// The engine's name: `java`, `torch`, `tensorflow`, `xla`. For {@link Backends}, logging and
  /// file metadata only.
  String name();

  /// Computes a primitive. Operands fit it by its type rule.
  List<Array> execute(Primitive op, List<Array> in);

  /// Computes a named composition by a kernel of the engine's own, or nothing if it has none for
  /// these operands.
  default Optional<List<Array>> executeComposite(
      String name, Map<String, Object> attributes, List<Array> in) {
    return Optional.empty();
  }

  /// Makes a program ready to run many times.
  ///
  /// @param donated which inputs the caller gives up: their buffers may be overwritten by a run
  Executable compile(Program program, Set<Integer> donated);

  /// Where this engine can compute.
  List<Device> devices();

  @Override
  default void close() {}
}
