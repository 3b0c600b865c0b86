package org.keras4j.tensorflow.c;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// An operation or function with its attributes, ready to run on tensors, at once and many times.
/// Safe for use from several threads.
public final class Operation {
  private static final MethodHandle NEW =
      NativeCall.function("TFE_NewOp", ADDRESS, ADDRESS, ADDRESS, ADDRESS);
  private static final MethodHandle DELETE = NativeCall.function("TFE_DeleteOp", null, ADDRESS);
  private static final MethodHandle SET_ATTRIBUTE =
      NativeCall.function(
          "TFE_OpSetAttrValueProto", null, ADDRESS, ADDRESS, ADDRESS, JAVA_LONG, ADDRESS);
  private static final MethodHandle ADD_INPUT =
      NativeCall.function("TFE_OpAddInput", null, ADDRESS, ADDRESS, ADDRESS);
  private static final MethodHandle EXECUTE =
      NativeCall.function("TFE_Execute", null, ADDRESS, ADDRESS, ADDRESS, ADDRESS);

  private final Context context;
  private final String name;
  private final MemorySegment cName;
  private final List<Setting> settings;

  private record Setting(MemorySegment name, MemorySegment value) {}

  Operation(Context context, String name, Map<String, Attribute> attributes) {
    this.context = context;
    this.name = name;
    var arena = Arena.ofAuto();
    this.cName = arena.allocateFrom(name);
    var list = new ArrayList<Setting>();
    attributes.forEach(
        (key, value) -> list.add(new Setting(CStrings.of(key), value.toNative(arena))));
    this.settings = List.copyOf(list);
  }

  /// Runs the operation.
  ///
  /// @param inputs its operands; those that are lists one tensor after another
  /// @param results how many results it has
  /// @throws TensorFlowException if TensorFlow refuses
  public List<TensorHandle> run(List<TensorHandle> inputs, int results) {
    MemorySegment op =
        Status.checked(
            name, status -> (MemorySegment) NEW.invokeExact(context.pointer(), cName, status));
    try (var arena = Arena.ofConfined()) {
      for (Setting s : settings) {
        Status.check(
            name,
            status -> {
              SET_ATTRIBUTE.invokeExact(op, s.name(), s.value(), s.value().byteSize(), status);
            });
      }
      for (TensorHandle input : inputs) {
        Status.check(
            name,
            status -> {
              ADD_INPUT.invokeExact(op, input.pointer(), status);
            });
      }
      MemorySegment out = arena.allocate(ADDRESS, results + 1L);
      MemorySegment count = out.asSlice(ADDRESS.byteSize() * results, JAVA_INT.byteSize());
      count.set(JAVA_INT, 0, results);
      Status.check(
          name,
          status -> {
            EXECUTE.invokeExact(op, out, count, status);
          });
      var handles = new ArrayList<TensorHandle>(results);
      int given = count.get(JAVA_INT, 0);
      for (int i = 0; i < given; i++) {
        handles.add(new TensorHandle(out.getAtIndex(ADDRESS, i)));
      }
      if (given != results) {
        handles.forEach(TensorHandle::close);
        throw new IllegalArgumentException(
            "%s has %d results. Received: results=%d".formatted(name, given, results));
      }
      return handles;
    } finally {
      NativeCall.perform(
          () -> {
            DELETE.invokeExact(op);
          });
      Reference.reachabilityFence(inputs);
      Reference.reachabilityFence(this);
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
