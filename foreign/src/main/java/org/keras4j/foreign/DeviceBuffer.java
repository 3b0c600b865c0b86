package org.keras4j.foreign;

import java.lang.ref.WeakReference;
import org.jspecify.annotations.Nullable;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.Buffer;
import org.keras4j.tensor.HostBuffer;
import org.keras4j.tensor.TensorType;

/// The elements of an array that an engine holds. They are copied to the host when somebody asks
/// for them there. The memory is given back when the buffer is closed, or nobody holds it any more.
public final class DeviceBuffer implements Buffer {
  /// Results of at most so many bytes are kept on the host: copying them costs less than owning
  /// them.
  private static final long SMALL = 512;

  private final DeviceTensor tensor;
  private volatile WeakReference<@Nullable HostBuffer> host = new WeakReference<>(null);

  private DeviceBuffer(DeviceTensor tensor) {
    this.tensor = tensor;
  }

  /// An array of elements that an operation gave, which are given up to it; small ones are moved to
  /// the host.
  ///
  /// @param type what the elements are
  public static Array array(TensorType type, DeviceTensor elements) {
    if (bytes(type) > SMALL) {
      return Array.of(type, held(type, elements));
    }
    try (elements) {
      return Array.of(type, elements.toHost(type));
    }
  }

  /// A buffer of elements that are given up to it.
  ///
  /// @param type what the elements are
  public static DeviceBuffer held(TensorType type, DeviceTensor elements) {
    elements.count(bytes(type));
    return new DeviceBuffer(elements);
  }

  private static long bytes(TensorType type) {
    return type.size() * type.dtype().bytes();
  }

  /// The elements, as operations take them.
  DeviceTensor tensor() {
    return tensor;
  }

  @Override
  public HostBuffer toHost(TensorType type) {
    var known = host.get();
    if (known == null || tensor.isClosed()) {
      known = tensor.toHost(type);
      host = new WeakReference<>(known);
    }
    return known;
  }

  /// Nobody writes to elements with two owners, so the copy shares the memory.
  @Override
  public DeviceBuffer copy(TensorType type) {
    return new DeviceBuffer(tensor.share());
  }

  @Override
  public void close() {
    tensor.close();
  }
}
