package io.pulsefleet.agent.collect.docker;

import io.pulsefleet.agent.collect.docker.Words.Message;
import io.pulsefleet.wire.Document;
import io.pulsefleet.wire.HostEvent;
import io.pulsefleet.wire.HostEventType;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/**
 * What became of a container.
 *
 * @param event Docker's word, {@code die}; a health that changed is {@code health_status}
 * @param id its first twelve digits
 * @param exitCode of one that died; null where it is not known
 * @param health of a health that changed
 * @param toldBy {@code daemon}, or {@code state} where the daemon's own word was missed and its traces tell
 */
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

    /** As {@link #type} says them. */
    static final List<HostEventType> TYPES = List.of(
            HostEventType.CONTAINER_CREATED,
            HostEventType.CONTAINER_STARTED,
            HostEventType.CONTAINER_RESTARTED,
            HostEventType.CONTAINER_DIED,
            HostEventType.CONTAINER_OOM_KILLED,
            HostEventType.CONTAINER_HEALTH,
            HostEventType.CONTAINER_PAUSED,
            HostEventType.CONTAINER_UNPAUSED,
            HostEventType.CONTAINER_RENAMED,
            HostEventType.CONTAINER_REMOVED);

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

    /** Another event of the same container, which the daemon did not tell of. */
    Happening byState(String otherEvent, Instant moment) {
        return new Happening(moment, otherEvent, id, container, image, null, null, "state");
    }

    boolean isUrgent() {
        return URGENT.contains(event);
    }

    /** As a {@link HostEvent} of the host's. */
    Document document(String target) {
        var fields = new TreeMap<String, String>();
        fields.put("container.id", id);
        fields.put("container.image.name", image);
        fields.put("told_by", toldBy);
        if (exitCode != null) {
            fields.put("exit_code", exitCode.toString());
        }
        return new HostEvent(type(), container, null, health, sentence(), fields).at(at, target);
    }

    /** One that Docker may have some day keeps its word. */
    private String type() {
        return "container."
                + switch (event) {
                    case "create" -> "created";
                    case "start" -> "started";
                    case "restart" -> "restarted";
                    case "die" -> "died";
                    case "oom" -> "oom_killed";
                    case HEALTH_STATUS -> "health";
                    case "pause" -> "paused";
                    case "unpause" -> "unpaused";
                    case "rename" -> "renamed";
                    case "destroy" -> "removed";
                    default -> event;
                };
    }

    private String sentence() {
        var name = "the container " + container;
        return switch (event) {
            case "create" -> name + " was made of " + image;
            case "start" -> name + " started";
            case "restart" -> name + " was restarted";
            case "die" -> name + " ended" + (exitCode == null ? "" : " with code " + exitCode);
            case "oom" -> "the kernel killed in the container " + container + " for want of memory";
            case HEALTH_STATUS -> name + " is " + health;
            case "pause" -> name + " was halted";
            case "unpause" -> name + " goes on";
            case "rename" -> name + " has this name now";
            case "destroy" -> name + " was removed";
            default -> name + ": " + event;
        };
    }
}
