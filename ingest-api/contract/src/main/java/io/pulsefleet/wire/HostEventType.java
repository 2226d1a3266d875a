package io.pulsefleet.wire;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The types of {@link HostEvent} that we tell ourselves, and how grave each is. Others may tell more of them: a type is a
 * text, lower case, with dots, the most general word first, so that {@code login.*} is a choice.
 */
public enum HostEventType {
    HOST_BOOTED("host.booted", Severity.WARNING, "The host started anew; `to` is its kernel."),
    AGENT_RESTARTED(
            "agent.restarted",
            Severity.INFO,
            "The agent began anew, as the hub sees by its heartbeats; `from` and `to` are its versions."),
    AGENT_JOINED("agent.joined", Severity.INFO, "The host joined with a join token, and was given a certificate."),
    AGENT_JOINED_AGAIN(
            "agent.joined_again",
            Severity.WARNING,
            "A host that bears the same machine id joined anew; the certificates of before are revoked."),
    AGENT_REVOKED("agent.revoked", Severity.WARNING, "An admin took the host's rights away; `reason` says why."),
    AGENT_DOUBLE_USE(
            "agent.double_use",
            Severity.ERROR,
            "Two starts of the agent beat by turns: its certificate is used in two places. `from` and `to` are the starts."),
    SERVICE_STATE(
            "service.state",
            Severity.INFO,
            event -> begins(event.to(), "failed"),
            Severity.ERROR,
            "A service of systemd's started, stopped, failed or recovered; `from` and `to` are its states."),
    SERVICE_RESTARTED(
            "service.restarted",
            Severity.WARNING,
            "systemd started a service anew by itself; `from` and `to` count its restarts."),
    PROCESS_STARTED("process.started", Severity.INFO, "A watched group of processes is there."),
    PROCESS_RESTARTED(
            "process.restarted", Severity.WARNING, "The oldest process of a watched group is another, younger one."),
    PROCESS_GONE("process.gone", Severity.ERROR, "No process of a watched group is there any more."),
    PORT_OPENED("port.opened", Severity.INFO, "A program listens at a port; `to` is its name."),
    PORT_CLOSED("port.closed", Severity.WARNING, "A program listens no more; `from` is its name."),
    FILESYSTEM_REMOUNTED(
            "filesystem.remounted",
            Severity.INFO,
            event -> "ro".equals(event.to()),
            Severity.ERROR,
            "A file system became read-only, or can be written again."),
    CONTAINER_CREATED("container.created", Severity.INFO, "A container was made."),
    CONTAINER_STARTED("container.started", Severity.INFO, "A container started."),
    CONTAINER_RESTARTED("container.restarted", Severity.WARNING, "A container was started anew."),
    CONTAINER_DIED(
            "container.died",
            Severity.INFO,
            event -> !Set.of("0", "143").contains(event.fields().getOrDefault("exit_code", "0")),
            Severity.ERROR,
            "A container ended; `exit_code` says how. 0, and 143 for SIGTERM, are no failures."),
    CONTAINER_OOM_KILLED("container.oom_killed", Severity.ERROR, "The kernel killed in it for want of memory."),
    CONTAINER_HEALTH(
            "container.health",
            Severity.INFO,
            event -> "unhealthy".equals(event.to()),
            Severity.ERROR,
            "Its health check has another result; `to` is it."),
    CONTAINER_PAUSED("container.paused", Severity.WARNING, "A container was halted."),
    CONTAINER_UNPAUSED("container.unpaused", Severity.INFO, "A halted container goes on."),
    CONTAINER_RENAMED("container.renamed", Severity.INFO, "A container has another name."),
    CONTAINER_REMOVED("container.removed", Severity.INFO, "A container is gone."),
    LOGIN_ACCEPTED("login.accepted", Severity.INFO, "Somebody logged in."),
    LOGIN_FAILED("login.failed", Severity.WARNING, "Somebody was refused."),
    LOGIN_BURST("login.burst", Severity.ERROR, "Many were refused from one address; `count` more since the last sum."),
    SUDO("sudo", Severity.INFO, "A command was run as somebody else."),
    SUDO_FAILED("sudo.failed", Severity.WARNING, "A command as somebody else was refused."),
    USER_ADDED("user.added", Severity.WARNING, "There is a new user."),
    USER_REMOVED("user.removed", Severity.WARNING, "A user is gone."),
    GROUP_ADDED("group.added", Severity.WARNING, "There is a new group."),
    GROUP_REMOVED("group.removed", Severity.WARNING, "A group is gone."),
    GROUP_MEMBER_ADDED("group.member.added", Severity.WARNING, "A user belongs to a group."),
    GROUP_MEMBER_REMOVED("group.member.removed", Severity.WARNING, "A user belongs to a group no more."),
    PASSWORD_CHANGED("password.changed", Severity.WARNING, "A password was changed.");

    /** How much it matters to who keeps the host. */
    public enum Severity {
        INFO,
        WARNING,
        ERROR;

        /** As it is stored and asked for. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final String text;
    private final Severity usual;

    @SuppressWarnings("ImmutableEnumChecker") // they look at the event alone
    private final Predicate<HostEvent> isOther;

    private final Severity other;
    private final String about;

    HostEventType(String text, Severity usual, String about) {
        this(text, usual, event -> false, usual, about);
    }

    HostEventType(String text, Severity usual, Predicate<HostEvent> isOther, Severity other, String about) {
        this.text = text;
        this.usual = usual;
        this.isOther = isOther;
        this.other = other;
        this.about = about;
    }

    private static boolean begins(String text, String with) {
        return text != null && text.startsWith(with);
    }

    public static Optional<HostEventType> of(String text) {
        return Stream.of(values()).filter(type -> type.text.equals(text)).findFirst();
    }

    /** Of a type that is not ours: it is told, and that is all we know. */
    public static Severity severityOf(HostEvent event) {
        return of(event.type()).map(type -> type.severity(event)).orElse(Severity.INFO);
    }

    private Severity severity(HostEvent event) {
        return isOther.test(event) ? other : usual;
    }

    public String about() {
        return about;
    }

    /** The severities that it may have, the usual one first. */
    public List<Severity> severities() {
        return Stream.of(usual, other).distinct().toList();
    }

    /** As in {@link HostEvent#type}. */
    @Override
    public String toString() {
        return text;
    }
}
