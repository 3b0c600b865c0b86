package org.keras4j.saving.format;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.keras4j.saving.RefusedFileException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;

/// Builds a tree of Java values from a token stream. Recursion is no deeper than the limit on
/// depth.
final class JsonReader {
  private final String where;
  private final JsonLimits limits;
  private int values;

  JsonReader(String where, JsonLimits limits) {
    this.where = where;
    this.limits = limits;
  }

  @Nullable Object read(String text) {
    var constraints =
        StreamReadConstraints.builder()
            .maxNestingDepth(limits.maxDepth())
            .maxStringLength(limits.maxStringLength())
            .maxNameLength(limits.maxStringLength())
            .maxNumberLength(limits.maxNumberLength())
            .maxDocumentLength(limits.maxBytes())
            .build();
    var factory =
        JsonFactory.builder()
            .streamReadConstraints(constraints)
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .build();
    try (JsonParser parser = factory.createParser(ObjectReadContext.empty(), text)) {
      JsonToken first = parser.nextToken();
      if (first == null) {
        throw refused("Expected a JSON value. Received: nothing");
      }
      Object value = value(parser, first);
      if (parser.nextToken() != null) {
        throw refused("Expected one JSON value. Received: more text " + place(parser));
      }
      return value;
    } catch (JacksonException e) {
      // Exceeded limits come without a place.
      var at = e.getLocation();
      String place =
          at == null ? "" : ", at line %d, column %d".formatted(at.getLineNr(), at.getColumnNr());
      String expected =
          e instanceof StreamConstraintsException ? "JSON within " + limits : "well-formed JSON";
      throw new RefusedFileException(
          where,
          "Expected %s. Received: %s%s".formatted(expected, e.getOriginalMessage(), place),
          e);
    }
  }

  private @Nullable Object value(JsonParser parser, JsonToken token) {
    if (++values > limits.maxValues()) {
      throw refused("Expected at most " + limits.maxValues() + " values. Received: more");
    }
    return switch (token) {
      case START_OBJECT -> object(parser);
      case START_ARRAY -> list(parser);
      case VALUE_STRING -> parser.getString();
      case VALUE_NUMBER_INT -> integer(parser.getString());
      case VALUE_NUMBER_FLOAT -> real(parser);
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NULL -> null;
      default -> throw refused("Expected a JSON value. Received: " + token + " " + place(parser));
    };
  }

  private Map<String, @Nullable Object> object(JsonParser parser) {
    var map = new LinkedHashMap<String, @Nullable Object>();
    for (JsonToken token = parser.nextToken();
        token != JsonToken.END_OBJECT;
        token = parser.nextToken()) {
      String key = parser.currentName();
      if (map.containsKey(key)) {
        throw refused(
            "Expected every key once. Received: key "
                + Json.write(key)
                + " twice, "
                + place(parser));
      }
      map.put(key, value(parser, parser.nextToken()));
    }
    return Collections.unmodifiableMap(map);
  }

  private List<@Nullable Object> list(JsonParser parser) {
    var list = new ArrayList<@Nullable Object>();
    for (JsonToken token = parser.nextToken();
        token != JsonToken.END_ARRAY;
        token = parser.nextToken()) {
      list.add(value(parser, token));
    }
    list.trimToSize();
    return Collections.unmodifiableList(list);
  }

  private static Object integer(String digits) {
    return digits.length() <= 18
        ? (Object) Long.valueOf(digits)
        : shortened(new BigInteger(digits));
  }

  private static Object shortened(BigInteger integer) {
    return integer.bitLength() < Long.SIZE ? (Object) integer.longValue() : integer;
  }

  private Double real(JsonParser parser) {
    String text = parser.getString();
    return switch (text) {
      case "NaN" -> Double.NaN;
      case "Infinity" -> Double.POSITIVE_INFINITY;
      case "-Infinity" -> Double.NEGATIVE_INFINITY;
      default -> {
        double x =
            Character.isLetter(text.charAt(text.length() - 1))
                ? Double.NaN
                : Double.parseDouble(text);
        if (!Double.isFinite(x)) {
          throw refused(
              "Expected a number of float64's range. Received: " + text + " " + place(parser));
        }
        yield x;
      }
    };
  }

  private static String place(JsonParser parser) {
    var at = parser.currentTokenLocation();
    return "at line %d, column %d".formatted(at.getLineNr(), at.getColumnNr());
  }

  private RefusedFileException refused(String problem) {
    return new RefusedFileException(where, problem);
  }
}
