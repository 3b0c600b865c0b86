/// The engine on XLA: a program becomes a StableHLO module, which XLA compiles.
package org.keras4j.backend.xla;
