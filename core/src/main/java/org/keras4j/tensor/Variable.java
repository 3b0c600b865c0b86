package org.keras4j.tensor;

import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/// A named place that holds a tensor: a weight, a counter, a seed's state.
///
/// A variable may stand wherever a tensor may: it is read at that moment. While a program is
/// traced, or inside a {@link StateScope}, its value is that of the scope and writing stays in the
/// scope. Inside an autocast scope ({@link #autocast}) a floating-point variable shows the scope's
/// dtype and is converted when read, as Keras's mixed precision does.
///
/// @see <a href="https://keras.io/api/ops/core/">keras.Variable</a>
public final class Variable implements Tensor {
  private static final ScopedValue<Optional<DType>> AUTOCAST = ScopedValue.newInstance();

  private final TensorType type;
  private final String name;
  private String path;
  private boolean trainable;
  private boolean autocast = true;
  private volatile Array stored;
  private volatile boolean owned;
  private Optional<UnaryOperator<Tensor>> constraint = Optional.empty();
  private Optional<UnaryOperator<Tensor>> regularizer = Optional.empty();
  private boolean overwriteWithGradient;

  /// A variable holding `initial`.
  public Variable(Array initial, String name, boolean trainable) {
    this.type = initial.type();
    this.name = Objects.requireNonNull(name, "name is null");
    this.path = name;
    this.trainable = trainable;
    this.stored = initial;
  }

  /// The dtype that floating-point variables show inside a layer's call, if one is in force.
  public static Optional<DType> autocast() {
    return AUTOCAST.isBound() ? AUTOCAST.get() : Optional.empty();
  }

  /// Runs `body` with floating-point variables shown as `dtype`, or as they are if empty.
  public static <T> T autocast(Optional<DType> dtype, Supplier<T> body) {
    return ScopedValue.where(AUTOCAST, dtype).call(body::get);
  }

  /// Shape and dtype as seen here, which an autocast scope may change.
  @Override
  public TensorType type() {
    if (!autocast || !type.dtype().isFloat()) {
      return type;
    }
    return autocast().map(type::withDType).orElse(type);
  }

  /// Shape and dtype as stored.
  public TensorType storedType() {
    return type;
  }

  /// The value here: that of the {@link StateScope} in force, or the stored one. Of the stored
  /// type.
  public Tensor value() {
    var scope = StateScope.current();
    return scope.isPresent() ? scope.get().read(this) : stored();
  }

  /// The stored value, whatever scope is in force.
  public Array stored() {
    owned = false;
    return stored;
  }

  /// The stored value as an array that nobody else holds, to be overwritten: for a program that
  /// gives the variable its next value. It is copied only if it has been handed out since it was
  /// stored.
  public Array giveUp() {
    Array array = stored;
    return owned ? array : array.copy();
  }

  /// Replaces the stored value by an array that nobody else holds.
  public void storeOwned(Array value) {
    requireType(value);
    stored = value;
    owned = true;
  }

  /// Replaces the stored value, whatever scope is in force.
  ///
  /// @throws IllegalArgumentException if shape or dtype differ
  public void store(Array value) {
    requireType(value);
    stored = value;
    owned = false;
  }

  /// Gives the variable another value of the same type: in the scope in force, or stored.
  ///
  /// @throws IllegalArgumentException if shape or dtype differ
  public void assign(Tensor value) {
    requireType(value);
    var scope = StateScope.current();
    if (scope.isPresent()) {
      scope.get().write(this, value);
    } else if (value instanceof Array array) {
      store(array);
    } else if (value instanceof Variable other && other.value() instanceof Array array) {
      store(array);
    } else {
      throw new IllegalStateException(
          "Variable %s can only be given a concrete value outside a traced program. Received: value=%s"
              .formatted(path, value));
    }
  }

  private void requireType(Tensor value) {
    TensorType given = value instanceof Variable v ? v.storedType() : value.type();
    if (!given.equals(type)) {
      throw new IllegalArgumentException(
          "Variable %s holds %s and takes values of that type only. Received: value of %s"
              .formatted(path, type, given));
    }
  }

  /// The last part of the path.
  public String name() {
    return name;
  }

  /// The name with those of the layers around it, `sequential/dense/kernel`.
  public String path() {
    return path;
  }

  /// Sets the path.
  public Variable path(String value) {
    path = value;
    return this;
  }

  /// Whether optimizers may change it.
  public boolean trainable() {
    return trainable;
  }

  /// Sets whether optimizers may change it.
  public Variable trainable(boolean value) {
    trainable = value;
    return this;
  }

  /// Sets whether autocast scopes concern it (true at first).
  public Variable autocast(boolean value) {
    autocast = value;
    return this;
  }

  /// What an optimizer applies to the value after each update.
  public Optional<UnaryOperator<Tensor>> constraint() {
    return constraint;
  }

  /// Sets what an optimizer applies to the value after each update.
  public Variable constraint(Optional<? extends UnaryOperator<Tensor>> value) {
    constraint = value.map(f -> f);
    return this;
  }

  /// The penalty added to a model's loss.
  public Optional<UnaryOperator<Tensor>> regularizer() {
    return regularizer;
  }

  /// Sets the penalty added to a model's loss.
  public Variable regularizer(Optional<? extends UnaryOperator<Tensor>> value) {
    regularizer = value.map(f -> f);
    return this;
  }

  /// Whether an optimizer replaces the value by its "gradient" (float8 scales).
  public boolean overwriteWithGradient() {
    return overwriteWithGradient;
  }

  /// Sets whether an optimizer replaces the value by its "gradient".
  public Variable overwriteWithGradient(boolean value) {
    overwriteWithGradient = value;
    return this;
  }

  /// Variables carry no masks.
  @Override
  public Optional<Tensor> mask() {
    return Optional.empty();
  }

  @Override
  public Tensor withMask(Optional<Tensor> mask) {
    return value().withMask(mask);
  }

  @Override
  public String toString() {
    return "<Variable path=%s, shape=%s, dtype=%s>".formatted(path, type.shape(), type.dtype());
  }
}
