/// What engines on native libraries share: finding and loading a library, objects and memory with
/// one owner, and arrays that stay where an engine computes.
package org.keras4j.foreign;
