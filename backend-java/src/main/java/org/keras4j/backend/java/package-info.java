/// The embedded engine: primitives and programs on the kernels of `kernel`.
package org.keras4j.backend.java;
