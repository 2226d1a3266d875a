package io.pulsefleet.hub.uptime;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.pulsefleet.store.uptime.States;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;

/** What happened to monitors, as it is answered. */
@ApplicationScoped
public class Happenings {

    @Inject
    States states;

    /** The newest first. */
    public record IncidentList(List<IncidentView> incidents) {}

    /**
     * @param state the gravest it came to: down, regional
     * @param closedAt left out: it is open
     */
    @JsonNaming(SnakeCaseStrategy.class)
    public record IncidentView(
            long id, int monitor, String name, Instant openedAt, Instant closedAt, String state, String reason) {}

    /** The newest first. */
    public record EventList(List<EventView> events) {}

    /** A change of state. */
    public record EventView(Instant at, String was, String became, String reason) {}

    IncidentList incidents(int monitor, Asked.Span span, int limit) {
        return new IncidentList(states.incidents(monitor, span.from(), span.to(), limit).stream()
                .map(one -> new IncidentView(
                        one.id(), one.monitor(), one.name(), one.openedAt(), one.closedAt(), one.state(), one.reason()))
                .toList());
    }

    EventList events(int monitor, Asked.Span span, int limit) {
        return new EventList(states.events(monitor, span.from(), span.to(), limit).stream()
                .map(one -> new EventView(one.at(), one.was(), one.became(), one.reason()))
                .toList());
    }
}
