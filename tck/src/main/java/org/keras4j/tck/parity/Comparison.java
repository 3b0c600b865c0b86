package org.keras4j.tck.parity;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Elements;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.Tree;
import org.keras4j.tensor.Variable;

/// Holds an answer against the recorded one: dtypes, shapes and structure exactly, numbers within a
/// tolerance.
///
/// What may stand for a recorded value: a tensor of the same dtype and shape for a tensor; a Java
/// number, boolean or string for a Python one; a list (or a [Shape], whose unknown sizes are
/// `None`) for a list; a map with the same keys for a dict; an empty `Optional` or `null` for
/// `None`; a [DType] for its name.
///
/// {@snippet :
/// Optional<Comparison.Difference> difference = Comparison.difference(answer, c.get("out"), Tolerance.of(c));
/// }
public final class Comparison {

  /// What differs.
  ///
  /// @param reason where and how, in words
  /// @param excess how far the worst number is off in units of what is allowed; infinite where
  ///   structure, dtype or shape differ
  public record Difference(String reason, double excess) {}

  private Comparison() {}

  /// Compares an answer to the recorded one.
  ///
  /// @param got the answer
  /// @param want the recorded value, as [Case#get(String)] gives it
  /// @param tolerance the agreement asked for
  /// @return what differs, or nothing
  public static Optional<Difference> difference(
      @Nullable Object got, Object want, Tolerance tolerance) {
    return compare("", got, want, tolerance);
  }

  private static Optional<Difference> compare(
      String path, @Nullable Object got, Object want, Tolerance tolerance) {
    Object plain = plain(got);
    return switch (want) {
      case Array array ->
          plain instanceof Array answer
              ? tensors(path, answer, array, tolerance)
              : wrong(path, want, plain);
      case List<?> list ->
          plain instanceof List<?> answer
              ? lists(path, answer, list, tolerance)
              : wrong(path, want, plain);
      case Map<?, ?> map ->
          plain instanceof Map<?, ?> answer
              ? maps(path, answer, map, tolerance)
              : wrong(path, want, plain);
      case Boolean _, String _, PyNone _ ->
          want.equals(plain) ? Optional.empty() : wrong(path, want, plain);
      case Number number ->
          plain instanceof Number answer
              ? numbers(path, answer, number, tolerance)
              : wrong(path, want, plain);
      default -> Objects.equals(want, plain) ? Optional.empty() : wrong(path, want, plain);
    };
  }

  private static Object plain(@Nullable Object got) {
    return switch (got) {
      case null -> PyNone.NONE;
      case Optional<?> optional -> plain(optional.isPresent() ? optional.get() : null);
      case Variable variable -> variable.stored();
      case DType dtype -> dtype.kerasName();
      case Shape shape ->
          shape.toList().stream()
              .map(size -> size == Shape.UNKNOWN ? (Object) PyNone.NONE : Long.valueOf(size))
              .toList();
      case int[] numbers -> IntStream.of(numbers).mapToObj(Long::valueOf).toList();
      case Tensor[] tensors -> List.of(tensors);
      case Tree.Leaf<?> leaf -> plain(leaf.value());
      case Tree.Sequence<?> sequence -> sequence.items();
      case Tree.Mapping<?> mapping -> mapping.items();
      default -> got;
    };
  }

  private static Optional<Difference> wrong(String path, Object want, Object got) {
    return structural(path, "wanted " + describe(want) + ", got " + describe(got));
  }

  private static Optional<Difference> structural(String path, String reason) {
    return Optional.of(
        new Difference((path.isEmpty() ? "" : path + ": ") + reason, Double.POSITIVE_INFINITY));
  }

  private static String describe(Object value) {
    return switch (value) {
      case Tensor tensor -> tensor.dtype() + " " + tensor.shape();
      case List<?> list -> "a list of " + list.size();
      case Map<?, ?> map -> "a dict of " + map.keySet();
      default -> value.getClass().getSimpleName() + " " + value;
    };
  }

  private static Optional<Difference> numbers(
      String path, Number got, Number want, Tolerance tolerance) {
    double excess = tolerance.excess(got.doubleValue(), want.doubleValue());
    return excess <= 1
        ? Optional.empty()
        : Optional.of(
            new Difference(
                (path.isEmpty() ? "" : path + ": ") + "wanted " + want + ", got " + got, excess));
  }

  private static Optional<Difference> lists(
      String path, List<?> got, List<?> want, Tolerance tolerance) {
    if (got.size() != want.size()) {
      return structural(path, "wanted " + want.size() + " items, got " + got.size());
    }
    Optional<Difference> worst = Optional.empty();
    for (int i = 0; i < got.size(); i++) {
      worst =
          worse(
              worst,
              compare(
                  path + "[" + i + "]",
                  got.get(i),
                  Objects.requireNonNull(want.get(i)),
                  tolerance));
    }
    return worst;
  }

  private static Optional<Difference> maps(
      String path, Map<?, ?> got, Map<?, ?> want, Tolerance tolerance) {
    if (!got.keySet().equals(want.keySet())) {
      return structural(path, "wanted the keys " + want.keySet() + ", got " + got.keySet());
    }
    Optional<Difference> worst = Optional.empty();
    for (Map.Entry<?, ?> entry : want.entrySet()) {
      Object key = Objects.requireNonNull(entry.getKey());
      Object value = Objects.requireNonNull(entry.getValue());
      worst = worse(worst, compare(path + "." + key, got.get(key), value, tolerance));
    }
    return worst;
  }

  private static Optional<Difference> worse(Optional<Difference> a, Optional<Difference> b) {
    if (a.isEmpty() || b.isEmpty()) {
      return a.isEmpty() ? b : a;
    }
    return b.get().excess() > a.get().excess() ? b : a;
  }

  /// Compares two tensors: dtype and shape exactly, elements within a tolerance.
  ///
  /// @param path where in an answer the tensor is; may be empty
  /// @param got the tensor
  /// @param want the recorded one
  /// @param tolerance the agreement asked for
  /// @return what differs, or nothing
  static Optional<Difference> tensors(String path, Array got, Array want, Tolerance tolerance) {
    if (got.dtype() != want.dtype() || !got.shape().equals(want.shape())) {
      return wrong(path, want, got);
    }
    return want.dtype() == DType.STRING
        ? strings(path, got, want)
        : elements(path, got, want, tolerance);
  }

  private static Optional<Difference> strings(String path, Array got, Array want) {
    List<String> a = List.of(got.host().strings());
    List<String> b = List.of(want.host().strings());
    for (int i = 0; i < b.size(); i++) {
      if (!a.get(i).equals(b.get(i))) {
        return structural(
            path, "element " + i + ": wanted \"" + b.get(i) + "\", got \"" + a.get(i) + "\"");
      }
    }
    return Optional.empty();
  }

  private static Optional<Difference> elements(
      String path, Array got, Array want, Tolerance tolerance) {
    Elements a = got.elements();
    Elements b = want.elements();
    double worst = 0;
    int at = 0;
    int count = 0;
    for (int i = 0; i < b.size(); i++) {
      double excess = excess(a, b, i, tolerance);
      if (excess > 1) {
        count++;
      }
      if (excess > worst) {
        worst = excess;
        at = i;
      }
    }
    if (count == 0) {
      return Optional.empty();
    }
    String reason =
        "%selement %d of %s %s: wanted %s, got %s; %d of %d elements differ"
            .formatted(
                path.isEmpty() ? "" : path + ": ",
                at,
                want.dtype(),
                want.shape(),
                show(b, at),
                show(a, at),
                count,
                b.size());
    return Optional.of(new Difference(reason, worst));
  }

  private static double excess(Elements got, Elements want, int i, Tolerance tolerance) {
    return switch (want.type().dtype().kind()) {
      case BOOL, SIGNED, UNSIGNED ->
          got.getLong(i) == want.getLong(i)
              ? 0
              : differentIntegers(tolerance.excess(got.getDouble(i), want.getDouble(i)));
      case FLOAT -> tolerance.excess(got.getDouble(i), want.getDouble(i));
      case COMPLEX -> complexExcess(got, want, i, tolerance);
      case STRING -> throw new IllegalArgumentException("Strings have no distance.");
    };
  }

  /// Integers that differ but read as the same double differ all the same.
  private static double differentIntegers(double excess) {
    return excess == 0 ? Double.POSITIVE_INFINITY : excess;
  }

  private static double complexExcess(Elements got, Elements want, int i, Tolerance tolerance) {
    double size = Math.hypot(want.getDouble(i), want.getImaginary(i));
    if (!Double.isFinite(size)) {
      return Math.max(
          tolerance.excess(got.getDouble(i), want.getDouble(i)),
          tolerance.excess(got.getImaginary(i), want.getImaginary(i)));
    }
    double distance =
        Math.hypot(
            got.getDouble(i) - want.getDouble(i), got.getImaginary(i) - want.getImaginary(i));
    return tolerance.excess(size + distance, size);
  }

  private static String show(Elements elements, int i) {
    return switch (elements.type().dtype().kind()) {
      case BOOL, SIGNED, UNSIGNED -> Long.toString(elements.getLong(i));
      case FLOAT ->
          elements.type().dtype() == DType.FLOAT64
              ? Double.toString(elements.getDouble(i))
              : Float.toString((float) elements.getDouble(i));
      case COMPLEX -> elements.getDouble(i) + "+" + elements.getImaginary(i) + "i";
      case STRING -> "";
    };
  }
}
