/// Well-known networks for images, ready to be trained or filled with weights.
package org.keras4j.applications;
