/// Models: layers put together, one after the other or as a graph.
package org.keras4j.models;
