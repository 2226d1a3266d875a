/** A real PostgreSQL from Maven artifacts: the embedded default, development, tests. */
package io.pulsefleet.embedded;
