package org.keras4j.tck.parity;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.Tensor;

/// The arguments of one call by parameter, converted to what Java functions take.
public final class Arguments {
  private final Map<String, Object> bound;
  private final Map<String, Object> passed;

  Arguments(Map<String, Object> bound, Map<String, Object> passed) {
    this.bound = bound;
    this.passed = passed;
  }

  /// What the call passes, by keyword, without the defaults of what it leaves out.
  ///
  /// @return the values by parameter, and by keyword those of `**kwargs`
  public Map<String, Object> passed() {
    return Collections.unmodifiableMap(passed);
  }

  /// An argument as the case gives it.
  ///
  /// @param name the parameter
  /// @return the value; `None` is [PyNone]
  /// @throws IllegalArgumentException if there is no such parameter
  public Object raw(String name) {
    Object value = bound.get(name);
    if (value == null) {
      throw new IllegalArgumentException(
          "Expected one of the parameters " + bound.keySet() + ". Received: name=" + name);
    }
    return value;
  }

  /// Whether an argument is not `None`.
  ///
  /// @param name the parameter
  /// @return true if so
  public boolean given(String name) {
    return raw(name) != PyNone.NONE;
  }

  /// A tensor. A bare number becomes a tensor whose dtype gives way, a list of numbers the tensor
  /// Keras makes of it.
  ///
  /// @param name the parameter
  /// @return the tensor
  public Tensor tensor(String name) {
    return Values.tensor(raw(name));
  }

  /// A tensor, by the parameter's place.
  ///
  /// @param place the place in the signature, from 0
  /// @return the tensor
  public Tensor tensor(int place) {
    return tensor(List.copyOf(bound.keySet()).get(place));
  }

  /// A tensor, or nothing for `None`.
  ///
  /// @param name the parameter
  /// @return the tensor
  public Optional<Tensor> optionalTensor(String name) {
    return given(name) ? Optional.of(tensor(name)) : Optional.empty();
  }

  /// A list of tensors.
  ///
  /// @param name the parameter
  /// @return the tensors
  public List<Tensor> tensors(String name) {
    return list(name).stream().map(Values::tensor).toList();
  }

  /// A concrete tensor.
  ///
  /// @param name the parameter
  /// @return the tensor
  public Array array(String name) {
    return Values.concrete(tensor(name));
  }

  /// A list, or the only item of one.
  ///
  /// @param name the parameter
  /// @return the items
  public List<?> list(String name) {
    return raw(name) instanceof List<?> list ? list : List.of(raw(name));
  }

  /// Whether an argument is a list.
  ///
  /// @param name the parameter
  /// @return true if so
  public boolean isList(String name) {
    return raw(name) instanceof List<?>;
  }

  /// An integer.
  ///
  /// @param name the parameter
  /// @return the integer
  public int integer(String name) {
    return Values.integer(raw(name));
  }

  /// An integer, or nothing for `None`.
  ///
  /// @param name the parameter
  /// @return the integer
  public OptionalInt optionalInteger(String name) {
    return Values.optionalInt(raw(name));
  }

  /// Integers: an axis or several, sizes, strides.
  ///
  /// @param name the parameter
  /// @return the integers; one for a bare integer
  public int[] integers(String name) {
    return Values.integers(raw(name)).stream().mapToInt(Integer::intValue).toArray();
  }

  /// Integers, or nothing for `None`.
  ///
  /// @param name the parameter
  /// @return the integers
  public Optional<int[]> optionalIntegers(String name) {
    return given(name) ? Optional.of(integers(name)) : Optional.empty();
  }

  /// A number.
  ///
  /// @param name the parameter
  /// @return the number
  public double number(String name) {
    return Values.number(raw(name));
  }

  /// A number, or nothing for `None`.
  ///
  /// @param name the parameter
  /// @return the number
  public OptionalDouble optionalNumber(String name) {
    return given(name) ? OptionalDouble.of(number(name)) : OptionalDouble.empty();
  }

  /// A boolean.
  ///
  /// @param name the parameter
  /// @return the boolean
  public boolean flag(String name) {
    return raw(name) instanceof Boolean flag ? flag : Values.number(raw(name)) != 0;
  }

  /// A string.
  ///
  /// @param name the parameter
  /// @return the string
  public String text(String name) {
    if (raw(name) instanceof String text) {
      return text;
    }
    throw new IllegalArgumentException(
        "Expected a string for `" + name + "`. Received: " + name + "=" + raw(name));
  }

  /// A string, or nothing for `None`.
  ///
  /// @param name the parameter
  /// @return the string
  public Optional<String> optionalText(String name) {
    return given(name) ? Optional.of(text(name)) : Optional.empty();
  }

  /// A shape.
  ///
  /// @param name the parameter
  /// @return the shape; `None` inside is an unknown size
  public Shape shape(String name) {
    return Values.shape(raw(name));
  }

  /// A dtype, or nothing for `None`.
  ///
  /// @param name the parameter
  /// @return the dtype
  public Optional<DType> dtype(String name) {
    return optionalText(name).map(DType::of);
  }

  /// The name of a function.
  ///
  /// @param name the parameter
  /// @return the name in the table of functions
  public String function(String name) {
    if (raw(name) instanceof FunctionName function) {
      return function.name();
    }
    throw new IllegalArgumentException(
        "Expected a function for `" + name + "`. Received: " + name + "=" + raw(name));
  }
}
