package io.pulsefleet.wire.channel;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How a command ended, as its agent tells it. */
public enum End {
    @JsonProperty("succeeded")
    SUCCEEDED,
    @JsonProperty("failed")
    FAILED,
    /** The agent does not do that: it does not know the command, its parameters are wrong, or it has no room. */
    @JsonProperty("refused")
    REFUSED,
    @JsonProperty("cancelled")
    CANCELLED,
    /** Its time was over. */
    @JsonProperty("expired")
    EXPIRED,
    /** The agent ended while it ran: nobody knows how far it came. */
    @JsonProperty("lost")
    LOST
}
