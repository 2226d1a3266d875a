package io.pulsefleet.hub.targets;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * What would be otherwise if a database were removed.
 *
 * @param stops what its agent would do no more, and what would be deleted, each a sentence
 * @param stays what would be as before
 */
@JsonNaming(SnakeCaseStrategy.class)
public record RemovalView(UUID id, UUID agent, String name, List<String> stops, List<String> stays) {

    private static final String OWN_SETTINGS = "own_settings";
    private static final String NO_PASSWORD = "none";

    static RemovalView of(TargetView target) {
        var stops = new ArrayList<String>();
        var stays = new ArrayList<String>();
        if (target.state().equals(OWN_SETTINGS)) {
            stays.add("the agent watches it by its own settings, and goes on");
        } else {
            jobs(target, stops);
        }
        if (!target.password().equals(NO_PASSWORD)) {
            stops.add("its stored password is deleted");
        }
        stays.add("what was told of it stays as long as the retention policies say");
        return new RemovalView(target.id(), target.agent(), target.name(), List.copyOf(stops), List.copyOf(stays));
    }

    private static void jobs(TargetView target, List<String> stops) {
        if (target.statistics()) {
            stops.add("pg-stat: sessions, locks, statements and tables of %s:%d are read no more"
                    .formatted(target.host(), target.port()));
        }
        if (target.queries()) {
            stops.add("queries: the agent's own queries are asked of the database %s no more"
                    .formatted(target.database()));
        }
        if (target.logFiles() != null) {
            stops.add("pg-log: %s is read no more".formatted(target.logFiles()));
        }
        stops.add("the agent closes its connections within half a minute");
    }
}
