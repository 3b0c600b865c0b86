package org.keras4j.tensorflow.c;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.keras4j.foreign.Owned;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.HostBuffer;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.TensorType;

/// Elements in the process's own memory, row-major, as TensorFlow holds them (`TF_Tensor`).
///
/// {@snippet :
/// try (var tensor = NativeTensor.allocate(type)) {
///   tensor.memory().setAtIndex(ValueLayout.JAVA_FLOAT, 0, 1f);
///   TensorHandle handle = TensorHandle.of(tensor); // shares the memory
/// }
/// }
@SuppressWarnings("restricted") // reads what native pointers point to
public final class NativeTensor implements AutoCloseable {
  /// Memory handed to TensorFlow is shared, not copied, if it begins at a multiple of this.
  public static final int ALIGNMENT = 64;

  private static final MethodHandle ALLOCATE =
      NativeCall.function("TF_AllocateTensor", ADDRESS, JAVA_INT, ADDRESS, JAVA_INT, JAVA_LONG);
  private static final MethodHandle NEW =
      NativeCall.function(
          "TF_NewTensor",
          ADDRESS,
          JAVA_INT,
          ADDRESS,
          JAVA_INT,
          ADDRESS,
          JAVA_LONG,
          ADDRESS,
          ADDRESS);
  private static final MethodHandle DELETE = NativeCall.function("TF_DeleteTensor", null, ADDRESS);
  private static final MethodHandle DATA = NativeCall.function("TF_TensorData", ADDRESS, ADDRESS);
  private static final MethodHandle BYTES =
      NativeCall.function("TF_TensorByteSize", JAVA_LONG, ADDRESS);
  private static final MethodHandle TYPE = NativeCall.function("TF_TensorType", JAVA_INT, ADDRESS);
  private static final MethodHandle AXES = NativeCall.function("TF_NumDims", JAVA_INT, ADDRESS);
  private static final MethodHandle SIZE =
      NativeCall.function("TF_Dim", JAVA_LONG, ADDRESS, JAVA_INT);

  private final Owned owned;

  NativeTensor(MemorySegment pointer) {
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

  /// A tensor whose elements are yet to be written.
  public static NativeTensor allocate(TensorType type) {
    try (var arena = Arena.ofConfined()) {
      MemorySegment sizes = sizes(arena, type.shape());
      return new NativeTensor(
          NativeCall.plain(
              () ->
                  (MemorySegment)
                      ALLOCATE.invokeExact(
                          TypeCode.of(type.dtype()), sizes, type.rank(), bytes(type))));
    }
  }

  /// A tensor with the elements of a host array, copied.
  public static NativeTensor of(Array array) {
    var tensor = allocate(array.type());
    MemorySegment from = array.asMemory();
    tensor.owned.perform(_ -> MemorySegment.copy(from, 0, tensor.memory(), 0, bytes(array.type())));
    return tensor;
  }

  /// A tensor over memory of the caller's, which is not copied if it begins at a multiple of {@link
  /// #ALIGNMENT}.
  ///
  /// @param released called once, on any thread, when TensorFlow does not need the memory any more
  /// @throws IllegalArgumentException if the memory is not native or not of the type's size
  public static NativeTensor over(TensorType type, MemorySegment memory, Runnable released) {
    if (!memory.isNative() || memory.byteSize() != bytes(type)) {
      throw new IllegalArgumentException(
          "Expected native memory of %d bytes for %s. Received: memory=%s"
              .formatted(bytes(type), type, memory));
    }
    try (var arena = Arena.ofConfined()) {
      MemorySegment sizes = sizes(arena, type.shape());
      MemorySegment ticket = MemorySegment.ofAddress(Lent.ticket(released));
      return new NativeTensor(
          NativeCall.plain(
              () ->
                  (MemorySegment)
                      NEW.invokeExact(
                          TypeCode.of(type.dtype()),
                          sizes,
                          type.rank(),
                          memory,
                          memory.byteSize(),
                          Lent.CALLBACK,
                          ticket)));
    }
  }

  private static long bytes(TensorType type) {
    return type.size() * type.dtype().bytes();
  }

  private static MemorySegment sizes(Arena arena, Shape shape) {
    MemorySegment sizes = arena.allocate(JAVA_LONG, Math.max(1, shape.rank()));
    for (int axis = 0; axis < shape.rank(); axis++) {
      sizes.setAtIndex(JAVA_LONG, axis, shape.dim(axis));
    }
    return sizes;
  }

  /// What is lent to TensorFlow, by a number that it gives back.
  private static final class Lent {
    private static final AtomicLong NEXT = new AtomicLong(1);
    private static final Map<Long, Runnable> WAITING = new ConcurrentHashMap<>();
    static final MemorySegment CALLBACK = TensorFlowLibrary.deallocator(method());

    private Lent() {}

    static long ticket(Runnable released) {
      long ticket = NEXT.getAndIncrement();
      WAITING.put(ticket, released);
      return ticket;
    }

    private static MethodHandle method() {
      try {
        return MethodHandles.lookup()
            .findStatic(
                Lent.class,
                "released",
                MethodType.methodType(
                    void.class, MemorySegment.class, long.class, MemorySegment.class));
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException(e);
      }
    }

    @SuppressWarnings("unused") // called by TensorFlow
    private static void released(MemorySegment memory, long bytes, MemorySegment ticket) {
      var waiting = WAITING.remove(ticket.address());
      if (waiting != null) {
        waiting.run();
      }
    }
  }

  <T> T use(Owned.Use<T> use) {
    return owned.use(use);
  }

  /// Shape and dtype.
  public TensorType type() {
    return owned.use(
        p -> {
          int[] dims = new int[NativeCall.plain(() -> (int) AXES.invokeExact(p))];
          for (int axis = 0; axis < dims.length; axis++) {
            int i = axis;
            dims[axis] = Math.toIntExact(NativeCall.plain(() -> (long) SIZE.invokeExact(p, i)));
          }
          DType dtype = TypeCode.dtype(NativeCall.plain(() -> (int) TYPE.invokeExact(p)));
          return new TensorType(dtype, Shape.of(dims));
        });
  }

  /// The elements, not copied. Valid until this tensor is closed.
  public MemorySegment memory() {
    return owned.use(
        p -> {
          long bytes = NativeCall.plain(() -> (long) BYTES.invokeExact(p));
          return NativeCall.plain(() -> (MemorySegment) DATA.invokeExact(p)).reinterpret(bytes);
        });
  }

  /// The elements copied into a Java array.
  ///
  /// @param type of as many bytes as there are
  public HostBuffer toHost(TensorType type) {
    var host = HostBuffer.zeros(type);
    owned.perform(
        _ -> {
          MemorySegment memory = memory();
          if (memory.byteSize() != bytes(type)) {
            throw new IllegalStateException("Expected %s. Received: %s".formatted(type, type()));
          }
          MemorySegment.copy(memory, 0, host.segment(), 0, memory.byteSize());
        });
    return host;
  }

  @Override
  public void close() {
    owned.close();
  }
}
