package io.pulsefleet.agent.collect.postgres;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.pulsefleet.agent.collect.CollectorInfo;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** How it is with a part of what a server is asked. What to do about it in a given case, {@link Trouble} says. */
enum PartState {
    @JsonProperty("ok")
    OK("It answers."),
    @JsonProperty("down")
    DOWN("Nobody answers, or not any more: check that the server runs and listens, and host and port."),
    @JsonProperty("starting")
    STARTING("The server starts, stops or recovers: wait."),
    @JsonProperty("wrong_password")
    WRONG_PASSWORD("It does not let the agent in: check the user, the password and `pg_hba.conf`."),
    @JsonProperty("no_database")
    NO_DATABASE("There is no such database: check its name."),
    @JsonProperty("too_many_connections")
    TOO_MANY_CONNECTIONS("There is no connection left: raise `max_connections`, or end sessions that nobody needs."),
    @JsonProperty("no_rights")
    NO_RIGHTS("The agent's role may not read it: grant it `pg_read_all_stats`, and CONNECT on the database."),
    @JsonProperty("no_extension")
    NO_EXTENSION("An extension is missing or not loaded: the state's sentence names it and what to run."),
    @JsonProperty("too_slow")
    TOO_SLOW(
            "The server ended it after PULSE_POSTGRES_STATEMENT_TIMEOUT; it is asked less often until it is quick again."),
    @JsonProperty("locked")
    LOCKED("It waits for a lock that somebody holds; it is asked again at its next time."),
    @JsonProperty("unsupported_version")
    UNSUPPORTED_VERSION("The server is older than any that the agent knows how to ask."),
    @JsonProperty("failed")
    FAILED("It cannot be read for another reason, which the state's sentence has.");

    private final String about;

    PartState(String about) {
        this.about = about;
    }

    /** All of them. */
    static List<CollectorInfo.State> described() {
        return Stream.of(values())
                .map(state -> new CollectorInfo.State(state.name().toLowerCase(Locale.ROOT), state.about))
                .toList();
    }
}
