package io.pulsefleet.agent.collect;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;

/** What a payload of the user's queries may have beside their answers. CDI finds it. */
public interface PayloadPart {

    /** The type under which {@code queries.json} asks for it, {@code system}; it stands as {@code system_metrics} then. */
    String type();

    /** @throws IOException when it cannot be read now */
    JsonNode read() throws IOException;
}
