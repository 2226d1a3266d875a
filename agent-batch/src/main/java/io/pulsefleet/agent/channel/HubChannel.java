package io.pulsefleet.agent.channel;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import io.pulsefleet.agent.command.RemoteCommands;
import io.pulsefleet.agent.command.Runner;
import io.pulsefleet.agent.fleet.Boot;
import io.pulsefleet.agent.fleet.Identity;
import io.pulsefleet.agent.fleet.Membership;
import io.pulsefleet.agent.hub.HostProof;
import io.pulsefleet.agent.hub.HubConfig;
import io.pulsefleet.agent.hub.HubLink;
import io.pulsefleet.agent.schedule.Shifts;
import io.pulsefleet.agent.trouble.Troubles;
import io.pulsefleet.settings.Settings;
import io.pulsefleet.wire.channel.Channel;
import io.pulsefleet.wire.channel.ChannelMessage;
import io.pulsefleet.wire.channel.ChannelMessage.Accepted;
import io.pulsefleet.wire.channel.ChannelMessage.Ack;
import io.pulsefleet.wire.channel.ChannelMessage.Cancel;
import io.pulsefleet.wire.channel.ChannelMessage.Challenge;
import io.pulsefleet.wire.channel.ChannelMessage.Command;
import io.pulsefleet.wire.channel.ChannelMessage.Hello;
import io.pulsefleet.wire.channel.ChannelMessage.Ping;
import io.pulsefleet.wire.channel.ChannelMessage.Pong;
import io.pulsefleet.wire.channel.ChannelMessage.Watch;
import io.pulsefleet.wire.channel.ChannelMessage.Welcome;
import io.pulsefleet.wire.channel.Closing;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;

/**
 * Keeps one WebSocket to the hub, opened from here, and opens it again when it is lost (PU-01).
 *
 * <pre>
 * AWAY --connects--> CHALLENGED --auth_proof--> PROVEN --hello, welcome--> UP --lost--> AWAY, after a pause
 * </pre>
 */
@ApplicationScoped
public class HubChannel {

    private static final System.Logger LOG = System.getLogger(HubChannel.class.getName());
    private static final String TROUBLE = "channel";

    /** One that was up for so long was a success: the next pause is short again. */
    private static final Duration WELL_AFTER = Duration.ofSeconds(10);

    @Resource
    ManagedThreadFactory threads;

    @Resource
    ManagedExecutorService executor;

    @Inject
    Settings settings;

    @Inject
    Identity identity;

    @Inject
    Membership membership;

    @Inject
    Boot boot;

    @Inject
    HubLink link;

    @Inject
    Instance<HostProof> proofs;

    @Inject
    Runner runner;

    @Inject
    RemoteCommands commands;

    @Inject
    Shifts shifts;

    @Inject
    Troubles troubles;

    private final Object bell = new Object();
    private boolean rung;
    private Thread keeper;
    private volatile boolean ended;
    private volatile Optional<Talk> up = Optional.empty();
    private Optional<HttpClient> client = Optional.empty();
    private Optional<SSLContext> tls = Optional.empty();

    public void begin() {
        runner.begin(message -> up.ifPresent(talk -> talk.say(message)));
        if (!HubConfig.isThere(settings) || !settings.get(ChannelConfig.ENABLED)) {
            return;
        }
        membership.onRegistered(this::ring);
        link.onBack(this::ring);
        keeper = threads.newThread(this::keep);
        keeper.setName("channel");
        keeper.start();
    }

    /** What runs is given a moment, and its outcome a way. */
    public void end() {
        ended = true;
        runner.end();
        up.ifPresent(talk -> talk.close(Closing.GOING_AWAY, "the agent ends"));
        if (keeper != null) {
            keeper.interrupt();
        }
    }

    /** Whether commands come over it now. */
    public boolean isUp() {
        return up.isPresent();
    }

    private void ring() {
        synchronized (bell) {
            rung = true;
            bell.notifyAll();
        }
    }

    /**
     * @param atMost zero: until it rings
     * @return whether it has rung
     */
    private boolean awaitBell(Duration atMost) throws InterruptedException {
        var until = System.nanoTime() + atMost.toNanos();
        synchronized (bell) {
            while (!rung && !ended) {
                var left = atMost.isZero() ? 0 : (until - System.nanoTime()) / 1_000_000;
                if (left < 0 || (left == 0 && !atMost.isZero())) {
                    break;
                }
                bell.wait(left);
            }
            var hasRung = rung;
            rung = false;
            return hasRung;
        }
    }

    private void keep() {
        var reconnection = Reconnection.of(settings);
        try {
            while (!ended) {
                if (!membership.registered()) {
                    awaitBell(Duration.ZERO);
                    continue;
                }
                reconnection = talkOnce() ? reconnection.afterSuccess() : reconnection.afterFailure();
                var pause = reconnection.pause(ThreadLocalRandom.current().nextDouble());
                if (pause.isEmpty()) {
                    LOG.log(INFO, "channel: it is not opened again; commands come with the heartbeats");
                    return;
                }
                if (!pause.get().isZero() && awaitBell(pause.get())) {
                    awaitBell(atLeastAMoment(reconnection.pauseOnceBack(
                            ThreadLocalRandom.current().nextDouble())));
                }
            }
        } catch (InterruptedException theAgentEnds) {
            Thread.currentThread().interrupt();
        }
    }

    /** Nothing at all would mean: until it rings. */
    private static Duration atLeastAMoment(Duration pause) {
        return pause.isZero() ? Duration.ofMillis(1) : pause;
    }

    /** @return whether it was up for a while */
    private boolean talkOnce() throws InterruptedException {
        var talk = new Talk(this::hear);
        var begun = Instant.now();
        try {
            var patience = settings.get(HubConfig.CONNECT_TIMEOUT).plus(settings.get(HubConfig.ANSWER_TIMEOUT));
            open(talk, patience);
            while (!talk.awaitEnd(Channel.PING_EVERY)) {
                talk.say(new Ping());
                if (talk.silence().compareTo(Channel.LONGEST_SILENCE) > 0) {
                    talk.abort("the hub was silent for " + Channel.LONGEST_SILENCE.toSeconds() + " s");
                }
            }
        } catch (ExecutionException | CompletionException cannot) {
            talk.abort(String.valueOf(innermost(cannot)));
        } catch (TimeoutException late) {
            talk.abort("the hub did not answer in time");
        } catch (RuntimeException ourBug) {
            LOG.log(WARNING, "channel: it broke, which is our mistake", ourBug);
            talk.abort(String.valueOf(ourBug));
        } finally {
            talk.abort("over");
        }
        var wasUp = up.isPresent();
        up = Optional.empty();
        if (!ended) {
            troubles.tell(
                    TROUBLE,
                    "channel: there is none to the hub (" + talk.why()
                            + "); until there is, commands come with the heartbeats");
        }
        return wasUp && begun.plus(WELL_AFTER).isBefore(Instant.now());
    }

    /** Where nobody upgrades the connection at the first address, as behind a proxy that knows the API only, at the other. */
    private void open(Talk talk, Duration patience) throws InterruptedException, ExecutionException, TimeoutException {
        try {
            open(talk, patience, Channel.PATH);
        } catch (ExecutionException refused) {
            if (!(innermost(refused) instanceof WebSocketHandshakeException)) {
                throw refused;
            }
            open(talk, patience, Channel.INNER_PATH);
        }
    }

    private void open(Talk talk, Duration patience, String path)
            throws InterruptedException, ExecutionException, TimeoutException {
        client().newWebSocketBuilder()
                .connectTimeout(settings.get(HubConfig.CONNECT_TIMEOUT))
                .buildAsync(address(path), talk)
                .get(patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static Throwable innermost(Throwable thrown) {
        var reason = thrown;
        while (reason.getCause() != null) {
            reason = reason.getCause();
        }
        return reason;
    }

    private URI address(String path) {
        var hub = settings.get(HubConfig.URL).toString().replaceFirst("^http", "ws");
        return URI.create(hub.replaceFirst("/+$", "") + path);
    }

    /** The same as long as this host proves itself in the same way. */
    private HttpClient client() {
        var wanted =
                proofs.stream().filter(HostProof::isWanted).map(HostProof::tls).findFirst();
        if (client.isEmpty() || !wanted.equals(tls)) {
            var builder = HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(settings.get(HubConfig.CONNECT_TIMEOUT))
                    .executor(executor);
            wanted.ifPresent(builder::sslContext);
            client = Optional.of(builder.build());
            tls = wanted;
        }
        return client.get();
    }

    private void hear(Talk talk, ChannelMessage message) {
        if (message instanceof Challenge challenge) {
            talk.say(ChannelProof.over(challenge.nonce(), identity, proofs, boot.version()));
        } else if (message instanceof Accepted) {
            talk.say(new Hello(boot.id(), commands.registry().hash(), runner.has()));
        } else if (message instanceof Welcome welcome) {
            welcomed(talk, welcome);
        } else if (message instanceof Command command) {
            runner.take(command);
        } else if (message instanceof Cancel cancel) {
            runner.cancel(cancel.id());
        } else if (message instanceof Ack ack) {
            runner.acknowledged(ack.id());
        } else if (message instanceof Watch watch) {
            shifts.hasten(Duration.ofSeconds(watch.seconds()));
        } else if (!(message instanceof Pong)) {
            talk.close(Closing.UNREADABLE, "a hub says nothing like that");
        }
    }

    private void welcomed(Talk talk, Welcome welcome) {
        if (welcome.sendRegistry()) {
            talk.say(commands.registry());
        }
        up = Optional.of(talk);
        troubles.over(TROUBLE, "channel: it is open again");
        LOG.log(INFO, "channel: open");
        runner.outcomes().forEach(talk::say);
    }
}
