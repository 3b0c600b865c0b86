package org.keras4j.backend.pjrt;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.keras4j.foreign.UnusableLibraryException;

/// The functions of a plugin (`PJRT_Api`), each of which takes one struct. Safe for use from
/// several threads.
@SuppressWarnings("restricted") // calls native code and reads what native pointers point to
final class Api {
  /// The oldest minor version whose table is laid out as we read it.
  private static final int OLDEST_MINOR = 57;

  /// Every function takes a struct. Those that cannot fail return nothing, and what stands where a
  /// result would is not looked at; the others return an error, or null.
  private static final MethodHandle CALL =
      Linker.nativeLinker().downcallHandle(FunctionDescriptor.of(ADDRESS, ADDRESS));

  private final int minor;
  private final Map<ApiFunction, MemorySegment> functions = new EnumMap<>(ApiFunction.class);

  private Api(int minor) {
    this.minor = minor;
  }

  /// The functions in a table that a plugin gave.
  ///
  /// @param origin the plugin, for errors
  /// @throws UnusableLibraryException if the table is none, or of a version that is laid out
  ///   otherwise, or too short
  static Api of(String origin, MemorySegment table) {
    if (table.equals(MemorySegment.NULL)) {
      throw new UnusableLibraryException(
          "%s gave no table of functions: its GetPjrtApi returned null.".formatted(origin));
    }
    long size = table.reinterpret(JAVA_LONG.byteSize()).get(JAVA_LONG, 0);
    long start = 2 * JAVA_LONG.byteSize();
    if (size < start + Structs.API_VERSION.size()) {
      throw tooShort(origin, size, "a version");
    }
    MemorySegment known = table.reinterpret(size);
    int major = known.get(JAVA_INT, start + Structs.API_VERSION.field("major_version").offset());
    int minor = known.get(JAVA_INT, start + Structs.API_VERSION.field("minor_version").offset());
    if (major != 0 || minor < OLDEST_MINOR) {
      throw new UnusableLibraryException(
          "Expected a plugin of the PJRT C API 0.%d or a later 0.x; take another release of it. Received: %s of version %d.%d"
              .formatted(OLDEST_MINOR, origin, major, minor));
    }
    var api = new Api(minor);
    for (ApiFunction function : ApiFunction.values()) {
      api.functions.put(function, pointer(origin, known, size, function));
    }
    return api;
  }

  private static MemorySegment pointer(
      String origin, MemorySegment table, long size, ApiFunction function) {
    if (size < function.end()) {
      throw tooShort(origin, size, function.toString());
    }
    MemorySegment pointer = table.get(ADDRESS, function.offset());
    if (pointer.equals(MemorySegment.NULL)) {
      throw new UnusableLibraryException("%s has no %s.".formatted(origin, function));
    }
    return pointer;
  }

  private static UnusableLibraryException tooShort(String origin, long size, String missing) {
    return new UnusableLibraryException(
        "Expected a table of functions long enough to have %s; take a newer release of the plugin. Received: %s with a table of %d bytes"
            .formatted(missing, origin, size));
  }

  /// The version, such as `0.97`.
  String version() {
    return "0." + minor;
  }

  /// Calls a function.
  ///
  /// @throws PjrtException if it says that it failed
  void call(ApiFunction function, Struct.Value arguments) {
    MemorySegment error = invoke(function, arguments);
    if (!error.equals(MemorySegment.NULL)) {
      throw failure(function, error);
    }
  }

  /// Waits for an event, and destroys it.
  ///
  /// @throws PjrtException if what it stands for failed
  void await(Arena arena, MemorySegment event) {
    if (event.equals(MemorySegment.NULL)) {
      return;
    }
    try {
      call(ApiFunction.EVENT_AWAIT, Structs.EVENT_AWAIT.allocate(arena).set("event", event));
    } finally {
      call(ApiFunction.EVENT_DESTROY, Structs.EVENT_DESTROY.allocate(arena).set("event", event));
    }
  }

  /// Text that a function gave by a pointer and a length.
  static String text(Struct.Value arguments, String field) {
    return new String(
        arguments.pointer(field).reinterpret(arguments.number(field + "_size")).toArray(JAVA_BYTE),
        StandardCharsets.UTF_8);
  }

  private PjrtException failure(ApiFunction function, MemorySegment error) {
    try (var arena = Arena.ofConfined()) {
      var message = Structs.ERROR_MESSAGE.allocate(arena).set("error", error);
      var code = Structs.ERROR_CODE.allocate(arena).set("error", error);
      invoke(ApiFunction.ERROR_MESSAGE, message);
      invoke(ApiFunction.ERROR_CODE, code);
      var failure =
          new PjrtException(
              function.toString(), ErrorCode.of(code.number("code")), text(message, "message"));
      invoke(ApiFunction.ERROR_DESTROY, Structs.ERROR_DESTROY.allocate(arena).set("error", error));
      return failure;
    }
  }

  private MemorySegment invoke(ApiFunction function, Struct.Value arguments) {
    try {
      var pointer = Objects.requireNonNull(functions.get(function));
      return (MemorySegment) CALL.invokeExact(pointer, arguments.memory());
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(function + " cannot be called", e);
    }
  }
}
