package io.pulsefleet.e2e.bench;

import io.pulsefleet.e2e.Await;
import io.pulsefleet.e2e.HubClient;
import io.pulsefleet.e2e.LookingPage;
import io.pulsefleet.e2e.Stack;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/**
 * What a hundred browsers with pages open cost the hub, with a fleet of 2,000 hosts: half of them look at the charts of one
 * host, which move each second, a quarter at the fleet, a quarter at all jobs. Their questions are those of the console's pages,
 * at the console's times; first as without a WebSocket, then with it.
 */
final class LiveBench implements Subject {

    private static final int HOSTS = 2_000;
    private static final int PAGES = 100;
    private static final Duration LONGEST = Duration.ofMinutes(3);
    private static final Duration SETTLES = Duration.ofSeconds(20);
    private static final Duration MEASURED = Duration.ofSeconds(60);
    private static final Duration BEAT = Duration.ofSeconds(10);

    /** The charts that a screen shows of a host. */
    private static final List<String> CHARTS = List.of(
            "system.cpu.utilization",
            "system.cpu.core.utilization",
            "system.cpu.load_average",
            "system.cpu.run_queue",
            "system.process.count",
            "system.pressure.stalled_time",
            "system.memory.usage",
            "system.memory.linux.available");

    private final AtomicLong asked = new AtomicLong();
    private final AtomicLong moved = new AtomicLong();
    private final AtomicReference<String> failure = new AtomicReference<>("");

    @Override
    public void measure(Ground ground, Table table) throws IOException, SQLException {
        try (var stack = Stack.beside(ground.emptyFolder("live"), Map.of())) {
            stack.start();
            var hub = new HubClient(stack.hubAddress(), stack.adminPassword());
            hub.awaitFirstReading(LONGEST);
            var id = hub.onlyAgent().orElseThrow().get("id").asText();
            try (var connection = Ground.database(stack)) {
                var hosts = ManyHosts.like(connection, id, HOSTS - 1);
                hosts.make(0);
                var beats = Executors.newSingleThreadScheduledExecutor();
                var unused = beats.scheduleAtFixedRate(() -> beat(hosts), 0, BEAT.toSeconds(), TimeUnit.SECONDS);
                try {
                    var nobody = share(stack);
                    table.row("nobody looks, CPU of the hub", "% of a core", "%.1f", nobody);
                    ask(stack, id, table, false);
                    ask(stack, id, table, true);
                } finally {
                    beats.shutdownNow();
                }
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                throw new IOException("the bench was stopped", stopped);
            }
        }
    }

    private void beat(ManyHosts hosts) {
        try {
            hosts.beat();
        } catch (SQLException failed) {
            failure.set(failed.toString());
        }
    }

    private void ask(Stack stack, String id, Table table, boolean isLive)
            throws IOException, InterruptedException, SQLException {
        var cookie = LookingPage.signIn(stack.hubAddress(), "admin", stack.adminPassword());
        var clock = Executors.newScheduledThreadPool(8);
        var sockets = new ArrayList<LookingPage>();
        try {
            for (int i = 0; i < PAGES; i++) {
                sockets.addAll(open(new Asking(stack, cookie, clock), i, id, isLive));
            }
            Await.pause(SETTLES);
            asked.set(0);
            moved.set(0);
            var share = share(stack);
            var what = isLive ? PAGES + " pages that are told what is new" : PAGES + " pages that only ask";
            table.row(what + ", CPU of the hub", "% of a core", "%.1f", share);
            table.row(what + ", questions", "1/s", "%.0f", asked.get() / (double) MEASURED.toSeconds());
            table.row(what + ", readings handed on", "messages/s", "%.0f", moved.get() / (double) MEASURED.toSeconds());
            if (!failure.get().isEmpty()) {
                throw new IOException(failure.get());
            }
        } finally {
            clock.shutdownNow();
            sockets.forEach(LookingPage::close);
        }
    }

    private static double share(Stack stack) {
        var before = Cpu.now(stack);
        Await.pause(MEASURED);
        return Cpu.now(stack).since(before).hub() * Runtime.getRuntime().availableProcessors();
    }

    private List<LookingPage> open(Asking page, int number, String id, boolean isLive)
            throws IOException, InterruptedException {
        if (number % 2 == 0) {
            page.every(isLive ? 15 : 5, 4, "agents/" + id);
            for (var metric : CHARTS) {
                page.everyOnly(isLive ? 15 : 5, "agents/" + id + "/series?metric=" + metric + "&from=" + aMinuteAgo());
            }
            page.every(isLive ? 10 : 2, 1, "agents/" + id + "/events/counts?from=" + aMinuteAgo() + "&step=4s");
            return isLive ? List.of(page.look("host:" + id, "readings:" + id)) : List.of();
        }
        if (number % 4 == 1) {
            page.every(5, 1, "agents?sort=state&limit=200");
            page.every(5, 1, "attention");
            return isLive ? List.of(page.look("fleet")) : List.of();
        }
        page.every(5, 2, "jobs?limit=200");
        return isLive ? List.of(page.look("jobs")) : List.of();
    }

    private static Instant aMinuteAgo() {
        return Instant.now().minusSeconds(60).truncatedTo(ChronoUnit.SECONDS);
    }

    /** The questions of one page. */
    private final class Asking {

        private final Stack stack;
        private final String cookie;
        private final ScheduledExecutorService clock;
        private final HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        private final List<Runnable> onNews = new ArrayList<>();

        Asking(Stack stack, String cookie, ScheduledExecutorService clock) {
            this.stack = stack;
            this.cookie = cookie;
            this.clock = clock;
        }

        void everyOnly(int seconds, String path) {
            var first = (long) (Math.random() * seconds * 1_000);
            var unused = clock.scheduleAtFixedRate(() -> ask(path), first, seconds * 1_000L, TimeUnit.MILLISECONDS);
        }

        /** And when the hub says so, at most each {@code apart} seconds. */
        void every(int seconds, int apart, String path) {
            everyOnly(seconds, path);
            var last = new AtomicLong(System.nanoTime());
            onNews.add(() -> {
                var now = System.nanoTime();
                var before = last.get();
                if (now - before > apart * 1_000_000_000L && last.compareAndSet(before, now)) {
                    clock.execute(() -> ask(path));
                }
            });
        }

        LookingPage look(String... topics) throws IOException, InterruptedException {
            var page = LookingPage.open(stack.hubAddress(), cookie, message -> {
                if (message.has("new")) {
                    onNews.forEach(Runnable::run);
                } else if (message.has("frames")) {
                    moved.incrementAndGet();
                }
            });
            page.look(topics);
            var again = "{\"look\":[\"" + String.join("\",\"", topics) + "\"]}";
            var unused = clock.scheduleAtFixedRate(() -> page.say(again), 20, 20, TimeUnit.SECONDS);
            return page;
        }

        private void ask(String path) {
            try {
                var answer = client.send(
                        HttpRequest.newBuilder(stack.hubAddress().resolve("/api/v1/" + path))
                                .header("Cookie", cookie)
                                .build(),
                        BodyHandlers.discarding());
                asked.incrementAndGet();
                if (answer.statusCode() != 200) {
                    failure.set(path + " is answered " + answer.statusCode());
                }
            } catch (IOException broken) {
                failure.set(path + ": " + broken);
            } catch (InterruptedException over) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
