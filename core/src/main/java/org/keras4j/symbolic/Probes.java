package org.keras4j.symbolic;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.TensorType;
import org.keras4j.tensor.Tree;

/// Finds the types that an operation gives where some sizes are unknown, by running it on types
/// that have sizes instead.
///
/// Two sizes are tried for all unknown ones, and what differs in the results is unknown. Where the
/// operation refuses these, sizes that many numbers divide are tried; then, for some of the unknown
/// sizes, those that are known: the unknown inner size of a product is that of the other operand.
final class Probes {
  private static final int[] PRIMES = {83, 89};
  private static final int[] DIVISIBLE = {720, 1440};
  private static final int MOST_UNKNOWN = 4;
  private static final int MOST_CANDIDATES = 8;

  /// Sizes that operations ask for of themselves: pairs, colors, single ones.
  private static final List<Integer> USUAL = List.of(2, 3, 1);

  private final List<TensorType> types;
  private final Function<List<TensorType>, Tree<TensorType>> run;
  private final int unknown;

  private Probes(List<TensorType> types, Function<List<TensorType>, Tree<TensorType>> run) {
    this.types = types;
    this.run = run;
    this.unknown = (int) types.stream().mapToLong(t -> count(t.shape())).sum();
  }

  private static long count(Shape shape) {
    return IntStream.of(shape.dims()).filter(d -> d == Shape.UNKNOWN).count();
  }

  /// The types that `run` gives for operands of the types.
  static Tree<TensorType> infer(
      List<TensorType> types, Function<List<TensorType>, Tree<TensorType>> run) {
    return new Probes(types, run).infer();
  }

  private Tree<TensorType> infer() {
    int[] free = allFree();
    if (unknown == 0) {
      return run.apply(types);
    }
    try {
      return twice(free, PRIMES);
    } catch (IllegalArgumentException refused) {
      return attempt(free, DIVISIBLE).or(this::withKnownSizes).orElseThrow(() -> refused);
    }
  }

  private int[] allFree() {
    int[] sizes = new int[unknown];
    Arrays.fill(sizes, Shape.UNKNOWN);
    return sizes;
  }

  private Optional<Tree<TensorType>> withKnownSizes() {
    Set<Integer> known = new LinkedHashSet<>();
    types.forEach(
        t -> IntStream.of(t.shape().dims()).filter(d -> d != Shape.UNKNOWN).forEach(known::add));
    known.addAll(USUAL);
    if (unknown > MOST_UNKNOWN || known.size() > MOST_CANDIDATES) {
      return Optional.empty();
    }
    for (int fixed = 1; fixed <= unknown; fixed++) {
      for (int[] sizes : assignments(allFree(), 0, fixed, List.copyOf(known))) {
        var found = attempt(sizes, PRIMES);
        if (found.isPresent()) {
          return found;
        }
      }
    }
    return Optional.empty();
  }

  /// All ways to give `fixed` of the sizes from `start` on a known value, the others free.
  private static List<int[]> assignments(int[] sizes, int start, int fixed, List<Integer> known) {
    if (fixed == 0) {
      return List.of(sizes);
    }
    List<int[]> out = new ArrayList<>();
    for (int i = start; i < sizes.length; i++) {
      for (int size : known) {
        int[] next = sizes.clone();
        next[i] = size;
        out.addAll(assignments(next, i + 1, fixed - 1, known));
      }
    }
    return out;
  }

  private Optional<Tree<TensorType>> attempt(int[] sizes, int[] probes) {
    try {
      return Optional.of(twice(sizes, probes));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private Tree<TensorType> twice(int[] sizes, int[] probes) {
    var first = run.apply(filled(sizes, probes[0]));
    if (Arrays.stream(sizes).allMatch(s -> s != Shape.UNKNOWN)) {
      return first;
    }
    var second = run.apply(filled(sizes, probes[1])).flatten();
    int[] next = {0};
    return first.map(t -> t.withShape(agreed(t.shape(), second.get(next[0]++).shape())));
  }

  private static Shape agreed(Shape a, Shape b) {
    return Shape.of(
        IntStream.range(0, a.rank())
            .map(i -> a.dim(i) == b.dim(i) ? a.dim(i) : Shape.UNKNOWN)
            .toArray());
  }

  private List<TensorType> filled(int[] sizes, int free) {
    int[] next = {0};
    List<TensorType> out = new ArrayList<>();
    for (TensorType type : types) {
      int[] dims = type.shape().dims();
      for (int i = 0; i < dims.length; i++) {
        if (dims[i] == Shape.UNKNOWN) {
          int size = sizes[next[0]++];
          dims[i] = size == Shape.UNKNOWN ? free : size;
        }
      }
      out.add(type.withShape(Shape.of(dims)));
    }
    return out;
  }
}
