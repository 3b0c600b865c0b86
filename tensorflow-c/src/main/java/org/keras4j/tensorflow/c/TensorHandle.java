package org.keras4j.tensorflow.c;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.List;
import org.keras4j.foreign.DeviceTensor;
import org.keras4j.foreign.Operands;
import org.keras4j.foreign.Owned;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.HostBuffer;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.TensorType;

/// A tensor that operations take and give (`TFE_TensorHandle`). Its memory is given back when it is
/// closed and no operation is using it.
public final class TensorHandle implements DeviceTensor {
  private static final MethodHandle NEW =
      NativeCall.function("TFE_NewTensorHandle", ADDRESS, ADDRESS, ADDRESS);
  private static final MethodHandle DELETE =
      NativeCall.function("TFE_DeleteTensorHandle", null, ADDRESS);
  private static final MethodHandle RESOLVE =
      NativeCall.function("TFE_TensorHandleResolve", ADDRESS, ADDRESS, ADDRESS);
  private static final MethodHandle SHARE =
      NativeCall.function("TFE_TensorHandleCopySharingTensor", ADDRESS, ADDRESS, ADDRESS);
  private static final MethodHandle TYPE =
      NativeCall.function("TFE_TensorHandleDataType", JAVA_INT, ADDRESS);
  private static final MethodHandle AXES =
      NativeCall.function("TFE_TensorHandleNumDims", JAVA_INT, ADDRESS, ADDRESS);
  private static final MethodHandle SIZE =
      NativeCall.function("TFE_TensorHandleDim", JAVA_LONG, ADDRESS, JAVA_INT, ADDRESS);

  private final Owned owned;

  TensorHandle(MemorySegment pointer) {
    this.owned =
        new Owned(
            "The tensor",
            pointer,
            p ->
                NativeCall.perform(
                    () -> {
                      DELETE.invokeExact(p);
                    }));
  }

  /// A handle of a tensor, whose memory it shares.
  public static TensorHandle of(NativeTensor tensor) {
    return new TensorHandle(
        tensor.use(
            t ->
                Status.checked(
                    "TFE_NewTensorHandle", status -> (MemorySegment) NEW.invokeExact(t, status))));
  }

  /// A tensor with the elements of a host array, copied.
  public static TensorHandle copyOf(Array array) {
    try (var tensor = NativeTensor.of(array)) {
      return of(tensor);
    }
  }

  /// Arrays as TensorFlow's operations take them, for one call.
  public static Operands<TensorHandle> operands(List<Array> arrays) {
    return Operands.of(arrays, TensorHandle.class, TensorHandle::copyOf);
  }

  MemorySegment pointer() {
    return owned.pointer();
  }

  @Override
  public void count(long bytes) {
    owned.count(bytes);
  }

  @Override
  public TensorHandle share() {
    return new TensorHandle(
        owned.use(
            p ->
                Status.checked(
                    "TFE_TensorHandleCopySharingTensor",
                    status -> (MemorySegment) SHARE.invokeExact(p, status))));
  }

  /// The tensor's elements; on the processor they are shared, not copied.
  public NativeTensor resolve() {
    return new NativeTensor(
        owned.use(
            p ->
                Status.checked(
                    "TFE_TensorHandleResolve",
                    status -> (MemorySegment) RESOLVE.invokeExact(p, status))));
  }

  @Override
  public HostBuffer toHost(TensorType type) {
    try (var tensor = resolve()) {
      return tensor.toHost(type);
    }
  }

  /// Shape and dtype, as TensorFlow says.
  public TensorType type() {
    return owned.use(TensorHandle::type);
  }

  private static TensorType type(MemorySegment p) {
    int[] dims =
        new int
            [Status.checked(
                "TFE_TensorHandleNumDims", status -> (int) AXES.invokeExact(p, status))];
    for (int axis = 0; axis < dims.length; axis++) {
      int i = axis;
      dims[axis] =
          Math.toIntExact(
              Status.checked(
                  "TFE_TensorHandleDim", status -> (long) SIZE.invokeExact(p, i, status)));
    }
    DType dtype = TypeCode.dtype(NativeCall.plain(() -> (int) TYPE.invokeExact(p)));
    return new TensorType(dtype, Shape.of(dims));
  }

  @Override
  public boolean isClosed() {
    return owned.isClosed();
  }

  @Override
  public void close() {
    owned.close();
  }
}
