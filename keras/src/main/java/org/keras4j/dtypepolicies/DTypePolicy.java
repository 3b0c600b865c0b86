package org.keras4j.dtypepolicies;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keras4j.config.Codec;
import org.keras4j.config.Config;
import org.keras4j.config.Configurable;
import org.keras4j.config.KerasConfig;
import org.keras4j.config.Registry;
import org.keras4j.tensor.DType;

/// The dtype a layer computes in and the dtype of its weights, by a name: that of a dtype, or
/// `mixed_float16` or `mixed_bfloat16`, which compute in 16 bits over float32 weights.
///
/// {@snippet :
/// DTypePolicy.setGlobal("mixed_bfloat16");
/// new Dense(10);                                // computes in bfloat16
/// new Dense(10).dtype(DType.FLOAT32);           // does not
/// }
///
/// @see <a href="https://keras.io/api/mixed_precision/policy/">DTypePolicy</a>
public class DTypePolicy implements Configurable {
  /// How policies are written in the configs of layers.
  public static final Codec<DTypePolicy> CODEC =
      Codec.of(p -> Registry.serialize(p), DTypePolicy::decode);

  private static volatile @Nullable DTypePolicy global;

  private final String name;
  private final DType compute;
  private final DType variable;

  /// The policy of a name.
  ///
  /// @throws IllegalArgumentException if it is none
  public DTypePolicy(String name) {
    this(name, computeType(name), variableType(name));
  }

  /// For policies with names of their own.
  protected DTypePolicy(String name, DType compute, DType variable) {
    this.name = name;
    this.compute = compute;
    this.variable = variable;
  }

  /// The policy of layers that are given none: the one set, or the default float type.
  public static DTypePolicy global() {
    var set = global;
    return set == null ? new DTypePolicy(KerasConfig.floatx().kerasName()) : set;
  }

  /// Sets the policy of layers that are given none, from here on.
  public static void setGlobal(DTypePolicy policy) {
    global = policy;
  }

  /// Sets the policy of layers that are given none, from here on.
  public static void setGlobal(String name) {
    setGlobal(new DTypePolicy(name));
  }

  /// The policy that computes in a dtype and keeps weights in it.
  public static DTypePolicy of(DType dtype) {
    return new DTypePolicy(dtype.kerasName());
  }

  /// The policy of a name: a dtype, a mixed policy, or a quantized one such as `int8_from_float32`.
  ///
  /// @throws IllegalArgumentException if it is none
  public static DTypePolicy of(String name) {
    return name.contains("_from_") ? QuantizedDTypePolicy.named(name) : new DTypePolicy(name);
  }

  private static DType computeType(String name) {
    return switch (name) {
      case "mixed_float16" -> DType.FLOAT16;
      case "mixed_bfloat16" -> DType.BFLOAT16;
      default -> named(name);
    };
  }

  private static DType variableType(String name) {
    return name.startsWith("mixed_") ? DType.FLOAT32 : named(name);
  }

  private static DType named(String name) {
    try {
      return name.equals("string") ? DType.STRING : DType.of(name);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "Cannot convert '%s' to a mixed precision DTypePolicy. Valid policies include 'mixed_float16', 'mixed_bfloat16', and the name of any float dtype such as 'float32'."
              .formatted(name),
          e);
    }
  }

  private static DTypePolicy decode(@Nullable Object value) {
    return switch (value) {
      case null -> global();
      case String s -> of(s);
      case DTypePolicy policy -> policy;
      case Map<?, ?> map when Registry.deserialize(map) instanceof DTypePolicy policy -> policy;
      default -> throw new IllegalArgumentException("a dtype or a DTypePolicy");
    };
  }

  /// The name.
  public String name() {
    return name;
  }

  /// The dtype of the computation, and of what layers give.
  public DType computeDType() {
    return compute;
  }

  /// The dtype of the weights.
  public DType variableDType() {
    return variable;
  }

  /// How the weights are quantized, if they are.
  public Optional<String> quantizationMode() {
    return Optional.empty();
  }

  @Override
  public Config getConfig() {
    return Config.of("name", name);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof DTypePolicy p
        && p.getClass() == getClass()
        && p.getConfig().equals(getConfig());
  }

  @Override
  public int hashCode() {
    return name.hashCode();
  }

  @Override
  public String toString() {
    return "<%s \"%s\">".formatted(getClass().getSimpleName(), name);
  }
}
