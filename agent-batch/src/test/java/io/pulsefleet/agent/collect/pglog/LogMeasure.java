package io.pulsefleet.agent.collect.pglog;

import io.pulsefleet.agent.collect.Correlation;
import io.pulsefleet.agent.collect.tail.Ending;
import io.pulsefleet.agent.collect.tail.Utf8;
import io.pulsefleet.settings.Settings;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Optional;

/** Not a test: how many entries a core reads, names and clears in a second. The figures are in docs/bench.md. */
final class LogMeasure {

    private static final int ENTRIES = 20_000;
    private static final int ROUNDS = 6;

    /** What a busy server writes: statements, connections, errors, checkpoints; a statement of some lines among them. */
    private static final String[][] SAID = {
        {
            "LOG",
            "00000",
            "duration: 12.345 ms  execute S_1: SELECT o.id, o.placed_at FROM orders o WHERE o.customer = $1",
            "parameters: $1 = '4711'",
            ""
        },
        {
            "ERROR",
            "23505",
            "duplicate key value violates unique constraint \"orders_pkey\"",
            "Key (id)=(17) already exists.",
            "INSERT INTO orders (id, customer, placed_at, state)\n  VALUES (17, 4711, now(), 'open')"
        },
        {"LOG", "00000", "connection authorized: user=alice database=shop application_name=checkout:4711", "", ""},
        {
            "LOG",
            "00000",
            "disconnection: session time: 0:00:00.123 user=alice database=shop host=10.0.0.1 port=54321",
            "",
            ""
        },
        {
            "LOG",
            "00000",
            "checkpoint complete: wrote 12 buffers (0.1%), wrote 1 SLRU buffers; 0 WAL file(s) added, 0 removed, 1 recycled",
            "",
            ""
        },
        {"LOG", "00000", "something that has no name at all in our table", "", ""}
    };

    private LogMeasure() {}

    public static void main(String[] args) {
        for (var redaction : Redaction.values()) {
            System.out.println("redact " + redaction.name().toLowerCase(Locale.ROOT));
            var utf8 = new Utf8();
            var times = new Times(ZoneId.of("UTC"));
            measure("csvlog", csv(0, ENTRIES), new CsvLog(times, utf8), redaction);
            measure("jsonlog", json(0, ENTRIES), new JsonLog(times, utf8), redaction);
            measure(
                    "stderr",
                    stderr(0, ENTRIES),
                    new StderrLog(Optional.of(LinePrefix.of("%m [%p] %q%u@%d/%a ")), times, utf8),
                    redaction);
            measure(
                    "stderr, prefix not told",
                    stderr(0, ENTRIES),
                    new StderrLog(Optional.empty(), times, utf8),
                    redaction);
        }
    }

    private static void measure(String name, String text, Format format, Redaction redaction) {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        var editor = new Editor(Correlation.from(new Settings(any -> Optional.empty())), redaction, 16_384);
        var draft = new Draft();
        var best = Double.MAX_VALUE;
        for (int round = 0; round < ROUNDS; round++) {
            var began = cpu();
            int count = 0;
            for (int at = 0; at < bytes.length; ) {
                at = format.read(bytes, at, bytes.length, Ending.SETTLED, draft);
                var entry = editor.edit(draft, Instant.EPOCH);
                count += entry.pid() == null ? 0 : 1;
            }
            if (count != ENTRIES) {
                throw new IllegalStateException(name + " read " + count);
            }
            best = Math.min(best, (cpu() - began) / 1e9);
        }
        System.out.printf(
                Locale.ROOT,
                "  %-24s %,9.0f entries/s a core, %d bytes each%n",
                name,
                ENTRIES / best,
                bytes.length / ENTRIES);
    }

    static String csv(int first, int entries) {
        var text = new StringBuilder();
        for (int i = first; i < first + entries; i++) {
            var said = SAID[i % SAID.length];
            text.append(
                            "2026-11-21 10:%02d:%02d.%03d UTC,\"alice\",\"shop\",17,\"10.0.0.1:54321\",6741f5a0.11,%d,\"SELECT\","
                                    .formatted(i / 60_000 % 60, i / 1_000 % 60, i % 1_000, i))
                    .append("2026-11-21 09:00:00 UTC,3/17,0,")
                    .append(said[0])
                    .append(',')
                    .append(said[1])
                    .append(',')
                    .append(quoted(said[2]))
                    .append(',')
                    .append(said[3].isEmpty() ? "" : quoted(said[3]))
                    .append(",,,,,")
                    .append(said[4].isEmpty() ? "" : quoted(said[4]))
                    .append(",,,\"checkout:4711\",\"client backend\",,-1234567890123456789\n");
        }
        return text.toString();
    }

    private static String quoted(String text) {
        return '"' + text.replace("\"", "\"\"") + '"';
    }

    static String json(int first, int entries) {
        var text = new StringBuilder();
        for (int i = first; i < first + entries; i++) {
            var said = SAID[i % SAID.length];
            text.append(
                            "{\"timestamp\":\"2026-11-21 10:%02d:%02d.%03d UTC\",\"user\":\"alice\",\"dbname\":\"shop\",\"pid\":17,"
                                    .formatted(i / 60_000 % 60, i / 1_000 % 60, i % 1_000))
                    .append(
                            "\"remote_host\":\"10.0.0.1\",\"remote_port\":54321,\"session_id\":\"6741f5a0.11\",\"line_num\":3,")
                    .append(
                            "\"ps\":\"SELECT\",\"session_start\":\"2026-11-21 09:00:00 UTC\",\"vxid\":\"3/17\",\"txid\":0,")
                    .append("\"error_severity\":\"")
                    .append(said[0])
                    .append("\",\"state_code\":\"")
                    .append(said[1])
                    .append("\",\"message\":")
                    .append(jsonText(said[2]))
                    .append(said[3].isEmpty() ? "" : ",\"detail\":" + jsonText(said[3]))
                    .append(said[4].isEmpty() ? "" : ",\"statement\":" + jsonText(said[4]))
                    .append(
                            ",\"application_name\":\"checkout:4711\",\"backend_type\":\"client backend\",\"query_id\":-42}\n");
        }
        return text.toString();
    }

    private static String jsonText(String text) {
        return '"' + text.replace("\"", "\\\"").replace("\n", "\\n") + '"';
    }

    static String stderr(int first, int entries) {
        var text = new StringBuilder();
        for (int i = first; i < first + entries; i++) {
            var said = SAID[i % SAID.length];
            var prefix = "2026-11-21 10:%02d:%02d.%03d UTC [17] alice@shop/checkout:4711 "
                    .formatted(i / 60_000 % 60, i / 1_000 % 60, i % 1_000);
            text.append(prefix).append(said[0]).append(":  ").append(said[2]).append('\n');
            if (!said[3].isEmpty()) {
                text.append(prefix).append("DETAIL:  ").append(said[3]).append('\n');
            }
            if (!said[4].isEmpty()) {
                text.append(prefix)
                        .append("STATEMENT:  ")
                        .append(said[4].replace("\n", "\n\t"))
                        .append('\n');
            }
        }
        return text.toString();
    }

    /** The thread's own time: what others do on the machine is not measured. */
    private static long cpu() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }
}
