package io.pulsefleet.agent.databases;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import io.pulsefleet.agent.collect.jdbc.DatabaseTrial;
import io.pulsefleet.agent.collect.jdbc.Dialect;
import io.pulsefleet.agent.fleet.Identity;
import io.pulsefleet.agent.hub.Answer.Outcome;
import io.pulsefleet.agent.hub.Hub;
import io.pulsefleet.agent.hub.OnceEach;
import io.pulsefleet.agent.hub.Reply;
import io.pulsefleet.wire.DatabaseAddress;
import io.pulsefleet.wire.DatabaseTest;
import io.pulsefleet.wire.HeartbeatAnswer;
import io.pulsefleet.wire.TestOutcome;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Tries the databases that the hub asks about, a few at a time, each once, and says what it saw; in time, whatever hangs. */
@ApplicationScoped
public class Trials {

    private static final System.Logger LOG = System.getLogger(Trials.class.getName());

    /** Well within the minute that the hub waits. */
    private static final Duration LONGEST = Duration.ofSeconds(25);

    @Resource
    ManagedExecutorService threads;

    @Inject
    @Any
    Instance<DatabaseTrial> trials;

    @Inject
    Hub hub;

    @Inject
    Identity identity;

    private final OnceEach tests = new OnceEach();

    /** What finds no free place is begun with the next answer. */
    void begin(@Observes HeartbeatAnswer answer) {
        for (var test : answer.tests()) {
            if (tests.begin(test.id())) {
                begin(test);
            }
        }
    }

    private void begin(DatabaseTest test) {
        CompletableFuture<Void> answered = CompletableFuture.supplyAsync(() -> tried(test), threads)
                .completeOnTimeout(tooSlow(), LONGEST.toMillis(), TimeUnit.MILLISECONDS)
                .exceptionally(Trials::ourBug)
                .thenAcceptAsync(outcome -> answer(test, outcome), threads);
        answered.exceptionally(failure -> {
            LOG.log(WARNING, "databases: the outcome of a test was not told", failure);
            return null;
        });
    }

    /** Its place is free when it is over, also where nobody waits for it any more. */
    private TestOutcome tried(DatabaseTest test) {
        try {
            return trialOf(test.address()).of(test.address());
        } finally {
            tests.end();
        }
    }

    private DatabaseTrial trialOf(DatabaseAddress address) {
        var dialect = Dialect.of(address.type());
        return trials.stream()
                .filter(trial -> trial.dialect() == dialect)
                .findFirst()
                .orElseThrow();
    }

    /** A lost answer is not sent again: whoever asked sees that there is none, and asks again. */
    private void answer(DatabaseTest test, TestOutcome outcome) {
        var said = Reply.to(() -> hub.answer(identity.agent(), test.id(), identity.bearer(), outcome));
        if (!said.is(Outcome.KNOWN)) {
            LOG.log(INFO, "databases: the hub did not take the outcome of a test ({0})", said.detail());
        }
    }

    private static TestOutcome tooSlow() {
        return new TestOutcome(
                "too_slow",
                "no outcome within " + LONGEST.toSeconds()
                        + " s: the server accepts and hangs, or its questions take too long; look at its load and at the network",
                null,
                List.of(),
                null,
                LONGEST.toMillis());
    }

    private static TestOutcome ourBug(Throwable failure) {
        LOG.log(WARNING, "databases: a test failed, which is our mistake", failure);
        return new TestOutcome(
                "failed", "the agent failed, which is its mistake: its log tells more", null, List.of(), null, 0);
    }
}
