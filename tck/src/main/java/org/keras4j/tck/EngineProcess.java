package org.keras4j.tck;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/// Another Java with the class path of this one, so that what befalls it befalls no test.
final class EngineProcess {
  private EngineProcess() {}

  /// How it ended, and what it printed.
  record Ended(int code, String said) {}

  /// Runs a main class to its end.
  ///
  /// @param first folders before the class path
  /// @param kept which entries of the class path it has
  /// @param options for Java
  static Ended run(
      Class<?> main,
      List<Path> first,
      Predicate<String> kept,
      List<String> options,
      List<String> arguments)
      throws IOException, InterruptedException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx512m", "--enable-native-access=ALL-UNNAMED"));
    command.addAll(options);
    var path = new ArrayList<String>();
    first.forEach(folder -> path.add(folder.toString()));
    classPath().stream().filter(kept).forEach(path::add);
    command.addAll(List.of("-cp", String.join(File.pathSeparator, path), main.getName()));
    command.addAll(arguments);
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Ended(process.waitFor(), said);
  }

  /// The class path and the module path; the build's own starter has the former in a property.
  private static Set<String> classPath() {
    var entries = new LinkedHashSet<String>();
    for (String property :
        List.of("jdk.module.path", "surefire.test.class.path", "java.class.path")) {
      for (String entry : System.getProperty(property, "").split(File.pathSeparator)) {
        if (!entry.isEmpty()) {
          entries.add(entry);
        }
      }
    }
    return entries;
  }
}
