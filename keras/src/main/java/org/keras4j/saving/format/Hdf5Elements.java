package org.keras4j.saving.format;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import org.keras4j.saving.RefusedFileException;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.HostBuffer;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.TensorType;

/// Turns the bytes of HDF5 elements into arrays. Nothing is allocated beyond what the bytes there
/// can fill.
final class Hdf5Elements {
  private Hdf5Elements() {}

  /// The array that `raw` holds from its start.
  static StoredArray read(Bytes raw, Hdf5Heap heap, Hdf5Type type, Hdf5Space space) {
    DType dtype =
        type.dtype()
            .orElseThrow(
                () ->
                    raw.refused(
                        "Expected numbers, booleans or text. Received: " + type.description()));
    return read(raw, heap, type, dtype, space);
  }

  /// The array that `raw` holds from its start, its opaque elements taken as those of a dtype.
  static StoredArray read(Bytes raw, Hdf5Heap heap, Hdf5Type type, DType dtype, Hdf5Space space) {
    Shape shape = space.shape().orElseThrow(() -> tooLarge(raw, space));
    long count = space.count().orElseThrow(() -> tooLarge(raw, space));
    if (count > Integer.MAX_VALUE - 8 || count * type.bytes() > raw.size()) {
      throw raw.refused(
          "Expected %s elements of %d bytes for %s. Received: %d bytes"
              .formatted(count, type.bytes(), space.description(), raw.size()));
    }
    int size = (int) count;
    HostBuffer data =
        switch (type) {
          case Hdf5Type.Numbers(DType number, ByteOrder order) ->
              HostBuffer.copyOf(new TensorType(number, shape), raw.segment(), order);
          case Hdf5Type.Opaque _ ->
              HostBuffer.copyOf(
                  new TensorType(dtype, shape), raw.segment(), ByteOrder.LITTLE_ENDIAN);
          case Hdf5Type.VariableText text ->
              new HostBuffer(
                  heap.texts(
                      raw.cursor(0, (long) text.bytes() * size, "references to text"), size));
          case Hdf5Type.FixedText text -> new HostBuffer(fixed(raw, text, size));
          case Hdf5Type.Other other ->
              throw raw.refused(
                  "Expected numbers, booleans or text. Received: " + other.description());
        };
    return new StoredArray(new TensorType(dtype, shape), data);
  }

  private static RefusedFileException tooLarge(Bytes raw, Hdf5Space space) {
    return raw.refused("Expected sizes an array can have. Received: shape=" + space.description());
  }

  private static String[] fixed(Bytes raw, Hdf5Type.FixedText type, int count) {
    var texts = new String[count];
    for (int i = 0; i < count; i++) {
      MemorySegment text = raw.segment().asSlice((long) i * type.bytes(), type.bytes());
      texts[i] = raw.decode(text.asSlice(0, length(text, type.spaces())), "text");
    }
    return texts;
  }

  /// The length without padding. Zeros end the text wherever they are; spaces only count at the
  /// end.
  private static long length(MemorySegment text, boolean spaces) {
    long end = 0;
    while (end < text.byteSize() && text.get(ValueLayout.JAVA_BYTE, end) != 0) {
      end++;
    }
    while (spaces && end > 0 && text.get(ValueLayout.JAVA_BYTE, end - 1) == ' ') {
      end--;
    }
    return end;
  }
}
