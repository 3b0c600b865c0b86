/// Which dtypes a layer computes in and keeps its weights in.
package org.keras4j.dtypepolicies;
