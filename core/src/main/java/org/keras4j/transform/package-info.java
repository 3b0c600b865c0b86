/// Programs made of programs: derivatives, batching, simplification. Each transform is a function
/// from programs to programs, written over {@link org.keras4j.lax.Lax}.
package org.keras4j.transform;
