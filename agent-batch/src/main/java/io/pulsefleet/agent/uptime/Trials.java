package io.pulsefleet.agent.uptime;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import io.pulsefleet.agent.collect.uptime.Probing;
import io.pulsefleet.agent.fleet.Identity;
import io.pulsefleet.agent.hub.Answer.Outcome;
import io.pulsefleet.agent.hub.Hub;
import io.pulsefleet.agent.hub.OnceEach;
import io.pulsefleet.agent.hub.Reply;
import io.pulsefleet.wire.HeartbeatAnswer;
import io.pulsefleet.wire.uptime.Trial;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;

/**
 * Probes what somebody wants to see at once, a few at a time, each once, and says what it saw: not by the spool, for who
 * asked waits, and nothing of it is to be kept. The hub asks in answers to heartbeats, and to those who ask for a lease.
 */
@ApplicationScoped
public class Trials {

    private static final System.Logger LOG = System.getLogger(Trials.class.getName());

    @Resource
    ManagedExecutorService threads;

    @Inject
    Probing probing;

    @Inject
    Hub hub;

    @Inject
    Identity identity;

    private final OnceEach trials = new OnceEach();

    void begin(@Observes HeartbeatAnswer answer) {
        begin(answer.trials());
    }

    /** What finds no free place is begun with the next answer. */
    void begin(List<Trial> asked) {
        for (var trial : asked) {
            if (trials.begin(trial.id())) {
                begin(trial);
            }
        }
    }

    private void begin(Trial trial) {
        try {
            threads.execute(() -> {
                try {
                    answer(trial);
                } catch (RuntimeException ourBug) {
                    LOG.log(
                            WARNING,
                            "uptime: the trial of " + trial.monitor() + " failed, which is our mistake",
                            ourBug);
                } finally {
                    trials.end();
                }
            });
        } catch (RejectedExecutionException ending) { // whoever asked sees that there is no answer
            trials.end();
            LOG.log(INFO, "uptime: a trial is not begun: {0}", ending.getMessage());
        }
    }

    /** A lost answer is not sent again: whoever asked sees that there is none, and asks again. */
    private void answer(Trial trial) {
        var outcome = probing.engine().tryOnce(trial.monitor());
        var said = Reply.to(() -> hub.tried(identity.agent(), trial.id(), identity.bearer(), outcome));
        if (!said.is(Outcome.KNOWN)) {
            LOG.log(INFO, "uptime: the hub did not take the outcome of a trial ({0})", said.detail());
        }
    }
}
