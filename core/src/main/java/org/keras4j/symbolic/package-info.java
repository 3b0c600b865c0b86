/// Drawing a model: operations applied to tensors that are not there yet.
package org.keras4j.symbolic;
