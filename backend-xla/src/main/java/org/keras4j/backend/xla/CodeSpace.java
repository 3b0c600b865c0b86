package org.keras4j.backend.xla;

import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.keras4j.ir.Program;
import org.keras4j.runtime.Device;
import org.keras4j.stablehlo.CompiledModule;
import org.keras4j.stablehlo.ModuleCompiler;
import org.keras4j.tensorflow.c.Context;
import org.keras4j.tensorflow.c.Function;

/// A context of TensorFlow's and the modules compiled in it. XLA frees the code of a module only
/// with its context, so after some number of modules the next ones get a new one; the old goes when
/// none of its modules is reachable any more.
final class CodeSpace implements ModuleCompiler {
  /// Each module takes several mappings of memory, of which a process has some tens of thousands.
  private static final int MODULES = 2000;

  private static final Cleaner CLEANER = Cleaner.create();

  private final Context context;
  private final AtomicInteger modules = new AtomicInteger();

  CodeSpace() {
    var own = Context.create(Runtime.getRuntime().availableProcessors());
    this.context = own;
    CLEANER.register(this, own::close);
  }

  Context context() {
    return context;
  }

  /// Nothing is donated: this route overwrites no operand.
  @Override
  public CompiledModule compile(Program program, Set<Integer> donated) {
    return Module.of(this, program);
  }

  /// Makes a module known here.
  void add(Function function) {
    modules.incrementAndGet();
    try {
      context.add(function);
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  @Override
  public List<Device> devices() {
    return context.devices();
  }

  @Override
  public boolean isFull() {
    return modules.get() >= MODULES;
  }
}
