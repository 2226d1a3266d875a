package io.pulsefleet.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pulsefleet.agent.collect.uptime.MeasureTarget;
import io.pulsefleet.e2e.probers.ProberBooks;
import io.pulsefleet.e2e.probers.ProberBooks.Lease;
import io.pulsefleet.e2e.probers.ProberBooks.Takeover;
import io.pulsefleet.e2e.probers.Probers;
import io.pulsefleet.e2e.probers.ProbingAgent;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Three agents in one datacenter, of which one probes (UO-06): its process is killed, its network cut, its end asked for
 * (UO-08), and the hub is started anew. Each slot has one heartbeat that counts, but for those of the takeovers; and who reads
 * the logs, as JSON, is told what happened (UO-07).
 *
 * <p>{@code -Dprobers.minutes=10} goes on for so long with faults by chance; {@code -Dprobers.seed} chooses others.
 */
class ProbersIT {

    private static final int MINUTES = Integer.getInteger("probers.minutes", 0);
    private static final long SEED = Long.getLong("probers.seed", 6);

    /** Twice what is promised, 15 and 20 s: other tests run beside this one. How long it took is printed. */
    private static final Duration AFTER_A_KILL = Duration.ofSeconds(30);

    private static final Duration AFTER_A_CUT = Duration.ofSeconds(40);

    /** The server quiesces before its applications are told; those who stand by ask every 3 s; and then a slot must come. */
    private static final Duration AFTER_AN_END = Duration.ofSeconds(24);

    private static final Duration LONGEST = Duration.ofMinutes(3);
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Duration LONGEST_START = Duration.ofMinutes(5);
    private static final ObjectMapper JSON = new ObjectMapper();

    private Probers probers;

    @Test
    void oneOfThreeProbesWhateverHappens() throws Exception {
        try (var target = MeasureTarget.forgetful();
                var stack = Stack.beside(Shared.emptyFolder("probers"), Map.of())) {
            stack.adminPassword();
            stack.startPostgres();
            stack.startHub();
            var books = new ProberBooks(stack);
            try (var agents = Probers.start(stack)) {
                probers = agents;
                stack.hub().awaitReady(LONGEST_START);
                probers.awaitReady();
                var closedPort = Ports.free();
                monitor(books, target.port(), closedPort, stack.config().httpsPort());
                var first = books.awaitLease(0, LONGEST);
                awaitSlots(books, first, 2);
                theHubIsSeenToSpeakNoHttp2(books);

                var killed = theHolderIsKilled(books);
                var cut = theHoldersNetworkIsCut(books);
                theHubIsStartedAnew(stack, books, killed, closedPort);
                byChance(stack, books);
                theHolderIsToldToEnd(stack, books, "TERM");
                if (probers.holding(books.newest()).ignoresInterrupts()) {
                    System.out.println(
                            "SKIPPED, an end by SIGINT: what runs these tests ignores it, and so do the agents");
                } else {
                    theHolderIsToldToEnd(stack, books, "INT");
                }
                Await.until(
                        "slots have no heartbeat that counts: " + missing(books),
                        LONGEST,
                        () -> missing(books).isEmpty());

                assertThat(books.countedThoughStale()).isZero();
                takenOverInTime(books.takeovers());
                theLogsTell(stack, cut);
            }
        }
    }

    /** Four that are up, one at a port where nobody listens yet, and the hub. By SQL: it is taken up without a restart (UO-05). */
    private static void monitor(ProberBooks books, int port, int closedPort, int hubPort) throws Exception {
        books.execute(
                "INSERT INTO datacenters (id, name) VALUES ('fra-1', 'Frankfurt')",
                "INSERT INTO schedules VALUES ('3s', 3, 2000)",
                "INSERT INTO api_monitors (name, kind, check_body, schedule) SELECT 'shop ' || i, 'http',"
                        + " '{\"url\": \"http://127.0.0.1:%d/ok\"}', '3s' FROM generate_series(1, 4) i".formatted(port),
                "INSERT INTO api_monitors (name, kind, check_body, schedule) VALUES ('door', 'tcp',"
                        + " '{\"host\": \"127.0.0.1\", \"port\": %d}', '3s')".formatted(closedPort),
                "INSERT INTO api_monitors (name, kind, check_body, schedule) VALUES ('hub', 'http',"
                        + " '{\"url\": \"https://127.0.0.1:%d/health/ready\", \"version\": \"2\", \"trust\": \"any\"}', '3s')"
                                .formatted(hubPort));
    }

    /** UO-01: who asks for HTTP/2 over TLS is told when the server does not speak it, and ours does not (ADR 0051). */
    private static void theHubIsSeenToSpeakNoHttp2(ProberBooks books) throws Exception {
        books.awaitCount(
                "the hub is not seen to refuse HTTP/2",
                "SELECT count(*) FROM api_heartbeats WHERE monitor = 6 AND status = 'down' AND lower(error) = 'malformed'"
                        + " AND message LIKE 'the server does not take HTTP/2%'",
                1,
                LONGEST);
    }

    /** @return who is dead from now on */
    private ProbingAgent theHolderIsKilled(ProberBooks books) throws Exception {
        var before = books.newest();
        var holder = probers.holding(before);
        books.killed(holder.kill(), before.number());
        var next = books.awaitLease(before.number(), AFTER_A_KILL);
        assertThat(next.agent()).isNotEqualTo(before.agent());
        awaitSlots(books, next, 1);
        return holder;
    }

    /** It goes on probing; what it saw before another took over counts, what it saw after that does not. */
    private ProbingAgent theHoldersNetworkIsCut(ProberBooks books) throws Exception {
        var before = books.newest();
        var holder = probers.holding(before);
        var at = holder.cut();
        books.cut(at, before.number());
        var next = books.awaitLease(before.number(), AFTER_A_CUT);
        assertThat(next.agent()).isNotEqualTo(before.agent());
        awaitSlots(books, next, 2);
        holder.mend();

        var ofTheOld = " WHERE lease = %d AND executed_at > '%s'".formatted(before.number(), at);
        books.awaitCount(
                "what was seen while the network was cut does not come",
                "SELECT count(DISTINCT slot_at) FROM api_heartbeats" + ofTheOld,
                3, // of 10 s and more
                LONGEST);
        books.awaitCount(
                "what was seen under the stale lease is not kept apart",
                "SELECT count(*) FROM api_heartbeats_stale" + ofTheOld + " AND why = 'later_lease'",
                3,
                LONGEST);
        return holder;
    }

    /** Meanwhile an agent starts that has a lease of an earlier life, and does what it can. */
    private void theHubIsStartedAnew(Stack stack, ProberBooks books, ProbingAgent dead, int closedPort)
            throws Exception {
        stack.hub().stop();
        dead.start();
        try (var door = new ServerSocket(closedPort, 50, InetAddress.getLoopbackAddress())) {
            assertThat(door.isBound()).isTrue();
            Await.until(
                    "nobody sees that the door is open", LONGEST, () -> anySays("uptime: probe is well again: 5 door"));
        }
        Await.until(
                dead.name() + " does not probe",
                LONGEST,
                () -> says(dead, "uptime: the hub does not answer (") && says(dead, "goes on probing under lease 1"));
        stack.startHub();
        dead.awaitReady();
        stack.hub().awaitReady(LONGEST);
        awaitProbes(books);
    }

    /** And what waited until then has come: it goes out in the order in which it was seen. */
    private static void awaitProbes(ProberBooks books) {
        books.awaitCount(
                "nobody probes after the hub's restart",
                "SELECT count(DISTINCT monitor) FROM api_heartbeats WHERE executed_at > '%s'".formatted(Instant.now()),
                6,
                LONGEST);
    }

    private void theHolderIsToldToEnd(Stack stack, ProberBooks books, String signal) throws Exception {
        var before = books.newest();
        awaitSlots(books, before, 2); // all that is near the end is seen under this lease
        var holder = probers.holding(before);
        var at = holder.signal(signal);
        books.ended("SIG" + signal, at, before.number());
        var next = books.awaitLease(before.number(), AFTER_AN_END);
        Await.until(holder.name() + " does not end", LONGEST, () -> !holder.isAlive());
        assertThat(said(stack.hub().log(), "it released lease " + before.number()))
                .hasSize(1); // an agent's own logger ends before its last word
        books.awaitCount(
                "what was seen up to the end is not delivered",
                "SELECT count(DISTINCT monitor) FROM api_heartbeats WHERE lease = %d AND slot_at > '%s'"
                        .formatted(before.number(), at.minusMillis(3_200)),
                6,
                SOON);
        awaitSlots(books, next, 1);
    }

    /** Kills and cuts of whoever, most often the holder, and the hub's restart. */
    private void byChance(Stack stack, ProberBooks books) throws Exception {
        var chance = new Random(SEED);
        var end = System.nanoTime() + Duration.ofMinutes(MINUTES).toNanos();
        for (int round = 1; System.nanoTime() < end; round++) {
            var lease = books.newest();
            var holder = probers.holding(lease);
            var victim = chance.nextInt(4) == 0
                    ? probers.all().get(chance.nextInt(probers.all().size()))
                    : holder;
            var fault = chance.nextInt(7);
            var pause = Duration.ofMillis(chance.nextInt(15_000));
            System.out.printf(
                    "PROBERS %s round %d: %s, %s%s%n",
                    Instant.now(),
                    round,
                    fault == 6 ? "the hub is started anew" : fault > 3 ? "cut" : fault > 2 ? "SIGTERM" : "kill -9",
                    victim.name(),
                    victim == holder ? ", which probes" : "");
            if (fault == 6) {
                stack.hub().stop();
                stack.startHub();
                stack.hub().awaitReady(LONGEST);
                awaitProbes(books);
            } else if (fault > 3) {
                var at = victim.cut();
                awaitTakeover(books, victim == holder, () -> books.cut(at, lease.number()), lease);
                Await.pause(pause);
                victim.mend();
            } else {
                var at = fault == 3 ? victim.signal("TERM") : victim.kill();
                if (victim != holder && fault != 3) {
                    books.lost(at);
                }
                awaitTakeover(
                        books,
                        victim == holder,
                        () -> {
                            if (fault == 3) {
                                books.ended("SIGTERM", at, lease.number());
                            } else {
                                books.killed(at, lease.number());
                            }
                        },
                        lease);
                Await.until(victim.name() + " does not end", LONGEST, () -> !victim.isAlive());
                Await.pause(pause.dividedBy(3));
                victim.start();
                victim.awaitReady();
            }
            Await.pause(pause.dividedBy(2));
        }
        if (MINUTES > 0) {
            for (var takeover : books.takeovers()) {
                System.out.printf(
                        "PROBERS %s: taken over after %.1f s%n",
                        takeover.what(), takeover.took().toMillis() / 1e3);
            }
        }
    }

    private static void awaitTakeover(ProberBooks books, boolean isOfHolder, Runnable noted, Lease before) {
        if (isOfHolder) {
            noted.run();
            books.awaitLease(before.number(), LONGEST);
        }
    }

    /** So many of each monitor. */
    private static void awaitSlots(ProberBooks books, Lease lease, int slots) {
        books.awaitCount(
                "no heartbeats come under " + lease,
                "SELECT count(*) FROM (SELECT FROM api_heartbeats WHERE lease = %d GROUP BY monitor HAVING count(*) >= %d)"
                        .formatted(lease.number(), slots),
                6,
                LONGEST);
    }

    private static List<String> missing(ProberBooks books) throws IOException {
        try {
            return books.missing();
        } catch (java.sql.SQLException notNow) {
            throw new IOException(notNow);
        }
    }

    private static void takenOverInTime(List<Takeover> takeovers) {
        for (var takeover : takeovers) {
            System.out.printf(
                    "PROBERS %s: taken over after %.1f s%n",
                    takeover.what(), takeover.took().toMillis() / 1e3);
            assertThat(takeover.took())
                    .as(takeover.toString())
                    .isLessThan(
                            switch (takeover.what()) {
                                case "killed" -> AFTER_A_KILL;
                                case "cut" -> AFTER_A_CUT;
                                default -> AFTER_AN_END;
                            });
        }
    }

    /** UO-07 */
    private void theLogsTell(Stack stack, ProbingAgent cut) throws IOException {
        var all = new ArrayList<String>();
        for (var agent : probers.all()) {
            all.addAll(said(agent.log(), "uptime: "));
        }
        for (var wanted : List.of(
                "uptime: lease won: datacenter fra-1, number 1, 6 monitors",
                "uptime: lease won: datacenter fra-1, number 2, 6 monitors",
                "uptime: probe is well again: 5 door")) {
            assertThat(all).anyMatch(line -> line.contains(wanted));
        }
        assertThat(said(cut.log(), "uptime: lease lost: datacenter fra-1, number 2; another agent holds it: "))
                .hasSizeGreaterThanOrEqualTo(1);
        var lives = said(probers.all().get(0).log(), "uptime: lease won: ").size();
        assertThat(said(probers.all().get(0).log(), "uptime: probe failed: 5 door: REFUSED: Connection refused"))
                .as("once for each time that it begins, not for each probe")
                .hasSizeBetween(1, lives + 2);
        assertThat(said(stack.hub().log(), "Heartbeats stored: ")).hasSizeGreaterThan(5);
    }

    private boolean anySays(String text) throws IOException {
        for (var agent : probers.all()) {
            if (says(agent, text)) {
                return true;
            }
        }
        return false;
    }

    private static boolean says(ProbingAgent agent, String text) throws IOException {
        return !said(agent.log(), text).isEmpty();
    }

    /** The messages with this text in them; each must be a line of JSON that says when, how bad, and whose. */
    private static List<String> said(Path log, String text) throws IOException {
        var said = new ArrayList<String>();
        for (var line : Files.readAllLines(log)) {
            if (line.contains(text)) {
                JsonNode message = JSON.readTree(line);
                assertThat(message.hasNonNull("time") && message.hasNonNull("level") && message.hasNonNull("component"))
                        .as(line)
                        .isTrue();
                said.add(message.get("msg").asText());
            }
        }
        return said;
    }
}
