package org.keras4j.tensorflow.c;

import java.lang.foreign.MemoryLayout;
import java.lang.invoke.MethodHandle;
import org.jspecify.annotations.Nullable;

/// Calls of native functions that cannot fail, and the finding of functions.
final class NativeCall {
  private NativeCall() {}

  /// What a call comes to.
  interface Plain<T extends @Nullable Object> {
    T run() throws Throwable;
  }

  /// A call without result.
  interface Action {
    void run() throws Throwable;
  }

  static MethodHandle function(
      String name, @Nullable MemoryLayout result, MemoryLayout... arguments) {
    return TensorFlowLibrary.load().function(name, result, arguments);
  }

  /// Performs a call.
  static <T extends @Nullable Object> T plain(Plain<T> call) {
    try {
      return call.run();
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("A native function cannot be called", e);
    }
  }

  /// Performs a call that has no result.
  static void perform(Action call) {
    plain(
        () -> {
          call.run();
          return true;
        });
  }
}
