package io.pulsefleet.store.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefleet.store.OwnPostgres;
import io.pulsefleet.store.targets.Sealed;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Written before it is sent, sent once, ended once (PU-04, SP-06). */
class CommandsTest {

    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
    private static final int MOST_AT_ONCE = 2;

    @RegisterExtension
    static final OwnPostgres postgres = new OwnPostgres();

    private final Commands commands = new Commands(postgres.database());
    private final Channels channels = new Channels(postgres.database());
    private final UUID agent = UUID.randomUUID();
    private int asked;

    @BeforeEach
    void nothing() throws Exception {
        postgres.execute("TRUNCATE commands, channels, channel_hubs, command_registries");
    }

    @Test
    void whatIsAskedIsTakenOnceAndNoMoreThanMayRun() {
        var first = ask(true);
        var second = ask(true);
        var third = ask(true);

        assertThat(ids(commands.take(agent, MOST_AT_ONCE, NOON))).containsExactlyInAnyOrder(first, second);
        assertThat(commands.take(agent, MOST_AT_ONCE, NOON)).isEmpty();
        assertThat(commands.end(first, agent, State.SUCCEEDED, "{\"n\": 1}", "", NOON.plusSeconds(1)))
                .isTrue();
        assertThat(ids(commands.take(agent, MOST_AT_ONCE, NOON))).containsExactly(third);
        assertThat(ids(commands.newest(agent, 2))).hasSize(2);
        assertThat(commands.find(first).orElseThrow().outcome()).isEqualTo("{\"n\": 1}");
    }

    @Test
    void twoHubsTakeEachCommandOnce() throws Exception {
        var barrier = new CyclicBarrier(4);
        var pool = Executors.newFixedThreadPool(4);
        try {
            for (int round = 0; round < 40; round++) {
                var id = ask(true);
                var takings = new ArrayList<Future<List<Command>>>();
                for (int i = 0; i < 4; i++) {
                    takings.add(pool.submit(() -> {
                        barrier.await();
                        return commands.take(agent, 1_000, NOON);
                    }));
                }
                var taken = new ArrayList<UUID>();
                for (var taking : takings) {
                    taken.addAll(ids(taking.get()));
                }
                assertThat(taken).containsExactly(id);
            }
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void theFirstEndStandsAndOnlyItsAgentEndsIt() {
        var id = ask(true);
        assertThat(commands.end(id, agent, State.SUCCEEDED, null, "", NOON))
                .as("it was never sent")
                .isFalse();
        commands.take(agent, MOST_AT_ONCE, NOON);
        assertThat(commands.end(id, UUID.randomUUID(), State.SUCCEEDED, null, "", NOON))
                .isFalse();
        assertThat(commands.end(id, agent, State.FAILED, null, "why", NOON)).isTrue();
        assertThat(commands.end(id, agent, State.SUCCEEDED, "{}", "", NOON)).isFalse();
        assertThat(commands.find(id).orElseThrow().state()).isEqualTo(State.FAILED);
    }

    @Test
    void whatTheAgentDoesNotHaveIsSentAgainOnlyIfItIsIdempotent() {
        var look = ask(true);
        var change = ask(false);
        commands.take(agent, MOST_AT_ONCE, NOON);

        assertThat(commands.has(agent, List.of(look, change), NOON)).isEmpty();
        assertThat(commands.has(agent, List.of(), NOON)).containsExactly(change);
        assertThat(commands.find(change).orElseThrow().state()).isEqualTo(State.LOST);
        var again = commands.take(agent, MOST_AT_ONCE, NOON);
        assertThat(ids(again)).containsExactly(look);
        assertThat(again.get(0).timesSent()).isEqualTo(2);
    }

    @Test
    void oneThatWaitsIsCancelledAtOnceAndOneThatRunsIsMarked() {
        var runs = ask(true);
        commands.take(agent, MOST_AT_ONCE, NOON);
        var waits = ask(true);
        commands.cancel(runs, "by bo", NOON);
        commands.cancel(waits, "by bo", NOON);

        assertThat(commands.find(waits).orElseThrow().state()).isEqualTo(State.CANCELLED);
        assertThat(commands.find(runs).orElseThrow().state()).isEqualTo(State.SENT);
        assertThat(commands.toCancel()).containsExactly(new Commands.ToCancel(runs, agent));
    }

    @Test
    void whatNobodyCameForExpiresAndWhoNeverCameBackIsGivenUp() {
        var sent = ask(true);
        commands.take(agent, MOST_AT_ONCE, NOON);
        var waits = ask(true);

        assertThat(ids(commands.expire(NOON.plusSeconds(29), Duration.ofDays(1))))
                .isEmpty();
        assertThat(ids(commands.expire(NOON.plusSeconds(30), Duration.ofDays(1))))
                .containsExactly(waits);
        assertThat(commands.find(waits).orElseThrow().state()).isEqualTo(State.EXPIRED);
        assertThat(ids(commands.expire(NOON.plusSeconds(86_430), Duration.ofDays(1))))
                .containsExactly(sent);
        assertThat(commands.find(sent).orElseThrow().state()).isEqualTo(State.LOST);
        assertThat(commands.forget(NOON.plusSeconds(86_431))).isEqualTo(2);
    }

    @Test
    void itsSecretsGoWithItsEnd() throws Exception {
        var id = UUID.randomUUID();
        commands.ask(
                Command.asked(
                        id,
                        agent,
                        "agent.config.apply",
                        "{}",
                        Optional.of(new Sealed("k-1", new byte[] {1, 2})),
                        "bo",
                        "192.0.2.1",
                        NOON,
                        NOON.plusSeconds(30),
                        false),
                10);
        assertThat(commands.take(agent, MOST_AT_ONCE, NOON)
                        .get(0)
                        .secrets()
                        .orElseThrow()
                        .bytes())
                .containsExactly(1, 2);
        commands.end(id, agent, State.SUCCEEDED, null, "", NOON);

        assertThat(postgres.query("SELECT sealed FROM commands")).containsExactly((String) null);
    }

    @Test
    void noMoreWaitForAnAgentThanMay() {
        assertThat(ask(UUID.randomUUID(), true, 1)).isTrue();
        assertThat(ask(UUID.randomUUID(), true, 1)).isFalse();
        assertThat(commands.wanted()).containsExactly(agent);
    }

    @Test
    void aChannelIsOpenAsLongAsItsHubBeats() {
        channels.opened(agent, "hub-a", "b-1", "hash", "token", NOON);
        assertThat(isOpen(NOON)).as("nobody beats").isFalse();
        channels.beat("hub-a", NOON);
        assertThat(isOpen(NOON.plusSeconds(14))).isTrue();
        assertThat(isOpen(NOON.plusSeconds(15))).isFalse();

        channels.opened(agent, "hub-b", "b-1", "hash", "token", NOON.plusSeconds(1));
        channels.beat("hub-b", NOON);
        channels.closed(agent, "hub-a", NOON, NOON.plusSeconds(2));
        assertThat(isOpen(NOON.plusSeconds(3)))
                .as("the older one's end is no news")
                .isTrue();
        channels.closed(agent, "hub-b", NOON.plusSeconds(1), NOON.plusSeconds(4));
        assertThat(isOpen(NOON.plusSeconds(5))).isFalse();
    }

    /** PU-01 */
    @Test
    void aChannelSaysSinceWhenItIsOpenOrNot() {
        channels.opened(agent, "hub-a", "b-1", "hash", "token", NOON);
        channels.beat("hub-a", NOON.plusSeconds(5));
        assertThat(since(NOON.plusSeconds(19))).as("connected").isEqualTo(NOON);
        assertThat(since(NOON.plusSeconds(20))).as("its hub was killed").isEqualTo(NOON.plusSeconds(5));
        channels.leave("hub-a", NOON.plusSeconds(6));
        assertThat(since(NOON.plusSeconds(7))).as("its hub has ended").isEqualTo(NOON.plusSeconds(6));
        assertThat(channels.all(NOON.plusSeconds(7)))
                .containsExactly(channels.of(agent, NOON.plusSeconds(7)).orElseThrow());
    }

    private Instant since(Instant now) {
        return channels.of(agent, now).orElseThrow().since();
    }

    @Test
    void aRegistryIsKeptOnce() {
        channels.keepRegistry("h", "{\"commands\": []}", NOON);
        channels.keepRegistry("h", "{\"commands\": [1]}", NOON);
        assertThat(channels.registry("h")).contains("{\"commands\": []}");
        assertThat(channels.registry("other")).isEmpty();

        channels.keepRegistry("borne", "{}", NOON);
        channels.opened(agent, "hub-a", "b-1", "borne", "token", NOON);
        assertThat(channels.forgetRegistries(NOON)).isZero();
        assertThat(channels.forgetRegistries(NOON.plusSeconds(1))).isEqualTo(1);
        assertThat(channels.registry("borne")).contains("{}");
    }

    private boolean isOpen(Instant now) {
        return channels.of(agent, now).orElseThrow().open();
    }

    private UUID ask(boolean idempotent) {
        var id = UUID.randomUUID();
        assertThat(ask(id, idempotent, 100)).isTrue();
        return id;
    }

    private boolean ask(UUID id, boolean idempotent, int most) {
        return commands.ask(
                Command.asked(
                        id,
                        agent,
                        "agent.status",
                        "{}",
                        Optional.empty(),
                        "bo",
                        "192.0.2.1",
                        NOON.plusMillis(asked++),
                        NOON.plusSeconds(30),
                        idempotent),
                most);
    }

    private static List<UUID> ids(List<Command> all) {
        return all.stream().map(Command::id).toList();
    }
}
