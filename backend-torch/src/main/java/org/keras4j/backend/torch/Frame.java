package org.keras4j.backend.torch;

import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.IValueVector;

/// Working memory for one run of a plan at a time: its places, and the stack that calls are made
/// on. Between runs places are empty.
final class Frame implements AutoCloseable {
  private final IValue[] places;
  private final IValue none = new IValue();
  private final IValueVector stack = new IValueVector(0);

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

  /// Puts a value into a place, shared with whoever has it.
  void share(IValue value, IValue place) {
    stack.resize(1);
    stack.put(0, value);
    stack.get(0).swap(place);
    stack.resize(0);
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
