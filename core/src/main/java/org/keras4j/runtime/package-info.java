/// Who gives meaning to primitives: the interpreters (compute at once, or write down), and the
/// engines behind them. {@link org.keras4j.runtime.Interpreter#apply} is the only way anything is
/// computed.
package org.keras4j.runtime;
