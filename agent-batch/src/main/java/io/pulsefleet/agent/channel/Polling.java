package io.pulsefleet.agent.channel;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;
import static java.util.stream.Collectors.joining;

import io.pulsefleet.agent.command.RemoteCommands;
import io.pulsefleet.agent.command.Runner;
import io.pulsefleet.agent.fleet.Identity;
import io.pulsefleet.agent.hub.Answer.Outcome;
import io.pulsefleet.agent.hub.Hub;
import io.pulsefleet.agent.hub.Reply;
import io.pulsefleet.wire.HeartbeatAnswer;
import io.pulsefleet.wire.channel.ChannelMessage.Command;
import io.pulsefleet.wire.channel.ChannelMessage.Response;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

/** Where there is no channel: after each heartbeat outcomes are handed over, and commands are asked for (SP-06). */
@ApplicationScoped
public class Polling {

    private static final System.Logger LOG = System.getLogger(Polling.class.getName());

    /** Characters: a request's body is smaller than a message of the channel. */
    private static final int LONGEST_ANSWER = 64 << 10;

    @Resource
    ManagedExecutorService threads;

    @Inject
    HubChannel channel;

    @Inject
    Runner runner;

    @Inject
    RemoteCommands commands;

    @Inject
    Identity identity;

    @Inject
    Hub hub;

    private final AtomicBoolean underWay = new AtomicBoolean();
    private boolean told;

    void poll(@Observes HeartbeatAnswer answer) {
        if (channel.isUp() || !underWay.compareAndSet(false, true)) {
            return;
        }
        try {
            threads.execute(() -> {
                try {
                    poll();
                } catch (RuntimeException ourBug) {
                    LOG.log(WARNING, "commands: they cannot be asked for, which is our mistake", ourBug);
                } finally {
                    underWay.set(false);
                }
            });
        } catch (RejectedExecutionException ending) {
            underWay.set(false);
            LOG.log(INFO, "commands: they are not asked for: {0}", ending.getMessage());
        }
    }

    private void poll() {
        if (!told) {
            told = Reply.to(() -> hub.knows(identity.agent(), identity.bearer(), commands.registry()))
                    .is(Outcome.KNOWN);
        }
        runner.outcomes().forEach(this::handOver);
        if (channel.isUp()) {
            return;
        }
        var has = runner.has().stream().map(UUID::toString).collect(joining(","));
        Reply.to(() -> hub.commands(identity.agent(), has, identity.bearer()), Command[].class)
                .message()
                .ifPresent(all -> List.of(all).forEach(runner::take));
    }

    private void handOver(Response outcome) {
        var fitting = outcome.data() == null
                ? outcome
                : new Response(
                        outcome.id(),
                        outcome.success(),
                        Runner.limited(outcome.data(), LONGEST_ANSWER),
                        outcome.error(),
                        outcome.state());
        if (Reply.to(() -> hub.ended(identity.agent(), outcome.id(), identity.bearer(), fitting))
                .is(Outcome.KNOWN)) {
            runner.acknowledged(outcome.id());
        }
    }
}
