package io.pulsefleet.hub.ingest;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;

/** Any JSON: what others send is not always what we would. */
public record Tree(@JsonValue JsonNode node) {

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public Tree {}
}
