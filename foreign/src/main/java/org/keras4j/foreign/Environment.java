package org.keras4j.foreign;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.util.Optional;

/// The environment of this process: what users set, and what native libraries read when they are
/// loaded.
public final class Environment {
  private Environment() {}

  /// What a user set: a system property, or else a variable of the environment, of one name.
  public static Optional<String> setting(String name) {
    return Optional.ofNullable(System.getProperty(name))
        .or(() -> Optional.ofNullable(System.getenv(name)))
        .filter(s -> !s.isBlank());
  }

  /// Sets a variable, which native code sees and Java does not. What the user has set stands.
  @SuppressWarnings("restricted") // calls the C library
  public static void setUnlessSet(String name, String value) {
    if (System.getenv(name) != null) {
      return;
    }
    var linker = Linker.nativeLinker();
    try (var arena = Arena.ofConfined()) {
      MemorySegment nameText = arena.allocateFrom(name);
      MemorySegment valueText = arena.allocateFrom(value);
      var setenv = linker.defaultLookup().find("setenv");
      var putenv = linker.defaultLookup().find("_putenv_s");
      if (setenv.isPresent()) {
        var type = FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, JAVA_INT);
        int _ = (int) linker.downcallHandle(setenv.get(), type).invokeExact(nameText, valueText, 0);
      } else if (putenv.isPresent()) { // Windows
        var type = FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS);
        int _ = (int) linker.downcallHandle(putenv.get(), type).invokeExact(nameText, valueText);
      }
    } catch (Throwable e) {
      throw new IllegalStateException("Cannot set " + name + ": " + e.getMessage(), e);
    }
  }
}
