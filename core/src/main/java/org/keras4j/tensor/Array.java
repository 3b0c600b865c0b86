package org.keras4j.tensor;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/// A concrete tensor: a type, and a buffer that holds the elements on the host or on an engine.
///
/// {@snippet :
/// Array x = Array.of(Shape.of(2, 3), 1f, 2f, 3f, 4f, 5f, 6f);
/// x.item(1, 2);     // 6.0
/// x.toFloats();     // a fresh float[6]
/// Array y = Array.ofNested(new float[][] {{1, 2}, {3, 4}});
/// }
public final class Array implements Tensor {
  /// What an engine keeps of an array that lies elsewhere.
  private record Replica(Object engine, Buffer buffer) {}

  private final TensorType type;
  private final Buffer buffer;
  private final boolean weak;
  private final Optional<Tensor> mask;
  private volatile Optional<Replica> replica = Optional.empty();

  private Array(TensorType type, Buffer buffer, boolean weak, Optional<Tensor> mask) {
    this.type = Objects.requireNonNull(type, "type is null");
    this.buffer = Objects.requireNonNull(buffer, "buffer is null");
    this.weak = weak;
    this.mask = mask;
    if (buffer instanceof HostBuffer host && !host.fits(type)) {
      throw new IllegalArgumentException(
          "Expected %d elements of %s. Received: array=%s with %d elements"
              .formatted(
                  type.size(),
                  type.dtype(),
                  host.array().getClass().getSimpleName(),
                  java.lang.reflect.Array.getLength(host.array())));
    }
  }

  /// A tensor over a buffer, which is given up to it.
  public static Array of(TensorType type, Buffer buffer) {
    return new Array(type, buffer, false, Optional.empty());
  }

  /// A float32 tensor over an array, which is given up to it.
  public static Array of(Shape shape, float... values) {
    return of(new TensorType(DType.FLOAT32, shape), new HostBuffer(values));
  }

  /// An int32 tensor over an array, which is given up to it.
  public static Array ofInts(Shape shape, int... values) {
    return of(new TensorType(DType.INT32, shape), new HostBuffer(values));
  }

  /// An int64 tensor over an array, which is given up to it.
  public static Array ofLongs(Shape shape, long... values) {
    return of(new TensorType(DType.INT64, shape), new HostBuffer(values));
  }

  /// A tensor of booleans.
  public static Array ofBooleans(Shape shape, boolean... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) (values[i] ? 1 : 0);
    }
    return of(new TensorType(DType.BOOL, shape), new HostBuffer(bytes));
  }

  /// A tensor of what an array of arrays of one length at each depth holds: `float[]`, `int[][]`,
  /// `boolean[][][]`, `String[]` and so on.
  ///
  /// @throws IllegalArgumentException if lengths differ or elements are of another type
  public static Array ofNested(Object nested) {
    return NestedArrays.read(nested);
  }

  /// A float32 tensor of what remains in a buffer, copied; the buffer is not moved.
  ///
  /// @throws IllegalArgumentException if that is more or less than the shape holds
  public static Array copyOf(Shape shape, FloatBuffer buffer) {
    float[] values = new float[buffer.remaining()];
    buffer.get(buffer.position(), values);
    return of(shape, values);
  }

  /// A tensor of the elements in some memory, copied, in the machine's own byte order.
  ///
  /// @throws IllegalArgumentException if the memory is shorter or longer than the type asks for, or
  ///   for strings
  public static Array copyOf(TensorType type, MemorySegment memory) {
    if (memory.byteSize() != type.size() * type.dtype().bytes()) {
      throw new IllegalArgumentException(
          "Expected %d bytes for %s. Received: %d bytes"
              .formatted(type.size() * type.dtype().bytes(), type, memory.byteSize()));
    }
    return of(type, HostBuffer.copyOf(type, memory, ByteOrder.nativeOrder()));
  }

  /// A tensor of any dtype from numbers, rounded or wrapped to it.
  public static Array ofDoubles(TensorType type, double... values) {
    var out = Elements.zeros(type);
    if (values.length != out.size()) {
      throw new IllegalArgumentException(
          "Expected %d values for %s. Received: %d values"
              .formatted(out.size(), type, values.length));
    }
    for (int i = 0; i < values.length; i++) {
      out.setDouble(i, values[i]);
    }
    return of(type, out.buffer());
  }

  /// A tensor of strings over an array, which is given up to it.
  public static Array ofStrings(Shape shape, String... values) {
    return of(new TensorType(DType.STRING, shape), new HostBuffer(values));
  }

  /// A scalar of the given dtype.
  public static Array scalar(DType dtype, double value) {
    return ofDoubles(new TensorType(dtype, Shape.SCALAR), value);
  }

  /// A scalar of the given integer dtype, exact to 64 bits.
  public static Array scalar(DType dtype, long value) {
    var out = Elements.zeros(new TensorType(dtype, Shape.SCALAR));
    out.setLong(0, value);
    return of(out.type(), out.buffer());
  }

  /// A Python number: its dtype gives way to that of the tensors it meets.
  public static Array weak(double value) {
    return scalar(DType.FLOAT32, value).asWeak();
  }

  /// A Python integer: its dtype gives way to that of the tensors it meets.
  public static Array weak(long value) {
    return scalar(value == (int) value ? DType.INT32 : DType.INT64, value).asWeak();
  }

  /// A Python boolean: its dtype gives way to that of the tensors it meets.
  public static Array weak(boolean value) {
    return scalar(DType.BOOL, value ? 1L : 0L).asWeak();
  }

  private Array asWeak() {
    return new Array(type, buffer, true, mask);
  }

  /// Whether this stands for a bare Python number, whose dtype gives way.
  public boolean isWeak() {
    return weak;
  }

  @Override
  public TensorType type() {
    return type;
  }

  /// Where the elements are.
  public Buffer buffer() {
    return buffer;
  }

  /// What an engine has kept of this array: its elements where that engine computes.
  public Optional<Buffer> replica(Object engine) {
    return replica.filter(r -> r.engine == engine).map(Replica::buffer);
  }

  /// For engines: keeps the same elements in a buffer of the engine's own, for as long as this
  /// array lives, so that an array used again and again is transferred once. One engine at a time.
  public void keepReplica(Object engine, Buffer elements) {
    replica = Optional.of(new Replica(engine, elements));
  }

  /// A tensor with the same elements in a buffer of its own.
  public Array copy() {
    return of(type, buffer.copy(type));
  }

  /// Gives memory outside the heap back at once. Using the tensor afterwards is an error if an
  /// engine held its elements.
  public void close() {
    replica.ifPresent(r -> r.buffer.close());
    replica = Optional.empty();
    buffer.close();
  }

  /// The elements as a Java array on the host, not copied: do not write to it.
  public HostBuffer host() {
    return buffer.toHost(type);
  }

  /// Access to the elements one by one, on the host.
  public Elements elements() {
    return new Elements(type, host());
  }

  /// The element at an index (one number per axis; none for a scalar) as a double.
  ///
  /// @throws IllegalArgumentException if the index does not name one element
  public double item(int... index) {
    Shape shape = type.shape();
    if (index.length != shape.rank() && !(index.length == 0 && type.size() == 1)) {
      throw new IllegalArgumentException(
          "Expected an index of %d numbers for %s. Received: %d numbers"
              .formatted(shape.rank(), type, index.length));
    }
    int flat = 0;
    for (int i = 0; i < index.length; i++) {
      flat = flat * shape.dim(i) + Objects.checkIndex(index[i], shape.dim(i));
    }
    return elements().getDouble(flat);
  }

  /// All elements, row-major, as a fresh `float[]`.
  public float[] toFloats() {
    if (type.dtype() == DType.FLOAT32) {
      return host().floats().clone();
    }
    var e = elements();
    float[] out = new float[e.size()];
    for (int i = 0; i < out.length; i++) {
      out[i] = (float) e.getDouble(i);
    }
    return out;
  }

  /// All elements, row-major, as a fresh `double[]`.
  public double[] toDoubles() {
    var e = elements();
    double[] out = new double[e.size()];
    for (int i = 0; i < out.length; i++) {
      out[i] = e.getDouble(i);
    }
    return out;
  }

  /// All elements, row-major, as a fresh `int[]`; floats are cut towards zero.
  ///
  /// @throws ArithmeticException if one does not fit
  public int[] toInts() {
    return longs().mapToInt(Math::toIntExact).toArray();
  }

  /// All elements, row-major, as a fresh `boolean[]`: whether each is other than 0.
  public boolean[] toBooleans() {
    var e = elements();
    boolean[] out = new boolean[e.size()];
    for (int i = 0; i < out.length; i++) {
      out[i] = e.getDouble(i) != 0;
    }
    return out;
  }

  /// All elements of a tensor of strings, row-major, as a fresh `String[]`.
  public String[] toStrings() {
    return host().strings().clone();
  }

  /// The elements as an array of arrays, such as `float[][]`; of a scalar, its boxed element.
  ///
  /// {@snippet :
  /// float[][] rows = (float[][]) x.toNested();
  /// }
  ///
  /// @throws IllegalArgumentException for complex numbers
  public Object toNested() {
    return NestedArrays.write(this);
  }

  /// The elements in order as doubles.
  public DoubleStream doubles() {
    var e = elements();
    return IntStream.range(0, e.size()).mapToDouble(e::getDouble);
  }

  /// The elements in order as longs; floats are cut towards zero.
  public LongStream longs() {
    var e = elements();
    return IntStream.range(0, e.size()).mapToLong(e::getLong);
  }

  /// The elements of a float32 tensor as a buffer that cannot be written, not copied where they are
  /// on the host already.
  ///
  /// @throws IllegalStateException for other dtypes
  public FloatBuffer asFloatBuffer() {
    if (type.dtype() != DType.FLOAT32) {
      throw new IllegalStateException(
          "asFloatBuffer takes float32; convert the tensor first. Received: dtype=" + type.dtype());
    }
    return FloatBuffer.wrap(host().floats()).asReadOnlyBuffer();
  }

  /// The elements as memory that cannot be written, in the machine's own byte order; not copied
  /// where they are on the host already.
  ///
  /// @throws IllegalArgumentException for strings
  public MemorySegment asMemory() {
    return host().segment().asReadOnly();
  }

  /// All elements, row-major, as a fresh `long[]`.
  public long[] toLongs() {
    var e = elements();
    long[] out = new long[e.size()];
    for (int i = 0; i < out.length; i++) {
      out[i] = e.getLong(i);
    }
    return out;
  }

  @Override
  public Optional<Tensor> mask() {
    return mask;
  }

  @Override
  public Array withMask(Optional<Tensor> mask) {
    return new Array(type, buffer, weak, mask);
  }

  @Override
  public String toString() {
    return ArrayPrinter.print(this);
  }
}
