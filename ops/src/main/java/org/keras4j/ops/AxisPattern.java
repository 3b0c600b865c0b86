package org.keras4j.ops;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.keras4j.lax.Lax;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.Tensor;

/// A pattern of named axes such as `b (h w) c -> b c h w`.
///
/// @param text as written
/// @param from for each axis of the tensor, the names it is made of
/// @param to for each axis of the result, the names it is made of
record AxisPattern(String text, List<List<String>> from, List<List<String>> to) {
  private static final Pattern GROUP = Pattern.compile("\\(([^()]*)\\)|(\\w+)");

  static AxisPattern of(String text) {
    String[] sides = text.split("->", -1);
    if (sides.length != 2) {
      throw new IllegalArgumentException(
          "rearrange expects a pattern such as 'a b -> b a'. Received: pattern=" + text);
    }
    var pattern = new AxisPattern(text, groups(sides[0]), groups(sides[1]));
    var left = pattern.from.stream().flatMap(List::stream).sorted().toList();
    var right = pattern.to.stream().flatMap(List::stream).sorted().toList();
    if (!left.equals(right) || left.stream().distinct().count() != left.size()) {
      throw new IllegalArgumentException(
          "rearrange expects each axis once on both sides. Received: pattern=" + text);
    }
    return pattern;
  }

  private static List<List<String>> groups(String side) {
    List<List<String>> out = new ArrayList<>();
    Matcher matcher = GROUP.matcher(side);
    while (matcher.find()) {
      String names = matcher.group(1) == null ? matcher.group(2) : matcher.group(1).strip();
      out.add(names.isEmpty() ? List.of() : List.of(names.split("\\s+")));
    }
    return out;
  }

  Tensor apply(Tensor x, Map<String, Integer> lengths) {
    if (x.rank() != from.size()) {
      throw new IllegalArgumentException(
          "rearrange expects a tensor of %d axes. Received: x of shape %s, pattern=%s"
              .formatted(from.size(), x.shape(), text));
    }
    var sizes = new LinkedHashMap<String, Integer>();
    for (int i = 0; i < from.size(); i++) {
      measure(from.get(i), x.shape().dim(i), lengths, sizes);
    }
    var names = List.copyOf(sizes.keySet());
    Tensor split = Lax.reshape(x, Shape.of(List.copyOf(sizes.values())));
    var order = to.stream().flatMap(List::stream).map(names::indexOf).toList();
    var merged =
        to.stream()
            .map(group -> group.stream().mapToInt(sizes::get).reduce(1, Math::multiplyExact))
            .toList();
    return Lax.reshape(Lax.transpose(split, order), Shape.of(merged));
  }

  private void measure(
      List<String> group, int size, Map<String, Integer> lengths, Map<String, Integer> sizes) {
    int known = 1;
    int open = 0;
    for (String name : group) {
      known *= lengths.getOrDefault(name, 1);
      open += lengths.containsKey(name) ? 0 : 1;
    }
    if (open > 1 || known == 0 || size % known != 0 || (open == 0 && size != known)) {
      throw new IllegalArgumentException(
          "rearrange cannot split an axis of size %d into %s. Received: pattern=%s, lengths=%s"
              .formatted(size, group, text, lengths));
    }
    for (String name : group) {
      Integer given = lengths.get(name);
      sizes.put(name, given == null ? Integer.valueOf(size / known) : given);
    }
  }
}
