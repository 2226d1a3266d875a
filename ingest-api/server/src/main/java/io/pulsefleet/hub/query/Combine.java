package io.pulsefleet.hub.query;

/** How several series become one, step by step. */
enum Combine {
    AVG,
    MIN,
    MAX,
    SUM
}
