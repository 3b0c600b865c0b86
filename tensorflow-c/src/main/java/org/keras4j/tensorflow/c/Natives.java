package org.keras4j.tensorflow.c;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.keras4j.foreign.Environment;
import org.keras4j.foreign.UnusableLibraryException;

/// Finds the folder that holds TensorFlow's libraries: the one the user names, or else one filled
/// from the natives among our dependencies.
final class Natives {
  /// Environment variable or system property that names a folder.
  static final String SETTING = "KERAS4J_TENSORFLOW_LIBRARY";

  private static final String ARTIFACT = "tensorflow-core-native-";

  private Natives() {}

  /// A folder with the libraries.
  ///
  /// @param origin where they are from, for people
  record Folder(Path path, String origin) {}

  static Folder find(Platform platform) throws IOException {
    var named = Environment.setting(SETTING);
    return named.isPresent() ? named(Path.of(named.get()), platform) : unpacked(platform);
  }

  private static Folder named(Path given, Platform platform) {
    Path folder =
        Files.isRegularFile(given) ? given.toAbsolutePath().resolveSibling(".").normalize() : given;
    for (String library : platform.libraries()) {
      if (!Files.isReadable(folder.resolve(library))) {
        throw new UnusableLibraryException(
            "Expected a folder with %s, or one of these files. Received: %s=%s"
                .formatted(String.join(" and ", platform.libraries()), SETTING, given));
      }
    }
    return new Folder(folder, SETTING);
  }

  private static Folder unpacked(Platform platform) throws IOException {
    var jars = jars();
    Path jar =
        jars.stream()
            .filter(j -> classifier(j).filter(c -> runsOn(c, platform)).isPresent())
            .findFirst()
            .orElseThrow(() -> new UnusableLibraryException(missing(platform, jars)));
    return new Folder(
        NativesCache.ofUser().folder(jar, platform), String.valueOf(jar.getFileName()));
  }

  /// The `-gpu` natives run on the processor as well.
  private static boolean runsOn(String classifier, Platform platform) {
    return classifier.equals(platform.name()) || classifier.equals(platform.name() + "-gpu");
  }

  private static String missing(Platform platform, List<Path> jars) {
    var others = jars.stream().map(Natives::classifier).flatMap(Optional::stream).toList();
    return "missing TensorFlow's libraries for %s%s. Add the dependency %s, or name a folder that has them in %s."
        .formatted(
            platform.name(),
            others.isEmpty() ? "" : " (found those for " + String.join(", ", others) + ")",
            platform.dependency(),
            SETTING);
  }

  /// `linux-x86_64` of `tensorflow-core-native-1.1.0-linux-x86_64.jar`.
  private static Optional<String> classifier(Path jar) {
    String rest = jar.getFileName().toString().substring(ARTIFACT.length());
    int dash = rest.indexOf('-');
    return dash < 0 ? Optional.empty() : Optional.of(rest.substring(dash + 1, rest.length() - 4));
  }

  /// The artifacts with natives on the class path and the module path. They hold resources only, so
  /// no module needs them and class loaders need not know them.
  private static List<Path> jars() throws IOException {
    var found = new ArrayList<Path>();
    for (String property :
        List.of("java.class.path", "jdk.module.path", "surefire.test.class.path")) {
      for (String entry : System.getProperty(property, "").split(File.pathSeparator)) {
        Path path = Path.of(entry);
        if (!entry.isEmpty() && Files.isDirectory(path)) {
          try (Stream<Path> inside = Files.list(path)) {
            inside.filter(Natives::isNatives).sorted().forEach(found::add);
          }
        } else if (isNatives(path) && Files.isRegularFile(path)) {
          found.add(path);
        }
      }
    }
    return found;
  }

  private static boolean isNatives(Path path) {
    Path name = path.getFileName();
    return name != null && name.toString().startsWith(ARTIFACT) && name.toString().endsWith(".jar");
  }
}
