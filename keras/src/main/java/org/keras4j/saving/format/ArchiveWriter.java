package org.keras4j.saving.format;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/// Writes a zip archive as Keras writes `.keras` files: entries stored, whole or not at all.
///
/// {@snippet :
/// ArchiveWriter.write(Path.of("model.keras"), archive -> {
///   archive.add("metadata.json", metadata);
///   archive.add("config.json", config);
///   archive.add("model.weights.h5", weights); // an Hdf5Writer: streamed, not copied
/// });
/// }
public final class ArchiveWriter {
  private static final long LIMIT_32 = 0xffffffffL;
  private static final int LIMIT_16 = 0xffff;
  private static final int UTF8 = 1 << 11;
  private static final int DATE_1980 = 1 << 5 | 1;

  /// What the directory says of an entry.
  private record Entry(String name, int flags, int checksum, long size, long header) {
    boolean large() {
      return size >= LIMIT_32 || header >= LIMIT_32;
    }
  }

  private final FileOutput out;
  private final List<Entry> entries = new ArrayList<>();
  private final Set<String> names = new HashSet<>();

  private ArchiveWriter(FileOutput out) {
    this.out = out;
  }

  /// Creates or replaces an archive with the entries that `content` adds. If it throws, the old
  /// file stays.
  ///
  /// @throws java.io.UncheckedIOException if the file cannot be written
  public static void write(Path path, Consumer<ArchiveWriter> content) {
    AtomicFile.write(
        path,
        out -> {
          var archive = new ArchiveWriter(out);
          content.accept(archive);
          archive.finish();
        });
  }

  /// Adds bytes.
  ///
  /// @throws IllegalArgumentException if the name is not plain or taken
  public void add(String name, byte[] contents) {
    add(name, contents.length, output -> output.write(contents));
  }

  /// Adds text in UTF-8.
  ///
  /// @throws IllegalArgumentException if the name is not plain or taken
  public void add(String name, String text) {
    add(name, text.getBytes(StandardCharsets.UTF_8));
  }

  /// Adds an HDF5 file, its elements streamed.
  ///
  /// @throws IllegalArgumentException if the name is not plain or taken
  public void add(String name, Hdf5Writer file) {
    var image = new Hdf5Image(file.root());
    add(name, image.size(), image::writeTo);
  }

  void add(String name, long size, Consumer<FileOutput> contents) {
    if (!ZipDirectory.isCanonical(name) || name.endsWith("/") || !names.add(name)) {
      throw new IllegalArgumentException(
          "Expected a new name of plain steps separated by '/'. Received: name="
              + Json.write(name));
    }
    byte[] encoded = name.getBytes(StandardCharsets.UTF_8);
    int flags = encoded.length == name.length() ? 0 : UTF8;
    long header = out.position();
    out.write(local(encoded, flags, 0, size));
    long start = out.position();
    out.startChecksum();
    contents.accept(out);
    int checksum = out.endChecksum();
    if (out.position() - start != size) {
      throw new IllegalStateException(
          "Expected %d bytes for %s. Received: %d".formatted(size, name, out.position() - start));
    }
    out.overwrite(header, local(encoded, flags, checksum, size));
    entries.add(new Entry(name, flags, checksum, size, header));
  }

  private static byte[] local(byte[] name, int flags, int checksum, long size) {
    boolean large = size >= LIMIT_32;
    var header =
        new ByteWriter()
            .ascii("PK\3\4")
            .u16(large ? 45 : 20)
            .u16(flags)
            .u16(0)
            .u16(0)
            .u16(DATE_1980)
            .u32(checksum)
            .u32(Math.min(size, LIMIT_32))
            .u32(Math.min(size, LIMIT_32))
            .u16(name.length)
            .u16(large ? 20 : 0)
            .bytes(name);
    if (large) {
      header.u16(1).u16(16).i64(size).i64(size);
    }
    return header.toArray();
  }

  private void finish() {
    long start = out.position();
    for (Entry entry : entries) {
      out.write(central(entry));
    }
    long end = out.position();
    boolean large = start >= LIMIT_32 || end - start >= LIMIT_32 || entries.size() >= LIMIT_16;
    var record = new ByteWriter();
    if (large) {
      record
          .ascii("PK\6\6")
          .i64(44)
          .u16(45)
          .u16(45)
          .u32(0)
          .u32(0)
          .i64(entries.size())
          .i64(entries.size())
          .i64(end - start)
          .i64(start)
          .ascii("PK\6\7")
          .u32(0)
          .i64(end)
          .u32(1);
    }
    record
        .ascii("PK\5\6")
        .u16(0)
        .u16(0)
        .u16(Math.min(entries.size(), LIMIT_16))
        .u16(Math.min(entries.size(), LIMIT_16))
        .u32(Math.min(end - start, LIMIT_32))
        .u32(Math.min(start, LIMIT_32))
        .u16(0);
    out.write(record.toArray());
  }

  private static byte[] central(Entry entry) {
    boolean large = entry.large();
    byte[] name = entry.name.getBytes(StandardCharsets.UTF_8);
    var header =
        new ByteWriter()
            .ascii("PK\1\2")
            // Made on Unix, so that the permissions below count.
            .u16(3 << 8 | (large ? 45 : 20))
            .u16(large ? 45 : 20)
            .u16(entry.flags)
            .u16(0)
            .u16(0)
            .u16(DATE_1980)
            .u32(entry.checksum)
            .u32(large ? LIMIT_32 : entry.size)
            .u32(large ? LIMIT_32 : entry.size)
            .u16(name.length)
            .u16(large ? 28 : 0)
            .u16(0)
            .u16(0)
            .u16(0)
            .u32(0600L << 16)
            .u32(large ? LIMIT_32 : entry.header)
            .bytes(name);
    if (large) {
      header.u16(1).u16(24).i64(entry.size).i64(entry.size).i64(entry.header);
    }
    return header.toArray();
  }
}
