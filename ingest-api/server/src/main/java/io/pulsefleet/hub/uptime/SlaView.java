package io.pulsefleet.hub.uptime;

import java.time.Instant;
import java.util.List;

/**
 * What was promised of a month or a year, in UTC, and what came of it.
 *
 * @param month as 2026-11, or 2026
 * @param to not included; now, where the month is not over
 * @param tag left out: of all monitors
 */
public record SlaView(String month, Instant from, Instant to, String tag, List<SlaRow> monitors) {}
