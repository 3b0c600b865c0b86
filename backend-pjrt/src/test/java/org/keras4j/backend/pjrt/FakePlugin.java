package org.keras4j.backend.pjrt;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/// A plugin made of Java methods that native code can call: it keeps what it is given, says what it
/// was asked, fails where it is told to, and computes what it is told to.
@SuppressWarnings("restricted") // native code calls it
final class FakePlugin {
  private static final MemorySegment OK = MemorySegment.NULL;

  private final Arena arena = Arena.ofShared();
  private final MemorySegment table = arena.allocate(ApiFunction.BUFFER_TO_HOST.end(), 8);
  private final Map<Long, Object> alive = new TreeMap<>();
  private final Map<ApiFunction, String> failures = new EnumMap<>(ApiFunction.class);
  private final List<ApiFunction> calls = Collections.synchronizedList(new ArrayList<>());
  private final UnaryOperator<List<byte[]>> program;
  private final MemorySegment devices = arena.allocate(ADDRESS);

  String code = "";
  byte[] options = {};
  List<Long> notDonatable = List.of();
  int deviceCount = 1;

  /// @param program computes results from operands, for every module
  FakePlugin(UnaryOperator<List<byte[]>> program) {
    this.program = program;
    version(0, 97);
    table.set(JAVA_LONG, 0, table.byteSize());
    devices.set(ADDRESS, 0, MemorySegment.ofAddress(7));
    for (ApiFunction function : ApiFunction.values()) {
      table.set(ADDRESS, function.offset(), stub(function));
    }
  }

  private MemorySegment stub(ApiFunction function) {
    try {
      var type = MethodType.methodType(MemorySegment.class, ApiFunction.class, MemorySegment.class);
      var method = MethodHandles.lookup().findVirtual(FakePlugin.class, "call", type);
      return Linker.nativeLinker()
          .upcallStub(
              MethodHandles.insertArguments(method.bindTo(this), 0, function),
              FunctionDescriptor.of(ADDRESS, ADDRESS),
              arena);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  MemorySegment table() {
    return table;
  }

  void version(int major, int minor) {
    table.set(JAVA_INT, 32, major);
    table.set(JAVA_INT, 36, minor);
  }

  /// The next calls of a function fail, with code 3, until told otherwise.
  void fail(ApiFunction function, String message) {
    failures.put(function, message);
  }

  void mend() {
    failures.clear();
  }

  List<ApiFunction> calls() {
    return List.copyOf(calls);
  }

  /// What was made and not destroyed.
  List<Object> alive() {
    return List.copyOf(alive.values());
  }

  /// The struct that a function takes.
  static Struct arguments(ApiFunction function) {
    return switch (function) {
      case ERROR_DESTROY -> Structs.ERROR_DESTROY;
      case ERROR_MESSAGE -> Structs.ERROR_MESSAGE;
      case ERROR_CODE -> Structs.ERROR_CODE;
      case PLUGIN_INITIALIZE -> Structs.PLUGIN_INITIALIZE;
      case EVENT_DESTROY -> Structs.EVENT_DESTROY;
      case EVENT_AWAIT -> Structs.EVENT_AWAIT;
      case CLIENT_CREATE -> Structs.CLIENT_CREATE;
      case CLIENT_DESTROY -> Structs.CLIENT_DESTROY;
      case PLATFORM_NAME -> Structs.PLATFORM_NAME;
      case PLATFORM_VERSION -> Structs.PLATFORM_VERSION;
      case ADDRESSABLE_DEVICES -> Structs.ADDRESSABLE_DEVICES;
      case COMPILE -> Structs.COMPILE;
      case BUFFER_FROM_HOST -> Structs.BUFFER_FROM_HOST;
      case DEVICE_KIND -> Structs.DEVICE_KIND;
      case DEVICE_DESCRIPTION -> Structs.DEVICE_DESCRIPTION;
      case EXECUTABLE_DESTROY -> Structs.EXECUTABLE_DESTROY;
      case EXECUTE -> Structs.EXECUTE;
      case BUFFER_DESTROY -> Structs.BUFFER_DESTROY;
      case BUFFER_TO_HOST -> Structs.BUFFER_TO_HOST;
    };
  }

  private MemorySegment make(Object what) {
    MemorySegment handle = arena.allocate(1);
    alive.put(handle.address(), what);
    return handle;
  }

  private Object look(MemorySegment handle) {
    var found = alive.get(handle.address());
    if (found == null) {
      throw new IllegalStateException("used after it was destroyed");
    }
    return found;
  }

  private void destroy(MemorySegment handle) {
    look(handle);
    alive.remove(handle.address());
  }

  private static byte[] bytes(MemorySegment pointer, long size) {
    return pointer.reinterpret(size).toArray(JAVA_BYTE);
  }

  private void text(Struct.Value arguments, String field, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    arguments.set(field, arena.allocateFrom(JAVA_BYTE, bytes)).set(field + "_size", bytes.length);
  }

  @SuppressWarnings("unused") // native code calls it
  private synchronized MemorySegment call(ApiFunction function, MemorySegment pointer) {
    try {
      calls.add(function);
      var struct = arguments(function);
      var a = new Struct.Value(struct, pointer.reinterpret(struct.size()));
      if (a.number("struct_size") != struct.size()) {
        return make(struct.name() + " has a wrong size");
      }
      String failure = failures.get(function);
      if (failure != null) {
        return make(failure);
      }
      answer(function, a);
      return OK;
    } catch (RuntimeException e) {
      return make(String.valueOf(e));
    }
  }

  private void answer(ApiFunction function, Struct.Value a) {
    switch (function) {
      case ERROR_DESTROY -> destroy(a.pointer("error"));
      case ERROR_MESSAGE -> text(a, "message", (String) look(a.pointer("error")));
      case ERROR_CODE -> a.set("code", 3);
      case PLUGIN_INITIALIZE -> {}
      case EVENT_DESTROY -> destroy(a.pointer("event"));
      case EVENT_AWAIT -> look(a.pointer("event"));
      case CLIENT_CREATE -> a.set("client", make("client"));
      case CLIENT_DESTROY -> destroy(a.pointer("client"));
      case PLATFORM_NAME -> text(a, "platform_name", "cuda");
      case PLATFORM_VERSION -> text(a, "platform_version", "fake\n1");
      case ADDRESSABLE_DEVICES ->
          a.set("addressable_devices", devices).set("num_addressable_devices", deviceCount);
      case DEVICE_DESCRIPTION -> a.set("device_description", a.pointer("device"));
      case DEVICE_KIND -> text(a, "device_kind", "Abacus");
      case COMPILE -> compile(a);
      case EXECUTABLE_DESTROY -> destroy(a.pointer("executable"));
      case EXECUTE -> execute(a);
      case BUFFER_FROM_HOST -> {
        long size = 4;
        for (int i = 0; i < a.number("num_dims"); i++) {
          size *= a.pointer("dims").reinterpret(8L * (i + 1)).getAtIndex(JAVA_LONG, i);
        }
        a.set("buffer", make(bytes(a.pointer("data"), size)));
        a.set("done_with_host_buffer", make("event"));
      }
      case BUFFER_DESTROY -> destroy(a.pointer("buffer"));
      case BUFFER_TO_HOST -> {
        byte[] elements = (byte[]) look(a.pointer("src"));
        MemorySegment.copy(
            elements,
            0,
            a.pointer("dst").reinterpret(a.number("dst_size")),
            JAVA_BYTE,
            0,
            elements.length);
        a.set("event", make("event"));
      }
    }
  }

  private void compile(Struct.Value a) {
    look(a.pointer("client"));
    var given =
        new Struct.Value(Structs.PROGRAM, a.pointer("program").reinterpret(Structs.PROGRAM.size()));
    code =
        new String(bytes(given.pointer("code"), given.number("code_size")), StandardCharsets.UTF_8);
    options = bytes(a.pointer("compile_options"), a.number("compile_options_size"));
    a.set("executable", make("executable"));
  }

  private void execute(Struct.Value a) {
    look(a.pointer("executable"));
    var given =
        new Struct.Value(
            Structs.EXECUTE_OPTIONS,
            a.pointer("options").reinterpret(Structs.EXECUTE_OPTIONS.size()));
    long n = given.number("num_non_donatable_input_indices");
    notDonatable =
        n == 0
            ? List.of()
            : given
                .pointer("non_donatable_input_indices")
                .reinterpret(8 * n)
                .elements(JAVA_LONG)
                .map(e -> e.get(JAVA_LONG, 0))
                .toList();
    var in = new ArrayList<byte[]>();
    MemorySegment operands = list(a, "argument_lists", a.number("num_args"));
    for (int i = 0; i < a.number("num_args"); i++) {
      in.add((byte[]) look(operands.getAtIndex(ADDRESS, i)));
    }
    var out = program.apply(in);
    MemorySegment results = list(a, "output_lists", out.size());
    for (int i = 0; i < out.size(); i++) {
      results.setAtIndex(ADDRESS, i, make(out.get(i)));
    }
    a.pointer("device_complete_events").reinterpret(8).set(ADDRESS, 0, make("event"));
  }

  private static MemorySegment list(Struct.Value a, String field, long length) {
    return a.pointer(field).reinterpret(8).get(ADDRESS, 0).reinterpret(8 * length);
  }
}
