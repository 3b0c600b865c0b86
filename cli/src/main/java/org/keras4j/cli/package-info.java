/// The command line: what `./keras4j` runs.
package org.keras4j.cli;
