package org.keras4j.cli;

import org.keras4j.tck.EngineContract;

class EnginesTest extends EngineContract {
  EnginesTest() {
    super("java");
  }
}
