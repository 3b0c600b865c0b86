/// Programs as StableHLO, the portable language of XLA: text to export, and what engines that
/// compile such modules share.
package org.keras4j.stablehlo;
