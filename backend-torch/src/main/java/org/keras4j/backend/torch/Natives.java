package org.keras4j.backend.torch;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.pytorch.global.torch;

/// The library: found, prepared for, loaded once, or the reason why not.
final class Natives {
  private static final List<String> PLATFORMS =
      List.of("linux-x86_64", "macosx-arm64", "macosx-x86_64", "windows-x86_64");

  /// JavaCPP would ask the system for the process's memory at every allocation, which costs more
  /// than most small operations; this engine counts what it holds itself ({@link HeldMemory}).
  private static final String MEMORY_CHECK = "org.bytedeco.javacpp.maxPhysicalBytes";

  private Natives() {}

  /// Loads at the first use.
  private static final class Loading {
    static final Optional<String> FAILURE = load();
  }

  /// Why the library cannot be used, with what to do about it; nothing if it is loaded.
  static Optional<String> failure() {
    return Loading.FAILURE;
  }

  private static Optional<String> load() {
    String platform = Loader.getPlatform();
    if (!isPresent(platform)) {
      return Optional.of(missing(platform));
    }
    try {
      setUnlessSet("OMP_WAIT_POLICY", "PASSIVE");
      if (System.getProperty(MEMORY_CHECK) == null) {
        System.setProperty(MEMORY_CHECK, "0");
      }
      Loader.load(torch.class);
      Tensors.checkLayout();
      return Optional.empty();
    } catch (LinkageError | RuntimeException e) {
      return Optional.of(
          "libtorch for %s could not be loaded: %s. Its libraries are unpacked to %s, which must be writable (set the system property org.bytedeco.javacpp.cachedir to move it)."
              .formatted(platform, rootCause(e), cacheFolder()));
    }
  }

  private static boolean isPresent(String platform) {
    String library = platform.startsWith("windows") ? "jnitorch.dll" : libraryName(platform);
    return Natives.class
            .getClassLoader()
            .getResource("org/bytedeco/pytorch/" + platform + "/" + library)
        != null;
  }

  private static String libraryName(String platform) {
    return platform.startsWith("macosx") ? "libjnitorch.dylib" : "libjnitorch.so";
  }

  private static String missing(String platform) {
    var others = PLATFORMS.stream().filter(Natives::isPresent).toList();
    String found = others.isEmpty() ? "none" : "that for " + String.join(", ", others) + " only";
    if (!PLATFORMS.contains(platform)) {
      return "there is no libtorch for %s; there is one for %s. Found: %s."
          .formatted(platform, String.join(", ", PLATFORMS), found);
    }
    return "libtorch for %s is not on the class path; add the dependencies org.bytedeco:pytorch, org.bytedeco:openblas and org.bytedeco:javacpp with the classifier %s. Found: %s."
        .formatted(platform, platform, found);
  }

  private static String rootCause(Throwable e) {
    Throwable cause =
        Stream.iterate(e, t -> t.getCause() != null, Throwable::getCause)
            .reduce((_, last) -> last)
            .map(t -> t.getCause() == null ? t : t.getCause())
            .orElse(e);
    return cause.toString();
  }

  private static String cacheFolder() {
    return System.getProperty(
        "org.bytedeco.javacpp.cachedir", System.getProperty("user.home") + "/.javacpp/cache");
  }

  /// Sets a variable of this process's environment, which native code sees. Threads of the library
  /// that wait by spinning would keep the processors from its matrix products.
  private static void setUnlessSet(String name, String value) {
    if (System.getenv(name) != null) {
      return;
    }
    var linker = Linker.nativeLinker();
    var lookup = linker.defaultLookup();
    try (var arena = Arena.ofConfined()) {
      var nameText = arena.allocateFrom(name);
      var valueText = arena.allocateFrom(value);
      var setenv = lookup.find("setenv");
      if (setenv.isPresent()) {
        var type =
            FunctionDescriptor.of(
                ValueLayout.JAVA_INT,
                ValueLayout.ADDRESS,
                ValueLayout.ADDRESS,
                ValueLayout.JAVA_INT);
        int _ = (int) linker.downcallHandle(setenv.get(), type).invokeExact(nameText, valueText, 0);
      } else {
        windowsSet(linker, lookup.find("_putenv_s"), nameText, valueText);
      }
    } catch (Throwable e) {
      throw new IllegalStateException("Cannot set " + name + ": " + e.getMessage(), e);
    }
  }

  private static void windowsSet(
      Linker linker, Optional<MemorySegment> function, MemorySegment name, MemorySegment value)
      throws Throwable {
    if (function.isPresent()) {
      var type =
          FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.ADDRESS);
      int _ = (int) linker.downcallHandle(function.get(), type).invokeExact(name, value);
    }
  }

  /// Version, threads and file of the loaded library.
  static String description() {
    return "libtorch %s, %d threads, %s".formatted(version(), torch.get_num_threads(), file());
  }

  private static String version() {
    var properties = new Properties();
    try (var in =
        Natives.class
            .getClassLoader()
            .getResourceAsStream("META-INF/maven/org.bytedeco/pytorch/pom.properties")) {
      if (in != null) {
        properties.load(in);
      }
    } catch (IOException _) {
      // A version that cannot be read is said to be unknown.
    }
    return properties.getProperty("version", "of unknown version");
  }

  private static String file() {
    return Loader.getLoadedLibraries().entrySet().stream()
        .filter(e -> e.getKey().contains("torch_cpu"))
        .map(e -> e.getValue())
        .findFirst()
        .orElseGet(() -> Loader.getLoadedLibraries().getOrDefault("jnitorch", "unknown file"));
  }
}
