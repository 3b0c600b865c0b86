package org.keras4j.runtime;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Finds and chooses engines. In force is: the one of the surrounding {@link #with} scope; else the
/// one named by the environment variable or system property `KERAS_BACKEND`; else by `backend` in
/// `~/.keras/keras.json`; else, of those on the module path that are usable, the one of highest
/// priority. There is no silent fallback: a named engine that is not usable is an error that says
/// why.
public final class Backends {
  private static final System.Logger LOG = System.getLogger(Backends.class.getName());
  private static final ScopedValue<Backend> CURRENT = ScopedValue.newInstance();
  private static final Map<String, String> ALIASES = Map.of("jax", "xla");
  private static final Pattern CONFIGURED = Pattern.compile("\"backend\"\\s*:\\s*\"([^\"]*)\"");
  private static final Map<String, BackendProvider> PROVIDERS = load();
  private static final Map<String, Backend> CREATED = new ConcurrentHashMap<>();

  private Backends() {}

  private static final class Default {
    static final Backend BACKEND = choose();
  }

  private static Map<String, BackendProvider> load() {
    return ServiceLoader.load(BackendProvider.class, Backends.class.getClassLoader()).stream()
        .map(ServiceLoader.Provider::get)
        .sorted(Comparator.comparingInt(BackendProvider::priority).reversed())
        .collect(Collectors.toMap(BackendProvider::name, p -> p, (a, _) -> a, LinkedHashMap::new));
  }

  /// The engine in force.
  public static Backend current() {
    return CURRENT.isBound() ? CURRENT.get() : Default.BACKEND;
  }

  /// Runs `body` with an engine in force.
  public static <T> T with(Backend backend, Supplier<T> body) {
    return ScopedValue.where(CURRENT, backend).call(body::get);
  }

  /// The engines on the module path, usable or not, highest priority first.
  public static List<BackendProvider> providers() {
    return List.copyOf(PROVIDERS.values());
  }

  /// The engine of a name or alias.
  ///
  /// @throws IllegalArgumentException if there is none or it is not usable, with the reason
  public static Backend named(String name) {
    String key = ALIASES.getOrDefault(name, name);
    var provider = PROVIDERS.get(key);
    if (provider == null) {
      throw new IllegalArgumentException(
          "Expected one of the engines %s, or add the dependency org.keras4j:keras4j-backend-%s. Received: backend=%s"
              .formatted(PROVIDERS.keySet(), key, name));
    }
    provider
        .unusableBecause()
        .ifPresent(
            why -> {
              throw new IllegalArgumentException(
                  "The engine %s is not usable: %s".formatted(key, why));
            });
    return CREATED.computeIfAbsent(key, _ -> provider.create());
  }

  private static Backend choose() {
    var configured = configured();
    var chosen = configured.map(Backends::named).orElseGet(Backends::best);
    LOG.log(
        Level.DEBUG,
        "Computing with the engine {0} ({1}).",
        chosen.name(),
        configured.isPresent() ? "configured" : "the best there is");
    return chosen;
  }

  private static Backend best() {
    return PROVIDERS.values().stream()
        .filter(p -> p.unusableBecause().isEmpty())
        .findFirst()
        .map(p -> named(p.name()))
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "No usable engine. Add the dependency org.keras4j:keras4j-backend-java."));
  }

  private static Optional<String> configured() {
    return Optional.ofNullable(System.getProperty("KERAS_BACKEND"))
        .or(() -> Optional.ofNullable(System.getenv("KERAS_BACKEND")))
        .filter(s -> !s.isBlank())
        .or(Backends::fromFile);
  }

  private static Optional<String> fromFile() {
    var home =
        Optional.ofNullable(System.getenv("KERAS_HOME"))
            .map(Path::of)
            .orElse(Path.of(System.getProperty("user.home"), ".keras"));
    var file = home.resolve("keras.json");
    try {
      if (!Files.isRegularFile(file)) {
        return Optional.empty();
      }
      var found = CONFIGURED.matcher(Files.readString(file));
      if (!found.find()) {
        return Optional.empty();
      }
      String name = found.group(1);
      if (!PROVIDERS.containsKey(ALIASES.getOrDefault(name, name))) {
        // Python writes such a file unasked, so it must not keep a program from running.
        LOG.log(
            Level.WARNING,
            "{0} names the engine {1}, which is not among the dependencies (add org.keras4j:keras4j-backend-{2}); another is chosen.",
            file,
            name,
            ALIASES.getOrDefault(name, name));
        return Optional.empty();
      }
      return Optional.of(name);
    } catch (IOException e) {
      throw new IllegalStateException("Cannot read " + file + ": " + e.getMessage(), e);
    }
  }
}
