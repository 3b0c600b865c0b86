package org.keras4j.stablehlo;

import java.util.List;
import java.util.Set;
import org.keras4j.tensor.Array;

/// A module that was compiled. Forgotten when closed or unreachable; safe for use from several
/// threads.
public interface CompiledModule extends AutoCloseable {
  /// Runs it.
  ///
  /// @param givenUp operands that nobody needs any more, among those that were to be donated: they
  ///   may be overwritten, and whoever gave them up closes them
  List<Array> run(List<Array> operands, Set<Integer> givenUp);

  @Override
  void close();
}
