/// Learning rates that change during training.
package org.keras4j.optimizers.schedules;
