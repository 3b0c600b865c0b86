package org.keras4j.backend.torch;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Optional;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.pytorch.BoolType;
import org.bytedeco.pytorch.GenericList;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.IValueVector;
import org.bytedeco.pytorch.IntType;
import org.bytedeco.pytorch.SingletonTypePtr;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorType;
import org.bytedeco.pytorch.Type;
import org.keras4j.tensor.HostBuffer;
import org.keras4j.tensor.Shape;

/// Values of the library as Java sees them: tensors, numbers and lists, each inside an {@link
/// IValue}, and their elements as native memory.
final class Tensors {
  /// The absent value.
  static final Object NONE = new Object();

  /// The memory format with the last axis innermost, as the library numbers it.
  static final Object ROW_MAJOR = 0L;

  /// All of native memory, read and written at addresses that the library gives.
  private static final MemorySegment MEMORY = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);

  private static final Type.TypePtr INTEGERS = kept(integerType());
  private static final Type.TypePtr BOOLEANS = kept(new Type.TypePtr(BoolType.get().get()));
  private static final Type.TypePtr TENSORS = kept(new Type.TypePtr(TensorType.get()));

  /// An empty list of tensors, as an argument.
  static final IValue NO_TENSORS = kept(new IValue(kept(tensorList())));

  private Tensors() {}

  private static Type.TypePtr integerType() {
    return new Type.TypePtr(new SingletonTypePtr(IntType.getIntTypePtr().get()));
  }

  private static <P extends Pointer> P kept(P pointer) {
    pointer.retainReference();
    return pointer;
  }

  /// A Java value as an argument of a type as schemas write it.
  static IValue value(Object value, String type) {
    return switch (value) {
      case Boolean b -> new IValue(b.booleanValue());
      case Number n when type.startsWith("float") -> new IValue(n.doubleValue());
      case Double d -> new IValue(d.doubleValue());
      case Number n -> new IValue(n.longValue());
      case Kind kind -> new IValue(kind.code());
      case String s -> new IValue(s);
      case Shape shape -> integers(java.util.Arrays.stream(shape.dims()).asLongStream().toArray());
      case long[] numbers -> integers(numbers);
      case boolean[] flags -> booleans(flags);
      case Object o when o == NONE -> new IValue();
      default -> throw new IllegalArgumentException("No value of the library: " + value.getClass());
    };
  }

  private static IValue integers(long[] numbers) {
    try (var list = new GenericList(INTEGERS)) {
      for (long n : numbers) {
        try (var element = new IValue(n)) {
          list.push_back(element);
        }
      }
      return new IValue(list);
    }
  }

  private static IValue booleans(boolean[] flags) {
    try (var list = new GenericList(BOOLEANS)) {
      for (boolean b : flags) {
        try (var element = new IValue(b)) {
          list.push_back(element);
        }
      }
      return new IValue(list);
    }
  }

  /// An empty list of tensors.
  static GenericList tensorList() {
    return new GenericList(TENSORS);
  }

  /// The tensor inside a value, without owning it: it lies at the value's own address.
  private static Tensor inside(IValue value) {
    return new Tensor(value);
  }

  /// That a tensor lies at the address of the value it is in: read here once, relied on everywhere.
  static void checkLayout() {
    try (var value = empty(Shape.of(3, 5), Kind.INT);
        var tensor = value.toTensor()) {
      if (inside(value).data_ptr().address() != tensor.data_ptr().address()
          || inside(value).numel() != 15) {
        throw new IllegalStateException("values of this version are laid out in another way");
      }
    }
  }

  /// A fresh tensor, its elements undefined.
  static IValue empty(Shape shape, Kind kind) {
    var operator = Operator.of("empty.memory_format");
    try (var stack = new IValueVector(0);
        var size = value(shape, "int[]");
        var type = value(kind, "int")) {
      stack.resize(operator.numParameters());
      stack.put(0, size);
      stack.put(1, type);
      operator.call(stack);
      return taken(stack.get(0));
    }
  }

  /// A value of its own with what another holds, which is empty afterwards.
  static IValue taken(IValue from) {
    var out = new IValue();
    out.swap(from);
    return out;
  }

  static boolean isDense(IValue value) {
    return inside(value).is_contiguous();
  }

  /// Bytes of memory that the tensor keeps alive, shared or not.
  static long bytes(IValue value) {
    return inside(value).storage().nbytes();
  }

  /// The first element's address; of no elements 0.
  static long address(IValue value) {
    var pointer = inside(value).data_ptr();
    return pointer == null ? 0 : pointer.address();
  }

  /// Writes the elements of a Java array to native memory.
  static void write(HostBuffer from, long address) {
    Object array = from.array();
    int n = java.lang.reflect.Array.getLength(array);
    if (n > 0) {
      MemorySegment.copy(array, 0, MEMORY, layout(array), address, n);
    }
  }

  /// Fills a Java array from native memory.
  private static void read(long address, HostBuffer into) {
    Object array = into.array();
    int n = java.lang.reflect.Array.getLength(array);
    if (n > 0) {
      MemorySegment.copy(MEMORY, layout(array), address, array, 0, n);
    }
  }

  private static ValueLayout layout(Object array) {
    return switch (array) {
      case float[] _ -> ValueLayout.JAVA_FLOAT_UNALIGNED;
      case int[] _ -> ValueLayout.JAVA_INT_UNALIGNED;
      case byte[] _ -> ValueLayout.JAVA_BYTE;
      case long[] _ -> ValueLayout.JAVA_LONG_UNALIGNED;
      case double[] _ -> ValueLayout.JAVA_DOUBLE_UNALIGNED;
      case short[] _ -> ValueLayout.JAVA_SHORT_UNALIGNED;
      default -> throw new IllegalArgumentException("No numbers: " + array.getClass());
    };
  }

  /// The one result of an operator whose first arguments these are, all else as the library says.
  static IValue applied(String name, IValue... arguments) {
    var operator = Operator.of(name);
    try (var stack = new IValueVector(0)) {
      stack.resize(operator.numParameters());
      for (int i = 0; i < operator.numParameters(); i++) {
        if (i < arguments.length) {
          stack.put(i, arguments[i]);
          continue;
        }
        try (var rest = operator.otherwise(i)) {
          stack.put(i, rest);
        }
      }
      operator.call(stack);
      return taken(stack.get(0));
    }
  }

  /// A view of part of an axis.
  static IValue part(IValue x, int axis, int start, int end) {
    try (var along = new IValue((long) axis);
        var from = new IValue((long) start);
        var to = new IValue((long) end)) {
      return applied("slice.Tensor", x, along, from, to);
    }
  }

  /// Tensors of one type along a new first axis.
  static IValue stacked(IValue[] elements) {
    try (var list = tensorList()) {
      for (IValue element : elements) {
        list.push_back(element);
      }
      try (var value = new IValue(list)) {
        return applied("stack", value);
      }
    }
  }

  /// Copies the elements in row-major order.
  static void read(IValue value, HostBuffer into) {
    if (isDense(value)) {
      read(address(value), into);
    } else {
      try (var dense = applied("contiguous", value)) {
        read(address(dense), into);
      }
    }
  }

  /// The only element of an int32 tensor.
  static int integer(IValue value) {
    return MEMORY.get(ValueLayout.JAVA_INT, address(value));
  }

  /// The only element of a boolean tensor.
  static boolean bool(IValue value) {
    return MEMORY.get(ValueLayout.JAVA_BYTE, address(value)) != 0;
  }

  /// The elements of an int32 vector.
  static int[] integers(IValue value, int n) {
    var host = new HostBuffer(new int[n]);
    read(value, host);
    return host.ints();
  }

  /// The only element of a tensor on the host, if a double can tell it.
  static Optional<Double> number(IValue value, Kind kind) {
    long address = address(value);
    return switch (kind) {
      case FLOAT -> Optional.of((double) MEMORY.get(ValueLayout.JAVA_FLOAT, address));
      case DOUBLE -> Optional.of(MEMORY.get(ValueLayout.JAVA_DOUBLE, address));
      case INT -> Optional.of((double) MEMORY.get(ValueLayout.JAVA_INT, address));
      case BOOL, BYTE -> Optional.of((double) (MEMORY.get(ValueLayout.JAVA_BYTE, address) & 0xff));
      case CHAR, SHORT, LONG, HALF, COMPLEX, BFLOAT16 -> Optional.empty();
    };
  }
}
