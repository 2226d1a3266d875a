package io.pulsefleet.hub.batch;

import io.pulsefleet.hub.batch.BatchTrouble.Kind;
import io.pulsefleet.store.batch.BatchServer;
import io.pulsefleet.wire.batch.Execution;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Each job's newest execution at each server that the caller may see. Whoever asks waits a moment for servers that are
 * asked for the first time, and for none after that: what was heard of them last is told, and they are asked again.
 */
@ApplicationScoped
public class NewestOfServers {

    private static final long FRESH_SECONDS = 4;
    private static final long PATIENCE_MS = 1_500;
    private static final int MOST_AT_ONCE = 4;
    private static final int MOST_DOUBLINGS = 4;

    @Inject
    ServerBook servers;

    @Inject
    BatchJobs jobs;

    @Resource
    ManagedExecutorService executor;

    private final Map<String, Asked> asked = new ConcurrentHashMap<>();
    private FewAtOnce threads;

    @PostConstruct
    void begin() {
        threads = new FewAtOnce(executor, MOST_AT_ONCE);
    }

    /**
     * What was heard of a server last.
     *
     * @param state ok, asking, or what is wrong: unreachable, certificate, wrong_password and others
     * @param detail what is wrong and what to do; empty where nothing is
     * @param at when it answered; null: never yet
     * @param executions as they were then
     */
    public record Heard(String server, String state, String detail, Instant at, List<Execution> executions) {}

    /**
     * @param begun in nanoseconds of this process
     * @param troubles how many times it was in trouble one after the other before
     */
    private record Asked(long revision, long begun, int troubles, Heard before, CompletableFuture<Heard> now) {

        boolean isStale() {
            return now.isDone()
                    && System.nanoTime() - begun > pauseAfter(troublesByNow()).toNanos();
        }

        int troublesByNow() {
            return heard().state().equals("ok") ? 0 : troubles + 1;
        }

        Heard heard() {
            return now.isDone() ? now.join() : before;
        }
    }

    /** After trouble a server is left in peace for longer each time, up to a minute. */
    static Duration pauseAfter(int troubles) {
        return Duration.ofSeconds(FRESH_SECONDS << Math.min(troubles, MOST_DOUBLINGS));
    }

    /** By name. */
    public List<Heard> all() {
        var waited = new ArrayList<Asked>();
        for (var server : servers.all()) {
            waited.add(asked.compute(server.name(), (name, last) -> ask(server, last)));
        }
        var all = CompletableFuture.allOf(waited.stream()
                .filter(one -> one.before.state().equals("asking"))
                .map(Asked::now)
                .toArray(CompletableFuture[]::new));
        all.completeOnTimeout(null, PATIENCE_MS, TimeUnit.MILLISECONDS).join();
        return waited.stream().map(Asked::heard).toList();
    }

    private Asked ask(BatchServer server, Asked last) {
        var isKnown = last != null && last.revision == server.revision();
        if (isKnown && !last.isStale()) {
            return last;
        }
        var before = isKnown ? last.heard() : new Heard(server.name(), "asking", "", null, List.of());
        return new Asked(
                server.revision(),
                System.nanoTime(),
                isKnown ? last.troublesByNow() : 0,
                before,
                CompletableFuture.supplyAsync(() -> hear(server, before), threads)
                        .exceptionally(ourBug -> troubled(before, Kind.NOT_UNDERSTOOD, ourBug.toString())));
    }

    private Heard hear(BatchServer server, Heard before) {
        try {
            return new Heard(server.name(), "ok", "", Instant.now(), jobs.newestOfEachJob(server));
        } catch (BatchTrouble trouble) {
            return troubled(before, trouble.kind(), trouble.getMessage());
        }
    }

    private static Heard troubled(Heard before, Kind kind, String detail) {
        var word = kind.name().toLowerCase(Locale.ROOT);
        return new Heard(before.server(), word, detail, before.at(), before.executions());
    }
}
