package org.keras4j.saving.format;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.keras4j.saving.RefusedFileException;

/// The attributes of an HDF5 group or dataset. Values are decoded when asked for.
///
/// {@snippet :
/// file.root().attributes().text("model_config");
/// group.attributes().texts("weight_names"); // also where Keras split them over weight_names0, weight_names1, …
/// }
public final class Hdf5Attributes {
  private final Bytes file;
  private final Hdf5Heap heap;
  private final String path;
  private final Map<String, Hdf5Header.Message> messages = new LinkedHashMap<>();

  Hdf5Attributes(Bytes file, Hdf5Heap heap, Hdf5Header header, String path) {
    this.file = file;
    this.heap = heap;
    this.path = path;
    header.find(Hdf5Header.ATTRIBUTE_INFO).ifPresent(m -> refuseDense(m.data()));
    for (Hdf5Header.Message message : header.messages()) {
      if (message.type() == Hdf5Header.ATTRIBUTE) {
        String name = Parts.of(message.data()).name;
        if (messages.put(name, message) != null) {
          throw refused(
              "Expected every attribute once. Received: name=" + Json.write(name) + " twice");
        }
      }
    }
  }

  /// The names, in the order of the file.
  public Set<String> names() {
    return java.util.Collections.unmodifiableSet(messages.keySet());
  }

  /// One attribute's value, if it is there.
  ///
  /// @throws RefusedFileException if its type is none of {@link org.keras4j.tensor.DType}, or it is
  ///   damaged
  public Optional<StoredArray> find(String name) {
    Hdf5Header.Message message = messages.get(name);
    return message == null ? Optional.empty() : Optional.of(value(name, message));
  }

  /// One attribute that is a single text, if it is there.
  ///
  /// @throws RefusedFileException if it is something else
  public Optional<String> text(String name) {
    return find(name)
        .map(
            value -> {
              if (value.data().array() instanceof String[] texts && value.type().rank() == 0) {
                return texts[0];
              }
              throw refused(
                  "Expected a text as attribute %s. Received: %s".formatted(name, value.type()));
            });
  }

  /// One attribute that is a list of texts, if it is there: under its own name, or split over
  /// `name0`, `name1`, … because HDF5 limits the size of one.
  ///
  /// @throws RefusedFileException if it is something else
  public Optional<List<String>> texts(String name) {
    if (messages.containsKey(name)) {
      return find(name).map(value -> list(name, value));
    }
    if (!messages.containsKey(name + 0)) {
      return Optional.empty();
    }
    var all = new ArrayList<String>();
    for (int i = 0; messages.containsKey(name + i); i++) {
      String part = name + i;
      all.addAll(find(part).map(value -> list(part, value)).orElseThrow());
    }
    return Optional.of(List.copyOf(all));
  }

  private List<String> list(String name, StoredArray value) {
    // h5py writes an empty list as no numbers at all.
    if (value.type().rank() == 1 && value.type().size() == 0) {
      return List.of();
    }
    if (value.type().rank() == 1 && value.data().array() instanceof String[] texts) {
      return List.of(texts);
    }
    throw refused(
        "Expected a list of texts as attribute %s. Received: %s".formatted(name, value.type()));
  }

  private StoredArray value(String name, Hdf5Header.Message message) {
    Parts parts = Parts.of(message.data());
    var type = Hdf5Type.read(parts.type);
    var space = Hdf5Space.read(parts.space);
    String place = file.where() + ":" + path + "@" + name;
    return Hdf5Elements.read(new Bytes(parts.data, place), heap, type, space);
  }

  private void refuseDense(Bytes.Cursor in) {
    in.skip(1);
    int flags = in.u8();
    in.skip((flags & 1) != 0 ? 2 : 0);
    if (in.i64() != Hdf5Links.UNDEFINED) {
      throw refused(
          "Expected attributes in the object itself, as h5py writes them by default. Received: dense attribute storage");
    }
  }

  private RefusedFileException refused(String problem) {
    return new RefusedFileException(file.where() + ":" + path, problem);
  }

  private record Parts(
      String name, Bytes.Cursor type, Bytes.Cursor space, java.lang.foreign.MemorySegment data) {
    static Parts of(Bytes.Cursor in) {
      int version = in.u8();
      int flags = in.u8();
      if (version < 1 || version > 3 || (version > 1 && (flags & 3) != 0)) {
        throw in.refused(
            "Expected an attribute of version 1 to 3 that holds its own type. Received: version=%d, flags=%d"
                .formatted(version, flags));
      }
      int nameSize = in.u16();
      int typeSize = in.u16();
      int spaceSize = in.u16();
      in.skip(version == 3 ? 1 : 0);
      boolean padded = version == 1;
      var name = in.part(padded ? nameSize + 7 & ~7 : nameSize, "attribute name").utf8ToZero();
      var type = in.part(padded ? typeSize + 7 & ~7 : typeSize, "attribute type");
      var space = in.part(padded ? spaceSize + 7 & ~7 : spaceSize, "attribute sizes");
      return new Parts(name, type, space, in.take(in.remaining()));
    }
  }
}
