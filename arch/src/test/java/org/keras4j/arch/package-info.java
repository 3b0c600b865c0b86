/// Rules and budgets over all modules: what the compiler and the module system cannot hold.
@org.jspecify.annotations.NullMarked
package org.keras4j.arch;
