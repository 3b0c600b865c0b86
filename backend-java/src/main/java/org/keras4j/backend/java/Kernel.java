package org.keras4j.backend.java;

/// A primitive made ready for operands of known types: reads the operands' Java arrays, fills the
/// results'.
@FunctionalInterface
interface Kernel {
  /// Operands and results as in {@link org.keras4j.tensor.HostBuffer}; results do not overlap
  /// operands unless {@link #mayOverwrite} says so.
  void run(Object[] in, Object[] out);

  /// Whether a result's array may be an operand's own: the operand is not read any more when its
  /// elements are written.
  default boolean mayOverwrite(int result, int operand) {
    return false;
  }

  /// The same kernel, which may write each result over the operand of the same number.
  static Kernel inPlace(Kernel kernel) {
    return new Kernel() {
      @Override
      public void run(Object[] in, Object[] out) {
        kernel.run(in, out);
      }

      @Override
      public boolean mayOverwrite(int result, int operand) {
        return result == operand;
      }
    };
  }
}
