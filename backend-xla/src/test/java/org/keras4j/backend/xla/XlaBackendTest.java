package org.keras4j.backend.xla;

import org.keras4j.tck.EngineContract;

class XlaBackendTest extends EngineContract {
  XlaBackendTest() {
    super("xla");
  }

  /// XLA compiles every shape of every operation anew: all cases take half an hour.
  @Override
  protected int everyNthCase() {
    return 12;
  }
}
