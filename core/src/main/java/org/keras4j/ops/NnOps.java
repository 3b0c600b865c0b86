package org.keras4j.ops;

abstract class NnOps extends LinalgOps {
  NnOps() {}
}
