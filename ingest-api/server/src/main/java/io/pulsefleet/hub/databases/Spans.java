package io.pulsefleet.hub.databases;

import io.pulsefleet.hub.query.Span;
import java.time.Instant;

/** The store asks after one moment and up to another; a chart's span begins with its first moment and ends before its last. */
final class Spans {

    private static final long SMALLEST = 1_000; // a microsecond

    private Spans() {}

    static Instant after(Span span) {
        return span.from().minusNanos(SMALLEST);
    }

    static Instant until(Span span) {
        return span.to().minusNanos(SMALLEST);
    }
}
