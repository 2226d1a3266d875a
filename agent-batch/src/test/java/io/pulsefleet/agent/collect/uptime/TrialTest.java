package io.pulsefleet.agent.collect.uptime;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefleet.wire.RawJson;
import io.pulsefleet.wire.uptime.ErrorClass;
import io.pulsefleet.wire.uptime.Heartbeat.Hop;
import io.pulsefleet.wire.uptime.Heartbeat.Status;
import io.pulsefleet.wire.uptime.Judged;
import io.pulsefleet.wire.uptime.PlannedMonitor;
import io.pulsefleet.wire.uptime.TrialOutcome;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** UO-01: what is tried before it is saved shows what a heartbeat would say, and more. */
class TrialTest {

    private final Outbox outbox = new Outbox("life");
    private MeasureTarget target;
    private Engine engine;

    @BeforeEach
    void open() throws IOException {
        target = MeasureTarget.plain();
        var resolver = new Resolver(() -> NameServers.only(List.of()), Path.of("/nowhere/hosts"));
        engine = new Engine(new HubClock(), outbox, List.of(new HttpProber(resolver)), 1);
    }

    @AfterEach
    void close() throws IOException {
        engine.close();
        target.close();
    }

    @Test
    void eachExpectationIsToldWithWhatWasSeenAlsoWhereItHolds() {
        var seen =
                tried("/ok", "\"assertions\":[\"status == 200\",\"body contains \\\"rea\\\"\",\"size > 9\"]", Map.of());

        assertThat(seen.judged())
                .containsExactly(
                        new Judged("status == 200", true, "it is 200"),
                        new Judged("body contains \"rea\"", true, "it is \"ready\""),
                        new Judged("size > 9", false, "it is 5"));
        assertThat(seen.heartbeat().error()).isEqualTo(ErrorClass.ASSERTION);
        assertThat(seen.heartbeat().message()).isEqualTo("size > 9: it is 5");
    }

    @Test
    void theAnswerIsShownAlsoOfOneThatIsWellAndEachHopHasItsPhases() {
        var seen = tried("/redirect/1", "\"redirects\":3", Map.of());

        assertThat(seen.heartbeat().status()).isEqualTo(Status.UP);
        assertThat(seen.heartbeat().answer()).isEqualTo("ready");
        assertThat(seen.heartbeat().hops()).extracting(Hop::code).containsExactly(302, 200);
        assertThat(seen.heartbeat().hops())
                .allSatisfy(hop -> assertThat(hop.phases().total()).isPositive());
    }

    @Test
    void aSecretIsInNothingThatIsTold() {
        var seen = tried("/ok", "\"assertions\":[\"body == \\\"steady\\\"\"]", Map.of("word", "ready"));

        assertThat(seen.toString()).doesNotContain("ready").contains("body == \"steady\"");
    }

    @Test
    void nobodyElseIsToldOfItAndItsConnectionIsNotKept() {
        tried("/ok", "\"keepAlive\":true", Map.of());
        var again = tried("/ok", "\"keepAlive\":true", Map.of());

        assertThat(again.heartbeat().phases().connect()).isPositive();
        assertThat(outbox.size()).isZero();
    }

    @Test
    void aKindThatIsNotKnownHereIsSaidToBe() {
        var seen = engine.tryOnce(planned("carrier-pigeon", "{}", Map.of()));

        assertThat(seen.judged()).isEmpty();
        assertThat(seen.heartbeat().message())
                .isEqualTo("this agent does not know monitors of the kind carrier-pigeon");
    }

    private TrialOutcome tried(String path, String more, Map<String, String> secrets) {
        var check = "{\"url\":\"http://127.0.0.1:" + target.port() + path + "\"," + more + "}";
        return engine.tryOnce(planned("http", check, secrets));
    }

    private static PlannedMonitor planned(String kind, String check, Map<String, String> secrets) {
        return new PlannedMonitor(
                0, 0, "it", kind, Duration.ofSeconds(30), Duration.ofSeconds(5), null, new RawJson(check), secrets);
    }
}
