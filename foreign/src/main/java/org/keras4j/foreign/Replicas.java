package org.keras4j.foreign;

import java.util.Optional;
import java.util.function.Supplier;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.Buffer;
import org.keras4j.tensor.TensorType;

/// Copies that an engine keeps of arrays which lie elsewhere. A large array that comes a second
/// time, as the weights of a model do, is likely to come again: its copy stays for as long as the
/// array lives.
///
/// {@snippet :
/// private static final Replicas REPLICAS = new Replicas(4096);
///
/// Optional<Buffer> kept = REPLICAS.of(array, () -> transferred(array));
/// }
public final class Replicas {
  private final long large;

  /// Copies of one engine's.
  ///
  /// @param large of arrays of so many bytes and more
  public Replicas(long large) {
    this.large = large;
  }

  /// The copy of an array that stays; nothing if the array is small or comes for the first time.
  ///
  /// @param copying makes the copy
  public Optional<Buffer> of(Array array, Supplier<? extends Buffer> copying) {
    TensorType type = array.type();
    if (type.size() * type.dtype().bytes() < large) {
      return Optional.empty();
    }
    var known = array.replica(this);
    if (known.isEmpty()) {
      // Its own elements stand for that it came.
      array.keepReplica(this, array.buffer());
      return known;
    }
    if (known.get() != array.buffer()) {
      return known;
    }
    Buffer copy = copying.get();
    array.keepReplica(this, copy);
    return Optional.of(copy);
  }
}
