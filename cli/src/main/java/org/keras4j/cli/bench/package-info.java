/// The fixed works that `keras4j bench` times, the same as those of the Python side.
package org.keras4j.cli.bench;
