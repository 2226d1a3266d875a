package io.pulsefleet.wire;

import java.util.List;
import java.util.UUID;

/** What an agent makes of the databases that its plan has. Told whenever it is another answer than before. */
public record TakenDatabases(List<Taken> databases) {

    public TakenDatabases {
        databases = Required.list("databases", databases);
        if (databases.size() > PlannedDatabase.MOST) {
            throw new IllegalArgumentException("databases: are more than " + PlannedDatabase.MOST);
        }
    }

    /**
     * @param revision the one that it took
     * @param state {@code watched}; {@code own_settings}: the agent's own settings have one of that name, which wins;
     *     {@code log_not_allowed}, {@code log_unreadable}: its log is not read
     * @param detail a sentence with the remedy; empty where all is well
     */
    public record Taken(UUID id, long revision, String state, String detail) {

        public Taken {
            Required.present("id", id);
            Required.text("state", state, 40);
            detail = detail == null ? "" : detail;
            if (detail.length() > 4_000) {
                throw new IllegalArgumentException("detail: must have 4,000 characters at most");
            }
        }
    }
}
