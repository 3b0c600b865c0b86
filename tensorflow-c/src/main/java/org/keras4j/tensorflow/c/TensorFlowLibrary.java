package org.keras4j.tensorflow.c;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keras4j.foreign.Environment;
import org.keras4j.foreign.UnusableLibraryException;

/// TensorFlow's library in this process: found once, loaded once, never unloaded.
///
/// It is the one in the folder that `KERAS4J_TENSORFLOW_LIBRARY` names, or else the one of the
/// natives among the dependencies, unpacked once into a cache of the user's.
@SuppressWarnings("restricted") // loads and calls native code
public final class TensorFlowLibrary {
  /// TensorFlow reads these when it is loaded. What the user has set stands.
  private static final Map<String, String> ENVIRONMENT =
      Map.of(
          // Errors only.
          "TF_CPP_MIN_LOG_LEVEL", "2",
          // Results in memory that was used before: fresh pages cost more than the arithmetic.
          "TF_CPU_ALLOCATOR_USE_BFC", "true");

  private static final Linker LINKER = Linker.nativeLinker();

  private static @Nullable TensorFlowLibrary loaded;
  private static @Nullable String refusal;

  private final Path folder;
  private final String origin;
  private final SymbolLookup symbols;

  private TensorFlowLibrary(Path folder, String origin, SymbolLookup symbols) {
    this.folder = folder;
    this.origin = origin;
    this.symbols = symbols;
  }

  /// The library, loaded if it was not.
  ///
  /// @throws UnusableLibraryException if it is missing or does not fit this machine, with what to
  ///   do
  public static synchronized TensorFlowLibrary load() {
    if (loaded == null) {
      if (refusal != null) {
        throw new UnusableLibraryException(refusal);
      }
      try {
        loaded = open();
      } catch (UnusableLibraryException e) {
        refusal = e.getMessage();
        throw e;
      } catch (IOException e) {
        refusal = "TensorFlow's library cannot be read: " + e;
        throw new UnusableLibraryException(refusal, e);
      }
    }
    return loaded;
  }

  /// Why there is no TensorFlow here, with what to do about it; nothing if there is. Loads it.
  public static Optional<String> unusableBecause() {
    try {
      load();
      return Optional.empty();
    } catch (UnusableLibraryException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  /// The folder of the files that were loaded.
  public Path folder() {
    return folder;
  }

  /// Where they are from: the artifact, or the setting that named the folder.
  public String origin() {
    return origin;
  }

  /// TensorFlow's version, such as `2.18.0`.
  public String version() {
    var handle = function("TF_Version", ADDRESS);
    return NativeCall.plain(
        () -> ((MemorySegment) handle.invokeExact()).reinterpret(Integer.MAX_VALUE).getString(0));
  }

  /// A function of the C API, to be kept and called.
  ///
  /// @param result null for none
  MethodHandle function(String name, @Nullable MemoryLayout result, MemoryLayout... arguments) {
    var symbol =
        symbols
            .find(name)
            .orElseThrow(
                () ->
                    new UnusableLibraryException(
                        "TensorFlow's library in %s has no function %s. Expected TensorFlow 2.18 or newer."
                            .formatted(folder, name)));
    return LINKER.downcallHandle(
        symbol,
        result == null
            ? FunctionDescriptor.ofVoid(arguments)
            : FunctionDescriptor.of(result, arguments));
  }

  private static TensorFlowLibrary open() throws IOException {
    var platform = Platform.here();
    var found = Natives.find(platform);
    ENVIRONMENT.forEach(Environment::setUnlessSet);
    SymbolLookup symbols = _ -> Optional.empty();
    for (String library : platform.libraries()) {
      symbols = platform.machine().load(found.path().resolve(library)).or(symbols);
    }
    return new TensorFlowLibrary(found.path(), found.origin(), symbols);
  }

  @Override
  public String toString() {
    return "TensorFlow %s, %s (%s)".formatted(version(), folder, origin);
  }

  /// A method that TensorFlow calls when it gives back memory lent to it.
  static MemorySegment deallocator(MethodHandle method) {
    return LINKER.upcallStub(
        method, FunctionDescriptor.ofVoid(ADDRESS, JAVA_LONG, ADDRESS), Arena.global());
  }
}
