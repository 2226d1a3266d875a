package io.pulsefleet.hub.settings;

import io.pulsefleet.hub.http.Problems;
import io.pulsefleet.store.fleetsettings.AgentRow;
import java.util.List;
import java.util.UUID;

/** Whom settings are for: {@code global}, {@code group/web}, {@code host/<agent id>}. The later ones win. */
record Layer(String name) {

    static final String PATH = "{layer: global|group/[^/]+|host/[^/]+}";

    private static final String GROUP = "group/";
    private static final String HOST = "host/";

    /** @throws jakarta.ws.rs.WebApplicationException 400 */
    static Layer of(String path) {
        if (path.startsWith(HOST)) {
            try {
                return new Layer(HOST + UUID.fromString(path.substring(HOST.length())));
            } catch (IllegalArgumentException noId) {
                throw Problems.badField("layer", "must be host/ and the id of an agent");
            }
        }
        if (path.startsWith(GROUP) && !path.substring(GROUP.length()).matches("[\\p{L}\\p{N} ._-]{1,63}")) {
            throw Problems.badField(
                    "layer", "must be group/ and a name of 1 to 63 letters, digits, spaces, dots, _ or -");
        }
        return new Layer(path);
    }

    /** Those of an agent, the weakest first. */
    static List<Layer> of(AgentRow agent) {
        var host = new Layer(HOST + agent.id());
        return agent.group() == null
                ? List.of(new Layer("global"), host)
                : List.of(new Layer("global"), new Layer(GROUP + agent.group()), host);
    }

    boolean covers(AgentRow agent) {
        return of(agent).contains(this);
    }
}
