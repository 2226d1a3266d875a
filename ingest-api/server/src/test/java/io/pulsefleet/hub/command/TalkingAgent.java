package io.pulsefleet.hub.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefleet.hub.Caller;
import io.pulsefleet.wire.channel.Channel;
import io.pulsefleet.wire.channel.ChannelMessage;
import io.pulsefleet.wire.channel.ChannelMessage.Accepted;
import io.pulsefleet.wire.channel.ChannelMessage.Challenge;
import io.pulsefleet.wire.channel.ChannelMessage.Hello;
import io.pulsefleet.wire.channel.ChannelMessage.Proof;
import io.pulsefleet.wire.channel.ChannelMessage.Registry;
import io.pulsefleet.wire.channel.ChannelMessage.Welcome;
import io.pulsefleet.wire.channel.CommandInfo;
import io.pulsefleet.wire.channel.CommandInfo.Parameter;
import io.pulsefleet.wire.channel.TokenProof;
import io.pulsefleet.wire.channel.UnreadableMessageException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** An agent's side of the channel, in a test's hand: it says only what the test has it say. */
final class TalkingAgent implements WebSocket.Listener, AutoCloseable {

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    static final Registry KNOWS = Registry.of(List.of(
            CommandInfo.looking("test.look", "Looks.", "viewer", Parameter.number("lines", 10, "How many.")),
            CommandInfo.changing("test.change", "Changes.", "operator"),
            CommandInfo.changing(
                            "test.secret",
                            "Takes a secret.",
                            "admin",
                            Parameter.text("word", "The secret.").hidden().mustBeGiven())
                    .within(Duration.ofSeconds(5))));

    /** How the hub closed it. */
    record Closed(int code, String reason) {}

    private final BlockingQueue<Object> heard = new LinkedBlockingQueue<>();
    private final StringBuilder part = new StringBuilder();
    private final Caller caller;
    private WebSocket socket;

    private TalkingAgent(Caller caller) {
        this.caller = caller;
    }

    static TalkingAgent connect(URI deployed, Caller caller) throws Exception {
        var agent = new TalkingAgent(caller);
        var address = URI.create(deployed.resolve("ws/agent").toString().replaceFirst("http", "ws"));
        agent.socket = CLIENT.newWebSocketBuilder().buildAsync(address, agent).get(20, TimeUnit.SECONDS);
        return agent;
    }

    /** Proven, greeted, and its commands are told. */
    static TalkingAgent ready(URI deployed, Caller caller, UUID... has) throws Exception {
        var agent = connect(deployed, caller);
        agent.prove();
        agent.say(new Hello("b-1", KNOWS.hash(), List.of(has)));
        if (agent.next(Welcome.class).sendRegistry()) {
            agent.say(KNOWS);
        }
        return agent;
    }

    void prove() throws Exception {
        say(proof(next(Challenge.class).nonce()));
        assertThat(next(Accepted.class).agent()).isEqualTo(caller.agent());
    }

    Proof proof(String nonce) {
        return new Proof(
                Proof.TOKEN,
                nonce,
                "0.1.0",
                caller.agent(),
                null,
                TokenProof.of(caller.token(), caller.agent(), nonce));
    }

    void say(ChannelMessage message) throws Exception {
        sayText(Channel.text(message));
    }

    void sayText(String text) throws Exception {
        socket.sendText(text, true).get(20, TimeUnit.SECONDS);
    }

    WebSocket socket() {
        return socket;
    }

    <T> T next(Class<T> wanted) throws InterruptedException {
        var next = heard.poll(30, TimeUnit.SECONDS);
        assertThat(next).isInstanceOf(wanted);
        return wanted.cast(next);
    }

    /** @param repeated what the hub may have said again meanwhile */
    <T> T next(Class<T> wanted, Class<?> repeated) throws InterruptedException {
        var next = heard.poll(30, TimeUnit.SECONDS);
        while (repeated.isInstance(next)) {
            next = heard.poll(30, TimeUnit.SECONDS);
        }
        assertThat(next).isInstanceOf(wanted);
        return wanted.cast(next);
    }

    boolean heardNothing() {
        return heard.isEmpty();
    }

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence text, boolean last) {
        part.append(text);
        if (last) {
            try {
                heard.add(Channel.read(part.toString()));
            } catch (UnreadableMessageException hubsMistake) {
                heard.add(hubsMistake);
            }
            part.setLength(0);
        }
        from.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
        heard.add(new Closed(code, reason));
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable why) {
        heard.add(why);
    }

    @Override
    public void close() {
        socket.abort();
    }
}
