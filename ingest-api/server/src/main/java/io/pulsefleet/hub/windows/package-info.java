/** The windows that were told in payloads, ours and others': whether they follow one another, and what each found. */
package io.pulsefleet.hub.windows;
