package org.keras4j.saving.format;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.keras4j.saving.RefusedFileException;

/// JSON as Python's `json` module reads and writes it.
///
/// Values are plain Java: `Map` (in the order of the file), `List`, `String`, `Long`, {@link
/// BigInteger} where a `Long` is too small, `Double`, `Boolean` and `null`. What is read cannot be
/// modified.
///
/// {@snippet :
/// Map<String, @Nullable Object> config = Json.parseObject(text, "config.json");
/// Json.write(config); // {"name": "dense", "units": 2, "rate": 1e-07}
/// }
///
/// @see <a href="https://docs.python.org/3/library/json.html">json</a>
public final class Json {
  private Json() {}

  /// The value of a JSON text, within {@link JsonLimits#CONFIG}.
  ///
  /// @throws RefusedFileException if the text is not JSON, has a key twice in one object, or
  ///   exceeds a limit
  public static @Nullable Object parse(String text, String where) {
    return parse(text, where, JsonLimits.CONFIG);
  }

  /// The value of a JSON text, within limits of the caller's.
  ///
  /// @throws RefusedFileException if the text is not JSON, has a key twice in one object, or
  ///   exceeds a limit
  public static @Nullable Object parse(String text, String where, JsonLimits limits) {
    if (text.length() > limits.maxBytes()) {
      throw tooLong(text.length(), where, limits);
    }
    return new JsonReader(where, limits).read(text);
  }

  /// The value of a JSON text in UTF-8.
  ///
  /// @throws RefusedFileException if the bytes are not UTF-8, the text is not JSON, or a limit is
  ///   exceeded
  public static @Nullable Object parse(byte[] utf8, String where, JsonLimits limits) {
    if (utf8.length > limits.maxBytes()) {
      throw tooLong(utf8.length, where, limits);
    }
    try {
      return parse(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString(),
          where,
          limits);
    } catch (CharacterCodingException e) {
      throw new RefusedFileException(
          where, "Expected JSON in UTF-8. Received: bytes that are not UTF-8", e);
    }
  }

  /// The object a JSON text holds, within {@link JsonLimits#CONFIG}.
  ///
  /// @throws RefusedFileException if the text is not a JSON object, has a key twice, or exceeds a
  ///   limit
  public static Map<String, @Nullable Object> parseObject(String text, String where) {
    return asObject(parse(text, where), where);
  }

  /// The object a JSON text in UTF-8 holds, within {@link JsonLimits#CONFIG}.
  ///
  /// @throws RefusedFileException if the text is not a JSON object, has a key twice, or exceeds a
  ///   limit
  public static Map<String, @Nullable Object> parseObject(byte[] utf8, String where) {
    return asObject(parse(utf8, where, JsonLimits.CONFIG), where);
  }

  /// A parsed value as the object it must be.
  ///
  /// @throws RefusedFileException if it is something else
  @SuppressWarnings("unchecked") // the reader makes no other maps
  public static Map<String, @Nullable Object> asObject(@Nullable Object value, String where) {
    if (value instanceof Map<?, ?> map) {
      return (Map<String, @Nullable Object>) map;
    }
    throw new RefusedFileException(where, "Expected a JSON object. Received: " + describe(value));
  }

  /// The text Python's `json.dumps` gives: one line, `", "` and `": "` between, everything beyond
  /// ASCII escaped.
  ///
  /// Numbers are written as Python writes `int` and `float`; a `Float` is written with the digits
  /// of its `double` value. Arrays of primitive type and any `Iterable` are lists.
  ///
  /// @throws IllegalArgumentException if a value has no JSON form
  public static String write(@Nullable Object value) {
    return new JsonWriter(0).write(value);
  }

  /// The text Python's `json.dumps` gives for `indent`: one value a line.
  ///
  /// @throws IllegalArgumentException if a value has no JSON form or `indent` is less than 1
  public static String write(@Nullable Object value, int indent) {
    if (indent < 1) {
      throw new IllegalArgumentException(
          "Expected an indentation of at least 1. Received: indent=" + indent);
    }
    return new JsonWriter(indent).write(value);
  }

  /// A value in few words, for an error: `a list of 3`, `the number 2.5`.
  public static String describe(@Nullable Object value) {
    return switch (value) {
      case null -> "null";
      case Map<?, ?> map -> "an object of " + map.size();
      case java.util.List<?> list -> "a list of " + list.size();
      case String s ->
          "the string " + (s.length() <= 60 ? write(s) : write(s.substring(0, 60)) + "...");
      case Number n -> "the number " + write(n);
      default -> write(value);
    };
  }

  private static RefusedFileException tooLong(long length, String where, JsonLimits limits) {
    return new RefusedFileException(
        where,
        "Expected at most %d bytes of JSON. Received: %d".formatted(limits.maxBytes(), length));
  }
}
