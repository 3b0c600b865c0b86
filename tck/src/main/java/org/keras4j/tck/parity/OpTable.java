package org.keras4j.tck.parity;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Which Java call answers which Python function: an explicit table, filled by one class per group
/// of functions.
///
/// Signatures are Keras's own, recorded for every public function, so an entry is a name and a
/// lambda.
///
/// {@snippet :
/// var table = new OpTable();
/// table.section("keras.ops.")
///     .add("sum", a -> Ops.sum(a.tensor("x"), a.optionalIntegers("axis"), a.flag("keepdims")))
///     .add("shape", a -> a.tensor("x").shape());
/// }
public final class OpTable {
  private static final Map<String, String> SIGNATURES = readSignatures();

  private final Map<String, Entry> entries = new TreeMap<>();

  private record Entry(Signature signature, Call call) {}

  /// Makes an empty table.
  public OpTable() {}

  /// A Java call that answers a Python function.
  @FunctionalInterface
  public interface Call {

    /// Calls it.
    ///
    /// @param a the arguments by parameter
    /// @return a tensor, a number, a list of them, … as [Comparison] takes them
    /// @throws Exception if the call is refused
    @Nullable Object apply(Arguments a) throws Exception;
  }

  /// A group of functions that adds itself to a table.
  @FunctionalInterface
  public interface Group {

    /// Adds the group's functions.
    ///
    /// @param table where to
    void addTo(OpTable table);
  }

  /// The functions of one Python module.
  public final class Section {
    private final String prefix;

    private Section(String prefix) {
      this.prefix = prefix;
    }

    /// Adds a function with Keras's own signature.
    ///
    /// @param name its name in the module
    /// @param call the Java call
    /// @return this
    /// @throws IllegalArgumentException if Keras has no such function, or it was added before
    public Section add(String name, Call call) {
      String signature = SIGNATURES.get(prefix + name);
      if (signature == null) {
        throw new IllegalArgumentException(
            "Expected the name of a function of Keras. Received: name=" + prefix + name);
      }
      return add(name, signature, call);
    }

    /// Adds a function.
    ///
    /// @param name its name in the module
    /// @param signature its parameters, such as `x, axis=None`
    /// @param call the Java call
    /// @return this
    /// @throws IllegalArgumentException if it was added before
    public Section add(String name, String signature, Call call) {
      if (entries.put(prefix + name, new Entry(Signature.of(signature), call)) != null) {
        throw new IllegalArgumentException(
            "The function " + prefix + name + " is in the table already.");
      }
      return this;
    }
  }

  /// The functions of one Python module.
  ///
  /// @param prefix the module with a dot, such as `keras.ops.`
  /// @return where to add them
  public Section section(String prefix) {
    return new Section(prefix);
  }

  /// Adds a group of functions.
  ///
  /// @param group the group
  /// @return this
  public OpTable with(Group group) {
    group.addTo(this);
    return this;
  }

  /// Whether the table has a function.
  ///
  /// @param name its full name, such as `keras.ops.sum`
  /// @return true if so
  public boolean has(String name) {
    return entries.containsKey(canonical(name));
  }

  /// The functions and classes of Keras that have a signature here.
  ///
  /// @param prefix the module with a dot, such as `keras.ops.`
  /// @return their full names, sorted
  public static List<String> names(String prefix) {
    return SIGNATURES.keySet().stream().filter(n -> n.startsWith(prefix)).sorted().toList();
  }

  /// The functions of Keras that the table lacks.
  ///
  /// @param prefix the module with a dot
  /// @return their full names
  public List<String> missing(String prefix) {
    return names(prefix).stream().filter(name -> !has(name)).toList();
  }

  /// Calls a function.
  ///
  /// @param name its full name
  /// @param args the positional arguments
  /// @param kwargs the keyword arguments
  /// @return the answer
  /// @throws MissingFunctionException if the table has no such function
  /// @throws Exception if the call is refused
  public @Nullable Object call(String name, List<?> args, Map<String, ?> kwargs) throws Exception {
    Entry entry = entries.get(canonical(name));
    if (entry == null) {
      throw new MissingFunctionException(name);
    }
    return entry.call().apply(entry.signature().bind(args, kwargs));
  }

  /// Keras exports most functions of `keras.ops` by a second name, in the module that holds them.
  private String canonical(String name) {
    return entries.containsKey(name)
        ? name
        : name.replaceFirst("^keras\\.ops\\.(core|numpy|nn|linalg|math|image)\\.", "keras.ops.");
  }

  private static Map<String, String> readSignatures() {
    Map<String, String> signatures = new HashMap<>();
    try (InputStream stream =
        Objects.requireNonNull(OpTable.class.getResourceAsStream("signatures.txt"))) {
      new String(stream.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .forEach(
              line -> {
                int open = line.indexOf('(');
                signatures.put(
                    line.substring(0, open), line.substring(open + 1, line.length() - 1));
              });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return signatures;
  }
}
