package io.pulsefleet.hub.uptime;

import java.util.UUID;

/**
 * What is to be tried.
 *
 * @param id of the monitor that is being changed: what 'monitor' leaves out is as it is there, secrets too; left out: a new one
 * @param agent that is to probe; left out: one of the monitor's datacenters
 * @param monitor as it would be saved
 */
public record TrialForm(Integer id, UUID agent, MonitorForm monitor) {}
