package org.keras4j.cli;

import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.keras4j.runtime.BackendProvider;
import org.keras4j.runtime.Backends;
import org.keras4j.runtime.Device;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "doctor",
    mixinStandardHelpOptions = true,
    description =
        """
        Says what is found here: Java and its options, processors, engines, and why others are \
        not usable and what to add for them.\
        """,
    footer = {
      "",
      "Examples:",
      "  keras4j doctor",
      "  keras4j doctor --json",
      "Exit code 1: no engine can be used, or the one that is asked for cannot."
    })
final class DoctorCommand implements Callable<Integer> {
  private static final List<String> KNOWN = List.of("java", "torch", "tensorflow", "xla", "pjrt");

  @Option(names = "--json", description = "Prints JSON.")
  private boolean json;

  @Override
  public Integer call() {
    var facts = new LinkedHashMap<String, Object>();
    addVersions(facts);
    addJava(facts);
    facts.put("settings", settings());
    facts.put("engines", engines());
    boolean works = addEngineInForce(facts);
    System.out.print(json ? JsonText.of(facts) + "\n" : text(facts, ""));
    return works ? 0 : Main.FOUND_WANTING;
  }

  private static void addVersions(Map<String, Object> facts) {
    facts.put("keras4j", Main.VERSION);
    facts.put("follows", "Keras 3.15.1");
  }

  private static void addJava(Map<String, Object> facts) {
    var java = new LinkedHashMap<String, Object>();
    java.put("version", Runtime.version().toString());
    java.put("home", System.getProperty("java.home"));
    java.put(
        "options",
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
            .filter(o -> !o.startsWith("-Djdk.module.") && !o.startsWith("--module-path"))
            .collect(Collectors.joining(" ")));
    java.put("heap", InspectCommand.bytes(Runtime.getRuntime().maxMemory()) + " at most");
    java.put(
        "collector",
        ManagementFactory.getGarbageCollectorMXBeans().stream()
            .map(b -> b.getName())
            .collect(Collectors.joining(", ")));
    facts.put("java", java);
    var machine = new LinkedHashMap<String, Object>();
    machine.put(
        "system",
        "%s %s, %s"
            .formatted(
                System.getProperty("os.name"),
                System.getProperty("os.version"),
                System.getProperty("os.arch")));
    machine.put("processors", (long) Runtime.getRuntime().availableProcessors());
    boolean vectors = ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
    machine.put(
        "vectors",
        vectors
            ? "used"
            : "not used: start Java with --add-modules jdk.incubator.vector, which is several times faster");
    processorFlags().ifPresent(flags -> machine.put("instructions", flags));
    facts.put("machine", machine);
  }

  /// The vector instructions of the processor, where Linux tells.
  private static Optional<String> processorFlags() {
    try (var lines = Files.lines(Path.of("/proc/cpuinfo"))) {
      return lines
          .filter(l -> l.startsWith("flags"))
          .findFirst()
          .map(
              l ->
                  List.of(l.substring(l.indexOf(':') + 1).trim().split("\\s+", -1)).stream()
                      .filter(f -> f.matches("avx|avx2|fma|avx512f|avx512_bf16|amx_tile"))
                      .collect(Collectors.joining(" ")))
          .filter(flags -> !flags.isEmpty());
    } catch (java.io.IOException e) {
      return Optional.empty();
    }
  }

  private static Map<String, Object> settings() {
    var out = new LinkedHashMap<String, Object>();
    out.put("KERAS_BACKEND", Optional.ofNullable(System.getenv("KERAS_BACKEND")).orElse("not set"));
    Path file = home().resolve("keras.json");
    out.put("config", file + (Files.isRegularFile(file) ? "" : " (not there)"));
    String cache =
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
            .filter(o -> o.startsWith("-XX:SharedArchiveFile="))
            .map(o -> o.substring(o.indexOf('=') + 1))
            .findFirst()
            .orElse("none");
    out.put("class archive", cache);
    return out;
  }

  private static Path home() {
    return Optional.ofNullable(System.getenv("KERAS_HOME"))
        .map(Path::of)
        .orElse(Path.of(System.getProperty("user.home"), ".keras"));
  }

  private static Map<String, Object> engines() {
    var out = new LinkedHashMap<String, Object>();
    for (BackendProvider provider : Backends.providers()) {
      out.put(provider.name(), state(provider));
    }
    for (String name : KNOWN) {
      out.putIfAbsent(
          name,
          "not there: add the dependency org.keras4j:keras4j-backend-%s:%s"
              .formatted(name, Main.VERSION));
    }
    return out;
  }

  private static String state(BackendProvider provider) {
    return provider
        .unusableBecause()
        .map(why -> "not usable: " + why)
        .orElseGet(
            () ->
                Backends.named(provider.name()).devices().stream()
                    .map(DoctorCommand::device)
                    .collect(Collectors.joining(", ", "usable, ", "")));
  }

  private static String device(Device d) {
    return d + " (" + d.description() + ")";
  }

  private static boolean addEngineInForce(Map<String, Object> facts) {
    try {
      facts.put("in force", Backends.current().name());
      return true;
    } catch (RuntimeException | ExceptionInInitializerError e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      facts.put("in force", "none: " + cause.getMessage());
      return false;
    }
  }

  private static String text(Map<?, ?> facts, String indent) {
    var out = new StringBuilder();
    facts.forEach(
        (name, value) -> {
          if (value instanceof Map<?, ?> inner) {
            out.append("%s%s%n".formatted(indent, name)).append(text(inner, indent + "  "));
          } else {
            out.append("%s%-14s %s%n".formatted(indent, name, value));
          }
        });
    return out.toString();
  }
}
