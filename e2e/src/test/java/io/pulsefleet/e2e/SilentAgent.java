package io.pulsefleet.e2e;

import io.pulsefleet.e2e.fleet.Credentials;
import io.pulsefleet.wire.channel.Channel;
import io.pulsefleet.wire.channel.ChannelMessage;
import io.pulsefleet.wire.channel.ChannelMessage.Accepted;
import io.pulsefleet.wire.channel.ChannelMessage.Challenge;
import io.pulsefleet.wire.channel.ChannelMessage.Command;
import io.pulsefleet.wire.channel.ChannelMessage.Hello;
import io.pulsefleet.wire.channel.ChannelMessage.Ping;
import io.pulsefleet.wire.channel.ChannelMessage.Proof;
import io.pulsefleet.wire.channel.ChannelMessage.Registry;
import io.pulsefleet.wire.channel.ChannelMessage.Welcome;
import io.pulsefleet.wire.channel.CommandInfo;
import io.pulsefleet.wire.channel.TokenProof;
import io.pulsefleet.wire.channel.UnreadableMessageException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.List;
import java.util.Timer;
import java.util.TimerTask;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;

/** An agent whose channel is open, which takes commands and says nothing more. */
final class SilentAgent implements WebSocket.Listener, AutoCloseable {

    static final String COMMAND = "silent.change";

    private static final long PING_MILLIS = Channel.PING_EVERY.toMillis();

    private static final Registry KNOWS =
            Registry.of(List.of(CommandInfo.changing(COMMAND, "Is never answered.", "operator")));

    private final Credentials credentials;
    private final BlockingQueue<UUID> commands = new LinkedBlockingQueue<>();
    private final Timer beats = new Timer("silent agent", true);
    private final StringBuilder part = new StringBuilder();
    private volatile String end = "";
    private WebSocket socket;

    private SilentAgent(Credentials credentials) {
        this.credentials = credentials;
    }

    static SilentAgent connect(URI hub, Credentials registered) {
        var agent = new SilentAgent(registered);
        var address = URI.create(hub.toString().replaceFirst("http", "ws") + Channel.PATH);
        agent.socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(address, agent)
                .join();
        agent.beats.scheduleAtFixedRate(agent.ping(), PING_MILLIS, PING_MILLIS);
        return agent;
    }

    /** Those that came, in order. */
    BlockingQueue<UUID> commands() {
        return commands;
    }

    /** Why its channel ended; empty: it is open. */
    String end() {
        return end;
    }

    private TimerTask ping() {
        return new TimerTask() {
            @Override
            public void run() {
                say(new Ping());
            }
        };
    }

    private void say(ChannelMessage message) {
        socket.sendText(Channel.text(message), true).join();
    }

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence text, boolean last) {
        socket = from;
        part.append(text);
        if (last) {
            hear(part.toString());
            part.setLength(0);
        }
        from.request(1);
        return null;
    }

    private void hear(String text) {
        try {
            var message = Channel.read(text);
            if (message instanceof Challenge challenge) {
                var signature = TokenProof.of(credentials.token(), credentials.id(), challenge.nonce());
                say(new Proof(Proof.TOKEN, challenge.nonce(), "1", credentials.id(), null, signature));
            } else if (message instanceof Accepted) {
                say(new Hello("b-1", KNOWS.hash(), List.of()));
            } else if (message instanceof Welcome welcome && welcome.sendRegistry()) {
                say(KNOWS);
            } else if (message instanceof Command command) {
                commands.add(command.id());
            }
        } catch (UnreadableMessageException hubsMistake) {
            end = hubsMistake.toString();
        }
    }

    @Override
    public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
        end = code + " " + reason;
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable why) {
        end = why.toString();
    }

    @Override
    public void close() {
        beats.cancel();
        socket.abort();
    }
}
