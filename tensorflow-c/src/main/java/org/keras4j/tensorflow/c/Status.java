package org.keras4j.tensorflow.c;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import org.jspecify.annotations.Nullable;
import org.keras4j.foreign.Owned;

/// What calls that may fail report to: one object for each thread, deleted when the thread is gone.
@SuppressWarnings("restricted") // reads what native pointers point to
final class Status {
  private static final MethodHandle NEW = NativeCall.function("TF_NewStatus", ADDRESS);
  private static final MethodHandle DELETE = NativeCall.function("TF_DeleteStatus", null, ADDRESS);
  private static final MethodHandle CODE = NativeCall.function("TF_GetCode", JAVA_INT, ADDRESS);
  private static final MethodHandle MESSAGE = NativeCall.function("TF_Message", ADDRESS, ADDRESS);
  private static final MethodHandle SET =
      NativeCall.function("TF_SetStatus", null, ADDRESS, JAVA_INT, ADDRESS);

  private static final ThreadLocal<Status> OF_THREAD = ThreadLocal.withInitial(Status::new);

  private final MemorySegment pointer;

  private Status() {
    MemorySegment made = NativeCall.plain(() -> (MemorySegment) NEW.invokeExact());
    pointer = made;
    Owned.whenUnreachable(
        this,
        () ->
            NativeCall.perform(
                () -> {
                  DELETE.invokeExact(made);
                }));
  }

  /// What a call that reports to a status comes to.
  interface Checked<T extends @Nullable Object> {
    T run(MemorySegment status) throws Throwable;
  }

  /// A call without result that reports to a status.
  interface CheckedAction {
    void run(MemorySegment status) throws Throwable;
  }

  /// Performs a call and looks at what it reports.
  ///
  /// @param name for the error
  /// @throws TensorFlowException if it failed
  static <T extends @Nullable Object> T checked(String name, Checked<T> call) {
    MemorySegment status = OF_THREAD.get().pointer;
    T result = NativeCall.plain(() -> call.run(status));
    int code = NativeCall.plain(() -> (int) CODE.invokeExact(status));
    if (code != 0) {
      throw failure(name, code, status);
    }
    return result;
  }

  /// Performs a call without result and looks at what it reports.
  static void check(String name, CheckedAction call) {
    checked(
        name,
        status -> {
          call.run(status);
          return true;
        });
  }

  private static TensorFlowException failure(String name, int code, MemorySegment status) {
    String message =
        NativeCall.plain(
            () ->
                ((MemorySegment) MESSAGE.invokeExact(status))
                    .reinterpret(Integer.MAX_VALUE)
                    .getString(0));
    // Not every function of TensorFlow resets it before it begins.
    NativeCall.perform(
        () -> {
          SET.invokeExact(status, 0, CStrings.of(""));
        });
    return new TensorFlowException(name, code, message);
  }
}
