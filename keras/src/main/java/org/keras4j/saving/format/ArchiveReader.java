package org.keras4j.saving.format;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.keras4j.saving.RefusedFileException;

/// A zip archive being read, such as a `.keras` file. Nothing is ever unpacked to the disk.
///
/// Opening reads the directory and refuses the whole archive when a name leaves it (`..`, absolute,
/// backslashes), stands there twice, is a link or a device, when an entry is encrypted or
/// compressed in another way than deflate, when entries overlap, or when the directory and the
/// entries disagree. Stored entries are read where they are, in the mapped file.
///
/// {@snippet :
/// try (ArchiveReader archive = ArchiveReader.open(Path.of("model.keras"))) {
///   var config = Json.parseObject(archive.bytes("config.json", 1 << 20), archive.place("config.json"));
///   Hdf5File weights = archive.hdf5("model.weights.h5");
/// }
/// }
public final class ArchiveReader implements AutoCloseable {
  /// Entries up to this size may be compressed to any degree.
  private static final long SMALL = 1 << 20;

  /// Larger ones may be this many times larger than compressed: numbers and text never are.
  private static final long MAX_EXPANSION = 200;

  private final Bytes file;
  private final Map<String, ZipDirectory.Entry> entries;
  private final Runnable close;

  private ArchiveReader(Bytes file, Runnable close) {
    this.file = file;
    this.entries = ZipDirectory.read(file);
    this.close = close;
  }

  /// Opens an archive.
  ///
  /// @throws RefusedFileException if it is no zip archive, or one that is refused
  /// @throws java.io.UncheckedIOException if it cannot be read
  public static ArchiveReader open(Path path) {
    MappedFile mapped = MappedFile.open(path);
    try {
      return new ArchiveReader(new Bytes(mapped.bytes(), path.toString()), mapped::close);
    } catch (RuntimeException e) {
      mapped.close();
      throw e;
    }
  }

  /// Reads an archive from memory.
  ///
  /// @throws RefusedFileException if it is no zip archive, or one that is refused
  public static ArchiveReader of(MemorySegment bytes, String where) {
    return new ArchiveReader(new Bytes(bytes, where), () -> {});
  }

  /// The names of the entries, in the order of the directory.
  public Set<String> names() {
    return Collections.unmodifiableSet(entries.keySet());
  }

  /// Whether there is an entry of this name.
  public boolean has(String name) {
    return entries.containsKey(name);
  }

  /// The size an entry claims to have, if there is one of this name.
  public Optional<Long> size(String name) {
    return Optional.ofNullable(entries.get(name)).map(ZipDirectory.Entry::size);
  }

  /// The archive and an entry in it, for errors: `model.keras!config.json`.
  public String place(String name) {
    return file.where() + "!" + name;
  }

  /// An entry's contents, if they are no longer than so many bytes.
  ///
  /// @throws RefusedFileException if there is no such entry, it is larger, or it is damaged
  public byte[] bytes(String name, int maxBytes) {
    if (entry(name).size() > maxBytes) {
      throw refused(
          name, "Expected at most %d bytes. Received: %d".formatted(maxBytes, entry(name).size()));
    }
    return contents(name).toArray(ValueLayout.JAVA_BYTE);
  }

  /// An entry's contents as text in UTF-8, if they are no longer than so many bytes.
  ///
  /// @throws RefusedFileException if there is no such entry, it is larger, damaged, or not UTF-8
  public String text(String name, int maxBytes) {
    MemorySegment utf8 = MemorySegment.ofArray(bytes(name, maxBytes));
    return new Bytes(utf8, place(name)).decode(utf8, name);
  }

  /// An entry as an HDF5 file, valid while this archive is open.
  ///
  /// @throws RefusedFileException if there is no such entry, it is damaged, or it is not HDF5
  public Hdf5File hdf5(String name) {
    return Hdf5File.of(contents(name), place(name));
  }

  /// An entry's contents, their checksum compared. Stored entries are parts of the mapped file and
  /// valid while this archive is open; compressed ones are inflated into memory.
  ///
  /// @throws RefusedFileException if there is no such entry, it expands beyond reason, or it is
  ///   damaged
  public MemorySegment contents(String name) {
    ZipDirectory.Entry entry = entry(name);
    MemorySegment stored = file.slice(entry.start(), entry.storedSize(), "entry " + name);
    MemorySegment contents = entry.deflated() ? inflated(entry, stored) : stored;
    if (checksum(contents) != entry.checksum()) {
      throw refused(
          name, "Expected contents with the checksum the archive states. Received: other contents");
    }
    return contents.asReadOnly();
  }

  /// Releases the mapping.
  @Override
  public void close() {
    close.run();
  }

  private ZipDirectory.Entry entry(String name) {
    ZipDirectory.Entry entry = entries.get(name);
    if (entry == null) {
      throw new RefusedFileException(
          file.where(),
          "Expected an entry %s. Received: %s"
              .formatted(name, entries.keySet().stream().limit(20).toList()));
    }
    return entry;
  }

  private MemorySegment inflated(ZipDirectory.Entry entry, MemorySegment stored) {
    long size = entry.size();
    if (size > Integer.MAX_VALUE - 8
        || (size > SMALL && size / MAX_EXPANSION > entry.storedSize())) {
      throw refused(
          entry.name(),
          "Expected an entry at most %d times larger than compressed, and below 2 GiB. Received: %d bytes, from %d"
              .formatted(MAX_EXPANSION, size, entry.storedSize()));
    }
    byte[] out = new byte[(int) size];
    try (var inflater = new Inflater(true)) {
      inflater.setInput(stored.asByteBuffer());
      int length = 0;
      int more;
      do {
        more = inflater.inflate(out, length, out.length - length);
        length += more;
      } while (more > 0 && length < out.length);
      boolean ended =
          inflater.finished() || (inflater.inflate(new byte[1]) == 0 && inflater.finished());
      if (length != size || !ended) {
        throw refused(
            entry.name(),
            "Expected %d bytes. Received: %s".formatted(size, ended ? length : "more"));
      }
    } catch (DataFormatException e) {
      throw new RefusedFileException(
          place(entry.name()), "Expected deflated contents. Received: " + e.getMessage(), e);
    }
    return MemorySegment.ofArray(out);
  }

  private static int checksum(MemorySegment contents) {
    var crc = new CRC32();
    long piece = 1 << 30;
    for (long at = 0; at < contents.byteSize(); at += piece) {
      ByteBuffer part =
          contents.asSlice(at, Math.min(piece, contents.byteSize() - at)).asByteBuffer();
      crc.update(part);
    }
    return (int) crc.getValue();
  }

  private RefusedFileException refused(String name, String problem) {
    return new RefusedFileException(place(name), problem);
  }
}
