/// What training makes smaller: [org.keras4j.losses.Loss] and Keras's losses as classes, and
/// [org.keras4j.losses.Losses] with the same as functions.
package org.keras4j.losses;
