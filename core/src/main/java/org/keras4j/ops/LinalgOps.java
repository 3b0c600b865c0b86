package org.keras4j.ops;

abstract class LinalgOps extends IndexingOps {
  LinalgOps() {}
}
