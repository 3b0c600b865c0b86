package org.keras4j.backend.tensorflow;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.keras4j.tensorflow.c.Context;
import org.keras4j.tensorflow.c.Function;

/// The functions that one program is made of: itself, and the bodies of its branches and loops.
final class FunctionLibrary implements AutoCloseable {
  private static final AtomicLong NEXT = new AtomicLong();

  private final List<Function> functions = new ArrayList<>();

  /// A name that nothing else has.
  String name() {
    return "keras4j_" + NEXT.getAndIncrement();
  }

  Function keep(Function function) {
    functions.add(function);
    return function;
  }

  /// Makes all known to a context.
  ///
  /// @return their names
  List<String> addTo(Context context) {
    functions.forEach(context::add);
    return functions.stream().map(Function::name).toList();
  }

  @Override
  public void close() {
    functions.forEach(Function::close);
  }
}
