package org.keras4j.saving.format;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.keras4j.saving.RefusedFileException;

/// The messages of an HDF5 object: what a group or dataset consists of.
///
/// @param messages in the order of the file, empty ones left out
record Hdf5Header(List<Message> messages) {
  static final int DATA_SPACE = 0x01;
  static final int LINK_INFO = 0x02;
  static final int DATA_TYPE = 0x03;
  static final int FILL_VALUE = 0x05;
  static final int LINK = 0x06;
  static final int EXTERNAL_FILES = 0x07;
  static final int LAYOUT = 0x08;
  static final int FILTERS = 0x0b;
  static final int ATTRIBUTE = 0x0c;
  static final int SYMBOL_TABLE = 0x11;
  static final int ATTRIBUTE_INFO = 0x15;

  private static final int CONTINUATION = 0x10;
  private static final int LAST_KNOWN = 0x17;
  private static final int MAX_BLOCKS = 4096;

  /// One message.
  ///
  /// @param shared whether the data stands elsewhere in the file
  record Message(int type, boolean shared, Bytes bytes) {
    /// Reads the data from its start.
    Bytes.Cursor data() {
      if (shared) {
        throw bytes.refused(
            "Expected every object to hold its own description. Received: a shared message of type "
                + type);
      }
      return bytes.cursor(0, bytes.size(), "message of type " + type);
    }
  }

  private record Block(long at, long size) {}

  /// Reads the header at an address.
  static Hdf5Header read(Bytes file, long address) {
    return new Parser(file).read(address);
  }

  boolean has(int type) {
    return messages.stream().anyMatch(m -> m.type == type);
  }

  /// The one message of a type, if there is one.
  Optional<Message> find(int type) {
    Message found = null;
    for (Message message : messages) {
      if (message.type == type) {
        if (found != null) {
          throw message.bytes.refused(
              "Expected one message of type " + type + ". Received: several");
        }
        found = message;
      }
    }
    return Optional.ofNullable(found);
  }

  private static final class Parser {
    private final Bytes file;
    private final List<Message> messages = new ArrayList<>();
    private final ArrayDeque<Block> blocks = new ArrayDeque<>();
    private final HashSet<Long> seen = new HashSet<>();
    private long total;

    Parser(Bytes file) {
      this.file = file;
    }

    Hdf5Header read(long address) {
      var in = file.cursor(address, Math.min(file.size() - address, 32), "object header");
      int version = in.u8();
      if (version == 1) {
        in.skip(7);
        add(address + 16, in.u32());
        readBlocks(false, false);
      } else if (version == 'O') {
        readNew(address);
      } else {
        throw file.refused(
            "Expected an object header at byte %d. Received: version=%d"
                .formatted(address, version));
      }
      return new Hdf5Header(List.copyOf(messages));
    }

    private void readNew(long address) {
      var in = file.cursor(address, Math.min(file.size() - address, 64), "object header");
      if (!in.matches("OHDR") || in.u8() != 2) {
        throw file.refused(
            "Expected an object header of version 2 at byte %d. Received: other bytes"
                .formatted(address));
      }
      int flags = in.u8();
      in.skip(((flags & 0x20) != 0 ? 16 : 0) + ((flags & 0x10) != 0 ? 4 : 0));
      long size = in.unsigned(1 << (flags & 3));
      long start = in.position();
      verify(address, start + size);
      add(address + start, size);
      readBlocks(true, (flags & 4) != 0);
    }

    private void add(long at, long size) {
      if (!seen.add(at) || seen.size() > MAX_BLOCKS) {
        throw file.refused(
            "Expected an object header without a cycle. Received: the block at byte %d again"
                .formatted(at));
      }
      file.slice(at, size, "object header");
      total += size;
      if (total > file.size()) {
        throw file.refused("Expected object headers apart. Received: blocks that overlap");
      }
      blocks.add(new Block(at, size));
    }

    private void readBlocks(boolean modern, boolean ordered) {
      int prefix = modern ? ordered ? 6 : 4 : 8;
      while (!blocks.isEmpty()) {
        Block block = blocks.remove();
        var in = file.cursor(block.at, block.size, "object header");
        while (in.remaining() >= prefix) {
          int type = modern ? in.u8() : in.u16();
          int size = in.u16();
          int flags = in.u8();
          in.skip(prefix - (modern ? 4 : 5));
          message(type, flags, new Bytes(in.take(size), file.where()), modern);
        }
      }
    }

    private void message(int type, int flags, Bytes data, boolean modern) {
      if (type == CONTINUATION) {
        var in = data.cursor(0, data.size(), "continuation");
        continuation(in.i64(), in.i64(), modern);
      } else if (type > LAST_KNOWN && (flags & 0x80) != 0) {
        throw file.refused("Expected messages of known types. Received: type " + type);
      } else if (type != 0) {
        messages.add(new Message(type, (flags & 2) != 0, data));
      }
    }

    private void continuation(long at, long size, boolean modern) {
      if (!modern) {
        add(at, size);
        return;
      }
      if (size < 8 || !file.cursor(at, size, "object header").matches("OCHK")) {
        throw file.refused(
            "Expected the rest of an object header at byte %d. Received: other bytes"
                .formatted(at));
      }
      verify(at, size - 4);
      add(at + 4, size - 8);
    }

    private void verify(long at, long size) {
      long stored = file.cursor(at + size, 4, "checksum").u32();
      if (Integer.toUnsignedLong(JenkinsHash.of(file.slice(at, size, "object header"))) != stored) {
        throw new RefusedFileException(
            file.where(),
            "Expected an object header with the checksum it states at byte %d. Received: changed bytes"
                .formatted(at));
      }
    }
  }
}
