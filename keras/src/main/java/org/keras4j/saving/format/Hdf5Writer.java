package org.keras4j.saving.format;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.HostBuffer;
import org.keras4j.tensor.TensorType;

/// Builds an HDF5 file that h5py, and so Keras, opens.
///
/// Groups, datasets and attributes are named first; the elements of a dataset are asked for when
/// the file is written, one dataset after the other, and go to the disk without a second copy. The
/// same contents give the same bytes.
///
/// {@snippet :
/// var file = new Hdf5Writer();
/// file.group("layers/dense/vars").attribute("name", "dense");
/// file.group("layers/dense/vars").dataset("0", TensorType.of(DType.FLOAT32, 3, 2), () -> kernel);
/// file.write(Path.of("model.weights.h5"));
/// }
public final class Hdf5Writer {
  /// The size Keras keeps the attributes of legacy files below, because HDF5 limits it.
  static final int MAX_ATTRIBUTE_BYTES = 64512;

  private final Group root = new Group();

  /// An empty file.
  public Hdf5Writer() {}

  /// The group everything is in.
  public Group root() {
    return root;
  }

  /// The group at names separated by `/`, made where it is not there yet.
  ///
  /// @throws IllegalArgumentException if a dataset is in the way
  public Group group(String names) {
    return root.group(names);
  }

  /// Writes the file, whole or not at all.
  ///
  /// @throws java.io.UncheckedIOException if it cannot be written
  public void write(Path path) {
    AtomicFile.write(path, this::writeTo);
  }

  void writeTo(FileOutput out) {
    new Hdf5Image(root).writeTo(out);
  }

  /// A place in the file.
  abstract static sealed class Node permits Group, Dataset {
    final Map<String, Hdf5Attribute> attributes = new LinkedHashMap<>();

    final void put(String name, Hdf5Attribute attribute) {
      checkName(name, "attribute");
      if (attributes.putIfAbsent(name, attribute) != null) {
        throw new IllegalArgumentException(
            "Expected an attribute once. Received: name=" + name + " twice");
      }
    }
  }

  /// A dataset to be written.
  static final class Dataset extends Node {
    final TensorType type;
    final Supplier<HostBuffer> data;

    Dataset(TensorType type, Supplier<HostBuffer> data) {
      this.type = type;
      this.data = data;
    }
  }

  /// A group to be written.
  public static final class Group extends Node {
    final Map<String, Node> children = new TreeMap<>(Hdf5Links::compareUtf8);

    private Group() {}

    /// The group below at names separated by `/`, made where it is not there yet.
    ///
    /// @throws IllegalArgumentException if a dataset is in the way
    public Group group(String names) {
      Group at = this;
      for (String name : names.split("/", -1)) {
        checkName(name, "group");
        Node next = at.children.computeIfAbsent(name, _ -> new Group());
        if (!(next instanceof Group group)) {
          throw new IllegalArgumentException(
              "Expected a group at %s. Received: a dataset called %s".formatted(names, name));
        }
        at = group;
      }
      return at;
    }

    /// Whether there is a child of this name.
    public boolean has(String name) {
      return children.containsKey(name);
    }

    /// Adds a dataset at names separated by `/`, whose elements are asked for while writing.
    ///
    /// Types that HDF5 lacks (bfloat16, float8) are stored as opaque bytes with an attribute
    /// `dtype`, as Keras does.
    ///
    /// @throws IllegalArgumentException if the name is taken
    public void dataset(String names, TensorType type, Supplier<HostBuffer> data) {
      int slash = names.lastIndexOf('/');
      Group parent = slash < 0 ? this : group(names.substring(0, slash));
      String name = names.substring(slash + 1);
      checkName(name, "dataset");
      var dataset = new Dataset(type, data);
      if (Hdf5Encoding.isOpaque(type.dtype())) {
        dataset.put("dtype", Hdf5Attribute.text(type.dtype().kerasName()));
      }
      if (parent.children.putIfAbsent(name, dataset) != null) {
        throw new IllegalArgumentException(
            "Expected a new name. Received: name=" + names + " twice");
      }
    }

    /// Adds a dataset at names separated by `/`.
    ///
    /// @throws IllegalArgumentException if the name is taken
    public void dataset(String names, StoredArray array) {
      dataset(names, array.type(), array::data);
    }

    /// Attaches a text.
    ///
    /// @throws IllegalArgumentException if the name is taken
    public Group attribute(String name, String text) {
      put(name, Hdf5Attribute.text(text));
      return this;
    }

    /// Attaches numbers or texts.
    ///
    /// @throws IllegalArgumentException if the name is taken
    public Group attribute(String name, StoredArray value) {
      put(name, Hdf5Attribute.array(value));
      return this;
    }

    /// Attaches a list of texts, split over `name0`, `name1`, … where it is too long for one
    /// attribute, as Keras splits it.
    ///
    /// @throws IllegalArgumentException if the name is taken
    public Group attribute(String name, List<String> texts) {
      if (texts.isEmpty()) {
        // What h5py makes of an empty list.
        put(
            name,
            Hdf5Attribute.array(
                new StoredArray(TensorType.of(DType.FLOAT64, 0), new HostBuffer(new double[0]))));
        return this;
      }
      int width =
          texts.stream().mapToInt(t -> t.getBytes(StandardCharsets.UTF_8).length).max().orElse(1);
      int perAttribute = Math.max(1, MAX_ATTRIBUTE_BYTES / Math.max(width, Hdf5Encoding.REFERENCE));
      if (texts.size() <= perAttribute) {
        put(name, Hdf5Attribute.texts(texts));
        return this;
      }
      for (List<String> part : split(texts, (texts.size() + perAttribute - 1) / perAttribute)) {
        put(name + attributesStartingWith(name), Hdf5Attribute.texts(part));
      }
      return this;
    }

    private long attributesStartingWith(String name) {
      return attributes.keySet().stream()
          .filter(n -> n.matches(java.util.regex.Pattern.quote(name) + "\\d+"))
          .count();
    }

    /// Parts as equal as NumPy's `array_split` makes them, the longer ones first.
    private static List<List<String>> split(List<String> all, int parts) {
      var lists = new ArrayList<List<String>>();
      int start = 0;
      for (int i = 0; i < parts; i++) {
        int end = start + all.size() / parts + (i < all.size() % parts ? 1 : 0);
        lists.add(all.subList(start, end));
        start = end;
      }
      return lists;
    }
  }

  private static void checkName(String name, String what) {
    if (name.isEmpty()
        || name.equals(".")
        || name.equals("..")
        || name.indexOf(0) >= 0
        || (what.equals("dataset") && name.contains("/"))) {
      throw new IllegalArgumentException(
          "Expected a name of %s that is neither empty nor a step in a path. Received: name=%s"
              .formatted(what, Json.write(name)));
    }
  }
}
