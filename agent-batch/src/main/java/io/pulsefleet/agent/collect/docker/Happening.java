package io.pulsefleet.agent.collect.docker;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.pulsefleet.agent.collect.docker.Words.Message;
import java.time.Instant;
import java.util.Set;

/**
 * What became of a container: the body of a document of the kind {@code docker.event}.
 *
 * @param event Docker's word, {@code die}; a health that changed is {@code health_status}
 * @param id its first twelve digits
 * @param exitCode of one that died; null where it is not known
 * @param health of a health that changed
 * @param toldBy {@code daemon}, or {@code state} where the daemon's own word was missed and its traces tell
 */
@JsonNaming(SnakeCaseStrategy.class)
record Happening(
        Instant at,
        String event,
        String id,
        String container,
        String image,
        Integer exitCode,
        String health,
        String toldBy) {

    static final String HEALTH_STATUS = "health_status";

    private static final Message.Attributes NO_ATTRIBUTES = new Message.Attributes(null, null, null, null);

    /** Somebody may wait for these. */
    private static final Set<String> URGENT = Set.of("die", "oom", HEALTH_STATUS);

    static Happening of(Message message) {
        var action = Container.text(message.action(), "unknown");
        var colon = action.indexOf(':');
        var event = dockersWord(colon < 0 ? action : action.substring(0, colon));
        var actor = message.actor();
        var attributes = actor == null || actor.attributes() == null ? NO_ATTRIBUTES : actor.attributes();
        return new Happening(
                momentOf(message),
                event,
                Container.shortId(Container.text(actor == null ? null : actor.id(), "?")),
                Container.text(attributes.name(), "?"),
                Container.text(attributes.image(), "?"),
                event.equals("die") ? exitCode(attributes) : null,
                colon < 0 ? null : action.substring(colon + 1).strip(),
                "daemon");
    }

    /** Where Podman has another. */
    private static String dockersWord(String event) {
        return switch (event) {
            case "died" -> "die";
            case "remove" -> "destroy";
            default -> event;
        };
    }

    private static Integer exitCode(Message.Attributes attributes) {
        var code = attributes.exitCode() == null ? attributes.podmansExitCode() : attributes.exitCode();
        return code == null || !code.matches("-?\\d{1,9}") ? null : Integer.valueOf(code);
    }

    static Instant momentOf(Message message) {
        return message.timeNano() > 0
                ? Instant.ofEpochSecond(message.timeNano() / 1_000_000_000, message.timeNano() % 1_000_000_000)
                : Instant.ofEpochSecond(message.time());
    }

    boolean isUrgent() {
        return URGENT.contains(event);
    }
}
