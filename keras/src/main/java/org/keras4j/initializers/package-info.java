/// How weights begin.
package org.keras4j.initializers;
