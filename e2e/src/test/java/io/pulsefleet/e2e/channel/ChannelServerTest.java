package io.pulsefleet.e2e.channel;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefleet.wire.channel.Channel;
import io.pulsefleet.wire.channel.ChannelMessage.Challenge;
import io.pulsefleet.wire.channel.ChannelMessage.Command;
import io.pulsefleet.wire.channel.ChannelMessage.Hello;
import io.pulsefleet.wire.channel.ChannelMessage.Proof;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** PU-16: the channel can be tried without a hub. */
class ChannelServerTest {

    @Test
    void anAgentConnectsAndIsSentWhatIsTyped() throws Exception {
        var shown = new ByteArrayOutputStream();
        var heard = new LinkedBlockingQueue<String>();
        try (var server = ChannelServer.open(0, new PrintStream(shown, true, StandardCharsets.UTF_8))) {
            var socket = HttpClient.newHttpClient()
                    .newWebSocketBuilder()
                    .buildAsync(URI.create("ws://localhost:" + server.port() + Channel.PATH), new Ear(heard))
                    .get(20, TimeUnit.SECONDS);
            var nonce = ((Challenge) Channel.read(next(heard))).nonce();
            say(socket, Channel.text(new Proof(Proof.TOKEN, nonce, "1", UUID.randomUUID(), null, "c2ln")));
            assertThat(next(heard)).contains("auth_accepted");
            say(socket, Channel.text(new Hello("b-1", "hash", List.of())));
            assertThat(next(heard)).contains("welcome");
            say(socket, "{\"event\":\"ping\",\"data\":{}}");
            assertThat(next(heard)).contains("pong");

            server.type("agent.logs {\"lines\": 5}");
            var command = (Command) Channel.read(next(heard));
            assertThat(command.command() + command.data().text()).isEqualTo("agent.logs{\"lines\":5}");
            server.type("{\"event\":\"nonsense\"}");
            assertThat(next(heard)).isEqualTo("{\"event\":\"nonsense\"}");
            socket.abort();
        }
        assertThat(shown.toString(StandardCharsets.UTF_8))
                .contains("an agent connects", "agent {\"event\":\"hello\"", "hub   {\"event\":\"command\"");
    }

    private static void say(WebSocket socket, String text) {
        socket.sendText(text, true).join();
    }

    private static String next(BlockingQueue<String> heard) throws InterruptedException {
        var next = heard.poll(20, TimeUnit.SECONDS);
        assertThat(next).isNotNull();
        return next;
    }

    private record Ear(BlockingQueue<String> heard) implements WebSocket.Listener {
        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence text, boolean last) {
            heard.add(text.toString());
            from.request(1);
            return null;
        }
    }
}
