package org.keras4j.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Shape;

/// How the value of a keyword is written in a config, and read from it.
///
/// @param <T> the type of the value in Java
public interface Codec<T> {
  /// The value in the form of JSON, or something [Config#plain] brings into it.
  @Nullable Object encode(T value);

  /// The value a config gives.
  ///
  /// @throws IllegalArgumentException if it does not describe one; the message says what is
  ///   expected
  T decode(@Nullable Object value);

  /// Whole numbers.
  Codec<Integer> INT = plain("an integer", Codec::toInt);

  /// Whole numbers of 64 bits.
  Codec<Long> LONG =
      plain(
          "an integer",
          v -> v instanceof Long || v instanceof Integer ? ((Number) v).longValue() : null);

  /// Real numbers.
  Codec<Double> DOUBLE = plain("a number", v -> v instanceof Number n ? n.doubleValue() : null);

  /// Numbers that are written as they were given, whole or not.
  Codec<Number> NUMBER = plain("a number", v -> v instanceof Number n ? n : null);

  /// True or false.
  Codec<Boolean> BOOL = plain("a boolean", v -> v instanceof Boolean b ? b : null);

  /// Text.
  Codec<String> STRING = plain("a string", v -> v instanceof String s ? s : null);

  /// Shapes, with `null` for unknown sizes.
  Codec<Shape> SHAPE = plain("a shape", v -> Config.isShape(v) ? Config.toShape(v) : null);

  /// Element types by Keras's name.
  Codec<DType> DTYPE =
      plain("the name of a dtype", v -> v instanceof String s ? DType.of(s) : null);

  /// Whole numbers in a list.
  Codec<List<Integer>> INTS = list(INT);

  /// A number, or lists of lists of numbers: float64 arrays.
  Codec<Array> NUMBERS =
      of(
          NestedNumbers::write,
          value ->
              switch (value) {
                case Array array -> array;
                case null -> throw new IllegalArgumentException("numbers");
                default -> NestedNumbers.read(Registry.deserialize(value), DType.FLOAT64);
              });

  private static @Nullable Integer toInt(Object value) {
    return switch (value) {
      case Integer i -> i;
      case Long l when l == l.intValue() -> l.intValue();
      default -> null;
    };
  }

  /// A codec whose values are written as they stand.
  ///
  /// @param what what is expected, such as `an integer`
  /// @param read gives the value, or `null` if it is not what is expected
  static <T> Codec<T> plain(String what, Function<Object, @Nullable T> read) {
    return new Codec<>() {
      @Override
      public @Nullable Object encode(T value) {
        return value;
      }

      @Override
      public T decode(@Nullable Object value) {
        T found = value == null ? null : read.apply(value);
        if (found == null) {
          throw new IllegalArgumentException(what);
        }
        return found;
      }
    };
  }

  /// A codec of two functions.
  static <T> Codec<T> of(
      Function<T, @Nullable Object> encode, Function<@Nullable Object, T> decode) {
    return new Codec<>() {
      @Override
      public @Nullable Object encode(T value) {
        return encode.apply(value);
      }

      @Override
      public T decode(@Nullable Object value) {
        return decode.apply(value);
      }
    };
  }

  /// Values that may be absent: Python's `None`, JSON's `null`.
  static <T> Codec<Optional<T>> optional(Codec<T> codec) {
    return of(
        value -> value.map(codec::encode).orElse(null),
        value -> value == null ? Optional.empty() : Optional.of(codec.decode(value)));
  }

  /// Lists of values.
  static <T> Codec<List<T>> list(Codec<T> codec) {
    return of(
        values -> {
          var out = new ArrayList<@Nullable Object>();
          values.forEach(v -> out.add(codec.encode(v)));
          return out;
        },
        value -> {
          if (!(value instanceof List<?> items)) {
            throw new IllegalArgumentException("a list");
          }
          var out = new ArrayList<T>();
          items.forEach(v -> out.add(codec.decode(v)));
          return List.copyOf(out);
        });
  }

  /// Constants of an enum, written in lower case.
  static <E extends Enum<E>> Codec<E> constant(Class<E> type) {
    return of(
        value -> value.name().toLowerCase(Locale.ROOT),
        value -> {
          var names = new ArrayList<String>();
          for (E constant : type.getEnumConstants()) {
            String name = constant.name().toLowerCase(Locale.ROOT);
            if (value instanceof String s && name.equals(s.toLowerCase(Locale.ROOT))) {
              return constant;
            }
            names.add('"' + name + '"');
          }
          throw new IllegalArgumentException("one of " + String.join(", ", names));
        });
  }

  /// Keras objects, written with module and class name as [Registry#serialize] does.
  ///
  /// @param type what the object must be
  /// @param what what is expected, such as `a layer`
  static <T> Codec<T> object(Class<T> type, String what) {
    return of(
        Registry::serialize,
        value -> {
          Object found = type.isInstance(value) ? value : Registry.deserialize(value);
          if (!type.isInstance(found)) {
            throw new IllegalArgumentException(what);
          }
          return type.cast(found);
        });
  }
}
