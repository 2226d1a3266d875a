package io.pulsefleet.hub.live;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.pulsefleet.wire.Frame;
import io.pulsefleet.wire.Json;
import io.pulsefleet.wire.MetricSet;
import io.pulsefleet.wire.Required;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/**
 * What is said over {@code /ws/live}: one JSON object in each text frame.
 *
 * <pre>
 * page                                        hub
 * {"look":["fleet","host:..."]}     ---->                 takes the place of what was looked at; again every 20 s
 *                                   <----     {"looks":["fleet"],"refused":["host:..."]}
 *                                   <----     {"new":["fleet"]}                  ask again what you show of it
 *                                   <----     {"agent":"...","sets":[{"hash":"...","collector":"...","target":"...","positions":[...]}],
 *                                              "frames":[{"set":"...","at":"...","values":[...]}]}
 * </pre>
 */
final class LiveMessage {

    /** Topics that one page looks at. */
    static final int MOST_TOPICS = 50;

    private LiveMessage() {}

    record Look(List<String> look) {

        Look {
            look = Required.list("look", look, MOST_TOPICS);
        }
    }

    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    private record Looks(
            @JsonInclude(JsonInclude.Include.ALWAYS) List<String> looks, List<String> refused) {}

    private record Fresh(@JsonProperty("new") List<String> topics) {}

    private record Readings(UUID agent, List<MetricSet> sets, List<Frame> frames) {}

    static String looks(List<Topic> looks, List<String> refused) {
        return text(new Looks(names(looks), refused));
    }

    static String news(List<Topic> topics) {
        return text(new Fresh(names(topics)));
    }

    /** @param sets that the frames name, for a page that does not have them; or none */
    static String readings(UUID agent, Collection<MetricSet> sets, List<Frame> frames) {
        return text(new Readings(agent, List.copyOf(sets), frames));
    }

    private static List<String> names(List<Topic> topics) {
        return topics.stream().map(Topic::toString).toList();
    }

    private static String text(Object message) {
        return new String(Json.bytes(message), StandardCharsets.UTF_8);
    }
}
