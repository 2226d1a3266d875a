package io.pulsefleet.store.series;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * @param source where to read if there is anything; see {@link Source#orElse}
 * @param from in microseconds since 1970, included; where a bucket or a step begins
 * @param to excluded
 * @param aspects what of buckets is looked at; what else stands in them means nothing, and is not read where that costs
 */
public record Question(List<Wanted> wanted, Source source, long from, long to, Set<Aspect> aspects) {

    public Question {
        wanted = List.copyOf(wanted);
        aspects = Set.copyOf(aspects);
    }

    /** All of it. */
    public Question(List<Wanted> wanted, Source source, long from, long to) {
        this(wanted, source, from, to, EnumSet.allOf(Aspect.class));
    }

    /** The same, about some of them. */
    public Question about(List<Wanted> some) {
        return new Question(some, source, from, to, aspects);
    }
}
