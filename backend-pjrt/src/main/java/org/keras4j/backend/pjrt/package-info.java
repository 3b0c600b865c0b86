/// The engine on a PJRT plugin: a library with XLA in it for some kind of device, behind a C
/// interface.
package org.keras4j.backend.pjrt;
