package io.pulsefleet.agent.hub;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefleet.agent.hub.Answer.Outcome;
import io.pulsefleet.wire.Problem;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerTest {

    private static final Instant NOW = Instant.parse("2026-11-21T10:15:00Z");

    @ParameterizedTest
    @CsvSource({
        "200, TAKEN",
        "201, TAKEN",
        "204, KNOWN",
        "401, UNAUTHORIZED",
        "403, UNAUTHORIZED",
        "302, AWAY",
        "408, AWAY",
        "429, AWAY",
        "500, AWAY",
        "502, AWAY",
        "503, AWAY"
    })
    void aStatusMeans(int status, Outcome outcome) {
        assertThat(plain(status).outcome()).isEqualTo(outcome);
        assertThat(told(status).outcome()).isEqualTo(outcome);
    }

    /** A server whose hub is not there yet, or a proxy before it, knows no problems; nothing is set aside for what it says. */
    @ParameterizedTest
    @ValueSource(ints = {400, 404, 405, 409, 413, 415, 422})
    void onlyTheHubItselfRefuses(int status) {
        assertThat(plain(status).outcome()).isEqualTo(Outcome.AWAY);
        assertThat(told(status).outcome()).isEqualTo(Outcome.REFUSED);
    }

    @Test
    void aConflictOverSetsNamesThem() {
        var problem = Problem.ofUnknownSets(List.of("8932532a5c55aaccd10d31b2baf2f48b"));

        var answer = Answer.of(409, Optional.of(problem), Optional.empty(), NOW);

        assertThat(answer.outcome()).isEqualTo(Outcome.UNKNOWN_SETS);
        assertThat(answer.sets()).containsExactly("8932532a5c55aaccd10d31b2baf2f48b");
        assertThat(told(409).outcome()).isEqualTo(Outcome.REFUSED);
    }

    @Test
    void theHubMaySayHowLongToWait() {
        assertThat(retryAfter("120")).contains(Duration.ofMinutes(2));
        assertThat(retryAfter("Sat, 21 Nov 2026 10:15:30 GMT")).contains(Duration.ofSeconds(30));
        assertThat(retryAfter("Sat, 21 Nov 2026 10:14:30 GMT")).isEmpty();
        assertThat(retryAfter("soon")).isEmpty();
        assertThat(retryAfter("9999999999")).contains(Answer.LONGEST_PAUSE);
    }

    @Test
    void saysWhatTheHubSaid() {
        assertThat(told(400).detail()).isEqualTo("HTTP 400: values: must be numbers");
    }

    private static Answer plain(int status) {
        return Answer.of(status, Optional.empty(), Optional.empty(), NOW);
    }

    private static Answer told(int status) {
        var problem = Problem.of(status, "No", "values: must be numbers");
        return Answer.of(status, Optional.of(problem), Optional.empty(), NOW);
    }

    private static Optional<Duration> retryAfter(String header) {
        return Answer.of(503, Optional.empty(), Optional.of(header), NOW).retryAfter();
    }
}
