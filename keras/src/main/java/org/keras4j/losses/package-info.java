/// What training makes smaller.
package org.keras4j.losses;
