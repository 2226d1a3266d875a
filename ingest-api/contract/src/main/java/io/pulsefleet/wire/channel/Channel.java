package io.pulsefleet.wire.channel;

import io.pulsefleet.wire.Json;
import io.pulsefleet.wire.RawJson;
import io.pulsefleet.wire.Required;
import io.pulsefleet.wire.UnreadableException;
import io.pulsefleet.wire.channel.ChannelMessage.Accepted;
import io.pulsefleet.wire.channel.ChannelMessage.Ack;
import io.pulsefleet.wire.channel.ChannelMessage.Cancel;
import io.pulsefleet.wire.channel.ChannelMessage.Challenge;
import io.pulsefleet.wire.channel.ChannelMessage.Command;
import io.pulsefleet.wire.channel.ChannelMessage.Hello;
import io.pulsefleet.wire.channel.ChannelMessage.Ping;
import io.pulsefleet.wire.channel.ChannelMessage.Pong;
import io.pulsefleet.wire.channel.ChannelMessage.Progress;
import io.pulsefleet.wire.channel.ChannelMessage.Proof;
import io.pulsefleet.wire.channel.ChannelMessage.Registry;
import io.pulsefleet.wire.channel.ChannelMessage.Response;
import io.pulsefleet.wire.channel.ChannelMessage.Watch;
import io.pulsefleet.wire.channel.ChannelMessage.Welcome;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The channel's messages as text, {@code {"event":"command_ack","data":{"id":"..."}}}, and what both sides hold to.
 *
 * <p>Nobody who reads a message trusts its writer: it is text, not larger than {@link #LONGEST}, and of an event that is known.
 */
public final class Channel {

    /** Below the hub's address. */
    public static final String PATH = "/ws/agent";

    /** The same below the hub's API. */
    public static final String INNER_PATH = "/api/ws/agent";

    public static final int VERSION = 1;

    /** Characters of a message: an outcome, and what stands around it. */
    public static final int LONGEST = (1 << 20) + (64 << 10);

    /** Characters of a message of one who is not known yet. */
    public static final int LONGEST_OF_STRANGERS = 32 << 10;

    /** Characters of an answer's data; what is larger is cut, and says so. */
    public static final int LONGEST_ANSWER = 1 << 20;

    /** So many commands run at an agent at once. */
    public static final int MOST_AT_ONCE = 4;

    /** So long a nonce may be proven over. */
    public static final Duration PROOF_WITHIN = Duration.ofSeconds(30);

    public static final Duration PING_EVERY = Duration.ofSeconds(20);

    /** Who was silent for so long is away. */
    public static final Duration LONGEST_SILENCE = Duration.ofSeconds(60);

    private static final Map<String, Class<? extends ChannelMessage>> EVENTS = new LinkedHashMap<>();
    private static final Map<Class<? extends ChannelMessage>, String> NAMES = new LinkedHashMap<>();

    static {
        event("auth_challenge", Challenge.class);
        event("auth_proof", Proof.class);
        event("auth_accepted", Accepted.class);
        event("hello", Hello.class);
        event("welcome", Welcome.class);
        event("registry", Registry.class);
        event("command", Command.class);
        event("command_progress", Progress.class);
        event("command_response", Response.class);
        event("command_ack", Ack.class);
        event("command_cancel", Cancel.class);
        event("watch", Watch.class);
        event("ping", Ping.class);
        event("pong", Pong.class);
    }

    private Channel() {}

    private static void event(String name, Class<? extends ChannelMessage> type) {
        EVENTS.put(name, type);
        NAMES.put(type, name);
    }

    private record Envelope(String event, RawJson data) {

        private Envelope {
            Required.text("event", event, 100);
        }
    }

    public static String text(ChannelMessage message) {
        return new String(
                Json.bytes(new Envelope(NAMES.get(message.getClass()), RawJson.of(message))), StandardCharsets.UTF_8);
    }

    /** @throws UnreadableMessageException that says what is wrong, in a sentence for the other side */
    public static ChannelMessage read(String text) throws UnreadableMessageException {
        var envelope = part("", text, Envelope.class);
        var type = EVENTS.get(envelope.event());
        if (type == null) {
            throw new UnreadableMessageException("there is no event '" + shown(envelope.event()) + "'");
        }
        return part("data.", envelope.data() == null ? "{}" : envelope.data().text(), type);
    }

    private static <T> T part(String path, String text, Class<T> type) throws UnreadableMessageException {
        try {
            return Json.read(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), type);
        } catch (UnreadableException wrong) {
            throw new UnreadableMessageException(
                    (wrong.field().isEmpty() ? "" : path + wrong.field() + ": ") + wrong.getMessage());
        } catch (IOException noStreamOfBytesDoesThis) {
            throw new IllegalStateException(noStreamOfBytesDoesThis);
        }
    }

    /** A stranger's word, as it may stand in a log. */
    private static String shown(String word) {
        return word.replaceAll("[^A-Za-z0-9._-]", "?");
    }

    public static Iterable<String> events() {
        return EVENTS.keySet();
    }
}
