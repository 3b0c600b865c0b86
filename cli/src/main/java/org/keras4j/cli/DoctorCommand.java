package org.keras4j.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.keras4j.runtime.BackendProvider;
import org.keras4j.runtime.Backends;
import org.keras4j.runtime.Device;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "doctor",
    mixinStandardHelpOptions = true,
    description =
        "Says what is found here: Java, processors, engines, and why others are not usable.")
final class DoctorCommand implements Callable<Integer> {
  @Option(names = "--json", description = "Prints JSON.")
  private boolean json;

  @Override
  public Integer call() {
    var facts = facts();
    if (json) {
      System.out.println(JsonText.of(facts));
    } else {
      facts.forEach((name, value) -> System.out.printf("%-10s %s%n", name, value));
    }
    return 0;
  }

  private static Map<String, Object> facts() {
    var out = new LinkedHashMap<String, Object>();
    boolean vectors = ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
    out.put("keras4j", "0.1.0, following Keras 3.15.1");
    out.put("java", Runtime.version() + " in " + System.getProperty("java.home"));
    out.put("system", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
    out.put("processors", Runtime.getRuntime().availableProcessors());
    out.put("heap", Runtime.getRuntime().maxMemory() / (1 << 20) + " MiB at most");
    out.put("vectors", vectors ? "yes" : "no: start Java with --add-modules jdk.incubator.vector");
    out.put("config", Path.of(System.getProperty("user.home"), ".keras", "keras.json").toString());
    for (BackendProvider provider : Backends.providers()) {
      out.put("engine " + provider.name(), state(provider));
    }
    out.put("in force", Backends.current().name());
    return out;
  }

  private static String state(BackendProvider provider) {
    return provider
        .unusableBecause()
        .map(why -> "not usable: " + why)
        .orElseGet(
            () ->
                "usable, "
                    + String.join(
                        ", ",
                        Backends.named(provider.name()).devices().stream()
                            .map(d -> device(d))
                            .toList()));
  }

  private static String device(Device d) {
    return d + " (" + d.description() + ")";
  }
}
