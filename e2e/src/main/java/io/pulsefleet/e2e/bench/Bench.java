package io.pulsefleet.e2e.bench;

import io.pulsefleet.settings.Settings;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** {@code mvn -Pbench verify}: measures on the spot and prints the table of docs/bench.md. */
public final class Bench {

    private Bench() {}

    private static Map<String, Subject> subjects() {
        var subjects = new LinkedHashMap<String, Subject>();
        subjects.put("generator", new GeneratorBench());
        subjects.put("intake", new IntakeBench());
        subjects.put("fleet", new FleetBench());
        subjects.put("channel", new ChannelBench());
        subjects.put("drain", new DrainBench());
        subjects.put("storage", new StorageBench());
        subjects.put("churn", new ChurnBench());
        subjects.put("query", new QueryBench());
        subjects.put("peers", new PeersBench());
        subjects.put("agent", new AgentBench());
        subjects.put("host", new HostBench());
        subjects.put("database", new DatabaseBench());
        subjects.put("databases", new DatabasesBench());
        subjects.put("pg-log", new LogsBench());
        subjects.put("logs", new TailBench());
        subjects.put("line-delay", new LineDelayBench());
        subjects.put("uptime", new UptimeBench());
        subjects.put("takeover", new TakeoverBench());
        subjects.put("sla", new SlaBench());
        subjects.put("console", new ConsoleBench());
        subjects.put("live", new LiveBench());
        return subjects;
    }

    public static void main(String[] args) throws IOException, SQLException {
        var folder = Path.of(args.length > 0 ? args[0] : "target/bench").toAbsolutePath();
        var ground = new Ground(folder, BenchConfig.of(Settings.ofEnvironment()));
        var table = new Table(new PrintStream(System.out, true, StandardCharsets.UTF_8));
        for (var subject : chosen(ground.config().subjects())) {
            subject.measure(ground, table);
        }
        table.print();
    }

    private static List<Subject> chosen(List<String> names) {
        var all = subjects();
        var unknown = new TreeSet<>(names);
        unknown.removeAll(all.keySet());
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException("No such subject: " + unknown + "; there are " + all.keySet());
        }
        return all.keySet().stream()
                .filter(name -> names.isEmpty() || names.contains(name))
                .map(all::get)
                .toList();
    }
}
