/** When a collector visits: what a person writes, and the moments that follow from it. Agent and hub reckon alike. */
package io.pulsefleet.settings.schedule;
