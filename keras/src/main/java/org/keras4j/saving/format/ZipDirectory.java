package org.keras4j.saving.format;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.keras4j.saving.RefusedFileException;

/// The directory of a zip archive, compared with the entries it lists.
final class ZipDirectory {
  /// One entry.
  ///
  /// @param start where its bytes begin
  record Entry(
      String name,
      boolean deflated,
      int checksum,
      long storedSize,
      long size,
      long header,
      long start) {
    long end() {
      return start + storedSize;
    }

    Entry at(long place) {
      return new Entry(name, deflated, checksum, storedSize, size, header, place);
    }
  }

  private static final long LOCAL = 0x04034b50L;
  private static final long CENTRAL = 0x02014b50L;
  private static final long END = 0x06054b50L;
  private static final long END_64 = 0x06064b50L;
  private static final long LOCATOR_64 = 0x07064b50L;
  private static final int END_SIZE = 22;
  private static final int LOCATOR_SIZE = 20;
  private static final long UNKNOWN_32 = 0xffffffffL;
  private static final int ENCRYPTED = 1 | 64 | 1 << 13;
  private static final int SIZES_BEHIND = 8;
  private static final int UTF8 = 1 << 11;
  private static final int MAX_ENTRIES = 100_000;
  private static final Pattern DRIVE = Pattern.compile("[A-Za-z]:.*", Pattern.DOTALL);

  private final Bytes file;
  private final List<String> problems = new ArrayList<>();
  private final Map<String, Entry> entries = new LinkedHashMap<>();

  private ZipDirectory(Bytes file) {
    this.file = file;
  }

  /// All entries that hold bytes, by name.
  ///
  /// @throws RefusedFileException with everything wrong that was found
  static Map<String, Entry> read(Bytes file) {
    var directory = new ZipDirectory(file);
    directory.readAll();
    if (!directory.problems.isEmpty()) {
      throw new RefusedFileException(file.where(), directory.problems);
    }
    return directory.entries;
  }

  private record Extent(long count, long size, long start) {}

  private void readAll() {
    Extent extent = extent();
    if (extent.count > MAX_ENTRIES) {
      throw file.refused(
          "Expected at most %d entries. Received: %d".formatted(MAX_ENTRIES, extent.count));
    }
    var in = file.cursor(extent.start, extent.size, "zip directory");
    for (long i = 0; i < extent.count; i++) {
      readEntry(in, extent.start);
    }
    if (in.remaining() != 0) {
      problems.add("Expected a directory of %d entries. Received: more".formatted(extent.count));
    }
    Entry previous = null;
    for (Entry entry :
        entries.values().stream().sorted(Comparator.comparingLong(Entry::header)).toList()) {
      if (previous != null && entry.header < previous.end()) {
        problems.add(
            "Expected entries apart. Received: %s inside %s"
                .formatted(shown(entry.name), shown(previous.name)));
      }
      previous = entry;
    }
  }

  private Extent extent() {
    long at = endRecord();
    var in = file.cursor(at, END_SIZE, "end of a zip archive");
    in.skip(4);
    int disk = in.u16();
    int startDisk = in.u16();
    int here = in.u16();
    int count = in.u16();
    var extent = new Extent(count, in.u32(), in.u32());
    long end = at;
    if (at >= LOCATOR_SIZE
        && file.cursor(at - LOCATOR_SIZE, 4, "zip64 locator").u32() == LOCATOR_64) {
      var locator = file.cursor(at - LOCATOR_SIZE + 8, 8, "zip64 locator");
      end = locator.i64();
      extent = extent64(end, at - LOCATOR_SIZE);
    } else if (disk != 0 || startDisk != 0 || here != count) {
      throw file.refused("Expected an archive in one file. Received: a part of one");
    }
    if (extent.start + extent.size != end || extent.start < 0 || extent.size < 0) {
      throw file.refused(
          "Expected the directory right before its end record at byte %d. Received: start=%d, size=%d"
              .formatted(end, extent.start, extent.size));
    }
    return extent;
  }

  private Extent extent64(long at, long locator) {
    var in = file.cursor(at, 56, "zip64 end record");
    if (in.u32() != END_64 || in.i64() != locator - at - 12) {
      throw file.refused(
          "Expected a zip64 end record at byte %d. Received: other bytes".formatted(at));
    }
    in.skip(4);
    long disks = in.i64();
    long here = in.i64();
    long count = in.i64();
    if (disks != 0 || here != count || count < 0) {
      throw file.refused("Expected an archive in one file. Received: a part of one");
    }
    return new Extent(count, in.i64(), in.i64());
  }

  /// The end record is the last thing in the file but for a comment.
  private long endRecord() {
    long earliest = Math.max(0, file.size() - END_SIZE - 0xffff);
    for (long at = file.size() - END_SIZE; at >= earliest; at--) {
      var in = file.cursor(at, END_SIZE, "end of a zip archive");
      if (in.u32() == END) {
        in.skip(16);
        if (in.u16() == file.size() - END_SIZE - at) {
          return at;
        }
      }
    }
    throw file.refused(
        "Expected a zip archive. Received: %d bytes that do not end as one; the file is cut short or of another kind"
            .formatted(file.size()));
  }

  /// What the directory says of an entry, nothing of it believed yet.
  private record Listed(
      Entry entry,
      MemorySegment nameBytes,
      int flags,
      int method,
      int system,
      long attributes,
      int disk) {}

  private Listed next(Bytes.Cursor in) {
    if (in.u32() != CENTRAL) {
      throw file.refused("Expected an entry of the zip directory. Received: other bytes");
    }
    int system = in.u16() >> 8;
    in.skip(2);
    int flags = in.u16();
    int method = in.u16();
    in.skip(4);
    int checksum = (int) in.u32();
    long storedSize = in.u32();
    long size = in.u32();
    int nameSize = in.u16();
    int extraSize = in.u16();
    int commentSize = in.u16();
    int disk = in.u16();
    in.skip(2);
    long attributes = in.u32();
    long header = in.u32();
    MemorySegment nameBytes = in.take(nameSize);
    var extra = new Extra64(in.part(extraSize, "extra fields"));
    in.skip(commentSize);
    size = extra.orElse(size);
    storedSize = extra.orElse(storedSize);
    header = extra.orElse(header);
    var entry =
        new Entry(name(nameBytes, flags), method == 8, checksum, storedSize, size, header, 0);
    return new Listed(entry, nameBytes, flags, method, system, attributes, disk);
  }

  private void readEntry(Bytes.Cursor in, long limit) {
    Listed listed = next(in);
    Entry entry = listed.entry;
    String name = shown(entry.name);
    String problem = problem(listed, limit);
    if (problem != null) {
      problems.add("Expected plain entries. Received: %s, %s".formatted(name, problem));
      return;
    }
    long start = localStart(entry, listed.nameBytes, listed.flags);
    if (start < 0 || start > limit - entry.storedSize) {
      problems.add(
          "Expected the entry %s where the directory says. Received: something else"
              .formatted(name));
    } else if (entry.name.endsWith("/")) {
      if (entry.size != 0) {
        problems.add(
            "Expected a folder to be empty. Received: %s with %d bytes"
                .formatted(name, entry.size));
      }
    } else if (entries.putIfAbsent(entry.name, entry.at(start)) != null) {
      problems.add("Expected every entry once. Received: %s twice".formatted(name));
    }
  }

  /// Where the bytes of an entry begin, or -1 if its own header says otherwise than the directory.
  private long localStart(Entry entry, MemorySegment nameBytes, int flags) {
    if (entry.header > file.size() - 30) {
      return -1;
    }
    var in = file.cursor(entry.header, 30, "entry");
    if (in.u32() != LOCAL) {
      return -1;
    }
    in.skip(2);
    int localFlags = in.u16();
    int method = in.u16();
    in.skip(4);
    int checksum = (int) in.u32();
    long storedSize = in.u32();
    long size = in.u32();
    int nameSize = in.u16();
    int extraSize = in.u16();
    long start = entry.header + 30 + nameSize + extraSize;
    if (start > file.size()
        || ((localFlags ^ flags) & (ENCRYPTED | UTF8)) != 0
        || method != (entry.deflated ? 8 : 0)
        || nameSize != nameBytes.byteSize()) {
      return -1;
    }
    var rest = file.cursor(entry.header + 30, nameSize + extraSize, "entry");
    boolean sameName = rest.take(nameSize).mismatch(nameBytes) == -1;
    var extra = new Extra64(rest.part(extraSize, "extra fields"));
    size = extra.orElse(size);
    storedSize = extra.orElse(storedSize);
    boolean behind = (flags & SIZES_BEHIND) != 0 && size == 0 && storedSize == 0 && checksum == 0;
    boolean same =
        size == entry.size && storedSize == entry.storedSize && checksum == entry.checksum;
    return sameName && (same || behind) ? start : -1;
  }

  private String name(MemorySegment bytes, int flags) {
    if ((flags & UTF8) != 0) {
      return file.decode(bytes, "the name of an entry");
    }
    return new String(
        bytes.toArray(java.lang.foreign.ValueLayout.JAVA_BYTE), StandardCharsets.ISO_8859_1);
  }

  private static @Nullable String problem(Listed listed, long limit) {
    Entry entry = listed.entry;
    if (!isCanonical(entry.name)) {
      return "a name that leaves the archive or is not plain";
    }
    if ((listed.flags & ENCRYPTED) != 0) {
      return "which is encrypted";
    }
    if (listed.method != 0 && listed.method != 8) {
      return "compressed by method " + listed.method;
    }
    // The file type bits of Unix: 4 is a folder, 8 a file, 10 a link.
    long type = listed.system == 3 ? listed.attributes >>> 28 : 0;
    if (type != 0 && type != 8 && !(type == 4 && entry.name.endsWith("/"))) {
      return "which is a link or a device";
    }
    boolean possible =
        entry.storedSize >= 0 && entry.size >= 0 && entry.header >= 0 && entry.storedSize <= limit;
    if (!possible || (listed.method == 0 && entry.size != entry.storedSize)) {
      return "sizes that do not fit the archive: %d bytes, %d stored"
          .formatted(entry.size, entry.storedSize);
    }
    return listed.disk != 0 ? "which is in another file" : null;
  }

  /// Whether a name has only plain steps: no `..`, no root, no drive, nothing another system reads
  /// differently.
  static boolean isCanonical(String name) {
    if (name.isEmpty()
        || DRIVE.matcher(name).matches()
        || name.chars().anyMatch(c -> c < ' ' || c == '\\' || c == 0x7f)) {
      return false;
    }
    String path = name.endsWith("/") ? name.substring(0, name.length() - 1) : name;
    for (String step : path.split("/", -1)) {
      if (step.isEmpty() || step.equals(".") || step.equals("..")) {
        return false;
      }
    }
    return true;
  }

  private static String shown(String name) {
    return Json.write(name.length() <= 100 ? name : name.substring(0, 100));
  }

  /// The sizes that did not fit into 32 bits, in the order the format fixes.
  private static final class Extra64 {
    private Bytes.@Nullable Cursor values;

    Extra64(Bytes.Cursor extra) {
      while (extra.remaining() >= 4) {
        int id = extra.u16();
        var data = extra.part(extra.u16(), "extra field");
        if (id == 1) {
          values = data;
        }
      }
    }

    long orElse(long value) {
      return value == UNKNOWN_32 && values != null ? values.i64() : value;
    }
  }
}
