/** How the console's pages reach the browser, at the hub and at the agent: each file once, until it is another. */
package io.pulsefleet.pages;
