package org.keras4j.tensor;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// A nested structure: one leaf, a list of structures, or a map of structures by name.
///
/// Functions with several inputs or outputs take and give these; Java lists and maps become one by
/// {@link #of(Object, Class)}. Leaves are visited in order: lists as they stand, maps in Keras's
/// order (sorted by key).
///
/// @param <T> what the leaves are
/// @see <a href="https://keras.io/api/utils/tree/">keras.tree</a>
public sealed interface Tree<T> {
  /// One value.
  record Leaf<T>(T value) implements Tree<T> {}

  /// Structures in order (Python's list and tuple).
  record Sequence<T>(List<Tree<T>> items) implements Tree<T> {
    /// Keeps a copy.
    public Sequence {
      items = List.copyOf(items);
    }
  }

  /// Structures by name (Python's dict).
  record Mapping<T>(Map<String, Tree<T>> items) implements Tree<T> {
    /// Keeps a copy, in the order given.
    public Mapping {
      items = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(items));
    }
  }

  /// One leaf.
  static <T> Tree<T> leaf(T value) {
    return new Leaf<>(value);
  }

  /// A list of leaves.
  static <T> Tree<T> sequence(List<? extends T> values) {
    return new Sequence<>(values.stream().map(v -> Tree.<T>leaf(v)).toList());
  }

  /// The structure of Java lists, maps, arrays of objects and leaves of type `leaf`.
  ///
  /// @throws IllegalArgumentException if something else is found
  static <T> Tree<T> of(Object structure, Class<T> leaf) {
    return switch (structure) {
      case Object o when leaf.isInstance(o) -> new Leaf<>(leaf.cast(o));
      case Tree<?> tree -> tree.map(leaf::cast);
      case List<?> list -> new Sequence<>(list.stream().map(o -> of(o, leaf)).toList());
      case Object[] array -> of(List.of(array), leaf);
      case Map<?, ?> map -> {
        var items = new LinkedHashMap<String, Tree<T>>();
        map.forEach((k, v) -> items.put((String) k, of(v, leaf)));
        yield new Mapping<>(items);
      }
      default ->
          throw new IllegalArgumentException(
              "Expected a %s, or lists and maps of them. Received: %s"
                  .formatted(leaf.getSimpleName(), structure.getClass().getName()));
    };
  }

  /// The leaves in order.
  default List<T> flatten() {
    var out = new ArrayList<T>();
    collect(out);
    return out;
  }

  private void collect(List<T> out) {
    switch (this) {
      case Leaf<T> l -> out.add(l.value());
      case Sequence<T> s -> s.items().forEach(t -> t.collect(out));
      case Mapping<T> m ->
          m.items().entrySet().stream()
              .sorted(Map.Entry.comparingByKey())
              .forEach(e -> e.getValue().collect(out));
    }
  }

  /// The same structure with each leaf replaced, in order.
  default <R> Tree<R> map(Function<? super T, ? extends R> f) {
    List<R> mapped = new ArrayList<>();
    for (T leaf : flatten()) {
      mapped.add(f.apply(leaf));
    }
    return pack(mapped);
  }

  /// The same structure over other leaves, given in order.
  ///
  /// @throws IllegalArgumentException if their number differs
  default <R> Tree<R> pack(List<? extends R> leaves) {
    var from = leaves.iterator();
    Tree<R> packed;
    try {
      packed = fill(from);
    } catch (java.util.NoSuchElementException e) {
      throw new IllegalArgumentException(
          "Expected %d leaves. Received: %d leaves".formatted(flatten().size(), leaves.size()), e);
    }
    if (from.hasNext()) {
      throw new IllegalArgumentException(
          "Expected %d leaves. Received: %d leaves".formatted(flatten().size(), leaves.size()));
    }
    return packed;
  }

  private <R> Tree<R> fill(Iterator<? extends R> from) {
    return switch (this) {
      case Leaf<T> _ -> new Leaf<>(from.next());
      case Sequence<T> s -> new Sequence<>(s.items().stream().map(t -> t.<R>fill(from)).toList());
      case Mapping<T> m -> {
        var filled = new LinkedHashMap<String, Tree<R>>();
        m.items().forEach((k, _) -> filled.put(k, new Sequence<>(List.of())));
        m.items().entrySet().stream()
            .sorted(Map.Entry.comparingByKey())
            .forEach(e -> filled.put(e.getKey(), e.getValue().fill(from)));
        yield new Mapping<>(filled);
      }
    };
  }

  /// The only leaf.
  ///
  /// @throws IllegalStateException if this is not a leaf
  default T single() {
    if (this instanceof Leaf<T>(T value)) {
      return value;
    }
    throw new IllegalStateException("Expected a single value. Received: " + this);
  }
}
