/// The functions of `keras.ops`, written once over {@link org.keras4j.lax}: {@link
/// org.keras4j.ops.Ops}.
package org.keras4j.ops;
