package io.pulsefleet.store.targets;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefleet.store.OwnPostgres;
import io.pulsefleet.store.targets.Targets.Removed;
import io.pulsefleet.store.targets.Targets.ToldOf;
import io.pulsefleet.store.targets.Targets.Written;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Databases that agents are to watch, and those that they are to try (PG-10). */
class TargetsTest {

    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");
    private static final UUID AGENT = UUID.randomUUID();
    private static final Where WHERE = new Where("postgresql", "db1", 5432, "shop", "pulsefleet", "prefer");

    @RegisterExtension
    static final OwnPostgres postgres = new OwnPostgres();

    private final Targets targets = new Targets(postgres.database());
    private final Trials trials = new Trials(postgres.database());

    @BeforeEach
    void empty() throws Exception {
        postgres.execute("TRUNCATE database_target, database_test");
    }

    @Test
    void whatIsAddedIsReadAgainAndEachNameOnceForAnAgent() {
        var shop = target("shop");
        assertThat(targets.add(shop)).isTrue();
        assertThat(targets.add(target("shop"))).isFalse();

        var read = targets.all().get(0);
        assertThat(read).usingRecursiveComparison().ignoringFields("revision").isEqualTo(shop);
        assertThat(targets.all()).hasSize(1);
    }

    @Test
    void aChangeHasAnotherRevisionAndIsMadeOnceOnly() {
        targets.add(target("shop"));
        targets.add(target("crm"));
        var before = targets.all().get(1);
        var state = targets.state();

        assertThat(targets.change(named(before, "store"))).isEqualTo(Written.DONE);
        assertThat(targets.state()).isNotEqualTo(state);
        assertThat(targets.change(named(before, "again"))).isEqualTo(Written.GONE);
        var after = targets.all().get(1);
        assertThat(after.name()).isEqualTo("store");
        assertThat(after.revision()).isGreaterThan(before.revision());
        assertThat(targets.change(named(after, "crm"))).isEqualTo(Written.CLASH);
    }

    @Test
    void oneThatIsRemovedLeavesItsNameForAWhileAndItsPasswordNotAtAll() throws Exception {
        var shop = target("shop");
        targets.add(shop);
        var state = targets.state();

        assertThat(targets.remove(shop.id(), NOON, "admin", NOON.minusSeconds(60)))
                .isTrue();
        assertThat(targets.remove(shop.id(), NOON, "admin", NOON.minusSeconds(60)))
                .isFalse();
        assertThat(targets.all()).isEmpty();
        assertThat(targets.state()).isNotEqualTo(state);
        assertThat(targets.removedSince(NOON)).containsExactly(new Removed(AGENT, "shop", NOON));
        assertThat(postgres.query("SELECT password FROM database_target")).containsExactly((String) null);
        assertThat(targets.add(target("shop"))).isTrue();

        targets.remove(UUID.randomUUID(), NOON.plusSeconds(120), "admin", NOON.plusSeconds(60));
        assertThat(targets.removedSince(NOON)).isEmpty();
    }

    @Test
    void anAgentSaysWhatItMakesOfItsOwnOnly() {
        var shop = target("shop");
        targets.add(shop);
        var told = new Target.Told(1, "own_settings", "it is watched already", NOON);
        var state = targets.state();

        targets.told(UUID.randomUUID(), List.of(new ToldOf(shop.id(), told)));
        assertThat(targets.all().get(0).told()).isEmpty();
        assertThat(targets.state()).isEqualTo(state);
        targets.told(AGENT, List.of(new ToldOf(shop.id(), told)));
        assertThat(targets.all().get(0).told()).contains(told);
        assertThat(targets.state()).isNotEqualTo(state);
    }

    @Test
    void aTestIsAnsweredOnceByItsAgentAndItsPasswordGoes() throws Exception {
        var trial = trial(NOON);
        trials.ask(trial, NOON.minusSeconds(60));
        assertThat(trials.openSince(NOON).stream().map(Trial::id)).containsExactly(trial.id());
        assertThat(trials.openSince(NOON.plusSeconds(1))).isEmpty();
        trials.handed(trial.id(), NOON.plusSeconds(1));

        assertThat(trials.answer(trial.id(), UUID.randomUUID(), "{}", NOON)).isFalse();
        assertThat(trials.answer(trial.id(), AGENT, "{\"state\": \"ok\"}", NOON.plusSeconds(2)))
                .isTrue();
        assertThat(trials.answer(trial.id(), AGENT, "{\"state\": \"down\"}", NOON.plusSeconds(3)))
                .isTrue();

        assertThat(trials.openSince(NOON)).isEmpty();
        assertThat(trials.find(trial.id()))
                .contains(new Trial(
                        trial.id(),
                        AGENT,
                        WHERE,
                        Optional.empty(),
                        NOON,
                        NOON.plusSeconds(1),
                        NOON.plusSeconds(2),
                        "{\"state\": \"ok\"}"));
        trials.ask(trial(NOON.plusSeconds(90)), NOON.plusSeconds(60));
        assertThat(trials.find(trial.id())).isEmpty();
    }

    private static Trial trial(Instant at) {
        return new Trial(UUID.randomUUID(), AGENT, WHERE, password(), at, null, null, null);
    }

    private static Target target(String name) {
        return new Target(
                UUID.randomUUID(),
                AGENT,
                name,
                WHERE,
                password(),
                true,
                false,
                "/var/log/postgresql/*.log",
                0,
                NOON,
                "admin",
                Optional.empty());
    }

    private static Optional<Sealed> password() {
        return Optional.of(new Sealed("k1", new byte[] {1, 2, 3}));
    }

    private static Target named(Target other, String name) {
        return new Target(
                other.id(),
                other.agent(),
                name,
                other.where(),
                other.password(),
                other.statistics(),
                other.queries(),
                other.logFiles(),
                other.revision(),
                NOON,
                "admin",
                other.told());
    }
}
