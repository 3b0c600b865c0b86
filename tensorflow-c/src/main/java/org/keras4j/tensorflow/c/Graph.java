package org.keras4j.tensorflow.c;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.keras4j.foreign.Owned;
import org.keras4j.tensor.TensorType;

/// Operations and what flows between them, under construction (`TF_Graph`): the body of a function.
/// For use from one thread.
///
/// {@snippet :
/// try (var graph = new Graph()) {
///   Output x = graph.placeholder(TensorType.of(DType.FLOAT32, 2, 3));
///   Output y = graph.operation("Exp").input(x).build();
///   Function f = graph.toFunction("exp_of_2_3", List.of(x), List.of(y));
/// }
/// }
public final class Graph implements AutoCloseable {
  private static final MethodHandle NEW = NativeCall.function("TF_NewGraph", ADDRESS);
  private static final MethodHandle DELETE = NativeCall.function("TF_DeleteGraph", null, ADDRESS);
  private static final MethodHandle NEW_OPERATION =
      NativeCall.function("TF_NewOperation", ADDRESS, ADDRESS, ADDRESS, ADDRESS);
  private static final MethodHandle FINISH =
      NativeCall.function("TF_FinishOperation", ADDRESS, ADDRESS, ADDRESS);
  private static final MethodHandle ADD_INPUT =
      NativeCall.function("TF_AddInput", null, ADDRESS, Output.LAYOUT);
  private static final MethodHandle ADD_INPUT_LIST =
      NativeCall.function("TF_AddInputList", null, ADDRESS, ADDRESS, JAVA_INT);
  private static final MethodHandle SET_ATTRIBUTE =
      NativeCall.function(
          "TF_SetAttrValueProto", null, ADDRESS, ADDRESS, ADDRESS, JAVA_LONG, ADDRESS);
  private static final MethodHandle COPY_FUNCTION =
      NativeCall.function("TF_GraphCopyFunction", null, ADDRESS, ADDRESS, ADDRESS, ADDRESS);
  private static final MethodHandle RESULTS =
      NativeCall.function("TF_OperationNumOutputs", JAVA_INT, ADDRESS);
  private static final MethodHandle TO_FUNCTION =
      NativeCall.function(
          "TF_GraphToFunction",
          ADDRESS,
          ADDRESS,
          ADDRESS,
          JAVA_BYTE,
          JAVA_INT,
          ADDRESS,
          JAVA_INT,
          ADDRESS,
          JAVA_INT,
          ADDRESS,
          ADDRESS,
          ADDRESS,
          ADDRESS,
          ADDRESS);

  private final Owned owned;
  private int operations;

  /// An empty graph.
  public Graph() {
    this.owned =
        new Owned(
            "The graph",
            NativeCall.plain(() -> (MemorySegment) NEW.invokeExact()),
            p ->
                NativeCall.perform(
                    () -> {
                      DELETE.invokeExact(p);
                    }));
  }

  /// A new input of a type.
  public Output placeholder(TensorType type) {
    return operation("Placeholder")
        .set("dtype", Attribute.of(type.dtype()))
        .set("shape", Attribute.of(type.shape()))
        .build();
  }

  /// A new operation, to be completed by the builder.
  ///
  /// @param type TensorFlow's name for it, or a function's
  public Builder operation(String type) {
    return new Builder(type);
  }

  /// Makes a function known to this graph, so that operations may call it. Functions that it calls
  /// itself come along.
  public void add(Function function) {
    owned.perform(
        graph ->
            function.perform(
                copied ->
                    Status.check(
                        function.name(),
                        status -> {
                          COPY_FUNCTION.invokeExact(graph, copied, MemorySegment.NULL, status);
                        })));
  }

  /// The whole graph as a function.
  ///
  /// @param name unique in the contexts and graphs it will be known to
  /// @param inputs placeholders, each once
  public Function toFunction(String name, List<Output> inputs, List<Output> outputs) {
    try (var arena = Arena.ofConfined()) {
      MemorySegment cName = arena.allocateFrom(name);
      MemorySegment in = write(arena, inputs);
      MemorySegment out = write(arena, outputs);
      MemorySegment none = MemorySegment.NULL;
      byte noHash = 0;
      int all = -1;
      return new Function(
          name,
          Status.checked(
              name,
              status ->
                  (MemorySegment)
                      TO_FUNCTION.invokeExact(
                          owned.pointer(),
                          cName,
                          noHash,
                          all,
                          none,
                          inputs.size(),
                          in,
                          outputs.size(),
                          out,
                          none,
                          none,
                          none,
                          status)));
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  private static MemorySegment write(Arena arena, List<Output> outputs) {
    MemorySegment list = arena.allocate(Output.LAYOUT, Math.max(1, outputs.size()));
    for (int i = 0; i < outputs.size(); i++) {
      outputs.get(i).write(list, i);
    }
    return list;
  }

  @Override
  public void close() {
    owned.close();
  }

  /// An operation being described: its operands in order, then its attributes.
  public final class Builder {
    private final String type;
    private final Arena arena = Arena.ofAuto();
    private final MemorySegment description;

    private Builder(String type) {
      this.type = type;
      MemorySegment name = arena.allocateFrom("op" + operations++);
      this.description =
          NativeCall.plain(
              () ->
                  (MemorySegment)
                      NEW_OPERATION.invokeExact(owned.pointer(), CStrings.of(type), name));
    }

    /// The next operand.
    public Builder input(Output value) {
      MemorySegment struct = write(arena, List.of(value));
      NativeCall.perform(
          () -> {
            ADD_INPUT.invokeExact(description, struct);
          });
      return this;
    }

    /// The next operand, where it is a list.
    public Builder inputs(List<Output> values) {
      MemorySegment list = write(arena, values);
      NativeCall.perform(
          () -> {
            ADD_INPUT_LIST.invokeExact(description, list, values.size());
          });
      return this;
    }

    /// Sets an attribute; those that follow from the operands' types need not be set.
    public Builder set(String attribute, Attribute value) {
      MemorySegment bytes = value.toNative(arena);
      Status.check(
          type,
          status -> {
            SET_ATTRIBUTE.invokeExact(
                description, CStrings.of(attribute), bytes, value.size(), status);
          });
      return this;
    }

    /// Sets attributes.
    public Builder set(Map<String, Attribute> attributes) {
      attributes.forEach(this::set);
      return this;
    }

    /// Adds the operation to the graph.
    ///
    /// @return its only result, or its first
    /// @throws TensorFlowException if TensorFlow refuses it
    public Output build() {
      return new Output(finish(), 0);
    }

    /// Adds the operation to the graph.
    ///
    /// @return all its results
    /// @throws TensorFlowException if TensorFlow refuses it
    public List<Output> buildAll() {
      MemorySegment operation = finish();
      int n = NativeCall.plain(() -> (int) RESULTS.invokeExact(operation));
      var results = new ArrayList<Output>(n);
      for (int i = 0; i < n; i++) {
        results.add(new Output(operation, i));
      }
      return results;
    }

    private MemorySegment finish() {
      return owned.use(
          _ ->
              Status.checked(
                  type, status -> (MemorySegment) FINISH.invokeExact(description, status)));
    }
  }
}
