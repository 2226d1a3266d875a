package io.pulsefleet.store.uptime;

import java.time.Instant;

/** What a monitor is not counted for: from one moment (included) to another (not included). */
public record Exclusion(int monitor, Instant from, Instant to) {}
