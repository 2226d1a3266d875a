package io.pulsefleet.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefleet.wire.Heartbeat.Ledger;
import io.pulsefleet.wire.Heartbeat.Waiting;
import io.pulsefleet.wire.Plan.PlannedJob;
import io.pulsefleet.wire.Registration.HostFacts;
import io.pulsefleet.wire.settings.KnownSetting;
import io.pulsefleet.wire.settings.SettingsDocument;
import io.pulsefleet.wire.settings.SettingsReport;
import io.pulsefleet.wire.uptime.ErrorClass;
import io.pulsefleet.wire.uptime.Heartbeat.Hop;
import io.pulsefleet.wire.uptime.Heartbeats;
import io.pulsefleet.wire.uptime.Judged;
import io.pulsefleet.wire.uptime.LeaseAnswer;
import io.pulsefleet.wire.uptime.LeaseRequest;
import io.pulsefleet.wire.uptime.Phases;
import io.pulsefleet.wire.uptime.PlannedMonitor;
import io.pulsefleet.wire.uptime.Trial;
import io.pulsefleet.wire.uptime.TrialOutcome;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every message once sent stays readable: a fixture is never changed, only added to. */
class FixturesTest {

    private static final Path FOLDER = Path.of("src/test/resources/fixtures");
    private static final Instant AT = Instant.parse("2026-11-21T10:15:00.123Z");
    private static final UUID AGENT = UUID.fromString("5f7c1c1e-8a0b-4a39-9b1f-0d9c7a1e2b3c");
    private static final MetricSet SET = new MetricSet(
            "system",
            "host",
            List.of(
                    Metric.gauge("system.cpu.logical.count", "{cpu}", "")
                            .read(AT, 8)
                            .position(),
                    Metric.counter("system.disk.io", "By", "", "system.device", "disk.io.direction")
                            .read(AT, 1, "sda", "read")
                            .position()));
    private static final JobRun RUN =
            new JobRun("system", "mhq3k2x1-7f3a", 1, "STARTED", AT, null, 12, 1_440, 0, 1, "", AT.plusSeconds(120));
    private static final Plan PLAN = new Plan(List.of(new PlannedJob("system", Duration.ofSeconds(10), true)));

    private static final DatabaseAddress ADDRESS =
            new DatabaseAddress("postgresql", "db1", 5432, "shop", "pulsefleet", "s3cret", "prefer");

    private static final DatabaseAddress MARIADB =
            new DatabaseAddress("mariadb", "db2", 3306, "wiki", "reader", "s3cret", "require");
    private static final PlannedDatabase PLANNED =
            new PlannedDatabase(AGENT, 7, "shop", ADDRESS, false, true, false, "/var/log/postgresql/*.log");

    private static final SettingsDocument SETTINGS =
            new SettingsDocument(1, Map.of("pulse.docker.every", "30s", "pulse.spool.limit", "2GB"));

    private static JobRun rested(String rest, Instant next, Double took, Double usual) {
        return new JobRun(
                "docker",
                "mhq3k2x1-7f3a",
                2,
                "STARTED",
                AT,
                null,
                12,
                1_440,
                0,
                0,
                "",
                AT,
                AT,
                AT,
                null,
                new JobRun.Rhythm(next, rest, took, usual));
    }

    /** As they are written no more. */
    static List<Arguments> older() {
        return List.of(Arguments.of(
                "heartbeat-answer-2.json",
                new HeartbeatAnswer(
                        AT,
                        new Plan(
                                PLAN.jobs(),
                                List.of(
                                        PLANNED,
                                        new PlannedDatabase(
                                                AGENT, 8, "crm", ADDRESS.withPassword(null), true, true, true, null))),
                        List.of(new DatabaseTest(AGENT, ADDRESS)),
                        List.of())));
    }

    private static final PlannedMonitor MONITOR = new PlannedMonitor(
            3,
            4,
            "Shop",
            "http",
            Duration.ofSeconds(30),
            Duration.ofSeconds(10),
            Duration.ofMillis(800),
            new RawJson("{\"url\":\"https://shop.example/health\"}"),
            Map.of("token", "s3cret"));

    static List<Arguments> messages() {
        return List.of(
                Arguments.of(
                        "registration-1.json",
                        new Registration(
                                AGENT,
                                "0123456789abcdef0123456789abcdef",
                                new HostFacts(
                                        "db-1",
                                        List.of("192.0.2.7", "2001:db8::7"),
                                        "Debian GNU/Linux 12",
                                        "6.1.0",
                                        "amd64",
                                        8,
                                        16L << 30),
                                "0.1.0",
                                "mhq3k2x1-7f3a")),
                Arguments.of("registered-1.json", new Registered(AT, PLAN)),
                Arguments.of(
                        "heartbeat-1.json",
                        new Heartbeat(
                                AT,
                                "mhq3k2x1-7f3a",
                                "0.1.0",
                                new Waiting(3, 2_048, AT, false, 1, 120, 0),
                                null,
                                List.of("spool: no space left on /var/lib/pulsefleet; free some"),
                                List.of(RUN))),
                Arguments.of(
                        "heartbeat-2.json",
                        new Heartbeat(
                                AT,
                                "mhq3k2x1-7f3a",
                                "0.1.0",
                                new Waiting(3, 2_048, AT, false, 1, 120, 0),
                                new Ledger(AT, 40, 4_800, 38, 36, 4_320, 0),
                                List.of(),
                                List.of())),
                Arguments.of(
                        "heartbeat-3.json",
                        new Heartbeat(
                                AT,
                                "mhq3k2x1-7f3a",
                                "0.1.0",
                                Waiting.NOTHING,
                                null,
                                List.of(),
                                List.of(
                                        rested("hours", AT.plusSeconds(3_600), 0.25, 0.2),
                                        rested("paused", null, null, null)))),
                Arguments.of("heartbeat-answer-1.json", new HeartbeatAnswer(AT, PLAN)),
                Arguments.of(
                        "heartbeat-answer-3.json",
                        new HeartbeatAnswer(
                                AT,
                                new Plan(
                                        PLAN.jobs(),
                                        List.of(
                                                PLANNED,
                                                new PlannedDatabase(
                                                        AGENT, 9, "wiki", MARIADB, false, false, true, null))),
                                List.of(new DatabaseTest(AGENT, MARIADB)),
                                List.of())),
                Arguments.of(
                        "heartbeat-answer-4.json",
                        new HeartbeatAnswer(AT, PLAN, List.of(), List.of(new Trial(AGENT, MONITOR)))),
                Arguments.of(
                        "heartbeat-answer-5.json",
                        new HeartbeatAnswer(AT, PLAN, List.of(), List.of(), SETTINGS.hash())),
                Arguments.of("settings-document-1.json", SETTINGS),
                Arguments.of(
                        "settings-report-1.json",
                        new SettingsReport(
                                SETTINGS.hash(),
                                SettingsReport.State.RESTART_NEEDED,
                                "",
                                List.of("pulse.spool.limit"),
                                List.of("pulse.hub.url"),
                                List.of(new KnownSetting(
                                        "pulse.spool.limit",
                                        "Bytes on disk.",
                                        "1GB",
                                        "SIZE",
                                        KnownSetting.Place.AT_RESTART)))),
                Arguments.of(
                        "taken-databases-1.json",
                        new TakenDatabases(List.of(
                                new TakenDatabases.Taken(AGENT, 7, "watched", ""),
                                new TakenDatabases.Taken(AGENT, 8, "own_settings", "crm: it is watched already")))),
                Arguments.of(
                        "test-outcome-1.json",
                        new TestOutcome(
                                "trouble",
                                "",
                                "18.1",
                                List.of(new TestOutcome.PartState("rights", "no_rights", "run GRANT")),
                                "GRANT pg_read_all_stats TO pulsefleet;",
                                42)),
                Arguments.of(
                        "shipment-1.json",
                        new Shipment(
                                List.of(SET),
                                List.of(
                                        new Frame(SET.hash(), AT, new double[] {8, 123_456_789_012d}),
                                        new Frame(SET.hash(), AT.plusSeconds(10), new double[] {0.25, Frame.MISSING}),
                                        new Frame(SET.hash(), AT.plusSeconds(20), new double[] {
                                            Double.NaN, Double.NEGATIVE_INFINITY
                                        })),
                                List.of(new LogLine(
                                        AT, "/var/log/syslog", "WARN", "disk sda is slow", Map.of("facility", "kern"))),
                                List.of(new Document("processes", "host", AT, RawJson.of(Map.of("count", 2)))),
                                List.of(RUN))),
                Arguments.of("lease-request-1.json", new LeaseRequest("fra-1", 7L, 12L, false)),
                Arguments.of("lease-request-2.json", new LeaseRequest("fra-1", null, null, false)),
                Arguments.of(
                        "lease-answer-1.json",
                        new LeaseAnswer(
                                AT, LeaseAnswer.State.HELD, 7L, Duration.ofSeconds(10), "db-1", 12L, List.of(MONITOR))),
                Arguments.of(
                        "lease-answer-2.json",
                        new LeaseAnswer(AT, LeaseAnswer.State.OF_ANOTHER, null, null, "db-2", null, null)),
                Arguments.of(
                        "lease-answer-3.json",
                        new LeaseAnswer(AT, LeaseAnswer.State.OF_ANOTHER, null, null, "db-2", null, null)
                                .with(List.of(new Trial(AGENT, MONITOR)))),
                Arguments.of(
                        "trial-outcome-1.json",
                        new TrialOutcome(
                                new io.pulsefleet.wire.uptime.Heartbeat(
                                        0,
                                        0,
                                        AT,
                                        AT,
                                        io.pulsefleet.wire.uptime.Heartbeat.Status.DOWN,
                                        ErrorClass.ASSERTION,
                                        "status == 200: it is 503",
                                        new Phases(1_000, 2_000, 3_000, 40_000, 500),
                                        List.of(),
                                        503,
                                        9L,
                                        "192.0.2.7",
                                        null,
                                        "no worker"),
                                List.of(
                                        new Judged("status == 200", false, "it is 503"),
                                        new Judged("size < 100", true, "it is 9")))),
                Arguments.of(
                        "uptime-heartbeats-1.json",
                        new Heartbeats(
                                "fra-1",
                                7,
                                List.of(
                                        new io.pulsefleet.wire.uptime.Heartbeat(
                                                3,
                                                4,
                                                AT,
                                                AT.plusMillis(5),
                                                io.pulsefleet.wire.uptime.Heartbeat.Status.DOWN,
                                                ErrorClass.ASSERTION,
                                                "status == 200: it is 503",
                                                new Phases(1_000, 2_000, 3_000, 40_000, 500),
                                                List.of(
                                                        new Hop(
                                                                "http://shop.example/",
                                                                301,
                                                                new Phases(600, 900, 0, 20_000, 100)),
                                                        new Hop(
                                                                "https://shop.example/",
                                                                503,
                                                                new Phases(400, 1_100, 3_000, 20_000, 400))),
                                                503,
                                                9L,
                                                "192.0.2.7",
                                                AT.plusSeconds(86_400),
                                                "no worker"),
                                        new io.pulsefleet.wire.uptime.Heartbeat(
                                                5,
                                                1,
                                                AT,
                                                AT,
                                                io.pulsefleet.wire.uptime.Heartbeat.Status.UP,
                                                null,
                                                null,
                                                new Phases(0, 900, 0, 0, 0),
                                                List.of(),
                                                null,
                                                null,
                                                "192.0.2.8",
                                                null,
                                                null)))),
                Arguments.of("problem-1.json", Problem.ofUnknownSets(List.of(SET.hash()))),
                Arguments.of(
                        "measured-1.json",
                        new Measured(List.of(new Measured.Value("shop.orders", 3.0, AT, Map.of("country", "de"))))));
    }

    @ParameterizedTest
    @MethodSource({"messages", "older"})
    void staysReadable(String fixture, Object message) throws Exception {
        var file = FOLDER.resolve(fixture);

        assertThat(Json.read(Files.readAllBytes(file), message.getClass())).isEqualTo(message);
    }

    @ParameterizedTest
    @MethodSource("messages")
    void isWrittenAsTheNewestFixture(String fixture, Object message) throws Exception {
        assertThat(new String(Json.bytes(message), StandardCharsets.UTF_8))
                .isEqualTo(Files.readString(FOLDER.resolve(fixture)).strip());
    }
}
