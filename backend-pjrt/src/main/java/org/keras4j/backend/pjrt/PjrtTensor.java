package org.keras4j.backend.pjrt;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicInteger;
import org.keras4j.foreign.DeviceTensor;
import org.keras4j.foreign.Owned;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.HostBuffer;
import org.keras4j.tensor.TensorType;

/// Elements in the memory of a device (`PJRT_Buffer`), which are destroyed with their last owner.
final class PjrtTensor implements DeviceTensor {
  /// `PJRT_HostBufferSemantics`: the caller's memory is read during the call only.
  private static final int ONLY_DURING_CALL = 0;

  /// `PJRT_Buffer_MemoryLayout_Type`: by an order of axes, and tiles, of which there are none.
  private static final int TILED = 0;

  private final Client client;
  private final AtomicInteger owners;
  private final Owned owned;

  PjrtTensor(Client client, MemorySegment pointer) {
    this(client, pointer, new AtomicInteger());
  }

  private PjrtTensor(Client client, MemorySegment pointer, AtomicInteger owners) {
    this.client = client;
    this.owners = owners;
    owners.incrementAndGet();
    // Holds the client, so that it outlives its buffers.
    this.owned = new Owned("The tensor", pointer, p -> release(client, p, owners));
  }

  private static void release(Client client, MemorySegment pointer, AtomicInteger owners) {
    if (owners.decrementAndGet() == 0) {
      destroy(client, pointer);
    }
  }

  private static void destroy(Client client, MemorySegment pointer) {
    try (var arena = Arena.ofConfined()) {
      client
          .api()
          .call(
              ApiFunction.BUFFER_DESTROY,
              Structs.BUFFER_DESTROY.allocate(arena).set("buffer", pointer));
    }
  }

  /// The elements of an array, copied to the device.
  static PjrtTensor copyOf(Client client, Array array) {
    var type = array.type();
    try (var arena = Arena.ofConfined()) {
      MemorySegment elements = arena.allocate(Math.max(1, bytes(type)), 64);
      elements.copyFrom(array.asMemory());
      long[] sizes = type.shape().toList().stream().mapToLong(Integer::longValue).toArray();
      var arguments =
          Structs.BUFFER_FROM_HOST
              .allocate(arena)
              .set("data", elements)
              .set("type", ElementType.of(type.dtype()))
              .set("dims", Client.numbers(arena, sizes))
              .set("num_dims", sizes.length)
              .set("host_buffer_semantics", ONLY_DURING_CALL)
              .set("device", client.device());
      MemorySegment pointer =
          client.use(
              c -> {
                client.api().call(ApiFunction.BUFFER_FROM_HOST, arguments.set("client", c));
                return arguments.pointer("buffer");
              });
      try {
        client.api().await(arena, arguments.pointer("done_with_host_buffer"));
      } catch (PjrtException e) {
        destroy(client, pointer);
        throw e;
      }
      return new PjrtTensor(client, pointer);
    }
  }

  private static long bytes(TensorType type) {
    return type.size() * type.dtype().bytes();
  }

  MemorySegment pointer() {
    return owned.pointer();
  }

  /// Whether the device is this client's.
  boolean isOf(Client other) {
    return client == other;
  }

  /// Whether nobody else owns the same elements, so that they may be overwritten.
  boolean hasOneOwner() {
    return owners.get() == 1;
  }

  @Override
  public HostBuffer toHost(TensorType type) {
    try (var arena = Arena.ofConfined()) {
      MemorySegment elements = arena.allocate(Math.max(1, bytes(type)), 64);
      // Row-major, whatever the order of axes on the device.
      long[] lastFirst = new long[type.rank()];
      for (int i = 0; i < lastFirst.length; i++) {
        lastFirst[i] = lastFirst.length - 1L - i;
      }
      var layout =
          Structs.MEMORY_LAYOUT
              .allocate(arena)
              .set("tiled.struct_size", Structs.TILED_LAYOUT.size())
              .set("tiled.minor_to_major", Client.numbers(arena, lastFirst))
              .set("tiled.minor_to_major_size", lastFirst.length)
              .set("type", TILED);
      var arguments =
          Structs.BUFFER_TO_HOST
              .allocate(arena)
              .set("host_layout", layout.memory())
              .set("dst", elements)
              .set("dst_size", bytes(type));
      owned.perform(
          p -> {
            client.api().call(ApiFunction.BUFFER_TO_HOST, arguments.set("src", p));
            client.api().await(arena, arguments.pointer("event"));
          });
      var host = HostBuffer.zeros(type);
      host.segment().copyFrom(elements.asSlice(0, bytes(type)));
      return host;
    }
  }

  @Override
  public PjrtTensor share() {
    return owned.use(p -> new PjrtTensor(client, p, owners));
  }

  @Override
  public boolean isClosed() {
    return owned.isClosed();
  }

  @Override
  public void count(long bytes) {
    owned.count(bytes);
  }

  @Override
  public void close() {
    owned.close();
  }
}
