package org.keras4j.backend.torch;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.bytedeco.pytorch.global.torch;

/// How many threads the library's calls on this thread may use. To wake another takes as long as
/// tens of thousands of additions; the library wakes all of them for less. Its products of matrices
/// have threads of their own, which are not meant.
final class Threads {
  static final int ALL = torch.get_num_threads();
  private static final FunctionDescriptor SETTING = FunctionDescriptor.ofVoid(ValueLayout.JAVA_INT);

  /// Does nothing where the library has threads of another kind.
  private static final MethodHandle SET =
      setting().orElseGet(() -> MethodHandles.empty(SETTING.toMethodType()));

  private Threads() {}

  /// For the calls that follow on this thread.
  ///
  /// @param alone whether they make do with this one
  static void limit(boolean alone) {
    try {
      SET.invokeExact(alone ? 1 : ALL);
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  /// The setting of OpenMP, which the library is linked with on most systems.
  private static Optional<MethodHandle> setting() {
    return Natives.file("torch_cpu")
        .map(Path::of)
        .filter(Files::exists)
        .flatMap(
            file -> SymbolLookup.libraryLookup(file, Arena.global()).find("omp_set_num_threads"))
        .map(
            symbol ->
                Linker.nativeLinker()
                    .downcallHandle(symbol, SETTING, Linker.Option.critical(false)));
  }
}
