package org.keras4j.backend.torch;

import java.lang.ref.Cleaner;
import java.lang.ref.SoftReference;
import java.util.Optional;
import org.bytedeco.pytorch.IValue;
import org.keras4j.tensor.Buffer;
import org.keras4j.tensor.HostBuffer;
import org.keras4j.tensor.TensorType;

/// A tensor of the library in a user's hands. Its only owner: it gives the memory back when closed,
/// or when the collector finds it unreachable; or it is given up to a program, which then owns it.
final class TorchBuffer implements Buffer {
  private final IValue value;
  private final Cleaner.Cleanable cleanable;
  private boolean closed;
  private SoftReference<HostBuffer> onHost = new SoftReference<>(null);

  /// Takes over the value.
  TorchBuffer(IValue value) {
    this.value = value;
    cleanable = HeldMemory.register(this, Tensors.bytes(value), value::close);
  }

  @Override
  public synchronized HostBuffer toHost(TensorType type) {
    requireOpen();
    HostBuffer known = onHost.get();
    if (known != null) {
      return known;
    }
    var out = HostBuffer.zeros(type);
    Tensors.read(value, out);
    onHost = new SoftReference<>(out);
    return out;
  }

  @Override
  public synchronized TorchBuffer copy(TensorType type) {
    requireOpen();
    return new TorchBuffer(Tensors.applied("clone", value));
  }

  /// Puts the tensor into a place of a program, shared.
  synchronized void share(Frame frame, IValue place) {
    requireOpen();
    frame.share(value, place);
  }

  /// Puts the tensor into a place of a program, which owns it from then on.
  synchronized void giveUp(IValue place) {
    requireOpen();
    place.swap(value);
    close();
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException(
          "The tensor was closed, or given up to a program that may have overwritten it. Keep a copy of what is needed afterwards.");
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    onHost.clear();
    cleanable.clean();
  }

  /// The buffer of this engine that holds an array's elements, if one does.
  static Optional<TorchBuffer> of(Buffer buffer) {
    return buffer instanceof TorchBuffer own ? Optional.of(own) : Optional.empty();
  }
}
