package org.keras4j.saving.format;

/// How much JSON is read before it is refused.
///
/// @param maxBytes length of the whole text in UTF-8
/// @param maxDepth lists and objects inside each other
/// @param maxValues values of every kind, keys not counted
/// @param maxStringLength characters in one string or key
/// @param maxNumberLength characters in one number
public record JsonLimits(
    int maxBytes, int maxDepth, int maxValues, int maxStringLength, int maxNumberLength) {
  /// Room for every configuration Keras writes.
  public static final JsonLimits CONFIG = new JsonLimits(64 << 20, 200, 4_000_000, 16 << 20, 1000);
}
