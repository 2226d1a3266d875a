/** Lines of logs. */
package io.pulsefleet.store.logs;
