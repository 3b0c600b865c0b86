package org.keras4j.backend.java;

/// A primitive made ready for operands of known types: reads the operands' Java arrays, fills the
/// results'.
interface Kernel {
  /// Operands and results as in {@link org.keras4j.tensor.HostBuffer}; results do not overlap
  /// operands unless said so.
  void run(Object[] in, Object[] out);
}
