package org.keras4j.runtime;

/// Where an engine can compute, as Keras names it: `cpu:0`.
///
/// @param kind `cpu`, `gpu` or `tpu`
/// @param index from 0
/// @param description for people: name, memory
public record Device(String kind, int index, String description) {
  @Override
  public String toString() {
    return kind + ":" + index;
  }
}
