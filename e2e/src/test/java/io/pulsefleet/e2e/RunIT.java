package io.pulsefleet.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.pulsefleet.e2e.shop.Door;
import io.pulsefleet.e2e.shop.LockChain;
import io.pulsefleet.e2e.shop.Shop;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What the user of {@code mvn -Prun} meets. */
class RunIT {

    private static final Duration LONGEST = Duration.ofMinutes(5);

    @Test
    void everyStartGoesOnWithTheSameDataAndTheSameAgent() throws Exception {
        var data = Shared.emptyFolder("run");
        var ports = Map.of(
                "PULSE_HTTP_PORT",
                port(),
                "PULSE_HTTPS_PORT",
                port(),
                "PULSE_AGENTS_PORT",
                port(),
                "PULSE_AGENT_HTTP_PORT",
                port());
        var address = "http://localhost:" + ports.get("PULSE_HTTP_PORT");

        var first = run(data, ports, "first");
        var greeting = awaitGreeting(first);
        assertThat(greeting)
                .contains("Console       " + address)
                .contains("User          admin")
                .contains("Password      in " + data.resolve("admin-password"));
        var password = Files.readString(data.resolve("admin-password")).strip();
        var client = new HubClient(URI.create(address), password);
        var agent = client.onlyAgent().orElseThrow().get("id").asText();
        assertThat(greeting).contains("To watch      " + address + "/#/databases");
        theShopIsWatchedWithTheGrantsThatTheAgentPrints(ports, password);
        aChainOfThreeShowsItsRootBlocker(data, client, agent);
        theOwnersQuestionsAreAnsweredOnceForEachWindow(client, agent);
        stop(first);

        var chosen = new HashMap<>(ports);
        chosen.put("PULSE_ADMIN_PASSWORD", "a password of my own");
        var second = run(data, chosen, "second");
        awaitGreeting(second);
        var asChosen = new HubClient(URI.create(address), "a password of my own");
        assertThat(asChosen.get("/api/v1/agents").get("agents")).hasSize(1);
        assertThat(asChosen.onlyAgent().orElseThrow().get("id").asText()).isEqualTo(agent);
        second.process().destroyForcibly().waitFor(); // its servers live on, and hold the ports

        var third = run(data, ports, "third");
        awaitGreeting(third);
        assertThat(asChosen.onlyAgent().orElseThrow().get("id").asText()).isEqualTo(agent);
        aChainOfThreeShowsItsRootBlocker(data, asChosen, agent); // its server moved to another port
        stop(third);
    }

    /** PG-15 */
    private static void theShopIsWatchedWithTheGrantsThatTheAgentPrints(Map<String, String> ports, String password)
            throws Exception {
        var asked =
                URI.create("http://localhost:" + ports.get("PULSE_AGENT_HTTP_PORT") + "/api/v1/databases/shop/grants");
        var pair = Base64.getEncoder().encodeToString(("admin:" + password).getBytes(StandardCharsets.UTF_8));
        var answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(asked)
                                .header("Authorization", "Basic " + pair)
                                .build(),
                        BodyHandlers.ofString());
        assertThat(answer.body()).isEqualTo(Shop.grants());
    }

    /** PA-03, PA-05: the sample's queries.json. */
    private static void theOwnersQuestionsAreAnsweredOnceForEachWindow(HubClient hub, String agent) throws IOException {
        var asked = "/api/v1/windows?agent=" + agent;
        Await.until("no window", LONGEST, () -> !hub.get(asked).get("windows").isEmpty());
        var window = hub.get(asked).get("windows").get(0);
        assertThat(window.get("status").asText()).as(window.toString()).isEqualTo("success");
        assertThat(window.get("values").properties())
                .extracting(Map.Entry::getKey)
                .contains("orders", "turnover", "oldest open order");
    }

    /** PG-06, with the agent's default settings. How long it took is printed. */
    private static void aChainOfThreeShowsItsRootBlocker(Path data, HubClient hub, String agent) throws Exception {
        var waiters = Executors.newFixedThreadPool(2);
        var names = List.of("shop:req-first", "shop:req-second", "shop:req-third");
        try (var chain = LockChain.begin(doorOfTheShop(data), names, 5, waiters)) {
            var began = System.nanoTime();
            var wanted = List.of(chain.pid(0), chain.pid(1), chain.pid(2));
            Await.until(
                    "the hub does not tell who waits for whom: " + wanted,
                    LONGEST,
                    () -> chains(hub.get("/api/v1/databases/" + agent + "/shop/sessions")
                                    .get("lock_tree"))
                            .contains(wanted));
            System.out.printf(
                    "LOCK CHAIN: its root blocker is known at the hub after %.1f s%n",
                    (System.nanoTime() - began) / 1e9);
        } finally {
            waiters.shutdown();
        }
    }

    private static Door doorOfTheShop(Path data) throws IOException {
        var port =
                Files.readAllLines(data.resolve("shop/postmaster.pid")).get(3).strip();
        var password = Files.readString(data.resolve("secrets/shop-password")).strip();
        return new Door("jdbc:postgresql://127.0.0.1:" + port + "/shop", "shop", password);
    }

    /** From each root blocker down, as process ids. */
    private static List<List<Integer>> chains(JsonNode tree) {
        var chains = new ArrayList<List<Integer>>();
        for (var node : tree) {
            var below = chains(node.get("waiting"));
            for (var chain : below.isEmpty() ? List.of(List.<Integer>of()) : below) {
                var whole = new ArrayList<>(List.of(node.get("pid").asInt()));
                whole.addAll(chain);
                chains.add(whole);
            }
        }
        return chains;
    }

    @Test
    void aTakenPortIsOneLine() throws Exception {
        try (var taken = new ServerSocket(0)) {
            var port = Integer.toString(taken.getLocalPort());
            var run = run(
                    Shared.emptyFolder("taken"),
                    Map.of(
                            "PULSE_HTTP_PORT",
                            port(),
                            "PULSE_HTTPS_PORT",
                            port(),
                            "PULSE_AGENTS_PORT",
                            port(),
                            "PULSE_AGENT_HTTP_PORT",
                            port),
                    "taken");

            assertThat(run.process().waitFor(LONGEST.toSeconds(), TimeUnit.SECONDS))
                    .isTrue();
            assertThat(run.process().exitValue()).isEqualTo(1);
            assertThat(Files.readAllLines(run.said()))
                    .containsExactly("Port %s is taken by java (process %d): stop what listens there, or set"
                            .concat(" PULSE_AGENT_HTTP_PORT to another.")
                            .formatted(port, ProcessHandle.current().pid()));
        }
    }

    @Test
    void aSettingThatCannotBeReadIsOneLine() throws Exception {
        var run = run(Shared.emptyFolder("mistake"), Map.of("PULSE_HTTP_PORT", "web"), "mistake");

        assertThat(run.process().waitFor(LONGEST.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(Files.readAllLines(run.said()))
                .containsExactly("PULSE_HTTP_PORT: cannot read 'web' (The hub's port for HTTP.)");
    }

    private record Started(Process process, Path said) {}

    private static Started run(Path data, Map<String, String> environment, String name) throws IOException {
        var said = Files.createDirectories(Path.of("target", "run")).resolve(name + ".txt");
        var command = new ArrayList<>(List.of(System.getProperty("java.home") + "/bin/java"));
        command.add("-Dpulse.build=" + System.getProperty("pulse.build"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Run.class.getName()));
        var builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said.toFile());
        builder.environment().putAll(environment);
        builder.environment().put("PULSE_DATA", data.toString());
        return new Started(builder.start(), said);
    }

    private static String awaitGreeting(Started run) throws IOException {
        Await.until("no greeting in " + run.said(), LONGEST, () -> {
            if (!run.process().isAlive()) {
                throw new StackException("It ended: " + Files.readString(run.said()));
            }
            return Files.readString(run.said()).contains("Ctrl-C stops all of it.");
        });
        return Files.readString(run.said());
    }

    private static void stop(Started run) throws Exception {
        run.process().destroy();
        assertThat(run.process().waitFor(LONGEST.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(Files.readString(run.said())).contains("PulseFleet has stopped");
    }

    private static String port() {
        return Integer.toString(Ports.free());
    }
}
