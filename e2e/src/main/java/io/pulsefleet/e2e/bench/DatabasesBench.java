package io.pulsefleet.e2e.bench;

import io.pulsefleet.e2e.HubClient;
import io.pulsefleet.e2e.Stack;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** One real agent that watches many databases: what it takes. */
final class DatabasesBench implements Subject {

    private static final int SERVERS = 4;
    private static final int STATEMENTS = 20;
    private static final int WORK_PER_SECOND = 100;
    private static final Duration LONGEST = Duration.ofMinutes(3);

    @Override
    public void measure(Ground ground, Table table) throws IOException, SQLException {
        var folder = ground.emptyFolder("databases");
        var count = ground.config().databases();
        var servers = new ArrayList<WatchedServer>();
        var sessions = new ArrayList<Connection>();
        try {
            for (int i = 0; i < SERVERS; i++) {
                servers.add(WatchedServer.start(folder.resolve("watched-" + i), 2 * count / SERVERS + 30));
            }
            for (int i = 0; i < count; i++) {
                var server = servers.get(i % SERVERS);
                server.createDatabase(name(i), 5);
                sessions.add(server.connect(name(i)));
            }
            try (var stack = Stack.beside(folder.resolve("stack"), targets(servers, count));
                    var people = new People(sessions, STATEMENTS)) {
                people.work(WORK_PER_SECOND);
                stack.start();
                var hub = new HubClient(stack.hubAddress(), stack.adminPassword());
                hub.awaitFirstReading(LONGEST);
                new Settled(
                                table,
                                "an agent with " + count + " databases",
                                "% of a core (aim with 100: 2)",
                                "MB (aim with 100: 256)")
                        .watch(
                                stack.agent().pid(),
                                ground.config().settles(),
                                ground.config().databasesTime());
                tellVisits(table, hub, ground.config().databasesTime());
            }
        } finally {
            for (var session : sessions) {
                session.close();
            }
            servers.forEach(WatchedServer::close);
        }
    }

    private static String name(int number) {
        return String.format(Locale.ROOT, "shop%03d", number);
    }

    private static Map<String, String> targets(List<WatchedServer> servers, int count) {
        var all = new HashMap<String, String>();
        all.put(
                "PULSE_POSTGRES_TARGETS",
                IntStream.range(0, count).mapToObj(DatabasesBench::name).collect(Collectors.joining(",")));
        for (int i = 0; i < count; i++) {
            var prefix = "PULSE_POSTGRES_" + name(i).toUpperCase(Locale.ROOT) + "_DB_";
            all.put(prefix + "HOST", "127.0.0.1");
            all.put(
                    prefix + "PORT",
                    Integer.toString(servers.get(i % SERVERS).server().port()));
            all.put(prefix + "NAME", name(i));
            all.put(prefix + "USER", WatchedServer.USER);
            all.put(prefix + "PASSWORD", WatchedServer.PASSWORD);
        }
        return all;
    }

    /** Whether all of them were visited each minute, or the figures say nothing. */
    private static void tellVisits(Table table, HubClient hub, Duration time) throws IOException {
        var agent = hub.onlyAgent().orElseThrow().get("id").asText();
        var up = 0;
        var visits = 0;
        var all = hub.series(agent, "pulsefleet.collector.up", Instant.now().minus(time), Duration.ofSeconds(1));
        for (var series : all.get("series")) {
            if (series.toString().contains("pg-stat")) {
                for (var value : series.get("values")) {
                    visits++;
                    up += value.asInt();
                }
            }
        }
        table.count("its visits of databases in that time", "", visits);
        table.count("those that reached theirs", "", up);
    }
}
