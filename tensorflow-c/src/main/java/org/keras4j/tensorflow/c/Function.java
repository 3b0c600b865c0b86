package org.keras4j.tensorflow.c;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.function.Consumer;
import org.keras4j.foreign.Owned;

/// A graph as a function under a name (`TF_Function`): to be made known to a context that runs it,
/// or to a graph whose operations call it.
public final class Function implements AutoCloseable {
  private static final MethodHandle DELETE =
      NativeCall.function("TF_DeleteFunction", null, ADDRESS);
  private static final MethodHandle SET_ATTRIBUTE =
      NativeCall.function(
          "TF_FunctionSetAttrValueProto", null, ADDRESS, ADDRESS, ADDRESS, JAVA_LONG, ADDRESS);

  private final String name;
  private final Owned owned;

  Function(String name, MemorySegment pointer) {
    this.name = name;
    this.owned =
        new Owned(
            "The function " + name,
            pointer,
            p ->
                NativeCall.perform(
                    () -> {
                      DELETE.invokeExact(p);
                    }));
  }

  void perform(Consumer<MemorySegment> use) {
    owned.perform(use);
  }

  /// Its name.
  public String name() {
    return name;
  }

  /// Sets an attribute of the function, such as `_XlaMustCompile`.
  public Function set(String attribute, Attribute value) {
    try (var arena = Arena.ofConfined()) {
      MemorySegment bytes = value.toNative(arena);
      owned.perform(
          function ->
              Status.check(
                  name,
                  status -> {
                    SET_ATTRIBUTE.invokeExact(
                        function, CStrings.of(attribute), bytes, value.size(), status);
                  }));
    }
    return this;
  }

  @Override
  public void close() {
    owned.close();
  }
}
