/** Numbers as Prometheus and OpenMetrics write them. A tool of collectors: it knows none of them. */
package io.pulsefleet.agent.collect.exposition;
