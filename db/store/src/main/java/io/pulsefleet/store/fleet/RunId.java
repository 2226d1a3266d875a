package io.pulsefleet.store.fleet;

import jakarta.persistence.Embeddable;
import java.io.Serializable;

/** Executions are counted anew with each boot of their agent. */
@Embeddable
public record RunId(int agent, String boot, long execution) implements Serializable {}
