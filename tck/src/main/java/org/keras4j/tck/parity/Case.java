package org.keras4j.tck.parity;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.keras4j.tensor.Array;

/// One recorded case: what to call, with what, and what Keras answered.
///
/// Values are decoded to [Array] (tensors of numbers, complex numbers and strings, 0-d ones too),
/// `Long`, `Double`, `Boolean`, `String`, `List<Object>`, `Map<String, Object>`, [PyNone],
/// [PySlice], [PyEllipsis] and [FunctionName]. They are decoded anew each time they are asked for.
public final class Case {
  private final CaseFile file;
  private final Map<?, ?> fields;

  Case(CaseFile file, Map<?, ?> fields) {
    this.file = file;
    this.fields = fields;
  }

  /// The unique name, `family/name/number`.
  ///
  /// @return the name
  public String id() {
    return text("id");
  }

  /// What is asked, such as `op`, `layer` or `fit`.
  ///
  /// @return the kind
  public String kind() {
    return text("kind");
  }

  /// The file this case is of, such as `ops/ops_reduce`.
  ///
  /// @return the family
  public String family() {
    return file.name();
  }

  /// What is called: the function (`keras.ops.sum`) or class (`Dense`), or nothing where the case
  /// has neither.
  ///
  /// @return the name
  public String name() {
    return has("name") ? text("name") : has("class_name") ? text("class_name") : "";
  }

  /// The relative tolerance asked for.
  ///
  /// @return the tolerance, 0 if none is given
  public double rtol() {
    return has("rtol") ? number("rtol") : 0;
  }

  /// The absolute tolerance asked for.
  ///
  /// @return the tolerance, 0 if none is given
  public double atol() {
    return has("atol") ? number("atol") : 0;
  }

  /// Where this case's files are.
  ///
  /// @return the store
  public CaseStore store() {
    return file.store();
  }

  /// The name in the [#store()] of a file that lies beside the cases.
  ///
  /// @param field the field that names it, such as `file`
  /// @return the file's name
  public String fileName(String field) {
    return file.name().substring(0, file.name().lastIndexOf('/') + 1) + text(field);
  }

  /// Whether the case has a field; it may be `None`.
  ///
  /// @param field its name
  /// @return true if so
  public boolean has(String field) {
    return fields.containsKey(field);
  }

  /// Whether the case has a field that is not `None`.
  ///
  /// @param field its name
  /// @return true if so
  public boolean hasValue(String field) {
    return has(field) && fields.get(field) != PyNone.NONE;
  }

  /// A field's value.
  ///
  /// @param field its name
  /// @return the decoded value
  /// @throws IllegalArgumentException if the case has no such field
  public Object get(String field) {
    return decode(raw(field));
  }

  /// A field's value as JSON text, tensors as references: for configs, which are JSON in Keras too.
  ///
  /// @param field its name
  /// @return the text
  /// @throws IllegalArgumentException if the case has no such field
  public String json(String field) {
    return Json.print(raw(field));
  }

  /// A field's value as plain JSON maps, lists, numbers, strings, booleans and [PyNone], undecoded.
  ///
  /// @param field its name
  /// @return the value
  /// @throws IllegalArgumentException if the case has no such field
  public Object raw(String field) {
    Object value = fields.get(field);
    if (value == null) {
      throw new IllegalArgumentException("The case has no such field. Received: field=" + field);
    }
    return value;
  }

  /// A field's value as Java's JSON: maps, lists, `Long`, `Double`, strings, booleans and `null`,
  /// undecoded. For configs.
  ///
  /// @param field its name
  /// @return the value
  /// @throws IllegalArgumentException if the case has no such field
  public @Nullable Object config(String field) {
    return nulls(raw(field));
  }

  private static @Nullable Object nulls(@Nullable Object value) {
    return switch (value) {
      case PyNone _ -> null;
      case List<?> list -> {
        List<@Nullable Object> out = new ArrayList<>();
        list.forEach(item -> out.add(nulls(item)));
        yield out;
      }
      case Map<?, ?> map -> {
        Map<String, @Nullable Object> out = new LinkedHashMap<>();
        map.forEach((name, item) -> out.put((String) name, nulls(item)));
        yield out;
      }
      case null, default -> value;
    };
  }

  /// A field that is a string.
  ///
  /// @param field its name
  /// @return the string
  public String text(String field) {
    return (String) raw(field);
  }

  /// A field that is a number.
  ///
  /// @param field its name
  /// @return the number
  public double number(String field) {
    return ((Number) get(field)).doubleValue();
  }

  /// A field that is an integer.
  ///
  /// @param field its name
  /// @return the integer
  public int integer(String field) {
    return Math.toIntExact((Long) raw(field));
  }

  /// A field that is a tensor.
  ///
  /// @param field its name
  /// @return the tensor
  public Array tensor(String field) {
    return (Array) get(field);
  }

  /// A field that is a list.
  ///
  /// @param field its name
  /// @return the decoded items
  public List<Object> list(String field) {
    return ((List<?>) raw(field)).stream().map(this::decode).toList();
  }

  /// A field that is an object.
  ///
  /// @param field its name
  /// @return the decoded values by name, in order
  public Map<String, Object> map(String field) {
    return decodeMap((Map<?, ?>) raw(field));
  }

  private Object decode(Object value) {
    return switch (value) {
      case List<?> list -> list.stream().map(this::decode).toList();
      case Map<?, ?> map -> decodeObject(map);
      default -> value;
    };
  }

  private Map<String, Object> decodeMap(Map<?, ?> map) {
    Map<String, Object> out = new LinkedHashMap<>();
    map.forEach((name, item) -> out.put((String) name, decode(item)));
    return out;
  }

  private Object decodeObject(Map<?, ?> map) {
    Object first = map.isEmpty() ? null : map.values().iterator().next();
    return switch (String.join(" ", map.keySet().stream().map(String::valueOf).sorted().toList())) {
      case "t" -> file.tensor((String) present(first));
      case "c" -> {
        List<?> parts = (List<?>) present(first);
        yield file.complex((String) parts.getFirst(), (String) parts.getLast());
      }
      case "s shape" ->
          strings((List<?>) present(map.get("s")), (List<?>) present(map.get("shape")));
      case "fn" -> new FunctionName((String) present(first));
      case "slice" -> slice((List<?>) present(first));
      case "ellipsis" -> PyEllipsis.ELLIPSIS;
      case "d" -> decodeMap((Map<?, ?>) present(first));
      case "dtype scalar" ->
          Values.scalar(decode(present(map.get("scalar"))), (String) present(map.get("dtype")));
      case "nan" -> Double.NaN;
      case "inf" -> ((Number) present(first)).doubleValue() * Double.POSITIVE_INFINITY;
      case "data" -> rows((List<?>) present(first));
      default -> decodeMap(map);
    };
  }

  private static Object present(@Nullable Object value) {
    return Objects.requireNonNull(value);
  }

  private static Array strings(List<?> flat, List<?> shape) {
    return Array.ofStrings(
        Values.shape(shape), flat.stream().map(String.class::cast).toArray(String[]::new));
  }

  private static PySlice slice(List<?> parts) {
    return new PySlice(
        Values.optionalInt(parts.get(0)),
        Values.optionalInt(parts.get(1)),
        Values.optionalInt(parts.get(2)));
  }

  private Array rows(List<?> description) {
    return file.rows(
        (String) description.get(0),
        (String) description.get(1),
        Values.integer(description.get(2)),
        Values.integer(description.get(3)));
  }

  @Override
  public String toString() {
    return id();
  }
}
