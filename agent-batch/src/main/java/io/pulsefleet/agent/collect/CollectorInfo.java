package io.pulsefleet.agent.collect;

import io.pulsefleet.wire.HostEventType;
import io.pulsefleet.wire.Metric;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * The one description of a collector.
 *
 * @param name also the name of its job: {@code system}
 * @param every from one visit to the next, where neither a setting nor the hub's plan says otherwise
 * @param metrics all that it may emit
 * @param entities labels whose values come and go, as the name of a container or of a program: what bears one of them is
 *     stored by itself, so that a newcomer names its own positions only and not those of all its neighbours anew
 * @param targets what it looks at, in a sentence
 * @param documents that it sends, besides those of its events
 * @param events that it tells, each a {@code host.event}
 * @param states by which it says how it is with what it reads
 */
public record CollectorInfo(
        String name,
        String about,
        Duration every,
        List<Metric> metrics,
        List<String> entities,
        String targets,
        List<Sent> documents,
        List<HostEventType> events,
        List<State> states) {

    /**
     * What is sent besides readings.
     *
     * @param kind as of a document: {@code host.ports}
     */
    public record Sent(String kind, String about) {}

    /**
     * How it is with what is read.
     *
     * @param about what it means, and what to do about it
     */
    public record State(String name, String about) {}

    /** Of the host, and of readings alone. */
    public CollectorInfo(String name, String about, Duration every, List<Metric> metrics, List<String> entities) {
        this(name, about, every, metrics, entities, "The host.", List.of(), List.of(), List.of());
    }

    /** Of a target whose parts stay. */
    public CollectorInfo(String name, String about, Duration every, List<Metric> metrics) {
        this(name, about, every, metrics, List.of());
    }

    /** @param sentence what it looks at */
    public CollectorInfo visiting(String sentence) {
        return new CollectorInfo(name, about, every, metrics, entities, sentence, documents, events, states);
    }

    public CollectorInfo sending(String kind, String meaning) {
        return sending(List.of(new Sent(kind, meaning)));
    }

    public CollectorInfo sending(List<Sent> more) {
        var all = Stream.concat(documents.stream(), more.stream()).toList();
        return new CollectorInfo(name, about, every, metrics, entities, targets, all, events, states);
    }

    public CollectorInfo telling(HostEventType... types) {
        return telling(List.of(types));
    }

    public CollectorInfo telling(List<HostEventType> types) {
        return new CollectorInfo(name, about, every, metrics, entities, targets, documents, types, states);
    }

    public CollectorInfo being(List<State> any) {
        return new CollectorInfo(name, about, every, metrics, entities, targets, documents, events, any);
    }
}
