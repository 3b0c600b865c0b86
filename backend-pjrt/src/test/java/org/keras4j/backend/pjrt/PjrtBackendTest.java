package org.keras4j.backend.pjrt;

import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.keras4j.tck.EngineContract;

@EnabledIfEnvironmentVariable(
    named = Plugin.SETTING,
    matches = ".+",
    disabledReason = "no artifact has a plugin: name one by KERAS4J_PJRT_PLUGIN")
class PjrtBackendTest extends EngineContract {
  PjrtBackendTest() {
    super("pjrt");
  }

  /// XLA compiles every shape of every operation anew: all cases take long.
  @Override
  protected int everyNthCase() {
    return 12;
  }
}
