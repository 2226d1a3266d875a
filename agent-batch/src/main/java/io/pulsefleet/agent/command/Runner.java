package io.pulsefleet.agent.command;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.pulsefleet.agent.fleet.Fleet;
import io.pulsefleet.agent.home.HomeConfig;
import io.pulsefleet.agent.trouble.Troubles;
import io.pulsefleet.settings.Settings;
import io.pulsefleet.wire.RawJson;
import io.pulsefleet.wire.channel.Channel;
import io.pulsefleet.wire.channel.ChannelMessage;
import io.pulsefleet.wire.channel.ChannelMessage.Command;
import io.pulsefleet.wire.channel.ChannelMessage.Progress;
import io.pulsefleet.wire.channel.ChannelMessage.Response;
import io.pulsefleet.wire.channel.CommandInfo;
import io.pulsefleet.wire.channel.End;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Runs commands, a few at once, each in a thread of its own; each has one outcome, whatever happens.
 *
 * <pre>
 * taken --> runs --> SUCCEEDED, FAILED, REFUSED
 *             |--cancelled--> CANCELLED    |--its time is over--> EXPIRED    |--the agent ends--> LOST, or goes on
 * </pre>
 */
@ApplicationScoped
public class Runner {

    private static final System.Logger LOG = System.getLogger(Runner.class.getName());
    private static final Duration LAST_CHANCE = Duration.ofSeconds(2);

    @Resource
    ManagedThreadFactory threads;

    @Resource
    ManagedScheduledExecutorService clockwork;

    @Inject
    RemoteCommands commands;

    @Inject
    Fleet fleet;

    @Inject
    Settings settings;

    @Inject
    Troubles troubles;

    private final Map<UUID, Running> running = new ConcurrentHashMap<>();
    private volatile Consumer<ChannelMessage> tell = message -> {};
    private Journal journal;
    private boolean ended;

    /** One that runs: whoever ends it first says how it ended. */
    private static final class Running {

        private final Thread thread;
        private Optional<End> end = Optional.empty();

        Running(Thread thread) {
            this.thread = thread;
        }

        synchronized void interrupt(End how) {
            if (end.isEmpty()) {
                end = Optional.of(how);
                thread.interrupt();
            }
        }

        /** From now on it is not interrupted any more. */
        synchronized Optional<End> over() {
            var how = end;
            end = Optional.of(End.SUCCEEDED);
            return how;
        }
    }

    /** @param told what is to go to the hub; it may be lost on the way, {@link #outcomes} are kept */
    public synchronized void begin(Consumer<ChannelMessage> told) {
        journal = Journal.open(HomeConfig.folder(settings).resolve("commands"), troubles, this::outlives);
        tell = told;
        journal.open().forEach(this::goOn);
    }

    private boolean outlives(String command) {
        return commands.find(command).filter(Outliving.class::isInstance).isPresent();
    }

    /** It was begun by an agent before this one. */
    private void goOn(UUID id, String name) {
        var asked = (Outliving) commands.find(name).orElseThrow();
        var command = new Command(id, name, null, null);
        var call =
                new Call(id, JsonNodeFactory.instance.objectNode(), asked.info().timeout(), telling(id));
        launch(id, command, asked, call, () -> asked.goOn(call));
    }

    /** What runs is given a moment to end by itself; then it is recorded as interrupted (PU-14). */
    public void end() {
        synchronized (this) {
            ended = true;
        }
        var until = System.nanoTime() + LAST_CHANCE.toNanos();
        try {
            for (var one : running.values()) {
                one.thread.join(Math.max(1, (until - System.nanoTime()) / 1_000_000));
            }
        } catch (InterruptedException theServerStops) {
            Thread.currentThread().interrupt();
        }
        running.values().forEach(one -> one.interrupt(End.LOST));
    }

    /** Commands that run or whose outcome the hub has not acknowledged. */
    public synchronized List<UUID> has() {
        return journal == null ? List.of() : journal.ids();
    }

    public synchronized List<Response> outcomes() {
        return journal == null ? List.of() : journal.outcomes();
    }

    public synchronized void acknowledged(UUID id) {
        journal.forget(id);
    }

    public void cancel(UUID id) {
        Optional.ofNullable(running.get(id)).ifPresent(one -> one.interrupt(End.CANCELLED));
    }

    /** Runs it; what it was asked before it does not do again, but says again what came of it. */
    public synchronized void take(Command command) {
        var info = commands.find(command.command()).map(RemoteCommand::info);
        if (command.id() != null && journal.ids().contains(command.id())) {
            journal.outcome(command.id()).ifPresent(tell);
        } else if (info.isEmpty()) {
            refuse(command, "this agent knows no command " + command.command());
        } else if (ended) {
            refuse(command, "this agent is about to end; ask again");
        } else if (running.size() >= Channel.MOST_AT_ONCE) {
            refuse(command, Channel.MOST_AT_ONCE + " commands run already; ask again when one of them is over");
        } else {
            run(command, commands.find(command.command()).orElseThrow(), info.get());
        }
    }

    private void refuse(Command command, String why) {
        tell.accept(keep(Response.of(command.id(), End.REFUSED, why), command, false));
    }

    private void run(Command command, RemoteCommand asked, CommandInfo info) {
        var time = timeFor(command, info);
        if (time.isNegative() || time.isZero()) {
            tell.accept(
                    keep(Response.of(command.id(), End.EXPIRED, "it came after its time was over"), command, false));
            return;
        }
        try {
            var parameters = info.complete(command.data());
            if (command.id() != null) {
                journal.begin(command.id(), info.name(), !info.idempotent());
            }
            var key = command.id() == null ? UUID.randomUUID() : command.id();
            var call = new Call(key, parameters, time, telling(command.id()));
            launch(key, command, asked, call, () -> asked.run(call));
        } catch (IllegalArgumentException wrong) {
            refuse(command, wrong.getMessage());
        } catch (IOException notWritable) {
            refuse(
                    command,
                    "it cannot be noted on disk, and so not be begun (" + notWritable.getMessage()
                            + "); make room for the agent's data");
        }
    }

    /** @param id null: nobody is told */
    private Call.Telling telling(UUID id) {
        return (done, text) -> {
            if (id != null) {
                tell.accept(new Progress(id, done, text));
            }
        };
    }

    private interface Work {
        RawJson run() throws IOException, InterruptedException;
    }

    private void launch(UUID key, Command command, RemoteCommand asked, Call call, Work work) {
        var thread = threads.newThread(() -> work(key, command, asked, call, work));
        thread.setName("command " + command.command());
        running.put(key, new Running(thread));
        thread.start();
    }

    /** The deadline is by the hub's clock. */
    private Duration timeFor(Command command, CommandInfo info) {
        if (command.deadline() == null) {
            return info.timeout();
        }
        var hubNow = Instant.now().minus(fleet.clockOffset().orElse(Duration.ZERO));
        return Duration.between(hubNow, command.deadline());
    }

    private void work(UUID key, Command command, RemoteCommand asked, Call call, Work work) {
        var info = asked.info();
        LOG.log(INFO, "commands: {0} begins ({1})", info.name(), key);
        var one = running.get(key);
        var alarm =
                clockwork.schedule(() -> one.interrupt(End.EXPIRED), call.left().toMillis(), TimeUnit.MILLISECONDS);
        var outcome = outcome(command, info, work);
        alarm.cancel(false);
        var interrupted = one.over().filter(how -> !outcome.success());
        if (asked instanceof Outliving && interrupted.filter(End.LOST::equals).isPresent()) {
            LOG.log(INFO, "commands: {0} goes on when the agent is back ({1})", info.name(), key);
            return;
        }
        var told = interrupted
                .map(how -> Response.of(command.id(), how, sentence(how, info)))
                .orElse(outcome);
        Response kept;
        synchronized (this) {
            kept = keep(told, command, !info.idempotent());
            running.remove(key);
        }
        LOG.log(INFO, "commands: {0} ended as {1} ({2})", info.name(), told.state(), key);
        tell.accept(kept);
    }

    private static String sentence(End how, CommandInfo info) {
        return switch (how) {
            case CANCELLED -> "cancelled";
            case EXPIRED -> "its time was over before it was";
            default -> info.name() + " was interrupted: the agent was stopped while it ran. Look how far it came.";
        };
    }

    private static Response outcome(Command command, CommandInfo info, Work work) {
        try {
            return Response.of(command.id(), limited(work.run()));
        } catch (RefusedException why) {
            return Response.of(command.id(), End.REFUSED, why.getMessage());
        } catch (IOException why) {
            return Response.of(command.id(), End.FAILED, String.valueOf(why.getMessage()));
        } catch (InterruptedException cancelledOrLate) {
            return Response.of(command.id(), End.FAILED, "interrupted");
        } catch (RuntimeException ourBug) {
            LOG.log(WARNING, "commands: " + info.name() + " failed, which is our mistake", ourBug);
            return Response.of(
                    command.id(), End.FAILED, info.name() + " failed by a mistake of ours; the agent's log tells more");
        }
    }

    static RawJson limited(RawJson answer) {
        return limited(answer, Channel.LONGEST_ANSWER);
    }

    /** What is too large is cut, and says so. */
    public static RawJson limited(RawJson answer, int most) {
        return answer.text().length() <= most
                ? answer
                : RawJson.of(Map.of(
                        "truncated",
                        true,
                        "characters",
                        answer.text().length(),
                        "beginning",
                        answer.text().substring(0, most / 4)));
    }

    private Response keep(Response outcome, Command command, boolean onDisk) {
        if (outcome.id() != null) {
            journal.end(outcome, command.command(), onDisk);
        }
        return outcome;
    }
}
