package org.keras4j.ops;

abstract class NnOps extends LossOps {
  NnOps() {}
}
