/** Lines of logs, for those who look for one, and for those who watch them come. */
package io.pulsefleet.hub.logs;
