/// Recorded cases of what Keras 3.15.1 answers, and the engine that holds an implementation against
/// them.
///
/// [org.keras4j.tck.parity.CaseStore] finds the files (those that come with the library, or a
/// directory), [org.keras4j.tck.parity.CaseFile] reads them, [org.keras4j.tck.parity.Conformance]
/// asks each case of the [org.keras4j.tck.parity.CaseRunner] of its kind,
/// [org.keras4j.tck.parity.Comparison] holds the answers against the recorded ones, and
/// [org.keras4j.tck.parity.Report] counts.
@org.jspecify.annotations.NullMarked
package org.keras4j.tck.parity;
