/// Models trained on the small real data that comes along; see the README beside the data for where
/// it is from.
package org.keras4j.examples;
