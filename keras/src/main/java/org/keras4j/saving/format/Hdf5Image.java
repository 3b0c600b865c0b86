package org.keras4j.saving.format;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.HostBuffer;
import org.keras4j.tensor.TensorType;

/// The plan of an HDF5 file: superblock, headers, texts, then elements, each at a known place, so
/// that it is written in one go.
final class Hdf5Image {
  private static final int SUPERBLOCK = 48;
  private static final byte[] FILL_VALUE = {3, 0x0a};

  private final Hdf5Writer.Group root;
  private final List<Hdf5Writer.Node> nodes = new ArrayList<>();
  private final Map<Hdf5Writer.Node, Long> headers = new IdentityHashMap<>();
  private final Map<Hdf5Writer.Node, Long> elements = new IdentityHashMap<>();
  private final Map<StoredArray, byte[]> references = new IdentityHashMap<>();
  private final Map<Hdf5Writer.Node, StoredArray> texts = new IdentityHashMap<>();
  private final Hdf5HeapWriter heap;
  private final long size;

  Hdf5Image(Hdf5Writer.Group root) {
    this.root = root;
    collect(root);
    long at = SUPERBLOCK;
    for (Hdf5Writer.Node node : nodes) {
      headers.put(node, at);
      // Addresses and references have a fixed size, so the header's size is known before they are.
      at += Hdf5Encoding.headerSize(messages(node, false).length);
    }
    heap = new Hdf5HeapWriter(align(at));
    for (Hdf5Writer.Node node : nodes) {
      node.attributes.values().forEach(a -> refer(a.value()));
      if (texts.containsKey(node)) {
        refer(found(texts, node));
      }
    }
    at = heap.end();
    for (Hdf5Writer.Node node : nodes) {
      if (node instanceof Hdf5Writer.Dataset dataset && bytes(dataset) > 0) {
        at = align(at);
        elements.put(node, at);
        at += bytes(dataset);
      }
    }
    size = at;
  }

  /// The bytes the file has.
  long size() {
    return size;
  }

  /// Writes the whole file, starting at the output's position.
  void writeTo(FileOutput out) {
    long start = out.position();
    out.write(Hdf5Encoding.superblock(size, found(headers, root)));
    for (Hdf5Writer.Node node : nodes) {
      out.write(Hdf5Encoding.header(messages(node, true)));
    }
    heap.writeTo(out, start);
    for (Hdf5Writer.Node node : nodes) {
      Long at = elements.get(node);
      if (at != null && node instanceof Hdf5Writer.Dataset dataset) {
        out.padTo(start + at);
        writeElements(out, dataset);
      }
    }
    out.padTo(start + size);
  }

  private void writeElements(FileOutput out, Hdf5Writer.Dataset dataset) {
    StoredArray text = texts.get(dataset);
    if (text != null) {
      out.write(found(references, text));
      return;
    }
    HostBuffer data = dataset.data.get();
    if (!data.fits(dataset.type)) {
      throw new IllegalArgumentException(
          "Expected elements for %s. Received: %s"
              .formatted(dataset.type, data.array().getClass().getSimpleName()));
    }
    out.write(data, dataset.type.dtype());
  }

  private void collect(Hdf5Writer.Node node) {
    nodes.add(node);
    switch (node) {
      case Hdf5Writer.Group group -> group.children.values().forEach(this::collect);
      case Hdf5Writer.Dataset dataset -> {
        if (dataset.type.dtype() == DType.STRING) {
          texts.put(node, new StoredArray(dataset.type, dataset.data.get()));
        }
      }
    }
  }

  private void refer(StoredArray array) {
    if (array.data().array() instanceof String[] strings) {
      var out = new ByteWriter();
      for (String text : strings) {
        heap.add(text, out);
      }
      references.put(array, out.toArray());
    }
  }

  private static long bytes(Hdf5Writer.Dataset dataset) {
    TensorType type = dataset.type;
    return type.size()
        * (type.dtype() == DType.STRING ? Hdf5Encoding.REFERENCE : type.dtype().bytes());
  }

  /// What was noted of a node or array when the file was planned.
  private static <K, V> V found(Map<K, V> notes, K key) {
    return Objects.requireNonNull(notes.get(key));
  }

  private static long align(long at) {
    return at + 7 & ~7L;
  }

  private byte[] messages(Hdf5Writer.Node node, boolean placed) {
    var out = new ByteWriter();
    switch (node) {
      case Hdf5Writer.Group group -> {
        Hdf5Encoding.message(out, Hdf5Header.LINK_INFO, false, Hdf5Encoding.linkInfo());
        Hdf5Encoding.message(out, 0x0a, true, new byte[2]);
        for (Map.Entry<String, Hdf5Writer.Node> child : group.children.entrySet()) {
          long address = placed ? found(headers, child.getValue()) : 0;
          Hdf5Encoding.message(
              out, Hdf5Header.LINK, false, Hdf5Encoding.link(child.getKey(), address));
        }
      }
      case Hdf5Writer.Dataset dataset -> {
        TensorType type = dataset.type;
        long address = elements.getOrDefault(node, 0L);
        StoredArray text = texts.get(node);
        Hdf5Encoding.message(out, Hdf5Header.DATA_SPACE, false, Hdf5Encoding.space(type.shape()));
        Hdf5Encoding.message(
            out,
            Hdf5Header.DATA_TYPE,
            true,
            Hdf5Encoding.type(type.dtype(), text != null && ascii(text)));
        Hdf5Encoding.message(out, Hdf5Header.FILL_VALUE, true, FILL_VALUE);
        Hdf5Encoding.message(
            out, Hdf5Header.LAYOUT, false, Hdf5Encoding.contiguous(address, bytes(dataset)));
      }
    }
    node.attributes.forEach(
        (name, attribute) -> {
          StoredArray value = attribute.value();
          byte[] data = attributeData(value, placed);
          Hdf5Encoding.message(
              out,
              Hdf5Header.ATTRIBUTE,
              false,
              Hdf5Encoding.attribute(name, value.type(), ascii(value), data));
        });
    return out.toArray();
  }

  private byte[] attributeData(StoredArray value, boolean placed) {
    if (value.type().dtype() == DType.STRING) {
      return placed
          ? found(references, value)
          : new byte[(int) value.type().size() * Hdf5Encoding.REFERENCE];
    }
    return value.data().segment().toArray(java.lang.foreign.ValueLayout.JAVA_BYTE);
  }

  /// A list Keras writes is a list of bytes, which h5py marks as ASCII; a single text is marked as
  /// UTF-8.
  private static boolean ascii(StoredArray value) {
    return value.type().rank() > 0
        && value.data().array() instanceof String[] texts
        && java.util.Arrays.stream(texts)
            .allMatch(t -> StandardCharsets.US_ASCII.newEncoder().canEncode(t));
  }
}
