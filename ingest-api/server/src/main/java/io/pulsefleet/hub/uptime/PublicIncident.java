package io.pulsefleet.hub.uptime;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.time.Instant;
import java.util.List;

/**
 * An incident of a public monitor.
 *
 * @param state the gravest it came to: down, regional
 * @param closedAt left out: it is open
 * @param notes that were written for everybody, the earliest first
 */
@JsonNaming(SnakeCaseStrategy.class)
public record PublicIncident(String name, String state, Instant openedAt, Instant closedAt, List<Words> notes) {

    /** What somebody wrote for everybody. */
    public record Words(Instant at, String text) {}
}
