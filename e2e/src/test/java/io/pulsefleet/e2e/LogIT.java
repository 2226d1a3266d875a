package io.pulsefleet.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pulsefleet.embedded.Postgres;
import io.pulsefleet.wire.Metric.Kind;
import io.pulsefleet.wire.MetricSet;
import io.pulsefleet.wire.Position;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** With the log switched on: agent, hub, a real broker, hub, PostgreSQL (ADR 0016). */
class LogIT {

    private static final Duration LONGEST = Duration.ofMinutes(3);
    private static final String TOPIC = "pulse-shipments";
    private static final String WRITERS = "pulse-writers";
    private final Instant at = Instant.now().truncatedTo(ChronoUnit.SECONDS).minusSeconds(3_600);

    private static final Map<String, String> GIVEN = new HashMap<>();

    private static KafkaBroker broker;
    private static Stack stack;
    private Sender sender;

    @BeforeAll
    static void start() throws Exception {
        var folder = Shared.emptyFolder("log");
        broker = new KafkaBroker(folder.resolve("kafka"));
        broker.start();
        GIVEN.put("PULSE_LOG_SERVERS", broker.address());
        GIVEN.put("PULSE_LOG_TIMEOUT_MILLIS", "2000");
        var built = Installation.ofBuild();
        var config = new StackConfig(Ports.free(), Ports.free(), Ports.free(), Ports.free(), folder.resolve("data"));
        stack = new Stack(
                config,
                new Installation(built.liberty(), built.agent(), withLog(built.hub(), folder), built.postgres()),
                GIVEN);
        stack.adminPassword();
        stack.startPostgres();
        stack.startHub();
        stack.hub().awaitReady(LONGEST);
    }

    @AfterAll
    static void stop() {
        if (stack != null) {
            stack.close();
        }
        if (broker != null) {
            broker.close();
        }
    }

    /** After a test in which PostgreSQL was away the hub looks at its database anew, and answers 503 meanwhile. */
    @BeforeEach
    void anAgent() {
        Await.until("no agent can register", LONGEST, () -> {
            sender = Sender.registered(stack.hubAddress(), stack.joinToken());
            return true;
        });
    }

    @Test
    void whatIsTakenComesThroughTheTopicAndIsStoredOnce() throws Exception {
        for (int i = 0; i < 20; i++) {
            assertThat(sender.ship("b1-" + i, at.plusSeconds(i), i).statusCode())
                    .isEqualTo(201);
        }
        assertThat(sender.ship("b1-7", at.plusSeconds(7), 7).statusCode()).isEqualTo(201);
        awaitRead();

        assertThat(stored()).isEqualTo("20 frames, 190 in sum, 20 segments");
    }

    @Test
    void aShipmentThatIsWrongIsToldBeforeTheTopic() throws Exception {
        var before = end(TOPIC);

        var answer = sender.ship("Not-A-Name", at, 1);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(end(TOPIC)).isEqualTo(before);
    }

    @Test
    void whileTheBrokerIsAwayItIsToComeAgain() throws Exception {
        assertThat(sender.ship("b1-0", at, 1).statusCode()).isEqualTo(201);
        broker.kill();

        var answer = sender.ship("b1-1", at.plusSeconds(1), 2);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Retry-After")).isPresent();
        assertThat(answer.headers().firstValue("Pulse-Away")).hasValue("log");
        assertThat(stack.hub().isReady()).as("the rest of the hub goes on").isTrue();

        broker.start();
        Await.until(
                "the hub does not find the broker again",
                LONGEST,
                () -> sender.ship("b1-1", at.plusSeconds(1), 2).statusCode() == 201);
        awaitRead();
        assertThat(stored()).isEqualTo("2 frames, 3 in sum, 2 segments");
    }

    @Test
    void aWriterKilledBeforeItsOffsetsAreMovedDoublesNothing() throws Exception {
        for (int i = 0; i < 20; i++) {
            assertThat(sender.ship("b1-" + i, at.plusSeconds(i), i).statusCode())
                    .isEqualTo(201);
        }
        Await.until("not stored", LONGEST, () -> storedOrNotYet().startsWith("20 frames"));
        stack.hub().kill();
        forgetOffsets(); // as if none had been moved yet

        stack.startHub();
        stack.hub().awaitReady(LONGEST);
        awaitRead();

        assertThat(stored()).isEqualTo("20 frames, 190 in sum, 20 segments");
    }

    @Test
    void whatCanNeverBeStoredIsSetAsideAndHoldsUpNobody() throws Exception {
        append(new ProducerRecord<>(TOPIC, "1", "no shipment".getBytes(StandardCharsets.UTF_8)));
        assertThat(sender.ship("b1-0", at, 1).statusCode()).isEqualTo(201);
        awaitRead();

        assertThat(stored()).isEqualTo("1 frames, 1 in sum, 1 segments");
        var consumer = new HashMap<String, Object>(Map.of("bootstrap.servers", broker.address()));
        try (var reader = new KafkaConsumer<>(consumer, new StringDeserializer(), new ByteArrayDeserializer())) {
            var partitions = reader.partitionsFor(TOPIC + "-aside").stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            reader.assign(partitions);
            reader.seekToBeginning(partitions);
            var record = reader.poll(Duration.ofSeconds(10)).iterator().next();
            assertThat(new String(record.value(), StandardCharsets.UTF_8)).isEqualTo("no shipment");
            assertThat(new String(record.headers().lastHeader("why").value(), StandardCharsets.UTF_8))
                    .isEqualTo("Its form is ''; this version reads shipment/1.");
        }
    }

    @Test
    void whileTheDatabaseIsAwayTheTopicKeepsWhatWasTaken() throws Exception {
        assertThat(sender.ship("b1-0", at, 1).statusCode()).isEqualTo(201);
        awaitRead();
        stack.killPostgres();
        try {
            assertThatThrownBy(() -> Sender.registered(stack.hubAddress(), stack.joinToken()))
                    .as("and so the hub knows that its database was lost")
                    .hasMessageContaining("503");

            for (int i = 1; i < 5; i++) {
                assertThat(sender.ship("b1-" + i, at.plusSeconds(i), i).statusCode())
                        .as("the agent and its set are known")
                        .isEqualTo(201);
            }
            var unknown = new MetricSet("test", "host", List.of(new Position("new", Kind.GAUGE, "1", Map.of())));
            assertThat(sender.ship("b1-5", unknown, at, 5).statusCode())
                    .as("what is new is to come again")
                    .isEqualTo(503);
        } finally { // the other tests need it
            stack.startPostgres();
        }
        awaitRead();

        assertThat(stored()).isEqualTo("5 frames, 11 in sum, 5 segments");
    }

    private static Path withLog(Path packaged, Path folder) throws IOException {
        var usr = folder.resolve("usr");
        Server.replace(packaged, usr);
        var server = usr.resolve("servers/hub");
        var overrides = Files.createDirectories(server.resolve("configDropins/overrides"));
        Files.copy(server.resolve("fragments/log.xml"), overrides.resolve("log.xml"));
        Files.writeString(overrides.resolve("quick.xml"), """
                <server>
                  <variable name="mp.messaging.incoming.pulse-log-read.session.timeout.ms" value="6000"/>
                </server>""");
        return usr;
    }

    private static void append(ProducerRecord<String, byte[]> record) throws Exception {
        var config = new HashMap<String, Object>(Map.of("bootstrap.servers", broker.address()));
        try (var producer = new KafkaProducer<>(config, new StringSerializer(), new ByteArraySerializer())) {
            producer.send(record).get();
        }
    }

    /** Until the writers' offsets are where the topic ends. */
    private static void awaitRead() {
        Await.until("the topic is not read to its end", LONGEST, () -> {
            try {
                return moved() == end(TOPIC);
            } catch (Exception notYet) {
                throw new IOException(notYet);
            }
        });
    }

    /** The writers' offsets, of all partitions. */
    private static long moved() throws Exception {
        try (var admin = broker.admin()) {
            return admin.listConsumerGroupOffsets(WRITERS).partitionsToOffsetAndMetadata().get().values().stream()
                    .mapToLong(OffsetAndMetadata::offset)
                    .sum();
        }
    }

    private static long end(String topic) throws Exception {
        try (var admin = broker.admin()) {
            var asked = new HashMap<TopicPartition, OffsetSpec>();
            var topics = admin.listTopics().names().get();
            if (!topics.contains(topic)) {
                return 0;
            }
            var described =
                    admin.describeTopics(List.of(topic)).allTopicNames().get().get(topic);
            described
                    .partitions()
                    .forEach(each -> asked.put(new TopicPartition(topic, each.partition()), OffsetSpec.latest()));
            return admin.listOffsets(asked).all().get().values().stream()
                    .mapToLong(each -> each.offset())
                    .sum();
        }
    }

    private static void forgetOffsets() {
        Await.until("the dead writer is still in its group", LONGEST, () -> {
            try (var admin = broker.admin()) {
                admin.deleteConsumerGroups(List.of(WRITERS)).all().get();
                return true;
            } catch (Exception notYet) {
                throw new IOException(notYet);
            }
        });
    }

    private String storedOrNotYet() throws IOException {
        try {
            return stored();
        } catch (SQLException notYet) {
            throw new IOException(notYet);
        }
    }

    private String stored() throws SQLException {
        var url = stack.postgres().jdbcUrl();
        try (var connection = DriverManager.getConnection(url, Postgres.USER, stack.databasePassword());
                var ask = connection.prepareStatement("""
                        SELECT count(f.at) || ' frames, ' || coalesce(sum(values[1]), 0) || ' in sum, '
                            || (SELECT count(*) FROM receipt_segment r WHERE r.agent = a.number) || ' segments'
                        FROM agents a LEFT JOIN frame f ON f.agent = a.number WHERE a.id = ? GROUP BY a.number""")) {
            ask.setObject(1, sender.id());
            try (var rows = ask.executeQuery()) {
                rows.next();
                return rows.getString(1);
            }
        } catch (IOException unreadable) {
            throw new SQLException(unreadable);
        }
    }
}
