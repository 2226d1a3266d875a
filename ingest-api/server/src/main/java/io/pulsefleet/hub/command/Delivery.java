package io.pulsefleet.hub.command;

import io.pulsefleet.hub.EverySecond;
import io.pulsefleet.hub.News;
import io.pulsefleet.hub.News.About;
import io.pulsefleet.hub.Recent;
import io.pulsefleet.hub.access.Deed;
import io.pulsefleet.store.StoreException;
import io.pulsefleet.store.command.Channels;
import io.pulsefleet.store.command.Command;
import io.pulsefleet.store.command.Commands;
import io.pulsefleet.store.command.State;
import io.pulsefleet.wire.RawJson;
import io.pulsefleet.wire.channel.Channel;
import io.pulsefleet.wire.channel.ChannelMessage;
import io.pulsefleet.wire.channel.ChannelMessage.Cancel;
import io.pulsefleet.wire.channel.ChannelMessage.Progress;
import io.pulsefleet.wire.channel.ChannelMessage.Response;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Brings commands to agents and takes what came of them. What another hub was asked is found by a look at the database five
 * times a second; what is asked here goes at once (ADR 0034).
 */
@ApplicationScoped
public class Delivery {

    private static final Logger LOG = System.getLogger(Delivery.class.getName());

    private static final Duration LOOK_EVERY = Duration.ofMillis(200);

    /** An agent that was away for so long is no more expected to say what came of a command. */
    private static final Duration LONGEST_ABSENCE = Duration.ofDays(1);

    private static final Duration FORGET_EVERY = Duration.ofHours(1);

    private static final int MOST_CANCELLED = 10_000;
    private static final Duration CANCEL_AGAIN_AFTER = Duration.ofSeconds(5);

    @Resource
    ManagedScheduledExecutorService executor;

    @Inject
    Commands commands;

    @Inject
    Channels channels;

    @Inject
    CommandSecrets secrets;

    @Inject
    Waiting waiting;

    @Inject
    Event<Deed> deeds;

    @Inject
    Event<News> news;

    private final Recent<UUID, Instant> cancelled = new Recent<>(MOST_CANCELLED);
    private final EverySecond looks = new EverySecond("Commands were not looked at", this::look);
    private volatile Switchboard board = new Switchboard();
    private Optional<Future<?>> running = Optional.empty();
    private Instant forgottenAt = Instant.EPOCH;
    private Instant expiredAt = Instant.EPOCH;

    /** From now on, to whoever is connected there. */
    synchronized void over(Switchboard connections) {
        board = connections;
        running.ifPresent(future -> future.cancel(false));
        running = Optional.of(executor.scheduleWithFixedDelay(
                looks::now, LOOK_EVERY.toMillis(), LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS));
    }

    @PreDestroy
    synchronized void stop() {
        running.ifPresent(future -> future.cancel(false));
    }

    boolean isConnectedHere(UUID agent) {
        return board.of(agent).isPresent();
    }

    /** What may be sent now, to an agent that is connected here. */
    void deliver(UUID agent) {
        board.of(agent).ifPresent(connection -> taken(agent).forEach(connection::send));
    }

    /** Takes what may be sent now; whoever calls sends it. */
    List<ChannelMessage.Command> taken(UUID agent) {
        var messages = new ArrayList<ChannelMessage.Command>();
        for (var command : commands.take(agent, Channel.MOST_AT_ONCE, now())) {
            var data = command.secrets()
                    .map(box -> secrets.open(command.id(), agent, box))
                    .orElse(Optional.of(new RawJson(command.parameters())));
            if (data.isPresent()) {
                messages.add(new ChannelMessage.Command(
                        command.id(), command.command(), data.get(), command.deadline(), command.timesSent() > 1));
            } else {
                end(
                        agent,
                        command.id(),
                        State.REFUSED,
                        null,
                        "the hub has another key than the one that its secrets were sealed with; ask again");
            }
        }
        return messages;
    }

    /** An agent says what it has of all that was sent to it. */
    void has(UUID agent, Collection<UUID> ids) {
        commands.has(agent, ids, now()).forEach(this::isOver);
    }

    void progress(UUID agent, Progress progress) {
        commands.progress(progress.id(), agent, progress.done(), progress.text());
        news.fire(new News(About.COMMANDS, agent));
    }

    /** Kept for good when this returns. */
    void ended(UUID agent, Response response) {
        if (response.id() == null) {
            LOG.log(Level.WARNING, "channels: agent {0} answered a command without an id; nobody asked one", agent);
            return;
        }
        var data = response.data();
        var tooMuch = data != null && data.text().length() > Channel.LONGEST_ANSWER;
        end(
                agent,
                response.id(),
                State.valueOf(response.state().name()),
                data == null || tooMuch ? null : data.text(),
                tooMuch ? "the answer was larger than 1 MB and was not kept. " + response.error() : response.error());
    }

    private void end(UUID agent, UUID id, State state, String outcome, String error) {
        if (commands.end(id, agent, state, outcome, error, now())) {
            isOver(id);
            news.fire(new News(About.COMMANDS, agent));
        }
    }

    private void isOver(UUID id) {
        waiting.over(id);
        commands.find(id).ifPresent(command -> deeds.fire(deed(command)));
    }

    /** What was asked, of whom, and what came of it. */
    static Deed deed(Command command) {
        return new Deed(
                command.askedBy(),
                "user",
                command.askedFrom(),
                "command.run",
                "agent/" + command.agent(),
                switch (command.state()) {
                    case SUCCEEDED -> Deed.Outcome.DONE;
                    case REFUSED -> Deed.Outcome.REFUSED;
                    default -> Deed.Outcome.FAILED;
                },
                "%s %s %s: %s%s"
                        .formatted(
                                command.id(),
                                command.command(),
                                command.parameters(),
                                command.state().word(),
                                command.error().isEmpty() ? "" : ", " + command.error()));
    }

    void cancel(Command command, String by) {
        commands.cancel(command.id(), "cancelled by " + by, now());
        if (commands.find(command.id()).filter(now -> now.state().isOver()).isPresent()) {
            isOver(command.id());
        } else {
            tellCancelled(command.id(), command.agent());
        }
    }

    private void tellCancelled(UUID id, UUID agent) {
        var now = Instant.now();
        var isTold = cancelled.find(id).filter(at -> at.plus(CANCEL_AGAIN_AFTER).isAfter(now));
        if (isTold.isEmpty()) {
            board.of(agent).ifPresent(connection -> {
                connection.send(new Cancel(id));
                cancelled.put(id, now);
            });
        }
    }

    /** Commands that an agent which only asks is to cancel. */
    List<UUID> cancelled(UUID agent) {
        return commands.toCancel().stream()
                .filter(one -> one.agent().equals(agent))
                .map(Commands.ToCancel::id)
                .toList();
    }

    private void look() {
        commands.wanted().stream().filter(this::isConnectedHere).forEach(this::deliver);
        commands.toCancel().forEach(one -> tellCancelled(one.id(), one.agent()));
        var waited = waiting.ids();
        if (!waited.isEmpty()) {
            commands.over(waited).forEach(waiting::over);
        }
        var now = now();
        if (expiredAt.plusSeconds(1).isBefore(now)) {
            commands.expire(now, LONGEST_ABSENCE).forEach(command -> isOver(command.id()));
            expiredAt = now;
        }
        if (forgottenAt.plus(FORGET_EVERY).isBefore(now)) {
            forget(now);
            forgottenAt = now;
        }
    }

    private void forget(Instant now) {
        try {
            commands.forget(now.minus(CommandConfig.keep()));
            channels.forgetRegistries(now.minus(LONGEST_ABSENCE));
        } catch (StoreException nextHour) {
            LOG.log(Level.WARNING, "commands: old ones cannot be forgotten: {0}", nextHour.getMessage());
        }
    }

    /** To the microsecond, as it is stored. */
    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MICROS);
    }
}
