package org.keras4j.config;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.Tree;

/// The settings of a Keras object by keyword, in Keras's order: what `get_config()` gives in
/// Python. Immutable.
///
/// Values are those of JSON: `null`, booleans, strings, `Long`, `Double`, lists and maps of them.
/// Other numbers, shapes, dtypes and optionals are brought into that form when they are put in.
///
/// {@snippet :
/// Config config = Config.of("units", 64).with("activation", "relu");
/// config.get("units");   // 64L
/// }
public final class Config {
  /// No settings.
  public static final Config EMPTY = new Config(Map.of());

  private final Map<String, @Nullable Object> values;

  private Config(Map<String, ? extends @Nullable Object> values) {
    this.values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }

  /// One setting.
  public static Config of(String key, @Nullable Object value) {
    return EMPTY.with(key, value);
  }

  /// The settings of a map, such as a JSON object.
  public static Config of(Map<?, ? extends @Nullable Object> map) {
    var out = new LinkedHashMap<String, @Nullable Object>();
    map.forEach((k, v) -> out.put((String) k, plain(v)));
    return new Config(out);
  }

  /// A value in the form of JSON.
  ///
  /// @throws IllegalArgumentException if it has none
  public static @Nullable Object plain(@Nullable Object value) {
    return switch (value) {
      case null -> null;
      case Config config -> config.values;
      case Integer i -> (long) i;
      case Float f -> (double) f;
      case Boolean b -> b;
      case String s -> s;
      case Long l -> l;
      case Double d -> d;
      case java.math.BigInteger big -> big;
      case Shape shape -> shape(shape);
      case DType dtype -> dtype.kerasName();
      case Optional<?> optional -> plain(optional.orElse(null));
      case List<?> list -> plainList(list);
      case Map<?, ?> map -> of(map).values;
      case Tree<?> tree -> plain(structure(tree));
      default ->
          throw new IllegalArgumentException(
              "Expected a value that JSON can hold. Received: %s (of type %s)"
                  .formatted(value, value.getClass().getName()));
    };
  }

  private static Object structure(Tree<?> tree) {
    return switch (tree) {
      case Tree.Leaf<?>(Object value) -> value;
      case Tree.Sequence<?> sequence -> sequence.items().stream().map(Config::structure).toList();
      case Tree.Mapping<?> mapping -> {
        var out = new LinkedHashMap<String, Object>();
        mapping.items().forEach((k, v) -> out.put(k, structure(v)));
        yield out;
      }
    };
  }

  private static Object plainList(List<?> list) {
    var out = new ArrayList<@Nullable Object>(list.size());
    list.forEach(v -> out.add(plain(v)));
    return Collections.unmodifiableList(out);
  }

  private static Object shape(Shape shape) {
    var out = new ArrayList<@Nullable Object>(shape.rank());
    for (int d : shape.dims()) {
      out.add(d == Shape.UNKNOWN ? null : Long.valueOf(d));
    }
    return Collections.unmodifiableList(out);
  }

  /// The shape a JSON list stands for; `null` entries are unknown sizes.
  ///
  /// @throws IllegalArgumentException if it is not a list of sizes
  public static Shape toShape(@Nullable Object value) {
    if (value instanceof List<?> list
        && list.stream().allMatch(d -> d == null || d instanceof Number)) {
      return Shape.of(
          list.stream()
              .mapToInt(d -> d instanceof Number n ? Math.toIntExact(n.longValue()) : Shape.UNKNOWN)
              .toArray());
    }
    throw new IllegalArgumentException("Expected a shape. Received: " + value);
  }

  /// Whether a value has the form of one shape, not of a list of them.
  public static boolean isShape(@Nullable Object value) {
    return value instanceof List<?> list
        && list.stream().allMatch(d -> d == null || d instanceof Number);
  }

  /// These with one more, or with another value for one that is there.
  public Config with(String key, @Nullable Object value) {
    var more = new LinkedHashMap<String, @Nullable Object>(values);
    more.put(key, plain(value));
    return new Config(more);
  }

  /// These followed by others; where both have a setting, the place of these and the value of the
  /// others.
  public Config with(Config others) {
    var more = new LinkedHashMap<String, @Nullable Object>(values);
    more.putAll(others.values);
    return new Config(more);
  }

  /// These without some.
  public Config without(String... keys) {
    var fewer = new LinkedHashMap<String, @Nullable Object>(values);
    for (String key : keys) {
      fewer.remove(key);
    }
    return new Config(fewer);
  }

  /// Whether a setting is there, be it `null`.
  public boolean has(String key) {
    return values.containsKey(key);
  }

  /// The value of a setting, or `null` if it is `null` or absent.
  public @Nullable Object get(String key) {
    return values.get(key);
  }

  /// The value of a setting, unless it is `null` or absent.
  public Optional<Object> find(String key) {
    return Optional.ofNullable(values.get(key));
  }

  /// A setting that is an object of settings itself.
  ///
  /// @throws IllegalArgumentException if it is absent or something else
  public Config child(String key) {
    if (values.get(key) instanceof Map<?, ?> map) {
      return of(map);
    }
    throw expected("an object", key);
  }

  /// A setting that is a string.
  ///
  /// @throws IllegalArgumentException if it is absent or something else
  public String string(String key) {
    if (values.get(key) instanceof String s) {
      return s;
    }
    throw expected("a string", key);
  }

  /// A setting that is a list.
  ///
  /// @throws IllegalArgumentException if it is absent or something else
  public List<? extends @Nullable Object> list(String key) {
    if (values.get(key) instanceof List<?> list) {
      return list;
    }
    throw expected("a list", key);
  }

  private IllegalArgumentException expected(String what, String key) {
    return new IllegalArgumentException(
        "Expected %s for `%s` in the config. Received: %s=%s"
            .formatted(what, key, key, values.get(key)));
  }

  /// The keywords, in order.
  public Set<String> keys() {
    return values.keySet();
  }

  /// Whether there is nothing.
  public boolean isEmpty() {
    return values.isEmpty();
  }

  /// The settings as an unmodifiable map, ready to be written as JSON.
  public Map<String, @Nullable Object> toMap() {
    return values;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Config c && values.equals(c.values);
  }

  @Override
  public int hashCode() {
    return values.hashCode();
  }

  @Override
  public String toString() {
    return values.toString();
  }
}
