package io.pulsefleet.hub.query;

/** What a line of the answer stands for. */
enum By {
    SERIES,
    AGENT,
    METRIC
}
