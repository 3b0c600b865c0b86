package org.keras4j.backend.tensorflow;

import org.keras4j.tck.EngineContract;

class TensorFlowBackendTest extends EngineContract {
  TensorFlowBackendTest() {
    super("tensorflow");
  }
}
