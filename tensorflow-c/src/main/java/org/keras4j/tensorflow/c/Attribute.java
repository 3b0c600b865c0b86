package org.keras4j.tensorflow.c;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;
import org.keras4j.foreign.ProtoWriter;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Shape;

/// The value of an attribute of an operation or a function, of any kind TensorFlow has, in the form
/// in which all of its interfaces take it (the message `AttrValue`).
///
/// {@snippet :
/// context.operation("MatMul", Map.of("transpose_a", Attribute.of(true)))
/// }
public final class Attribute {
  private static final int LIST = 1;
  private static final int TEXT = 2;
  private static final int INTEGER = 3;
  private static final int FLOAT = 4;
  private static final int BOOLEAN = 5;
  private static final int TYPE = 6;
  private static final int SHAPE = 7;
  private static final int TENSOR = 8;
  private static final int FUNCTION = 10;
  private static final int FUNCTION_IN_LIST = 9;

  private static final int VARIANT = 21;

  private final byte[] bytes;

  private Attribute(ProtoWriter message) {
    this.bytes = message.toBytes();
  }

  private static <T> Attribute list(List<T> values, BiConsumer<ProtoWriter, T> write) {
    var list = new ProtoWriter();
    values.forEach(v -> write.accept(list, v));
    return new Attribute(new ProtoWriter().message(LIST, list));
  }

  /// A text (for TensorFlow: bytes, here of UTF-8).
  public static Attribute of(String value) {
    return new Attribute(new ProtoWriter().text(TEXT, value));
  }

  /// Bytes.
  public static Attribute of(byte[] value) {
    return new Attribute(new ProtoWriter().bytes(TEXT, value));
  }

  /// A list of texts.
  public static Attribute ofTexts(List<String> values) {
    return list(values, (w, v) -> w.text(TEXT, v));
  }

  /// An integer.
  public static Attribute of(long value) {
    return new Attribute(new ProtoWriter().integer(INTEGER, value));
  }

  /// A list of integers.
  public static Attribute ofIntegers(List<? extends Number> values) {
    return list(values, (w, v) -> w.integer(INTEGER, v.longValue()));
  }

  /// A float32.
  public static Attribute of(float value) {
    return new Attribute(new ProtoWriter().floating(FLOAT, value));
  }

  /// A list of float32.
  public static Attribute ofFloats(List<Float> values) {
    return list(values, (w, v) -> w.floating(FLOAT, v));
  }

  /// A boolean.
  public static Attribute of(boolean value) {
    return new Attribute(new ProtoWriter().integer(BOOLEAN, value ? 1 : 0));
  }

  /// A list of booleans.
  public static Attribute ofBooleans(List<Boolean> values) {
    return list(values, (w, v) -> w.integer(BOOLEAN, v ? 1 : 0));
  }

  /// A dtype.
  public static Attribute of(DType value) {
    return new Attribute(new ProtoWriter().integer(TYPE, TypeCode.of(value)));
  }

  /// The dtype of what is no array of numbers, such as TensorFlow's lists of tensors.
  public static Attribute ofVariantType() {
    return new Attribute(new ProtoWriter().integer(TYPE, VARIANT));
  }

  /// A list of dtypes.
  public static Attribute ofTypes(List<DType> values) {
    return list(values, (w, v) -> w.integer(TYPE, TypeCode.of(v)));
  }

  /// A shape.
  public static Attribute of(Shape value) {
    return new Attribute(new ProtoWriter().message(SHAPE, shape(value)));
  }

  /// A list of shapes.
  public static Attribute ofShapes(List<Shape> values) {
    return list(values, (w, v) -> w.message(SHAPE, shape(v)));
  }

  /// A function by its name.
  public static Attribute ofFunction(String name) {
    return new Attribute(new ProtoWriter().message(FUNCTION, new ProtoWriter().text(1, name)));
  }

  /// A list of functions by their names.
  public static Attribute ofFunctions(List<String> names) {
    return list(names, (w, v) -> w.message(FUNCTION_IN_LIST, new ProtoWriter().text(1, v)));
  }

  /// A tensor.
  public static Attribute of(Array value) {
    byte[] content;
    try (var tensor = NativeTensor.of(value)) {
      content = tensor.memory().toArray(ValueLayout.JAVA_BYTE);
    }
    return new Attribute(
        new ProtoWriter()
            .message(
                TENSOR,
                new ProtoWriter()
                    .integer(1, TypeCode.of(value.dtype()))
                    .message(2, shape(value.shape()))
                    .bytes(4, content)));
  }

  private static ProtoWriter shape(Shape shape) {
    var out = new ProtoWriter();
    for (int axis = 0; axis < shape.rank(); axis++) {
      int n = shape.dim(axis);
      // Written even where it is zero: an axis without a size would not be there.
      out.message(2, new ProtoWriter().integer(1, n == Shape.UNKNOWN ? -1 : n));
    }
    return out;
  }

  /// The message.
  MemorySegment toNative(Arena arena) {
    return arena.allocateFrom(ValueLayout.JAVA_BYTE, bytes);
  }

  long size() {
    return bytes.length;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Attribute a && Arrays.equals(bytes, a.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return "Attribute[" + new String(bytes, StandardCharsets.ISO_8859_1) + "]";
  }
}
