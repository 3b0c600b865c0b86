package org.keras4j.dtypepolicies;

import java.util.Optional;
import org.keras4j.config.Config;
import org.keras4j.tensor.DType;

/// The dtypes of a layer whose weights are quantized, `int8_from_float32`: how, and the policy it
/// had before.
///
/// @see <a href="https://keras.io/api/mixed_precision/policy/">DTypePolicy</a>
public class QuantizedDTypePolicy extends DTypePolicy {
  private final String mode;
  private final String sourceName;

  /// The policy of a mode, `int8`, `int4` or `float8`, over another policy.
  ///
  /// @throws IllegalArgumentException if there is no such mode, or it does not go with the policy
  public QuantizedDTypePolicy(String mode, String sourceName) {
    this(mode, mode, new DTypePolicy(sourceName));
  }

  QuantizedDTypePolicy(String nameOfMode, String mode, DTypePolicy source) {
    super(nameOfMode + "_from_" + source.name(), source.computeDType(), source.variableDType());
    if (!mode.equals("int8") && !mode.equals("int4") && !mode.equals("float8")) {
      throw new IllegalArgumentException(
          "Invalid quantization mode. Expected one of int8, int4, float8. Received: mode=" + mode);
    }
    if (mode.equals("int8") && source.computeDType() == DType.FLOAT16) {
      throw new IllegalArgumentException(
          "Quantization mode 'int8' does not go with float16. Received: source_name="
              + source.name());
    }
    this.mode = mode;
    this.sourceName = source.name();
  }

  static QuantizedDTypePolicy fromConfig(Config config) {
    return new QuantizedDTypePolicy(config.string("mode"), source(config));
  }

  static String source(Config config) {
    return config.find("source_name").map(Object::toString).orElseGet(() -> global().name());
  }

  /// The policy of a name such as `int8_from_float32` or `int4/128_from_mixed_bfloat16`.
  ///
  /// @throws IllegalArgumentException if it is none
  public static QuantizedDTypePolicy named(String name) {
    int at = name.indexOf("_from_");
    if (at < 0) {
      throw new IllegalArgumentException(
          "Expected a name such as int8_from_float32. Received: name=" + name);
    }
    String mode = name.substring(0, at);
    String source = name.substring(at + "_from_".length());
    if (mode.startsWith("int4/")) {
      return new Int4DTypePolicy(mode, source);
    }
    return mode.equals("float8")
        ? new QuantizedFloat8DTypePolicy(mode, source)
        : new QuantizedDTypePolicy(mode, source);
  }

  @Override
  public Optional<String> quantizationMode() {
    return Optional.of(mode);
  }

  /// The name of the policy before.
  public String sourceName() {
    return sourceName;
  }

  @Override
  public Config getConfig() {
    return Config.of("mode", mode).with("source_name", sourceName);
  }
}
