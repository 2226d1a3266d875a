/**
 * A log between taking and storing (ADR 0016): one hub answers as soon as the brokers have a shipment, and any such
 * hub stores it. Off unless the server has what {@code io.pulsefleet.hub.log.kafka} needs.
 */
package io.pulsefleet.hub.log;
