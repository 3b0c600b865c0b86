/// Which Java call answers each recorded Python call: one class per group of functions, and the
/// runners of every kind of case, put together in [org.keras4j.tck.answers.Answers].
@org.jspecify.annotations.NullMarked
package org.keras4j.tck.answers;
