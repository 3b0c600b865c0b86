package org.keras4j.foreign;

import java.lang.foreign.MemorySegment;
import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A native object with one owner: deleted when it is closed, or else after the collector found
/// that nobody holds it.
///
/// {@snippet :
/// var graph = new Owned("The graph", pointer, p -> deleteGraph(p));
/// int nodes = graph.use(p -> countNodes(p));
/// }
public final class Owned {
  private static final Cleaner CLEANER = Cleaner.create();

  private final String what;
  private final Deletion deletion;
  private final Cleaner.Cleanable cleanable;

  /// A native object that is given up to this one.
  ///
  /// @param what it is, for errors: `The graph`
  /// @param delete called once; must not hold this object's holder
  public Owned(String what, MemorySegment pointer, Consumer<MemorySegment> delete) {
    this.what = what;
    this.deletion = new Deletion(pointer, delete);
    this.cleanable = CLEANER.register(this, deletion);
  }

  /// What is done with the object.
  ///
  /// @param <T> what comes of it
  public interface Use<T extends @Nullable Object> {
    /// Does it.
    T run(MemorySegment pointer);
  }

  /// Does something with the object, which is not deleted meanwhile for want of a holder.
  ///
  /// @throws IllegalStateException if it is closed
  public <T extends @Nullable Object> T use(Use<T> use) {
    try {
      return use.run(pointer());
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  private static final class Deletion implements Runnable {
    final MemorySegment pointer;
    final Consumer<MemorySegment> delete;
    final AtomicBoolean done = new AtomicBoolean();
    volatile long bytes;

    Deletion(MemorySegment pointer, Consumer<MemorySegment> delete) {
      this.pointer = pointer;
      this.delete = delete;
    }

    @Override
    public void run() {
      if (done.compareAndSet(false, true)) {
        delete.accept(pointer);
        NativeMemory.givenBack(bytes);
      }
    }
  }

  /// The object, to hand to a call. Whoever does so keeps this reachable until the call is over.
  ///
  /// @throws IllegalStateException if it is closed
  public MemorySegment pointer() {
    if (deletion.done.get()) {
      throw new IllegalStateException(what + " was closed and cannot be used any more.");
    }
    return deletion.pointer;
  }

  /// Says how many bytes will be given back, so that the collector is asked when many wait for it.
  public void count(long bytes) {
    deletion.bytes = bytes;
    NativeMemory.taken(bytes);
  }

  /// Does something with the object that has no result; see {@link #use}.
  public void perform(Consumer<MemorySegment> use) {
    use(
        p -> {
          use.accept(p);
          return this;
        });
  }

  /// Whether it was closed.
  public boolean isClosed() {
    return deletion.done.get();
  }

  /// Calls `run` once when nobody holds `holder` any more; must not hold it.
  public static void whenUnreachable(Object holder, Runnable run) {
    CLEANER.register(holder, run);
  }

  /// Deletes the object; a second time is no harm.
  public void close() {
    cleanable.clean();
  }
}
