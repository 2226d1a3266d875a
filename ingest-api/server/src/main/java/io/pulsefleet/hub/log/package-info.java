/**
 * A log between taking and storing (ADR 0016): one hub answers as soon as the brokers have a shipment, and any hub with
 * the writer's role stores it. Off unless the server has what {@code io.pulsefleet.hub.log.kafka} needs.
 */
package io.pulsefleet.hub.log;
