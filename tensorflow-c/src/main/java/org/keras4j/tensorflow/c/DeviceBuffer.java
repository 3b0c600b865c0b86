package org.keras4j.tensorflow.c;

import java.lang.ref.WeakReference;
import org.jspecify.annotations.Nullable;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.Buffer;
import org.keras4j.tensor.HostBuffer;
import org.keras4j.tensor.TensorType;

/// The elements of an array that TensorFlow holds. They are copied to the host when somebody asks
/// for them there. The memory is given back when the buffer is closed, or nobody holds it any more.
public final class DeviceBuffer implements Buffer {
  /// Results of at most so many bytes are kept on the host: copying them costs less than owning
  /// them.
  private static final long SMALL = 512;

  private final TensorHandle handle;
  private volatile WeakReference<@Nullable HostBuffer> host = new WeakReference<>(null);

  DeviceBuffer(TensorHandle handle) {
    this.handle = handle;
  }

  /// An array of elements that an operation gave, which are given up to it.
  ///
  /// @param type what the elements are
  public static Array array(TensorType type, TensorHandle elements) {
    long bytes = type.size() * type.dtype().bytes();
    if (bytes <= SMALL) {
      try (elements;
          var tensor = elements.resolve()) {
        return Array.of(type, tensor.toHost(type));
      }
    }
    elements.count(bytes);
    return Array.of(type, new DeviceBuffer(elements));
  }

  /// The elements, as operations take them.
  ///
  /// @throws IllegalStateException if they were given up
  public TensorHandle handle() {
    return handle;
  }

  @Override
  public HostBuffer toHost(TensorType type) {
    var known = host.get();
    if (known == null || handle.isClosed()) {
      try (var tensor = handle.resolve()) {
        known = tensor.toHost(type);
      }
      host = new WeakReference<>(known);
    }
    return known;
  }

  /// Nobody writes to a tensor of TensorFlow's, so the copy shares the memory.
  @Override
  public DeviceBuffer copy(TensorType type) {
    return new DeviceBuffer(handle.share());
  }

  @Override
  public void close() {
    handle.close();
  }
}
