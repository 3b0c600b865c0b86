package org.keras4j.ops;

abstract class ImageOps extends NnOps {
  ImageOps() {}
}
