package io.pulsefleet.hub.jobs;

import io.pulsefleet.hub.Fresh;
import io.pulsefleet.hub.access.Meanwhile;
import io.pulsefleet.hub.access.Reach;
import io.pulsefleet.hub.batch.NewestOfServers;
import io.pulsefleet.hub.batch.NewestOfServers.Heard;
import io.pulsefleet.hub.fleet.StoredRuns;
import io.pulsefleet.hub.retain.HubRuns;
import io.pulsefleet.store.command.Channels;
import io.pulsefleet.store.command.Channels.Channel;
import io.pulsefleet.store.fleet.FleetJobs;
import io.pulsefleet.store.fleet.FleetJobs.Now;
import io.pulsefleet.store.fleet.PastRuns;
import io.pulsefleet.wire.JobRun;
import io.pulsefleet.wire.batch.Execution;
import io.pulsefleet.wire.batch.Metrics;
import io.pulsefleet.wire.batch.Step;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The jobs of the agents, of the other servers and of the hub itself that the caller may see. */
@ApplicationScoped
class JobsOfFleet {

    private final Fresh<List<Now>> whole = Fresh.ofRows(again -> this.meanwhile.execute(again));

    @Inject
    Meanwhile meanwhile;

    @Inject
    FleetJobs jobs;

    @Inject
    Channels channels;

    @Inject
    NewestOfServers servers;

    @Inject
    HubRuns hub;

    @Inject
    Reach reach;

    /**
     * A job of an agent, its newest run since the agent's newest start; or of another server, its newest execution; or the
     * hub's own, its newest run.
     *
     * @param agent left out of another server's and of the hub's
     * @param hostname of another server its name; of the hub 'hub'
     * @param connected whether the agent can be asked at once; of another server: whether it has just answered
     * @param lastHeartbeat when the agent was last heard of, or the server last answered: what is said here may be as old;
     *     left out: never
     * @param state a Jakarta Batch status
     * @param boot left out of another server's
     * @param startedAt left out where another server does not tell it
     * @param endedAt left out while it runs
     * @param dueAt when the oldest visit that is not over was due, else the newest; left out where it visits nobody
     * @param lastVisitAt when its newest visit was over; left out before the first
     * @param mark what is not as it should be though it runs; left out: nothing
     * @param visits of another server: chunks committed
     * @param readings of another server: items written
     * @param skipped items skipped or filtered
     * @param errors of another server: chunks rolled back
     * @param server name of the batch server that has it; left out of an agent's and of the hub's
     * @param rhythm when it visits next, and how long visits take; left out where it visits nobody
     */
    public record JobView(
            UUID agent,
            String hostname,
            boolean connected,
            Instant lastHeartbeat,
            String job,
            String state,
            String boot,
            long execution,
            Instant startedAt,
            Instant endedAt,
            long visits,
            long readings,
            long skipped,
            long errors,
            String exit,
            Instant updatedAt,
            Instant dueAt,
            Instant lastVisitAt,
            JobMark mark,
            String server,
            JobRun.Rhythm rhythm) {}

    /**
     * @param state ok, asking, or what is wrong: unreachable, certificate, wrong_password and others
     * @param detail what is wrong and what to do; empty where nothing is
     */
    public record ServerState(String server, String state, String detail) {}

    /**
     * @param total how many there are of what is asked for; more than are listed where it is more than the limit
     * @param counts job, state, and how many agents have it in that state; of all jobs and states of these hosts
     * @param marked mark, and how many jobs have it
     * @param jobs those first that somebody should look at
     * @param servers that are not ours, and how they answer
     */
    public record JobList(
            int total,
            Map<String, Map<String, Long>> counts,
            Map<JobMark, Long> marked,
            List<JobView> jobs,
            List<ServerState> servers) {}

    JobList list(JobQuestion question, String host) {
        var connected = channels.all(Instant.now()).stream()
                .filter(Channel::open)
                .map(Channel::agent)
                .collect(Collectors.toSet());
        var heard = servers.all();
        var all = Stream.of(
                        ofAgents(host).map(job -> view(job, connected)),
                        heard.stream()
                                .filter(one -> contains(one.server(), host))
                                .flatMap(JobsOfFleet::views),
                        ownJobs(host))
                .flatMap(some -> some)
                .toList();
        var found = question.of(all);
        return new JobList(
                found.total(),
                found.counts(),
                found.marked(),
                found.first(),
                heard.stream()
                        .map(one -> new ServerState(one.server(), one.state(), one.detail()))
                        .toList());
    }

    /** Of a fleet that is large it may be as old as {@link Fresh#ofRows} has it. */
    private Stream<Now> ofAgents(String host) {
        return reach.isWholeFleet()
                ? whole.at(Instant.now(), () -> jobs.newest(Set.of(), "")).stream()
                        .filter(job -> contains(job.hostname(), host))
                : jobs.newest(reach.numbersOrNoneForAll(), host).stream();
    }

    private Stream<JobView> ownJobs(String host) {
        return reach.isWholeFleet() && contains(PastRuns.HUBS_NAME, host)
                ? hub.newestOfEach().stream().map(JobsOfFleet::view)
                : Stream.of();
    }

    private static boolean contains(String name, String part) {
        return name.toLowerCase(Locale.ROOT).contains(part.toLowerCase(Locale.ROOT));
    }

    private static JobView view(JobRun run) {
        return new JobView(
                null,
                PastRuns.HUBS_NAME,
                true,
                null,
                run.job(),
                run.state(),
                run.boot(),
                run.execution(),
                run.startedAt(),
                run.endedAt(),
                run.visits(),
                run.readings(),
                run.skipped(),
                run.errors(),
                run.exit(),
                run.updatedAt(),
                null,
                null,
                null,
                null,
                null);
    }

    private static Stream<JobView> views(Heard server) {
        return server.executions().stream().map(one -> view(server, one));
    }

    private static JobView view(Heard server, Execution one) {
        var done = one.steps().stream().map(Step::metrics).reduce(Metrics.NONE, Metrics::plus);
        return new JobView(
                null,
                server.server(),
                server.state().equals("ok"),
                server.at(),
                one.job(),
                one.state(),
                null,
                one.execution(),
                one.startedAt(),
                one.endedAt(),
                done.commits(),
                done.written(),
                done.filtered() + done.readSkipped() + done.processSkipped() + done.writeSkipped(),
                done.rollbacks(),
                one.exit(),
                one.updatedAt(),
                null,
                null,
                null,
                server.server(),
                null);
    }

    private static JobView view(Now job, Set<UUID> connected) {
        return new JobView(
                job.agent(),
                job.hostname(),
                connected.contains(job.agent()),
                job.lastHeartbeat(),
                job.job(),
                job.state(),
                job.boot(),
                job.execution(),
                job.startedAt(),
                job.endedAt(),
                job.visits(),
                job.readings(),
                job.skipped(),
                job.errors(),
                job.exit(),
                job.updatedAt(),
                job.dueAt(),
                job.lastVisitAt(),
                JobMark.of(job).orElse(null),
                null,
                StoredRuns.asSent(job.rhythm()));
    }
}
