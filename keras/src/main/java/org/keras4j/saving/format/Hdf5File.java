package org.keras4j.saving.format;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.keras4j.saving.RefusedFileException;

/// An HDF5 file being read: what h5py writes by default, and the simpler of the newer structures.
///
/// The bytes are mapped, not loaded: opening costs nothing however large the file, and a dataset's
/// numbers are copied once, into the array returned. Refused: links that lead elsewhere, external
/// and virtual storage, committed types, filters other than gzip, shuffle and fletcher32. Not safe
/// for use by several threads at once.
///
/// {@snippet :
/// try (Hdf5File file = Hdf5File.open(Path.of("model.weights.h5"))) {
///   StoredArray kernel = file.root().dataset("layers/dense/vars/0").read(TensorType.of(DType.FLOAT32, 3, 2));
/// }
/// }
///
/// @see <a href="https://support.hdfgroup.org/documentation/hdf5/latest/_f_m_t3.html">HDF5 file
///   format specification</a>
public final class Hdf5File implements AutoCloseable {
  private static final byte[] SIGNATURE = "\211HDF\r\n\032\n".getBytes(StandardCharsets.ISO_8859_1);

  private final Hdf5Group root;
  private final Runnable close;

  private Hdf5File(Hdf5Group root, Runnable close) {
    this.root = root;
    this.close = close;
  }

  /// Opens a file of its own.
  ///
  /// @throws RefusedFileException if it is not HDF5, is cut short or uses what is refused
  /// @throws java.io.UncheckedIOException if it cannot be read
  public static Hdf5File open(Path path) {
    MappedFile mapped = MappedFile.open(path);
    try {
      return of(mapped.bytes(), path.toString(), mapped::close);
    } catch (RuntimeException e) {
      mapped.close();
      throw e;
    }
  }

  /// Reads HDF5 from memory, such as an entry of an {@link ArchiveReader}, which must stay open.
  ///
  /// @throws RefusedFileException if it is not HDF5, is cut short or uses what is refused
  public static Hdf5File of(MemorySegment bytes, String where) {
    return of(bytes, where, () -> {});
  }

  private static Hdf5File of(MemorySegment bytes, String where, Runnable close) {
    var file = new Bytes(bytes, where);
    if (!file.startsWith(SIGNATURE)) {
      throw file.refused(
          "Expected an HDF5 file. Received: %d bytes that do not start as one"
              .formatted(file.size()));
    }
    var tree = new Hdf5Tree(file);
    return switch (tree.open(rootAddress(file), "/")) {
      case Hdf5Group group -> new Hdf5File(group, close);
      case Hdf5Dataset _ -> throw file.refused("Expected a group as the root. Received: a dataset");
    };
  }

  /// The group everything is in.
  public Hdf5Group root() {
    return root;
  }

  /// Releases the mapping. Arrays that were read stay valid.
  @Override
  public void close() {
    close.run();
  }

  private static long rootAddress(Bytes file) {
    var in = file.cursor(8, file.size() - 8, "superblock");
    int version = in.u8();
    return switch (version) {
      case 0, 1 -> oldSuperblock(file, in, version);
      case 2, 3 -> newSuperblock(file, in);
      default ->
          throw file.refused("Expected HDF5 of version 0 to 3. Received: version=" + version);
    };
  }

  private static long oldSuperblock(Bytes file, Bytes.Cursor in, int version) {
    in.skip(4);
    checkSizes(in);
    in.skip(1 + 4 + 4 + (version == 1 ? 4 : 0));
    long base = in.i64();
    in.skip(8);
    long end = in.i64();
    in.skip(8 + 8);
    checkExtent(file, base, end);
    return in.i64();
  }

  private static long newSuperblock(Bytes file, Bytes.Cursor in) {
    checkSizes(in);
    in.skip(1);
    long base = in.i64();
    in.skip(8);
    long end = in.i64();
    long root = in.i64();
    long checksum = in.u32();
    if (Integer.toUnsignedLong(JenkinsHash.of(file.slice(0, 44, "superblock"))) != checksum) {
      throw file.refused(
          "Expected a superblock with the checksum it states. Received: changed bytes");
    }
    checkExtent(file, base, end);
    return root;
  }

  private static void checkSizes(Bytes.Cursor in) {
    int offsets = in.u8();
    int lengths = in.u8();
    if (offsets != 8 || lengths != 8) {
      throw in.refused(
          "Expected offsets and lengths of 8 bytes. Received: %d and %d"
              .formatted(offsets, lengths));
    }
  }

  private static void checkExtent(Bytes file, long base, long end) {
    if (base != 0 || end < 0 || end > file.size()) {
      throw file.refused(
          "Expected a whole file of %s bytes from byte 0. Received: %d bytes, starting at byte %s. It is cut short or damaged"
              .formatted(Long.toUnsignedString(end), file.size(), Long.toUnsignedString(base)));
    }
  }
}
