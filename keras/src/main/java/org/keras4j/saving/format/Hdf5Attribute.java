package org.keras4j.saving.format;

import java.util.List;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.HostBuffer;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.TensorType;

/// An attribute to be written.
record Hdf5Attribute(StoredArray value) {
  static Hdf5Attribute text(String text) {
    return array(
        new StoredArray(
            new TensorType(DType.STRING, Shape.SCALAR), new HostBuffer(new String[] {text})));
  }

  static Hdf5Attribute texts(List<String> texts) {
    return array(
        new StoredArray(
            TensorType.of(DType.STRING, texts.size()),
            new HostBuffer(texts.toArray(String[]::new))));
  }

  static Hdf5Attribute array(StoredArray value) {
    int bytes =
        value.type().dtype() == DType.STRING
            ? Hdf5Encoding.REFERENCE
            : value.type().dtype().bytes();
    if (value.type().size() * bytes > Hdf5Writer.MAX_ATTRIBUTE_BYTES) {
      throw new IllegalArgumentException(
          "Expected an attribute of at most %d bytes. Received: %s; store it as a dataset"
              .formatted(Hdf5Writer.MAX_ATTRIBUTE_BYTES, value.type()));
    }
    return new Hdf5Attribute(value);
  }
}
