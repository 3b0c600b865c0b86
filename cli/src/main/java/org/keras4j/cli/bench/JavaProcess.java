package org.keras4j.cli.bench;

import java.io.File;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A command that starts another Java as this one was started.
public final class JavaProcess {
  private JavaProcess() {}

  /// The command that runs a main class of this module.
  ///
  /// @param options options for Java beside those that this process was started with
  public static List<String> command(Class<?> main, List<String> options, List<String> arguments) {
    var out = new ArrayList<String>();
    out.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    for (String option : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
      if (!option.startsWith("-Djdk.module.") && !option.startsWith("-agentlib:")) {
        out.add(option);
      }
    }
    out.addAll(options);
    String classes = System.getProperty("java.class.path", "");
    if (!classes.isEmpty()) {
      out.addAll(List.of("-cp", classes));
    }
    if (main.getModule().isNamed() && isOnModulePath(main.getModule().getName())) {
      out.addAll(List.of("-m", main.getModule().getName() + "/" + main.getName()));
    } else {
      out.add(main.getName());
    }
    out.addAll(arguments);
    return out;
  }

  private static boolean isOnModulePath(String module) {
    String path = System.getProperty("jdk.module.path", "");
    return !path.isEmpty()
        && java.lang.module.ModuleFinder.of(
                java.util.Arrays.stream(path.split(File.pathSeparator, -1))
                    .map(Path::of)
                    .toArray(Path[]::new))
            .find(module)
            .isPresent();
  }
}
