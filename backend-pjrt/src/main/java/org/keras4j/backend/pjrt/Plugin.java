package org.keras4j.backend.pjrt;

import static java.lang.foreign.ValueLayout.ADDRESS;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import org.keras4j.foreign.Environment;
import org.keras4j.foreign.NativePlatform;
import org.keras4j.foreign.UnusableLibraryException;

/// A plugin that was loaded and set up, which happens once and for good.
///
/// @param origin the file, for people
@SuppressWarnings("restricted") // loads and calls native code
record Plugin(String origin, Api api) {
  /// Environment variable or system property that names the file.
  static final String SETTING = "KERAS4J_PJRT_PLUGIN";

  private static final String ENTRY = "GetPjrtApi";

  /// The plugin in the file that the user names.
  ///
  /// @throws UnusableLibraryException if none is named, or what is named is no plugin for here
  static Plugin load() {
    Path file =
        Environment.setting(SETTING)
            .map(Path::of)
            .orElseThrow(
                () ->
                    new UnusableLibraryException(
                        "no plugin is named: set %s to the file of a PJRT plugin (a shared library with the function %s)."
                            .formatted(SETTING, ENTRY)));
    if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
      throw new UnusableLibraryException(
          "Expected a file of a PJRT plugin that can be read. Received: %s=%s"
              .formatted(SETTING, file));
    }
    // Read by XLA when it is loaded: errors only.
    Environment.setUnlessSet("TF_CPP_MIN_LOG_LEVEL", "2");
    var entry =
        NativePlatform.here()
            .load(file.toAbsolutePath())
            .find(ENTRY)
            .orElseThrow(
                () ->
                    new UnusableLibraryException(
                        "Expected a PJRT plugin, which has the function %s. Received: %s=%s, a library without it"
                            .formatted(ENTRY, SETTING, file)));
    return of(file.toString(), table(entry));
  }

  private static MemorySegment table(MemorySegment entry) {
    var call = Linker.nativeLinker().downcallHandle(entry, FunctionDescriptor.of(ADDRESS));
    try {
      return (MemorySegment) call.invokeExact();
    } catch (Throwable e) {
      throw new UnusableLibraryException(ENTRY + " cannot be called: " + e, e);
    }
  }

  /// The plugin whose functions are in a table, set up.
  static Plugin of(String origin, MemorySegment table) {
    var api = Api.of(origin, table);
    try (var arena = Arena.ofConfined()) {
      api.call(ApiFunction.PLUGIN_INITIALIZE, Structs.PLUGIN_INITIALIZE.allocate(arena));
    } catch (PjrtException e) {
      throw new UnusableLibraryException(
          "%s (PJRT C API %s) cannot be set up. %s"
              .formatted(origin, api.version(), e.getMessage()),
          e);
    }
    return new Plugin(origin, api);
  }
}
