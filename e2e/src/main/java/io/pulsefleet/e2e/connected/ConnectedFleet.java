package io.pulsefleet.e2e.connected;

import com.fasterxml.jackson.databind.JsonNode;
import io.pulsefleet.agent.trust.MeasureHost;
import io.pulsefleet.e2e.Await;
import io.pulsefleet.e2e.load.Loop;
import io.pulsefleet.wire.Enrolled;
import io.pulsefleet.wire.Enrolment;
import io.pulsefleet.wire.Json;
import io.pulsefleet.wire.Registration.HostFacts;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Agents that have joined a hub, and are connected to it or will be. */
public final class ConnectedFleet implements AutoCloseable {

    public static final String COMMAND = ConnectedAgent.COMMAND;

    private static final int LOOPS = 2;
    private static final int AT_ONCE = 8;

    private final Tally tally = new Tally();
    private final List<Loop> loops = new ArrayList<>();
    private final List<List<ConnectedAgent>> agents = new ArrayList<>();
    private final List<UUID> ids = new ArrayList<>();

    private ConnectedFleet() {}

    private record Joined(MeasureHost host, Enrolled papers) {}

    /**
     * They join with a token, as hosts do; none is connected yet.
     *
     * @param agentsPort of the hub, on this host
     * @param token as {@code POST /api/v1/join-tokens} answers
     */
    public static ConnectedFleet join(int agentsPort, JsonNode token, int count) throws IOException {
        var fleet = new ConnectedFleet();
        var joined = joinAll(agentsPort, token, count);
        for (int i = 0; i < LOOPS; i++) {
            fleet.loops.add(new Loop("connected-" + i, new InetSocketAddress("localhost", agentsPort)));
            fleet.agents.add(new ArrayList<>());
        }
        for (int i = 0; i < count; i++) {
            var one = joined.get(i);
            fleet.ids.add(one.papers().agent());
            fleet.agents
                    .get(i % LOOPS)
                    .add(new ConnectedAgent(
                            fleet.loops.get(i % LOOPS),
                            one.host(),
                            one.papers(),
                            fleet.tally,
                            new SplittableRandom(i)));
        }
        return fleet;
    }

    private static List<Joined> joinAll(int agentsPort, JsonNode token, int count) throws IOException {
        var fingerprint = token.get("fingerprint").asText();
        var client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .sslContext(MeasureHost.joining(fingerprint))
                .build();
        var threads = Executors.newFixedThreadPool(AT_ONCE);
        try {
            var under = new ArrayList<Future<Joined>>();
            for (int i = 0; i < count; i++) {
                var number = i;
                under.add(threads.submit(() -> joinOne(client, agentsPort, token, number)));
            }
            var all = new ArrayList<Joined>();
            for (var one : under) {
                all.add(one.get());
            }
            return all;
        } catch (ExecutionException failed) {
            throw new IOException(failed.getCause());
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", stop);
        } finally {
            threads.shutdownNow();
        }
    }

    private static Joined joinOne(HttpClient client, int agentsPort, JsonNode token, int number)
            throws IOException, InterruptedException, GeneralSecurityException {
        var host = new MeasureHost(token.get("fingerprint").asText());
        var facts = new HostFacts(
                "connected-%05d".formatted(number), List.of("192.0.2.1"), "Linux", "6.1.0", "amd64", 8, 16L << 30);
        var body = Json.bytes(new Enrolment(
                token.get("token").asText(),
                host.request(),
                UUID.randomUUID(),
                null,
                "%064x".formatted(number + 1),
                facts,
                "0.1.0",
                "connected-1"));
        var answer = client.send(
                HttpRequest.newBuilder(URI.create("https://localhost:" + agentsPort + "/api/v1/agents/enrol"))
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofByteArray(body))
                        .build(),
                BodyHandlers.ofByteArray());
        if (answer.statusCode() != 201) {
            throw new IOException("joining was answered " + answer.statusCode() + ": "
                    + new String(answer.body(), java.nio.charset.StandardCharsets.UTF_8));
        }
        var papers = Json.read(answer.body(), Enrolled.class);
        host.take(papers.certificate(), papers.authority());
        return new Joined(host, papers);
    }

    /** All of them within that time. */
    public void start(Duration within) {
        serves(true);
        for (int i = 0; i < LOOPS; i++) {
            var mine = agents.get(i);
            loops.get(i).execute(() -> mine.forEach(agent -> agent.start(within)));
            loops.get(i).start();
        }
    }

    /** Whether the hub is there: who is not let in from now on was refused. */
    public void serves(boolean itDoes) {
        tally.serves(itDoes);
    }

    public List<UUID> ids() {
        return ids;
    }

    /** How many channels are open. */
    public int ready() {
        return tally.ready();
    }

    /** When the last of them was opened, as {@link System#nanoTime}. */
    public long lastReadyAt() {
        return tally.lastReadyAt();
    }

    public long beats() {
        return tally.beats();
    }

    /** How often commands came. */
    public long commands() {
        return tally.commands();
    }

    /** Attempts that were not let in, and connections that were lost, while the hub was there. */
    public Map<String, Integer> refused() {
        return tally.refused();
    }

    public void awaitReady(Duration longest) {
        Await.until("Not all agents are connected", longest, () -> {
            loops.forEach(Loop::checkAlive);
            return ready() == ids.size();
        });
    }

    @Override
    public void close() {
        loops.forEach(Loop::close);
    }
}
