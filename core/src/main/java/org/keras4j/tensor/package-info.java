/// What a value is: dtypes, shapes, tensors of every kind, nested structures of them, and the rules
/// of dtype promotion. The lowest package: it imports nothing of ours.
package org.keras4j.tensor;
