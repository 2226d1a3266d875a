package io.pulsefleet.agent.collect.postgres;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How it is with a part of what a server is asked. */
enum PartState {
    @JsonProperty("ok")
    OK,
    /** Nobody answers, or not any more. */
    @JsonProperty("down")
    DOWN,
    @JsonProperty("starting")
    STARTING,
    @JsonProperty("wrong_password")
    WRONG_PASSWORD,
    @JsonProperty("no_database")
    NO_DATABASE,
    @JsonProperty("too_many_connections")
    TOO_MANY_CONNECTIONS,
    @JsonProperty("no_rights")
    NO_RIGHTS,
    @JsonProperty("no_extension")
    NO_EXTENSION,
    /** The server ended it after its time. */
    @JsonProperty("too_slow")
    TOO_SLOW,
    @JsonProperty("locked")
    LOCKED,
    /** The server is older than any that we know how to ask. */
    @JsonProperty("unsupported_version")
    UNSUPPORTED_VERSION,
    @JsonProperty("failed")
    FAILED
}
