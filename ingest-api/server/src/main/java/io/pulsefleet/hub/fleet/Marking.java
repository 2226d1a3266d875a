package io.pulsefleet.hub.fleet;

import io.pulsefleet.hub.access.Reach;
import io.pulsefleet.hub.http.Problems;
import io.pulsefleet.store.fleet.Agents;
import io.pulsefleet.store.fleet.Marks;
import io.pulsefleet.store.fleet.Marks.Mark;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;

/** Takes what an admin says of an agent. */
@ApplicationScoped
public class Marking {

    private static final int MOST_TAGS = 32;
    private static final String GROUP = "[\\p{L}\\p{N}][\\p{L}\\p{N} ._-]{0,62}";
    private static final String NAME = "[\\p{L}\\p{N}][\\p{L}\\p{N}._/-]{0,62}";
    private static final String VALUE = "[^\\p{Cntrl}]{0,200}";

    @Inject
    Marks marks;

    @Inject
    Agents agents;

    @Inject
    Reach reach;

    /**
     * @param group null: stays
     * @param tags in the place of all that it has; null: they stay
     */
    public record MarkBody(String group, Map<String, String> tags) {

        /** What is there; the same marks are the same text. */
        public static MarkBody of(String group, Map<String, String> tags) {
            return new MarkBody(group, new TreeMap<>(tags));
        }
    }

    /** @throws jakarta.ws.rs.WebApplicationException 404 */
    MarkBody of(UUID agent) {
        var known = agents.find(agent).orElseThrow(() -> notThere(agent));
        var mark = marks.of(List.of(known.number())).get(known.number());
        return MarkBody.of(mark.group(), mark.tags());
    }

    private static RuntimeException notThere(UUID agent) {
        return Problems.notFound("There is no agent " + agent + ".");
    }

    /**
     * @param still is given what is there, and throws where that is another than the caller has seen
     * @throws jakarta.ws.rs.WebApplicationException 400 that names the field, 404, 409 when it was changed meanwhile
     */
    void mark(UUID agent, MarkBody body, Consumer<MarkBody> still) {
        check(body);
        if (body.group() != null && !reach.includesGroup(body.group())) {
            throw Problems.badField("group", "must be one whose hosts you may see");
        }
        var before = of(agent);
        still.accept(before);
        if (!marks.change(agent, new Mark(before.group(), before.tags()), body.group(), body.tags())) {
            throw Problems.conflict("Somebody else changed or removed it at the same time; look at it again.");
        }
    }

    /** @throws jakarta.ws.rs.WebApplicationException 400 that names the field */
    public static void check(MarkBody body) {
        if (body == null || (body.group() == null && body.tags() == null)) {
            throw Problems.badField("", "The body must say 'group' or 'tags'.");
        }
        if (body.group() != null && !body.group().matches(GROUP)) {
            throw Problems.badField("group", "must be a name of 1 to 63 letters, digits, spaces, dots, _ or -");
        }
        if (body.tags() != null) {
            check(body.tags());
        }
    }

    public static boolean isTagName(String text) {
        return text.matches(NAME);
    }

    private static void check(Map<String, String> tags) {
        if (tags.size() > MOST_TAGS) {
            throw Problems.badField("tags", "must be " + MOST_TAGS + " at most");
        }
        tags.forEach((name, value) -> {
            if (!isTagName(name)) {
                throw Problems.badField("tags", "must have names of 1 to 63 letters, digits, dots, _, / or -");
            }
            if (value == null || !value.matches(VALUE)) {
                throw Problems.badField("tags." + name, "must be a text of 200 characters at most");
            }
        });
    }
}
