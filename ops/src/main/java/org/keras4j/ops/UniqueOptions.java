package org.keras4j.ops;

import java.util.Optional;

/// What `unique` is asked for.
///
/// @param index whether also where each distinct element occurs first
/// @param inverse whether also which distinct element each element is
/// @param counts whether also how often each occurs
/// @param axis along which slices are compared; without one, all elements
/// @param size of the result, cut off or filled up; without one, as it comes
/// @param fill what it is filled up with; without one, the smallest element
public record UniqueOptions(
    boolean index,
    boolean inverse,
    boolean counts,
    Optional<Integer> axis,
    Optional<Integer> size,
    Optional<Double> fill) {
  /// Only the distinct elements.
  public static final UniqueOptions VALUES =
      new UniqueOptions(false, false, false, Optional.empty(), Optional.empty(), Optional.empty());
}
