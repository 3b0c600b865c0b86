package org.keras4j.saving.format;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.util.zip.CRC32;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.HostBuffer;

/// A file being written from start to end, with its checksum.
public final class FileOutput {
  private static final int PIECE = 1 << 20;

  private final FileChannel channel;
  // Arrays go through one piece of native memory that stays in the cache: never a second copy of
  // the whole.
  private final ByteBuffer piece = ByteBuffer.allocateDirect(PIECE).order(ByteOrder.LITTLE_ENDIAN);
  private final MemorySegment memory = MemorySegment.ofBuffer(piece);
  private final CRC32 checksum = new CRC32();
  private boolean summing;
  private long written;

  FileOutput(FileChannel channel) {
    this.channel = channel;
  }

  /// Bytes written so far.
  public long position() {
    return written + piece.position();
  }

  /// Writes bytes.
  public void write(byte[] bytes) {
    write(MemorySegment.ofArray(bytes));
  }

  /// Writes memory as it is.
  public void write(MemorySegment bytes) {
    long at = 0;
    while (at < bytes.byteSize()) {
      if (!piece.hasRemaining()) {
        flush();
      }
      int count = (int) Math.min(piece.remaining(), bytes.byteSize() - at);
      MemorySegment.copy(bytes, at, memory, piece.position(), count);
      piece.position(piece.position() + count);
      at += count;
    }
  }

  /// Writes an array's elements, little-endian.
  ///
  /// @throws IllegalArgumentException for text, which has no elements of one size
  public void write(HostBuffer data, DType dtype) {
    if (dtype.bytes() > 1 && ByteOrder.nativeOrder() != ByteOrder.LITTLE_ENDIAN) {
      throw new IllegalStateException(
          "Expected a machine of little-endian byte order. Received: big-endian");
    }
    write(data.segment());
  }

  /// Writes zeros up to a position.
  void padTo(long end) {
    write(new byte[Math.toIntExact(end - position())]);
  }

  void startChecksum() {
    flush();
    checksum.reset();
    summing = true;
  }

  int endChecksum() {
    flush();
    summing = false;
    return (int) checksum.getValue();
  }

  /// Replaces bytes written before.
  void overwrite(long at, byte[] bytes) {
    flush();
    try {
      writeFully(ByteBuffer.wrap(bytes), at);
    } catch (IOException e) {
      throw failed(e);
    }
  }

  /// Everything on its way to the disk; returns when it is there.
  void finish() {
    flush();
    try {
      channel.force(true);
    } catch (IOException e) {
      throw failed(e);
    }
  }

  private void flush() {
    piece.flip();
    if (summing) {
      checksum.update(piece.duplicate());
    }
    try {
      int count = piece.remaining();
      writeFully(piece, written);
      written += count;
    } catch (IOException e) {
      throw failed(e);
    }
    piece.clear();
  }

  private void writeFully(ByteBuffer bytes, long at) throws IOException {
    long to = at;
    while (bytes.hasRemaining()) {
      to += channel.write(bytes, to);
    }
  }

  private static UncheckedIOException failed(IOException e) {
    return new UncheckedIOException("Cannot write: " + e.getMessage(), e);
  }
}
