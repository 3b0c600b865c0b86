package org.keras4j.backend.torch;

import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;
import org.keras4j.foreign.Environment;
import org.keras4j.foreign.NativePlatform;

/// The library: found, prepared for, loaded once, or the reason why not.
final class Natives {
  private static final List<String> PLATFORMS =
      List.of("linux-x86_64", "macosx-arm64", "macosx-x86_64", "windows-x86_64");

  /// JavaCPP would ask the system for the process's memory at every allocation, which costs more
  /// than most small operations; this engine counts what it holds itself ({@link HeldMemory}).
  private static final String MEMORY_CHECK = "org.bytedeco.javacpp.maxPhysicalBytes";

  /// Where JavaCPP unpacks libraries, if not in the user's home.
  private static final String CACHE = "org.bytedeco.javacpp.cachedir";

  /// How OpenMP's threads wait.
  private static final String WAITING = "OMP_WAIT_POLICY";

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
    var obstacle = unfit(platform).or(Natives::cacheRefusal);
    if (obstacle.isPresent()) {
      return obstacle;
    }
    try {
      // Products of matrices and everything else have threads of their own here: those that wait by
      // spinning would keep the processors from the others. OpenMP's spin some microseconds all the
      // same, as a recurrent kernel hands over to them twice a step; OpenBLAS's stop after so many
      // cycles as this is a power of 2.
      if (System.getenv(WAITING) == null) {
        Environment.setUnlessSet("GOMP_SPINCOUNT", "500");
      }
      Environment.setUnlessSet(WAITING, "PASSIVE");
      Environment.setUnlessSet("OPENBLAS_THREAD_TIMEOUT", "20");
      if (System.getProperty(MEMORY_CHECK) == null) {
        System.setProperty(MEMORY_CHECK, "0");
      }
      Loader.load(torch.class);
      Tensors.checkLayout();
      return Optional.empty();
    } catch (LinkageError | RuntimeException e) {
      return Optional.of(
          "libtorch for %s could not be loaded: %s. Its libraries are unpacked to %s, which must be writable (set the system property %s to move it)."
              .formatted(platform, rootCause(e), cacheFolder(), CACHE));
    }
  }

  private static boolean isPresent(String platform) {
    return library(platform) != null;
  }

  private static @Nullable URL library(String platform) {
    String name =
        platform.startsWith("windows")
            ? "jnitorch.dll"
            : platform.startsWith("macosx") ? "libjnitorch.dylib" : "libjnitorch.so";
    return Natives.class
        .getClassLoader()
        .getResource("org/bytedeco/pytorch/" + platform + "/" + name);
  }

  /// What is wrong with the library that is there.
  private static Optional<String> unfit(String platform) {
    var found = Objects.requireNonNull(library(platform));
    try (var in = found.openStream()) {
      return NativePlatform.here()
          .unfit(in)
          .map(why -> "%s %s; %s.".formatted(found, why, dependencies(platform)));
    } catch (IOException e) {
      return Optional.of("%s cannot be read: %s".formatted(found, e.getMessage()));
    }
  }

  private static String dependencies(String platform) {
    return "add the dependencies org.bytedeco:pytorch, org.bytedeco:openblas and org.bytedeco:javacpp with the classifier "
        + platform;
  }

  /// Why nothing can be unpacked into the folder that the user named for it. JavaCPP would take
  /// another place without a word.
  private static Optional<String> cacheRefusal() {
    String named = System.getProperty(CACHE);
    if (named == null) {
      return Optional.empty();
    }
    Path folder = Path.of(named);
    try {
      Files.createDirectories(folder);
      try (var entries = Files.list(folder)) {
        if (Files.isWritable(folder) || entries.findAny().isPresent()) {
          return Optional.empty();
        }
      }
      return Optional.of(cannotUnpack(folder, "it may not be written to"));
    } catch (IOException e) {
      return Optional.of(cannotUnpack(folder, e.toString()));
    }
  }

  private static String cannotUnpack(Path folder, String why) {
    return "libtorch's libraries cannot be unpacked into %s: %s. Make it a folder that is writable, or name another by the system property %s."
        .formatted(folder, why, CACHE);
  }

  private static String missing(String platform) {
    var others = PLATFORMS.stream().filter(Natives::isPresent).toList();
    String found = others.isEmpty() ? "none" : "that for " + String.join(", ", others) + " only";
    if (!PLATFORMS.contains(platform)) {
      return "there is no libtorch for %s; there is one for %s. Found: %s."
          .formatted(platform, String.join(", ", PLATFORMS), found);
    }
    return "libtorch for %s is not on the class path; %s. Found: %s."
        .formatted(platform, dependencies(platform), found);
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
    return System.getProperty(CACHE, System.getProperty("user.home") + "/.javacpp/cache");
  }

  /// Version, threads and file of the loaded library.
  static String description() {
    return "libtorch %s, %d threads, %s"
        .formatted(
            version(),
            torch.get_num_threads(),
            file("torch_cpu").or(() -> file("jnitorch")).orElse("unknown file"));
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

  /// The loaded library file with this in its name.
  static Optional<String> file(String name) {
    return Loader.getLoadedLibraries().entrySet().stream()
        .filter(e -> e.getKey().contains(name))
        .map(Map.Entry::getValue)
        .findFirst();
  }
}
