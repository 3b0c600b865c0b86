package org.keras4j.tensorflow.c;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.keras4j.foreign.Owned;
import org.keras4j.foreign.ProtoWriter;
import org.keras4j.foreign.UnusableLibraryException;
import org.keras4j.runtime.Device;

/// What runs operations: threads, devices, and the functions made known to it (`TFE_Context`). Safe
/// for use from several threads.
@SuppressWarnings("restricted") // reads what native pointers point to
public final class Context implements AutoCloseable {
  private static final MethodHandle NEW_OPTIONS =
      NativeCall.function("TFE_NewContextOptions", ADDRESS);
  private static final MethodHandle DELETE_OPTIONS =
      NativeCall.function("TFE_DeleteContextOptions", null, ADDRESS);
  private static final MethodHandle SET_CONFIG =
      NativeCall.function(
          "TFE_ContextOptionsSetConfig", null, ADDRESS, ADDRESS, JAVA_LONG, ADDRESS);
  private static final MethodHandle NEW =
      NativeCall.function("TFE_NewContext", ADDRESS, ADDRESS, ADDRESS);
  private static final MethodHandle DELETE =
      NativeCall.function("TFE_DeleteContext", null, ADDRESS);
  private static final MethodHandle ADD_FUNCTION =
      NativeCall.function("TFE_ContextAddFunction", null, ADDRESS, ADDRESS, ADDRESS);
  private static final MethodHandle REMOVE_FUNCTION =
      NativeCall.function("TFE_ContextRemoveFunction", null, ADDRESS, ADDRESS, ADDRESS);
  private static final MethodHandle LIST_DEVICES =
      NativeCall.function("TFE_ContextListDevices", ADDRESS, ADDRESS, ADDRESS);
  private static final MethodHandle DEVICE_COUNT =
      NativeCall.function("TF_DeviceListCount", JAVA_INT, ADDRESS);
  private static final MethodHandle DEVICE_KIND =
      NativeCall.function("TF_DeviceListType", ADDRESS, ADDRESS, JAVA_INT, ADDRESS);
  private static final MethodHandle DEVICE_NAME =
      NativeCall.function("TF_DeviceListName", ADDRESS, ADDRESS, JAVA_INT, ADDRESS);
  private static final MethodHandle DELETE_DEVICES =
      NativeCall.function("TF_DeleteDeviceList", null, ADDRESS);

  private final Owned owned;
  private final int threads;

  private Context(int threads) {
    this.threads = threads;
    MemorySegment options = NativeCall.plain(() -> (MemorySegment) NEW_OPTIONS.invokeExact());
    try (var arena = Arena.ofConfined()) {
      byte[] config =
          new ProtoWriter().integer(2, threads).toBytes(); // threads within an operation
      MemorySegment bytes = arena.allocateFrom(JAVA_BYTE, config);
      Status.check(
          "TFE_ContextOptionsSetConfig",
          status -> {
            SET_CONFIG.invokeExact(options, bytes, (long) config.length, status);
          });
      this.owned =
          new Owned(
              "The context",
              Status.checked(
                  "TFE_NewContext", status -> (MemorySegment) NEW.invokeExact(options, status)),
              p ->
                  NativeCall.perform(
                      () -> {
                        DELETE.invokeExact(p);
                      }));
    } finally {
      NativeCall.perform(
          () -> {
            DELETE_OPTIONS.invokeExact(options);
          });
    }
  }

  private static final class Shared {
    static final Context CONTEXT = create(Runtime.getRuntime().availableProcessors());
  }

  /// The context of this process, which is never closed: engines that share it can use each other's
  /// tensors.
  ///
  /// @throws UnusableLibraryException if there is no library
  public static Context shared() {
    TensorFlowLibrary.load();
    return Shared.CONTEXT;
  }

  /// A context of its own.
  ///
  /// @param threads how many work on one operation
  public static Context create(int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException(
          "Expected at least one thread. Received: threads=" + threads);
    }
    TensorFlowLibrary.load();
    return new Context(threads);
  }

  MemorySegment pointer() {
    return owned.pointer();
  }

  /// How many threads work on one operation.
  public int threads() {
    return threads;
  }

  /// An operation of TensorFlow's, ready to run.
  public Operation operation(String name, Map<String, Attribute> attributes) {
    return new Operation(this, name, attributes);
  }

  /// Makes a function known, so that operations of its name run it. The function may be closed
  /// afterwards.
  public void add(Function function) {
    owned.perform(
        context ->
            function.perform(
                made ->
                    Status.check(
                        "TFE_ContextAddFunction",
                        status -> {
                          ADD_FUNCTION.invokeExact(context, made, status);
                        })));
  }

  /// Forgets a function.
  public void removeFunction(String name) {
    try (var arena = Arena.ofConfined()) {
      MemorySegment cName = arena.allocateFrom(name);
      owned.perform(
          context ->
              Status.check(
                  "TFE_ContextRemoveFunction",
                  status -> {
                    REMOVE_FUNCTION.invokeExact(context, cName, status);
                  }));
    }
  }

  /// Where it can compute, and by which library.
  public List<Device> devices() {
    MemorySegment list =
        owned.use(
            context ->
                Status.checked(
                    "TFE_ContextListDevices",
                    status -> (MemorySegment) LIST_DEVICES.invokeExact(context, status)));
    try {
      var library = TensorFlowLibrary.load();
      var devices = new ArrayList<Device>();
      int n = NativeCall.plain(() -> (int) DEVICE_COUNT.invokeExact(list));
      for (int i = 0; i < n; i++) {
        String kind = text(DEVICE_KIND, list, i).toLowerCase(Locale.ROOT);
        String name = text(DEVICE_NAME, list, i);
        int index = Integer.parseInt(name.substring(name.lastIndexOf(':') + 1));
        devices.add(new Device(kind, index, "%s, %d threads".formatted(library, threads)));
      }
      return List.copyOf(devices);
    } finally {
      NativeCall.perform(
          () -> {
            DELETE_DEVICES.invokeExact(list);
          });
    }
  }

  private static String text(MethodHandle property, MemorySegment list, int i) {
    return Status.checked(
            "TF_DeviceList", status -> (MemorySegment) property.invokeExact(list, i, status))
        .reinterpret(Integer.MAX_VALUE)
        .getString(0);
  }

  @Override
  public void close() {
    owned.close();
  }
}
