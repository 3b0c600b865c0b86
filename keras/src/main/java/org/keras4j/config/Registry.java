package org.keras4j.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.keras4j.config.Catalogue.Entry;
import org.keras4j.config.Catalogue.Named;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.DType;

/// Which Keras class or function a name in a config stands for, and the way there and back.
///
/// The registry is closed: it knows Keras's own classes and those that users register. A name it
/// does not know is an error; nothing is ever loaded or run because a config names it.
///
/// {@snippet :
/// Registry.register("my_package", Linear.class, config -> new Linear().configure(config));
/// Object json = Registry.serialize(new Linear(3));
/// Object same = Registry.deserialize(json);
/// }
///
/// @see <a href="https://keras.io/api/models/model_saving_apis/serialization_utils/">Serialization
///   utilities</a>
public final class Registry {
  private static final Map<String, Entry> BY_NAME = new ConcurrentHashMap<>();
  private static final Map<Class<?>, Entry> BY_CLASS = new ConcurrentHashMap<>();
  private static final Map<String, Named> FUNCTIONS = new ConcurrentHashMap<>();
  private static final Map<String, Entry> REGISTERED = new ConcurrentHashMap<>();
  private static final Map<String, Object> REGISTERED_FUNCTIONS = new ConcurrentHashMap<>();
  private static final ScopedValue<Map<String, Function<Config, ?>>> CUSTOM =
      ScopedValue.newInstance();
  private static final ScopedValue<Map<Object, Object>> SHARED = ScopedValue.newInstance();

  static {
    ServiceLoader.load(Catalogue.class, Registry.class.getClassLoader()).forEach(Registry::add);
  }

  private Registry() {}

  private static void add(Catalogue catalogue) {
    for (Entry entry : catalogue.entries()) {
      BY_NAME.put(entry.module() + "." + entry.className(), entry);
      BY_CLASS.putIfAbsent(entry.type(), entry);
      for (String alias : entry.aliases()) {
        BY_NAME.put(alias.contains(".") ? alias : entry.module() + "." + alias, entry);
      }
    }
    for (Named function : catalogue.functions()) {
      FUNCTIONS.put(function.module() + "." + function.name(), function);
    }
  }

  /// Registers a class of the user's, as Keras's `register_keras_serializable` does: configs call
  /// it `packageName>Name`, with the simple name of the Java class.
  ///
  /// @param make gives an object from its settings
  public static <T extends Configurable> void register(
      String packageName, Class<T> type, Function<Config, T> make) {
    register(packageName, type.getSimpleName(), type, make);
  }

  /// Registers a class of the user's under a name of its own, so that files from Python that call
  /// it `packageName>name` load.
  public static <T extends Configurable> void register(
      String packageName, String name, Class<T> type, Function<Config, T> make) {
    String key = packageName + ">" + name;
    var entry = new Entry(type.getPackageName(), name, type, Optional.of(key), List.of(), make);
    REGISTERED.put(key, entry);
    BY_CLASS.put(type, entry);
  }

  /// Registers a function of the user's under `packageName>name`.
  public static void registerFunction(String packageName, String name, Object function) {
    REGISTERED_FUNCTIONS.put(packageName + ">" + name, function);
  }

  /// The name under which a function of the user's is registered, if it is.
  public static Optional<String> functionName(Object function) {
    return REGISTERED_FUNCTIONS.entrySet().stream()
        .filter(e -> e.getValue() == function)
        .map(Map.Entry::getKey)
        .findFirst();
  }

  /// Runs `body` with further classes known by their name, as Keras's `custom_objects`.
  public static <T> T withCustomObjects(
      Map<String, Function<Config, ?>> objects, Supplier<T> body) {
    var all = new HashMap<>(CUSTOM.orElse(Map.of()));
    all.putAll(objects);
    return ScopedValue.where(CUSTOM, all).call(body::get);
  }

  /// Runs `body` so that parts of a config marked as one shared object become one object.
  public static <T> T sharingObjects(Supplier<T> body) {
    return ScopedValue.where(SHARED, new HashMap<>()).call(body::get);
  }

  /// What is known of a Java class.
  public static Optional<Entry> entry(Class<?> type) {
    return Optional.ofNullable(BY_CLASS.get(type));
  }

  /// What is known of a class that configs name, if anything.
  ///
  /// @param module the Python module, empty if the config has none
  public static Optional<Entry> entry(
      String module, String className, Optional<String> registeredName) {
    return registeredName
        .map(REGISTERED::get)
        .or(() -> Optional.ofNullable(BY_NAME.get(module + "." + className)))
        .or(() -> registeredOf(className));
  }

  /// Whether a config names a class or function that is known.
  public static boolean knows(Config json) {
    String className = json.string("class_name");
    if (className.equals("function")) {
      return json.get("config") instanceof String name
          && function(name, json.find("module").map(Object::toString).orElse("builtins"))
              .isPresent();
    }
    return known(className, json).isPresent();
  }

  /// Older versions of Keras wrote `Name` for what is registered as `package>Name`.
  private static Optional<Entry> registeredOf(String className) {
    return REGISTERED.entrySet().stream()
        .filter(e -> e.getKey().endsWith(">" + className))
        .map(Map.Entry::getValue)
        .findFirst();
  }

  /// The class name of an object in configs: Keras's for its own classes, else that of the Java
  /// class.
  public static String className(Object object) {
    return entry(object.getClass())
        .map(Entry::className)
        .orElseGet(() -> object.getClass().getSimpleName());
  }

  /// An object in the form of JSON, as `keras.saving.serialize_keras_object` gives it: plain values
  /// as they are, Keras objects as `module`, `class_name`, `config`, `registered_name` and, where
  /// they have them, `build_config` and `compile_config`.
  ///
  /// @throws IllegalArgumentException if something in it cannot be written
  public static @Nullable Object serialize(@Nullable Object object) {
    return switch (object) {
      case null -> null;
      case Optional<?> optional -> serialize(optional.orElse(null));
      case Configurable configurable -> serialize(configurable).toMap();
      case TensorReference reference -> reference.toMap();
      case PythonSlice slice -> slice.toConfig().toMap();
      case Array array -> array(array);
      case List<?> list -> {
        var out = new ArrayList<@Nullable Object>();
        list.forEach(o -> out.add(serialize(o)));
        yield out;
      }
      case Map<?, ?> map -> {
        var out = new LinkedHashMap<String, @Nullable Object>();
        map.forEach((k, v) -> out.put((String) k, serialize(v)));
        yield out;
      }
      default -> Config.plain(object);
    };
  }

  /// An object as a config of `module`, `class_name`, `config` and so on.
  public static Config serialize(Configurable object) {
    Optional<Entry> entry = entry(object.getClass());
    var out =
        Config.of("module", entry.map(Entry::module).orElse(object.getClass().getPackageName()))
            .with("class_name", className(object))
            .with("config", object.getConfig())
            .with(
                "registered_name",
                entry.map(Entry::registeredName).orElse(Optional.of(className(object))));
    var build = object.getBuildConfig();
    if (build.isPresent()) {
      out = out.with("build_config", build.get());
    }
    var compile = object.getCompileConfig();
    return compile.isPresent() ? out.with("compile_config", compile.get()) : out;
  }

  /// A function in the form of JSON.
  public static Config serializeFunction(String module, String name) {
    return Config.of("module", module)
        .with("class_name", "function")
        .with("config", name)
        .with("registered_name", name);
  }

  private static @Nullable Object array(Array array) {
    if (array.isWeak()) {
      // A Python number keeps the digits it was written with.
      return array.dtype() == DType.FLOAT32
          ? Double.valueOf(Float.toString((float) array.item()))
          : NestedNumbers.write(array);
    }
    return Config.of("class_name", "__tensor__")
        .with("config", Config.of("value", NestedNumbers.write(array)).with("dtype", array.dtype()))
        .toMap();
  }

  /// The object that JSON describes, as `keras.saving.deserialize_keras_object` gives it.
  ///
  /// @return plain values as they are, lists and maps of objects, or a Keras object
  /// @throws IllegalArgumentException if it names a class or function that is not known
  public static @Nullable Object deserialize(@Nullable Object json) {
    if (json instanceof List<?> list) {
      var out = new ArrayList<@Nullable Object>();
      list.forEach(o -> out.add(deserialize(o)));
      return out;
    }
    if (!(json instanceof Map<?, ?> map)) {
      return json;
    }
    if (!map.containsKey("class_name") || !map.containsKey("config")) {
      var out = new LinkedHashMap<String, @Nullable Object>();
      map.forEach((k, v) -> out.put((String) k, deserialize(v)));
      return out;
    }
    return object(Config.of(map));
  }

  private static Object object(Config json) {
    String className = json.string("class_name");
    return switch (className) {
      case "__keras_tensor__" -> TensorReference.read(json.child("config"));
      case "__slice__" -> PythonSlice.read(json.child("config"));
      case "__tensor__", "__numpy__" -> tensor(json.child("config"));
      case "__bytes__" -> json.child("config").string("value");
      case "__ellipsis__" -> Ellipsis.ELLIPSIS;
      case "__lambda__", "__typespec__" ->
          throw new IllegalArgumentException(
              "A config that holds Python code (%s) cannot be loaded. Register the function by name and save the model again."
                  .formatted(className));
      case "function" -> function(json);
      default -> instance(className, json);
    };
  }

  /// Python's `...` in the arguments of an operation.
  public enum Ellipsis {
    /// The only one.
    ELLIPSIS
  }

  private static Object function(Config json) {
    String name = json.string("config");
    String module = json.find("module").map(Object::toString).orElse("builtins");
    return function(name, module)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "Could not locate function '%s' of module '%s'. Register it with Registry.registerFunction."
                        .formatted(name, module)));
  }

  private static Optional<Object> function(String name, String module) {
    return Optional.ofNullable(REGISTERED_FUNCTIONS.get(name))
        .or(() -> Optional.ofNullable(FUNCTIONS.get(module + "." + name)).map(Named::value))
        .or(
            () ->
                FUNCTIONS.values().stream()
                    .filter(f -> module.equals("builtins") && f.name().equals(name))
                    .map(Named::value)
                    .findFirst());
  }

  private static Object instance(String className, Config json) {
    Object id = json.get("shared_object_id");
    if (id != null && SHARED.isBound() && SHARED.get().containsKey(id)) {
      return SHARED.get().get(id);
    }
    var config = json.get("config") == null ? Config.EMPTY : json.child("config");
    Object made = maker(className, json).apply(config);
    if (made instanceof Configurable configurable) {
      if (json.get("build_config") instanceof Map<?, ?> build) {
        configurable.buildFromConfig(Config.of(build));
      }
      if (json.get("compile_config") instanceof Map<?, ?> compile && !compile.isEmpty()) {
        configurable.compileFromConfig(Config.of(compile));
      }
    }
    if (id != null && SHARED.isBound()) {
      SHARED.get().put(id, made);
    }
    return made;
  }

  private static Function<Config, ?> maker(String className, Config json) {
    return known(className, json)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "Could not locate class '%s' of module '%s'. Classes of your own must be registered first, with Registry.register. Received: registered_name=%s"
                        .formatted(
                            className,
                            json.find("module").orElse(""),
                            json.find("registered_name").orElse("None"))));
  }

  private static Optional<Function<Config, ?>> known(String className, Config json) {
    String module = json.find("module").map(Object::toString).orElse("");
    Optional<String> registered = json.find("registered_name").map(Object::toString);
    var custom = CUSTOM.orElse(Map.of());
    var chosen = custom.getOrDefault(registered.orElse(className), custom.get(className));
    return chosen != null
        ? Optional.of(chosen)
        : entry(module, className, registered).map(Entry::make);
  }

  private static Array tensor(Config config) {
    return NestedNumbers.read(config.get("value"), DType.of(config.string("dtype")));
  }
}
