/// The engine on PyTorch's tensor library: programs become lists of ATen calls over numbered
/// places.
package org.keras4j.backend.torch;
