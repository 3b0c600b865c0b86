package org.keras4j.ops;

abstract class ControlOps extends ImageOps {
  ControlOps() {}
}
