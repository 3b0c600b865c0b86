package org.keras4j.cli.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.keras4j.random.RandomState;

/// The works by name.
public final class Works {
  private static final Map<String, Consumer<Stopwatch>> ALL = all();

  private Works() {}

  private static Map<String, Consumer<Stopwatch>> all() {
    var out = new LinkedHashMap<String, Consumer<Stopwatch>>();
    out.putAll(ModelWorks.ALL);
    out.putAll(SmallWorks.ALL);
    out.putAll(KernelWorks.ALL);
    out.putAll(FileWorks.ALL);
    out.putAll(OpsWorks.ALL);
    return out;
  }

  /// The names of all works.
  public static List<String> names() {
    return List.copyOf(ALL.keySet());
  }

  /// The works that a name stands for: itself, or all whose names go on after it, such as `W9` and
  /// `W9-matmul`; but `W1` is not the beginning of `W10`.
  ///
  /// @throws IllegalArgumentException if there is none
  public static List<String> matching(String name) {
    if (ALL.containsKey(name)) {
      return List.of(name);
    }
    var out = new ArrayList<String>();
    for (String work : ALL.keySet()) {
      if (work.startsWith(name) && !name.isEmpty() && !cutsNumber(name, work)) {
        out.add(work);
      }
    }
    if (out.isEmpty()) {
      throw new IllegalArgumentException(
          "Expected one of the works %s. Received: work=%s"
              .formatted(String.join(", ", names()), name));
    }
    return out;
  }

  private static boolean cutsNumber(String beginning, String work) {
    int n = beginning.length();
    return Character.isDigit(beginning.charAt(n - 1)) && Character.isDigit(work.charAt(n));
  }

  /// Does a work and prints its line.
  ///
  /// @throws IllegalArgumentException if there is none of that name
  public static void run(String name, Stopwatch watch) {
    RandomState.setRandomSeed(0);
    for (String work : matching(name)) {
      ALL.getOrDefault(work, _ -> {}).accept(watch);
    }
  }
}
