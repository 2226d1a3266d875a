/** What all collectors share that ask databases: a target, its settings, and the way in. */
package io.pulsefleet.agent.collect.jdbc;
