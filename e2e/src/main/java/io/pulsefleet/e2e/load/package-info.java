/**
 * HTTP/1.1 requests by the ten thousand from one thread: what loads a server must not eat the processors that it measures.
 *
 * <p>A {@link io.pulsefleet.e2e.load.Loop} is one thread with a selector, its timers and its
 * {@link io.pulsefleet.e2e.load.Connection}s. A connection has one request under way at a time and tells how it went on the
 * loop's thread; nobody else may touch it.
 */
package io.pulsefleet.e2e.load;
