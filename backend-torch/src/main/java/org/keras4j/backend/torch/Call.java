package org.keras4j.backend.torch;

import java.util.List;
import org.bytedeco.pytorch.GenericList;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.IValueVector;

/// One call of an operator.
final class Call implements Step {
  /// Where an argument comes from.
  sealed interface Source {
    /// A place; `last` if nobody reads it afterwards.
    record Place(int number, boolean last) implements Source {}

    /// A value known when the plan was made.
    record Fixed(IValue value) implements Source {}

    /// A list of tensors.
    record Several(List<Source> elements) implements Source {}
  }

  private final Operator operator;
  private final Source[] arguments;
  private final boolean alone;
  private final int[] out;

  /// @param alone whether one thread is enough
  /// @param out the places of the results; a negative one is let go
  Call(Operator operator, List<Source> arguments, boolean alone, int[] out) {
    if (arguments.size() > Frame.DEEPEST) {
      throw new IllegalArgumentException(operator.name() + " takes too many arguments");
    }
    this.operator = operator;
    this.alone = alone;
    this.arguments = arguments.toArray(Source[]::new);
    this.out = out;
  }

  /// What a source stands for in a frame; it stays there.
  static IValue look(Source source, Frame frame) {
    return switch (source) {
      case Source.Place(int place, boolean _) -> frame.at(place);
      case Source.Fixed(IValue value) -> value;
      case Source.Several _ -> throw new IllegalStateException("a list is no single value");
    };
  }

  /// Empties the place of a source that is read for the last time.
  static void letGo(Source source, Frame frame) {
    if (source instanceof Source.Place(int place, boolean last) && last) {
      frame.clear(place);
    }
  }

  @Override
  public void run(Frame frame) {
    IValueVector stack = frame.stack();
    stack.resize(arguments.length);
    for (int i = 0; i < arguments.length; i++) {
      switch (arguments[i]) {
        case Source.Place(int place, boolean last) -> {
          if (last) {
            frame.slot(i).swap(frame.at(place));
          } else {
            stack.put(i, frame.at(place));
          }
        }
        case Source.Fixed(IValue value) -> stack.put(i, value);
        case Source.Several(List<Source> elements) -> putList(frame, i, elements);
      }
    }
    Threads.limit(alone);
    operator.call(stack);
    boolean rest = false;
    for (int i = 0; i < out.length; i++) {
      if (out[i] >= 0) {
        frame.at(out[i]).swap(frame.slot(i));
      } else {
        rest = true;
      }
    }
    if (rest) {
      stack.resize(0);
    }
  }

  private static void putList(Frame frame, int i, List<Source> elements) {
    try (GenericList list = Tensors.tensorList()) {
      for (Source element : elements) {
        list.push_back(look(element, frame));
        letGo(element, frame);
      }
      try (var value = new IValue(list)) {
        frame.slot(i).swap(value);
      }
    }
  }
}
