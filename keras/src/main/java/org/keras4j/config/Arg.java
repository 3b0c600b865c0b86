package org.keras4j.config;

import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A keyword argument of a Keras object, declared once: its name, its default, what it may be, and
/// how it is written. Config, `fromConfig`, freezing and printing follow from the declaration.
///
/// {@snippet :
/// private final Arg<Integer> units = required("units", Codec.INT)
///     .check(n -> n > 0, "a positive integer");
/// private final Arg<Boolean> useBias = arg("use_bias", true);
/// }
///
/// @param <T> the type of its value
public final class Arg<T> {
  private final Args owner;
  private final String name;
  private final Codec<T> codec;
  private final @Nullable Supplier<? extends T> byDefault;
  private @Nullable T value;
  private Predicate<T> check = _ -> true;
  private String expected = "another value";
  private Predicate<T> listed = _ -> true;

  Arg(Args owner, String name, Codec<T> codec, @Nullable Supplier<? extends T> byDefault) {
    this.owner = owner;
    this.name = name;
    this.codec = codec;
    this.byDefault = byDefault;
  }

  /// Keras's keyword.
  public String name() {
    return name;
  }

  /// Adds a condition every value must meet.
  ///
  /// @param expected what is expected, such as `a positive integer`
  public Arg<T> check(Predicate<T> condition, String expected) {
    this.check = condition;
    this.expected = expected;
    return this;
  }

  /// Leaves the keyword out of the config unless its value meets a condition.
  public Arg<T> listedIf(Predicate<T> condition) {
    this.listed = condition;
    return this;
  }

  /// The value: the one set, or the default.
  ///
  /// @throws IllegalStateException if it must be set and was not
  public T get() {
    T found = value;
    if (found == null) {
      if (byDefault == null) {
        throw new IllegalStateException(
            "%s needs a value for `%s`, and none was given.".formatted(owner.name(), name));
      }
      found = byDefault.get();
      value = found;
    }
    return found;
  }

  /// Whether a value was set or can be had by default.
  public boolean isSet() {
    return value != null || byDefault != null;
  }

  /// Sets the value.
  ///
  /// @throws IllegalStateException if the object is frozen
  /// @throws IllegalArgumentException if the value does not meet the condition
  public void set(T newValue) {
    owner.requireOpen(name);
    if (!check.test(newValue)) {
      throw invalid(expected, codec.encode(newValue));
    }
    value = newValue;
  }

  /// Sets the value after what was done to the object, even if it is frozen.
  public void revise(T newValue) {
    value = newValue;
  }

  /// Sets the value a config gives.
  ///
  /// @throws IllegalArgumentException if it stands for none, or one that does not meet the
  ///   condition
  public void read(@Nullable Object given) {
    T decoded;
    try {
      decoded = codec.decode(given);
    } catch (IllegalArgumentException e) {
      String message = String.valueOf(e.getMessage());
      if (message.contains("Received")) {
        throw e;
      }
      throw invalid(expected.equals("another value") ? message : expected, given);
    }
    set(decoded);
  }

  boolean isListed() {
    return isSet() && listed.test(get());
  }

  @Nullable Object write() {
    return codec.encode(get());
  }

  private IllegalArgumentException invalid(String what, @Nullable Object given) {
    return new IllegalArgumentException(
        "Received an invalid value for `%s` in %s, expected %s. Received: %s=%s"
            .formatted(name, owner.name(), what, name, python(given)));
  }

  private static String python(@Nullable Object value) {
    return value == null ? "None" : value.toString();
  }

  @Override
  public String toString() {
    return name + "=" + (isSet() ? python(write()) : "?");
  }
}
