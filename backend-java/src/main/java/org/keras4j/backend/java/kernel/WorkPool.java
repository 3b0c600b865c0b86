package org.keras4j.backend.java.kernel;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// Splits loops over threads. A job is a number of parts; every thread that is free claims the next
/// part from a counter, the caller included. So a worker the operating system has not scheduled
/// never holds a job up: the caller waits only for parts that somebody has started.
///
/// Workers are daemon threads; they spin briefly for the next job, then park. Several threads may
/// submit jobs at once. A job submitted from inside a part runs in that part's thread. The first
/// exception a part throws is thrown to the caller once the started parts have ended; parts nobody
/// had started by then are skipped.
public final class WorkPool {
  /// One piece of a job.
  @FunctionalInterface
  public interface Part {
    /// Does part number `part`.
    void run(int part);
  }

  /// A piece of a range.
  @FunctionalInterface
  public interface Range {
    /// Does the indices from `from` up to, and without, `to`.
    void run(int from, int to);
  }

  private static final int SPINS = 2_000;
  private static final int JOB_SLOTS = 16;
  private static final int PARTS_PER_THREAD = 4;
  private static final WorkPool SHARED = new WorkPool(defaultThreads());

  private final AtomicReferenceArray<@Nullable Job> jobs = new AtomicReferenceArray<>(JOB_SLOTS);
  private final AtomicInteger published = new AtomicInteger();
  private final ThreadLocal<int[]> depth = ThreadLocal.withInitial(() -> new int[1]);
  private volatile Worker[] workers = new Worker[0];
  private volatile int threads;

  /// A pool that works with `threads` threads, the caller being one of them.
  public WorkPool(int threads) {
    setThreads(threads);
  }

  /// The pool all kernels use: as many threads as the JVM sees processors, or the system property
  /// `keras4j.threads`.
  public static WorkPool shared() {
    return SHARED;
  }

  /// How many threads work on a job, the caller included.
  public int threads() {
    return threads;
  }

  /// Changes how many threads work on a job. Jobs under way are not disturbed.
  ///
  /// @throws IllegalArgumentException if `threads` is not positive
  public void setThreads(int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException(
          "A pool needs at least one thread. Received: threads=" + threads);
    }
    this.threads = threads;
  }

  /// Runs `body` for every part from 0 up to `parts`, in no particular order, and returns when all
  /// are done.
  public void run(int parts, Part body) {
    int[] nesting = depth.get();
    int helpers = Math.min(threads, parts) - 1;
    int slot = helpers > 0 && nesting[0] == 0 ? 0 : JOB_SLOTS;
    Job job = new Job(body, parts);
    while (slot < JOB_SLOTS && !jobs.compareAndSet(slot, null, job)) {
      slot++;
    }
    if (slot == JOB_SLOTS) {
      for (int part = 0; part < parts; part++) {
        body.run(part);
      }
      return;
    }
    wake(helpers);
    nesting[0]++;
    try {
      job.work();
      job.await();
    } finally {
      nesting[0]--;
      jobs.set(slot, null);
    }
  }

  /// Cuts the indices from 0 up to `count` into ranges of at least `grain` and runs `body` on each.
  /// One range, in the calling thread, where cutting is not worth it.
  public void forRange(int count, int grain, Range body) {
    int most = threads == 1 ? 1 : threads * PARTS_PER_THREAD;
    int parts = (int) Math.min(most, ((long) count + grain - 1) / Math.max(1, grain));
    if (parts <= 1) {
      if (count > 0) {
        body.run(0, count);
      }
      return;
    }
    run(parts, part -> body.run(cut(count, parts, part), cut(count, parts, part + 1)));
  }

  /// Whether no job was under way for so long, from now on.
  boolean restsFor(long nanos) {
    int seen = published.get();
    LockSupport.parkNanos(this, nanos);
    boolean rests = published.get() == seen;
    for (int slot = 0; slot < JOB_SLOTS; slot++) {
      rests &= jobs.get(slot) == null;
    }
    return rests;
  }

  private static int cut(int count, int parts, int part) {
    return (int) ((long) count * part / parts);
  }

  private static int defaultThreads() {
    return Math.max(
        1, Integer.getInteger("keras4j.threads", Runtime.getRuntime().availableProcessors()));
  }

  private void wake(int helpers) {
    published.incrementAndGet();
    Worker[] present = workers.length < helpers ? grow(helpers) : workers;
    for (int i = 0; i < helpers; i++) {
      if (present[i].parked) {
        LockSupport.unpark(present[i].thread);
      }
    }
  }

  private synchronized Worker[] grow(int helpers) {
    if (workers.length == 0) {
      Warmup.expectLargeWork();
    }
    Worker[] grown = java.util.Arrays.copyOf(workers, Math.max(helpers, workers.length));
    for (int i = workers.length; i < grown.length; i++) {
      grown[i] = new Worker(i + 1);
    }
    workers = grown;
    return grown;
  }

  private final class Worker {
    private final int number;
    volatile boolean parked;
    final Thread thread;

    Worker(int number) {
      this.number = number;
      thread = Thread.ofPlatform().daemon().name("keras4j-pool-" + number).start(this::loop);
    }

    private void loop() {
      depth.get()[0] = 1;
      while (true) {
        int seen = published.get();
        for (int slot = 0; slot < JOB_SLOTS; slot++) {
          Job job = jobs.get(slot);
          if (job != null && number < threads) {
            job.work();
          }
        }
        for (int spin = 0; published.get() == seen; spin++) {
          if (spin < SPINS) {
            Thread.onSpinWait();
          } else {
            parked = true;
            if (published.get() == seen) {
              LockSupport.park(WorkPool.this);
            }
            parked = false;
          }
        }
      }
    }
  }

  private static final class Job {
    private final Part body;
    private final int parts;
    private final Thread caller = Thread.currentThread();
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicInteger done = new AtomicInteger();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private volatile boolean callerParked;

    Job(Part body, int parts) {
      this.body = body;
      this.parts = parts;
    }

    /// Claims and runs parts until none is left.
    void work() {
      while (next.get() < parts) {
        int part = next.getAndIncrement();
        if (part >= parts) {
          return;
        }
        try {
          if (failure.get() == null) {
            body.run(part);
          }
        } catch (Throwable thrown) {
          failure.compareAndSet(null, thrown);
        }
        if (done.incrementAndGet() == parts && callerParked) {
          LockSupport.unpark(caller);
        }
      }
    }

    /// Waits for the parts other threads have started.
    void await() {
      for (int spin = 0; done.get() < parts; spin++) {
        if (spin < SPINS) {
          Thread.onSpinWait();
        } else {
          callerParked = true;
          if (done.get() < parts) {
            LockSupport.park(this);
          }
        }
      }
      switch (failure.get()) {
        case null -> {}
        case RuntimeException exception -> throw exception;
        case Error error -> throw error;
        case Throwable thrown ->
            throw new IllegalStateException("A part of a parallel loop failed.", thrown);
      }
    }
  }
}
