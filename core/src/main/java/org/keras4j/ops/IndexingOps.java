package org.keras4j.ops;

abstract class IndexingOps extends LayoutOps {
  IndexingOps() {}
}
