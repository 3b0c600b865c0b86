package org.keras4j.backend.pjrt;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.LinkedHashMap;
import java.util.Map;

/// A struct of the interface: fields at their natural alignment, as C lays them out, after the two
/// that all have: its own size, by which each side knows which fields the other knows, and a chain
/// of extensions, which we leave empty.
///
/// @param name as the header calls it
/// @param fields by their names, in order
/// @param size up to the end of the last field
record Struct(String name, Map<String, Field> fields, long size) {
  /// A field.
  ///
  /// @param offset in bytes from the beginning
  record Field(ValueLayout layout, long offset) {}

  /// Adds field to field.
  static final class Builder {
    private final String name;
    private final Map<String, Field> fields = new LinkedHashMap<>();
    private long size;

    Builder(String name) {
      this.name = name;
    }

    Builder pointers(String... names) {
      return fields(ADDRESS, names);
    }

    Builder sizes(String... names) {
      return fields(JAVA_LONG, names);
    }

    Builder ints(String... names) {
      return fields(JAVA_INT, names);
    }

    private Builder fields(ValueLayout layout, String... names) {
      for (String field : names) {
        long offset = -Math.floorDiv(-size, layout.byteAlignment()) * layout.byteAlignment();
        fields.put(field, new Field(layout, offset));
        size = offset + layout.byteSize();
      }
      return this;
    }

    /// A struct inside, whose fields are named after it.
    Builder struct(String field, Struct inner) {
      long start = size;
      inner.fields.forEach(
          (n, f) -> fields.put(field + "." + n, new Field(f.layout, start + f.offset)));
      size = start + inner.size;
      return this;
    }

    Struct build() {
      return new Struct(name, fields, size);
    }
  }

  static Builder of(String name) {
    return new Builder(name).sizes("struct_size").pointers("extension_start");
  }

  Field field(String field) {
    var found = fields.get(field);
    if (found == null) {
      throw new IllegalArgumentException("%s has no field %s".formatted(name, field));
    }
    return found;
  }

  /// A struct of zeros that says its size.
  Value allocate(Arena arena) {
    return new Value(this, arena.allocate(size, ADDRESS.byteAlignment())).set("struct_size", size);
  }

  /// A struct in memory.
  record Value(Struct struct, MemorySegment memory) {
    Value set(String field, MemorySegment pointer) {
      memory.set(ADDRESS, struct.field(field).offset, pointer);
      return this;
    }

    Value set(String field, long value) {
      var f = struct.field(field);
      if (f.layout.equals(JAVA_INT)) {
        memory.set(JAVA_INT, f.offset, Math.toIntExact(value));
      } else {
        memory.set(JAVA_LONG, f.offset, value);
      }
      return this;
    }

    MemorySegment pointer(String field) {
      return memory.get(ADDRESS, struct.field(field).offset);
    }

    long number(String field) {
      var f = struct.field(field);
      return f.layout.equals(JAVA_INT)
          ? memory.get(JAVA_INT, f.offset)
          : memory.get(JAVA_LONG, f.offset);
    }
  }
}
