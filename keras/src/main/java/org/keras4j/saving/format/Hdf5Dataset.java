package org.keras4j.saving.format;

import java.lang.foreign.MemorySegment;
import java.util.Optional;
import org.keras4j.saving.RefusedFileException;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.TensorType;

/// A dataset of an HDF5 file: an array whose sizes are known, and whose elements are read only when
/// they are those expected.
///
/// {@snippet :
/// dataset.read(TensorType.of(DType.FLOAT32, 3, 2));     // exactly this
/// dataset.readCast(TensorType.of(DType.FLOAT32, 3, 2)); // this shape; the stored numbers are converted
/// dataset.read(1 << 20);                                // whatever it is, up to 1 MiB
/// }
public final class Hdf5Dataset implements Hdf5Object {
  private final Hdf5Tree tree;
  private final Bytes file;
  private final String path;
  private final Hdf5Type elements;
  private final Hdf5Space space;
  private final Hdf5Layout layout;
  private final Hdf5Attributes attributes;

  Hdf5Dataset(Hdf5Tree tree, Hdf5Header header, String path) {
    this.tree = tree;
    this.path = path;
    this.file = new Bytes(tree.file().segment(), tree.file().where() + ":" + path);
    if (header.has(Hdf5Header.EXTERNAL_FILES)) {
      throw refused("Expected data kept in this file. Received: external storage");
    }
    this.elements = Hdf5Type.read(data(header, Hdf5Header.DATA_TYPE, "a type"));
    this.space = Hdf5Space.read(data(header, Hdf5Header.DATA_SPACE, "sizes"));
    this.layout = Hdf5Layout.read(file, header, space, elements.bytes());
    this.attributes = new Hdf5Attributes(tree.file(), tree.heap(), header, path);
  }

  @Override
  public String path() {
    return path;
  }

  @Override
  public Hdf5Attributes attributes() {
    return attributes;
  }

  /// Dtype and shape as the file claims them; nothing for elements without a dtype and for sizes no
  /// array can have.
  public Optional<TensorType> type() {
    return dtype().flatMap(dtype -> space.shape().map(shape -> new TensorType(dtype, shape)));
  }

  /// The sizes as the file claims them, outermost first.
  public long[] dims() {
    return space.dims().stream().mapToLong(Long::longValue).toArray();
  }

  /// Bytes the elements take in the file: what is really there, not what is claimed.
  public long storedBytes() {
    return layout.storedBytes(file);
  }

  /// Type and sizes in few words: `float32 (3, 2)`.
  public String describe() {
    return dtype().map(DType::kerasName).orElse(elements.description()) + " " + space.description();
  }

  /// The array, which must be of this type exactly.
  ///
  /// @throws RefusedFileException if dtype or shape is another, before anything is allocated, or if
  ///   the data is damaged
  public StoredArray read(TensorType expected) {
    checkShape(expected);
    if (elements instanceof Hdf5Type.Opaque(int bytes) && bytes == expected.dtype().bytes()) {
      return elements(expected.dtype());
    }
    if (dtype().filter(d -> d == expected.dtype()).isEmpty()) {
      throw refused("Expected %s. Received: %s".formatted(expected.dtype(), describe()));
    }
    return elements(expected.dtype());
  }

  /// The array, which must have this shape, its numbers converted to this dtype as Keras casts what
  /// it loads.
  ///
  /// @throws RefusedFileException if the shape is another or the elements are no real numbers,
  ///   before anything is allocated, or if the data is damaged
  public StoredArray readCast(TensorType expected) {
    if (elements instanceof Hdf5Type.Opaque
        || dtype().filter(d -> d == expected.dtype()).isPresent()) {
      return read(expected);
    }
    checkShape(expected);
    DType stored =
        dtype()
            .filter(d -> d != DType.STRING && expected.dtype() != DType.STRING)
            .filter(d -> !d.isComplex() || expected.dtype().isComplex())
            .orElseThrow(
                () ->
                    refused(
                        "Expected numbers to convert to %s. Received: %s"
                            .formatted(expected.dtype(), describe())));
    return elements(stored).as(expected.dtype());
  }

  /// The array, whatever its type, if it takes no more than so many bytes.
  ///
  /// @throws RefusedFileException if it is larger or has no dtype, before anything is allocated, or
  ///   if the data is damaged
  public StoredArray read(long maxBytes) {
    Optional<Long> count = space.count();
    if (count.isEmpty() || count.get() > maxBytes / elements.bytes()) {
      throw refused("Expected at most %d bytes. Received: %s".formatted(maxBytes, describe()));
    }
    return elements(
        dtype()
            .orElseThrow(
                () -> refused("Expected numbers, booleans or text. Received: " + describe())));
  }

  private Optional<DType> dtype() {
    return elements instanceof Hdf5Type.Opaque(int bytes) ? opaque(bytes) : elements.dtype();
  }

  /// Keras notes on a dataset of opaque elements what they are.
  private Optional<DType> opaque(int bytes) {
    return attributes.names().contains("dtype")
        ? attributes
            .text("dtype")
            .filter(name -> name.equals("bfloat16") || name.startsWith("float8"))
            .map(DType::of)
            .filter(dtype -> dtype.bytes() == bytes)
        : Optional.empty();
  }

  private void checkShape(TensorType expected) {
    if (space.shape().filter(shape -> shape.equals(expected.shape())).isEmpty()) {
      throw refused("Expected shape %s. Received: %s".formatted(expected.shape(), describe()));
    }
  }

  private StoredArray elements(DType dtype) {
    MemorySegment raw =
        switch (layout) {
          case Hdf5Layout.Compact(MemorySegment data) -> data;
          case Hdf5Layout.Contiguous(long address, long size) ->
              file.slice(address, size, "the elements");
          case Hdf5Layout.Nothing nothing -> nothing.filled(file, bytes());
          case Hdf5Layout.Chunked chunked ->
              Hdf5Chunks.read(file, chunked, space, elements.bytes());
        };
    return Hdf5Elements.read(new Bytes(raw, file.where()), tree.heap(), elements, dtype, space);
  }

  private long bytes() {
    return space.count().filter(n -> n <= Integer.MAX_VALUE).orElse((long) Integer.MAX_VALUE)
        * elements.bytes();
  }

  private Bytes.Cursor data(Hdf5Header header, int type, String what) {
    return header
        .find(type)
        .orElseThrow(() -> refused("Expected " + what + ". Received: a dataset without"))
        .data();
  }

  private RefusedFileException refused(String problem) {
    return file.refused(problem);
  }
}
