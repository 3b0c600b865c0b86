package org.keras4j.saving.format;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.keras4j.saving.RefusedFileException;

/// Little-endian bytes of a file. Every access is checked; reading beyond the end refuses the file.
record Bytes(MemorySegment segment, String where) {
  private static final ValueLayout.OfShort SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  long size() {
    return segment.byteSize();
  }

  /// The part from `at`, or a refusal naming what should have been there.
  MemorySegment slice(long at, long size, String what) {
    if (at < 0 || size < 0 || at > size() - size) {
      throw refused(
          "Expected %s of %s bytes at byte %s within the %d bytes of the file. Received: less"
              .formatted(what, Long.toUnsignedString(size), Long.toUnsignedString(at), size()));
    }
    return segment.asSlice(at, size);
  }

  Cursor cursor(long at, long size, String what) {
    return new Cursor(new Bytes(slice(at, size, what), where), what);
  }

  boolean startsWith(byte[] signature) {
    return size() >= signature.length
        && segment.asSlice(0, signature.length).mismatch(MemorySegment.ofArray(signature)) == -1;
  }

  RefusedFileException refused(String problem) {
    return new RefusedFileException(where, problem);
  }

  /// Reads one value after the other.
  static final class Cursor {
    private final Bytes bytes;
    private final String what;
    private long at;

    private Cursor(Bytes bytes, String what) {
      this.bytes = bytes;
      this.what = what;
    }

    int u8() {
      return Byte.toUnsignedInt(bytes.segment.get(ValueLayout.JAVA_BYTE, advance(1)));
    }

    int u16() {
      return Short.toUnsignedInt(bytes.segment.get(SHORT, advance(2)));
    }

    long u32() {
      return Integer.toUnsignedLong(bytes.segment.get(INT, advance(4)));
    }

    /// Eight bytes; a value of 2^63 or more comes out negative and is refused wherever it is used
    /// as an offset or size.
    long i64() {
      return bytes.segment.get(LONG, advance(8));
    }

    /// An unsigned number of 1, 2, 4 or 8 bytes.
    long unsigned(int size) {
      return switch (size) {
        case 1 -> u8();
        case 2 -> u16();
        case 4 -> u32();
        default -> i64();
      };
    }

    void skip(long count) {
      advance(count);
    }

    /// Moves on to the next multiple of eight from the start.
    void align() {
      advance(Math.min(-at & 7, remaining()));
    }

    long remaining() {
      return bytes.size() - at;
    }

    long position() {
      return at;
    }

    MemorySegment take(long count) {
      return bytes.segment.asSlice(advance(count), count);
    }

    Cursor part(long count, String part) {
      return new Cursor(new Bytes(take(count), bytes.where), part);
    }

    boolean matches(String signature) {
      return text(signature.length()).equals(signature);
    }

    /// Bytes taken as Latin-1, for signatures.
    private String text(int count) {
      return new String(take(count).toArray(ValueLayout.JAVA_BYTE), StandardCharsets.ISO_8859_1);
    }

    /// UTF-8 of the given length.
    String utf8(long count) {
      return bytes.decode(take(count), what);
    }

    /// UTF-8 up to a zero byte, which is consumed.
    String utf8ToZero() {
      long start = at;
      while (u8() != 0) {
        // The cursor moves; the end of the bytes refuses.
      }
      return bytes.decode(bytes.segment.asSlice(start, at - 1 - start), what);
    }

    RefusedFileException refused(String problem) {
      return bytes.refused(problem);
    }

    private long advance(long count) {
      if (count < 0 || count > remaining()) {
        throw bytes.refused(
            "Expected %s bytes more in %s. Received: %d"
                .formatted(Long.toUnsignedString(count), what, remaining()));
      }
      long start = at;
      at += count;
      return start;
    }
  }

  /// Text in UTF-8, or a refusal.
  String decode(MemorySegment utf8, String what) {
    if (utf8.byteSize() > Integer.MAX_VALUE - 8) {
      throw refused(
          "Expected text of less than 2 GiB in " + what + ". Received: " + utf8.byteSize());
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(utf8.asByteBuffer()).toString();
    } catch (CharacterCodingException e) {
      throw new RefusedFileException(
          where, "Expected text in UTF-8 in " + what + ". Received: bytes that are not UTF-8", e);
    }
  }
}
