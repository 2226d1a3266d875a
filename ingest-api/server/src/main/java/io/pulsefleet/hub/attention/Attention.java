package io.pulsefleet.hub.attention;

import static java.util.Comparator.comparing;
import static java.util.Comparator.nullsLast;

import io.pulsefleet.hub.Fresh;
import io.pulsefleet.hub.access.Meanwhile;
import io.pulsefleet.hub.access.Reach;
import io.pulsefleet.hub.attention.Concern.Kind;
import io.pulsefleet.hub.attention.Concern.Severity;
import io.pulsefleet.hub.databases.Databases;
import io.pulsefleet.hub.databases.Databases.DatabaseView;
import io.pulsefleet.hub.fleet.Liveness;
import io.pulsefleet.hub.jobs.JobTroubles;
import io.pulsefleet.hub.jobs.JobTroubles.Troubled;
import io.pulsefleet.hub.query.FullSoon;
import io.pulsefleet.hub.query.FullSoon.FileSystem;
import io.pulsefleet.store.fleet.Agent;
import io.pulsefleet.store.fleet.Agents;
import io.pulsefleet.store.fleet.Named;
import io.pulsefleet.store.uptime.Incidents;
import io.pulsefleet.store.uptime.Incidents.Incident;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Asks all who know of troubles. */
@ApplicationScoped
public class Attention {

    /** Of each kind; who has more of them looks at their own page. */
    static final int MOST = 20;

    /** Every page of the fleet asks for it every few seconds; jobs alone are 20 to a host. */
    private static final Duration FRESH = Duration.ofSeconds(5);

    private static final Duration A_DAY = Duration.ofDays(1);
    private static final double FULL = 0.98;

    /** How a state of a database is told, where it is one to look at. */
    private static final Map<String, Severity> DATABASES =
            Map.of("down", Severity.CRITICAL, "trouble", Severity.WARNING, "silent", Severity.WARNING);

    private static final Comparator<Concern> WORST_FIRST = comparing(Concern::severity)
            .thenComparing(Concern::since, nullsLast(Comparator.naturalOrder()))
            .thenComparing(Concern::name);

    @Inject
    Reach reach;

    @Inject
    Agents agents;

    @Inject
    Databases databases;

    @Inject
    Incidents incidents;

    @Inject
    FullSoon fullSoon;

    @Inject
    JobTroubles jobs;

    /**
     * @param total how many of this kind there are
     * @param concerns the worst of them, those first that have lasted longest
     */
    public record Group(Kind kind, long total, List<Concern> concerns) {}

    private final Fresh<List<Group>> ofAll = new Fresh<>(FRESH, again -> this.meanwhile.execute(again));

    @Inject
    Meanwhile meanwhile;

    /** Of the hosts within the caller's reach, some seconds old at most; kinds without trouble are left out. */
    List<Group> now(Instant now) {
        return reach.isWholeFleet() ? ofAll.at(now, () -> find(now)) : find(now);
    }

    private List<Group> find(Instant now) {
        var named = reach.all().stream().collect(Collectors.toMap(Named::number, one -> one));
        var groups = new ArrayList<Group>();
        group(Kind.HOST, hosts(named, now)).ifPresent(groups::add);
        group(Kind.DATABASE, databases(now)).ifPresent(groups::add);
        monitors(now).ifPresent(groups::add);
        group(Kind.FILESYSTEM, fileSystems(named, now)).ifPresent(groups::add);
        jobs().ifPresent(groups::add);
        return groups;
    }

    private static Optional<Group> group(Kind kind, List<Concern> all) {
        return all.isEmpty()
                ? Optional.empty()
                : Optional.of(new Group(
                        kind,
                        all.size(),
                        all.stream().sorted(WORST_FIRST).limit(MOST).toList()));
    }

    private List<Concern> hosts(Map<Integer, Named> within, Instant now) {
        return agents.all().stream()
                .filter(agent -> within.containsKey(agent.number()))
                .flatMap(agent -> host(agent, now).stream())
                .toList();
    }

    static Optional<Concern> host(Agent agent, Instant now) {
        var troubles = agent.troubles();
        var state = Liveness.of(agent.lastHeartbeat(), agent.silence(), !troubles.isEmpty(), now);
        return switch (state) {
            case ONLINE -> Optional.empty();
            case OFFLINE -> Optional.of(concern(agent, Severity.CRITICAL, "offline", null, agent.lastHeartbeat()));
            case ERROR -> Optional.of(concern(agent, Severity.WARNING, "error", troubles.get(0), null));
        };
    }

    private static Concern concern(Agent agent, Severity severity, String trouble, String detail, Instant since) {
        return new Concern(Kind.HOST, severity, agent.hostname(), trouble, detail, since, "#/hosts/" + agent.id());
    }

    private List<Concern> databases(Instant now) {
        return databases.all(now).stream()
                .filter(one -> DATABASES.containsKey(one.state()))
                .map(Attention::database)
                .toList();
    }

    private static Concern database(DatabaseView one) {
        return new Concern(
                Kind.DATABASE,
                DATABASES.get(one.state()),
                one.target() + " on " + one.hostname(),
                one.state(),
                one.states().isEmpty() ? null : one.states().get(0).remedy(),
                one.state().equals("silent") ? one.lastSeen() : null,
                "#/databases/" + one.agent() + "/" + inPath(one.target()));
    }

    /** Monitors are of the whole fleet. */
    private Optional<Group> monitors(Instant now) {
        if (!reach.isWholeFleet()) {
            return Optional.empty();
        }
        var open = incidents.page(new Incidents.Filter(null, true, null, "", "", Instant.EPOCH, now), 0, MOST);
        return open.total() == 0
                ? Optional.empty()
                : Optional.of(new Group(
                        Kind.MONITOR,
                        open.total(),
                        open.incidents().stream()
                                .map(Attention::monitor)
                                .sorted(WORST_FIRST)
                                .toList()));
    }

    private static Concern monitor(Incident incident) {
        return new Concern(
                Kind.MONITOR,
                incident.state().equals("down") ? Severity.CRITICAL : Severity.WARNING,
                incident.name(),
                incident.state(),
                incident.reason(),
                incident.openedAt(),
                "#/uptime/" + incident.monitor());
    }

    private List<Concern> fileSystems(Map<Integer, Named> within, Instant now) {
        return fullSoon.all(now).stream()
                .filter(one -> within.containsKey(one.agent()))
                .map(one -> fileSystem(one, within.get(one.agent())))
                .toList();
    }

    static Concern fileSystem(FileSystem one, Named host) {
        var isSoon = one.used() >= FULL
                || one.until().filter(until -> until.compareTo(A_DAY) <= 0).isPresent();
        var percent = String.format(Locale.ROOT, "%.1f %% full", 100 * one.used());
        return new Concern(
                Kind.FILESYSTEM,
                isSoon ? Severity.CRITICAL : Severity.WARNING,
                one.mountpoint() + " on " + host.hostname(),
                one.until().isPresent() ? "filling" : "full",
                one.until()
                        .map(until -> percent + ", wholly in about " + about(until) + " if it goes on so")
                        .orElse(percent),
                null,
                "#/hosts/" + host.id());
    }

    private static String about(Duration until) {
        var hours = until.toMinutes() / 60.0;
        return hours < 48 ? Math.max(1, Math.round(hours)) + " h" : Math.round(hours / 24) + " days";
    }

    private Optional<Group> jobs() {
        var troubled = jobs.first(MOST);
        return troubled.total() == 0
                ? Optional.empty()
                : Optional.of(new Group(
                        Kind.JOB,
                        troubled.total(),
                        troubled.first().stream().map(Attention::job).toList()));
    }

    private static Concern job(Troubled troubled) {
        var job = troubled.job();
        var isOver = job.mark() == null;
        return new Concern(
                Kind.JOB,
                isOver ? Severity.CRITICAL : Severity.WARNING,
                job.job() + " on " + job.hostname(),
                troubled.trouble(),
                isOver && job.exit() != null && !job.exit().isBlank() ? job.exit() : null,
                isOver ? job.endedAt() : job.dueAt(),
                addressOf(troubled));
    }

    private static String addressOf(Troubled troubled) {
        var job = troubled.job();
        if (job.server() != null) {
            return "#/batch-servers/" + inPath(job.server()) + "/executions/" + job.execution();
        }
        return job.agent() == null
                ? "#/jobs?job=" + inPath(job.job())
                : "#/jobs/" + job.agent() + "/" + inPath(job.boot()) + "/" + job.execution();
    }

    private static String inPath(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
