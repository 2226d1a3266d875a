package io.pulsefleet.store.series;

import java.util.List;

/**
 * @param source where to read if there is anything; see {@link Source#orElse}
 * @param from in microseconds since 1970, included; where a bucket or a step begins
 * @param to excluded
 */
public record Question(List<Wanted> wanted, Source source, long from, long to) {

    public Question {
        wanted = List.copyOf(wanted);
    }
}
