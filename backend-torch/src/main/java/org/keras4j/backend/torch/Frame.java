package org.keras4j.backend.torch;

import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.IValueVector;
import org.jspecify.annotations.Nullable;

/// Working memory for one run of a plan at a time: its places, and the stack that calls are made
/// on. Between runs places are empty.
final class Frame implements AutoCloseable {
  /// The stack stays where it is in memory as long as no more than this lies on it.
  static final int DEEPEST = 32;

  private final IValue[] places;
  private final IValue none = new IValue();
  private final IValueVector stack = new IValueVector(DEEPEST);
  private final @Nullable IValue[] slots = new IValue[DEEPEST];

  Frame(int numPlaces) {
    places = new IValue[numPlaces];
    for (int i = 0; i < numPlaces; i++) {
      places[i] = new IValue();
    }
  }

  IValue at(int place) {
    return places[place];
  }

  IValueVector stack() {
    return stack;
  }

  /// What lies on the stack, counted from the bottom.
  IValue slot(int i) {
    IValue slot = slots[i];
    if (slot == null) {
      slot = stack.get(i);
      slots[i] = slot;
    }
    return slot;
  }

  /// Puts a value into a place, shared with whoever has it.
  void share(IValue value, IValue place) {
    stack.resize(1);
    stack.put(0, value);
    slot(0).swap(place);
  }

  /// Lets go of what a place holds.
  void clear(int place) {
    places[place].put(none);
  }

  void clear() {
    for (int i = 0; i < places.length; i++) {
      clear(i);
    }
  }

  @Override
  public void close() {
    for (IValue place : places) {
      place.close();
    }
    none.close();
    stack.close();
  }
}
