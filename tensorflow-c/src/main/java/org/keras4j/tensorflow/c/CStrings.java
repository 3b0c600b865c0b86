package org.keras4j.tensorflow.c;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// C strings that are kept for good: names of operations and attributes, of which there are few.
final class CStrings {
  private static final Map<String, MemorySegment> KEPT = new ConcurrentHashMap<>();

  private CStrings() {}

  static MemorySegment of(String text) {
    var known = KEPT.get(text);
    return known != null ? known : KEPT.computeIfAbsent(text, t -> Arena.global().allocateFrom(t));
  }
}
