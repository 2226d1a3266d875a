package io.pulsefleet.hub.targets;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.pulsefleet.hub.access.Vault.Opened;
import io.pulsefleet.hub.access.Vault.State;
import io.pulsefleet.hub.http.Problems;
import io.pulsefleet.store.targets.Trial;
import io.pulsefleet.store.targets.Trials;
import io.pulsefleet.wire.Json;
import io.pulsefleet.wire.TestOutcome;
import io.pulsefleet.wire.TestOutcome.PartState;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Has an agent try a database: only it reaches it. The agent hears of it in the answer of its next heartbeat.
 *
 * <pre>
 * WAITING --a heartbeat's answer bears it--> RUNNING --the agent's answer--> its state
 * WAITING, RUNNING --a minute-------------> NO_ANSWER     an answer that comes later counts all the same
 * </pre>
 */
@ApplicationScoped
public class DatabaseTests {

    static final Duration LONGEST = Duration.ofMinutes(1);

    private static final Duration REMEMBERED = Duration.ofHours(1);
    private static final int MOST_AT_AN_AGENT = 5;
    private static final int MOST = 100;

    @Inject
    Trials stored;

    @Inject
    TargetBook targets;

    @Inject
    Passwords passwords;

    @Inject
    Deliveries deliveries;

    /**
     * @param state waiting, running, no_answer; or what the agent saw: ok, trouble, wrong_password, down and others
     * @param detail what is wrong and what to do; left out where nothing is
     * @param version of the server; left out where it is not known
     * @param states of its parts, those that are not well
     * @param grants SQL that gives the role what it needs; left out where nothing is missing
     * @param milliseconds how long it took; left out until it is over
     */
    @JsonNaming(SnakeCaseStrategy.class)
    public record TestView(
            UUID id,
            UUID agent,
            Instant askedAt,
            boolean over,
            String state,
            String detail,
            String version,
            List<PartState> states,
            String grants,
            Long milliseconds) {}

    /** @throws jakarta.ws.rs.WebApplicationException 400 with all that is wrong, 404, 409 without its password, 429 */
    TestView ask(Form given) {
        var kept = Optional.ofNullable(given.id()).map(targets::find);
        var form = kept.map(given::over).orElseGet(given::filled);
        form.complaintsForTest().end();
        kept.ifPresent(form::refuseToSendElsewhere);
        targets.checkAgent(form.agent());
        var now = Instant.now().truncatedTo(ChronoUnit.MICROS);
        var open = stored.openSince(now.minus(LONGEST));
        if (open.size() >= MOST
                || open.stream()
                                .filter(trial -> trial.agent().equals(form.agent()))
                                .count()
                        >= MOST_AT_AN_AGENT) {
            throw Problems.tooMany("Too many tests are under way.", LONGEST);
        }
        var id = UUID.randomUUID();
        var password = form.password() != null
                ? form.password()
                : kept.flatMap(target -> passwords.open(target.id(), target.where(), target.password()))
                        .map(DatabaseTests::opened)
                        .orElse("");
        var trial = new Trial(
                id, form.agent(), form.where(), passwords.seal(id, form.where(), password), now, null, null, null);
        stored.ask(trial, now.minus(REMEMBERED));
        deliveries.refresh();
        return view(trial, now);
    }

    private static String opened(Opened box) {
        if (box.state() != State.OPEN) {
            throw Problems.conflict(
                    "Its password cannot be decrypted: the key is not here, or what is stored was changed. Give the password.");
        }
        return box.text();
    }

    /** @throws jakarta.ws.rs.WebApplicationException 404 */
    TestView get(UUID id) {
        return stored.find(id)
                .map(trial -> view(trial, Instant.now()))
                .orElseThrow(() -> Problems.notFound("There is no test " + id + "; each is remembered for an hour."));
    }

    /** @throws jakarta.ws.rs.WebApplicationException 404 when this agent was not asked that */
    void answer(UUID agent, UUID test, TestOutcome outcome) {
        var json = new String(Json.bytes(outcome), StandardCharsets.UTF_8);
        if (!stored.answer(test, agent, json, Instant.now())) {
            throw Problems.notFound("This agent was not asked for a test " + test + ".");
        }
    }

    static TestView view(Trial trial, Instant now) {
        if (trial.outcome() != null) {
            return answered(trial, outcome(trial));
        }
        if (trial.askedAt().plus(LONGEST).isBefore(now)) {
            return unanswered(
                    trial,
                    true,
                    "no_answer",
                    trial.handedAt() == null
                            ? "the agent did not ask for work within a minute: look whether it is online; one of an older"
                                    + " version knows no tests"
                            : "the agent began and did not answer within a minute: look at its troubles; one of an older"
                                    + " version knows no tests");
        }
        return unanswered(trial, false, trial.handedAt() == null ? "waiting" : "running", null);
    }

    private static TestView answered(Trial trial, TestOutcome outcome) {
        return new TestView(
                trial.id(),
                trial.agent(),
                trial.askedAt(),
                true,
                outcome.state(),
                outcome.detail().isEmpty() ? null : outcome.detail(),
                outcome.version(),
                outcome.states(),
                outcome.grants(),
                outcome.milliseconds());
    }

    private static TestView unanswered(Trial trial, boolean over, String state, String detail) {
        return new TestView(
                trial.id(), trial.agent(), trial.askedAt(), over, state, detail, null, List.of(), null, null);
    }

    private static TestOutcome outcome(Trial trial) {
        try {
            return Json.read(trial.outcome().getBytes(StandardCharsets.UTF_8), TestOutcome.class);
        } catch (IOException unreadable) {
            throw new IllegalStateException("A stored outcome cannot be read.", unreadable);
        }
    }
}
