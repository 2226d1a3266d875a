package io.pulsefleet.e2e.fuzz;

import static io.pulsefleet.e2e.channel.ClientFrame.BINARY;
import static io.pulsefleet.e2e.channel.ClientFrame.CLOSE;
import static io.pulsefleet.e2e.channel.ClientFrame.CONTINUATION;
import static io.pulsefleet.e2e.channel.ClientFrame.LAST;
import static io.pulsefleet.e2e.channel.ClientFrame.PING;
import static io.pulsefleet.e2e.channel.ClientFrame.PONG;
import static io.pulsefleet.e2e.channel.ClientFrame.TEXT;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pulsefleet.e2e.channel.ClientFrame;
import io.pulsefleet.wire.RawJson;
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
import io.pulsefleet.wire.channel.ChannelMessage.Progress;
import io.pulsefleet.wire.channel.ChannelMessage.Proof;
import io.pulsefleet.wire.channel.ChannelMessage.Registry;
import io.pulsefleet.wire.channel.ChannelMessage.Response;
import io.pulsefleet.wire.channel.ChannelMessage.Welcome;
import io.pulsefleet.wire.channel.CommandInfo;
import io.pulsefleet.wire.channel.CommandInfo.Parameter;
import io.pulsefleet.wire.channel.End;
import io.pulsefleet.wire.channel.TokenProof;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.UUID;

/** What is sent over a channel and should not be: messages, and the frames that they come in. */
final class Shots {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int FLOOD = 400;

    private final Garble garble;
    private final List<UUID> commandsOfOthers;
    private final UUID anotherAgent;

    Shots(Garble garble, List<UUID> commandsOfOthers, UUID anotherAgent) {
        this.garble = garble;
        this.commandsOfOthers = commandsOfOthers;
        this.anotherAgent = anotherAgent;
    }

    /** @param isWhole whether what is sent next is read as a message of its own */
    record Shot(List<ClientFrame> frames, boolean isWhole) {

        static Shot of(ClientFrame... frames) {
            return new Shot(List.of(frames), true);
        }

        static Shot unended(ClientFrame... frames) {
            return new Shot(List.of(frames), false);
        }
    }

    Shot next(String nonce) {
        var text = Channel.text(message(nonce));
        return switch (garble.below(24)) {
            case 0 -> Shot.of(ClientFrame.of(LAST | BINARY, utf8(text)));
            case 1 -> Shot.of(ClientFrame.text(text).unmasked());
            case 2 -> Shot.of(ClientFrame.of(LAST | garble.oneOf(List.of(0x10, 0x20, 0x40, 0x70)) | TEXT, utf8(text)));
            case 3 -> Shot.of(ClientFrame.of(LAST | garble.oneOf(List.of(3, 7, 11, 15)), utf8(text)));
            case 4 -> inPieces(utf8(text));
            case 5 -> Shot.unended(ClientFrame.of(TEXT, utf8(text)), ClientFrame.of(LAST | TEXT, utf8(text)));
            case 6 -> Shot.of(ClientFrame.of(LAST | CONTINUATION, utf8(text)));
            case 7 ->
                Shot.unended(ClientFrame.text(text)
                        .telling(garble.oneOf(List.of(1L << 62, -1L, 1L << 31, 1L << 21, 70_000L))));
            case 8 -> Shot.of(ClientFrame.of(LAST | TEXT, notUtf8(text)));
            case 9 -> Shot.unended(ClientFrame.of(LAST | CLOSE, closing()));
            case 10 -> Shot.of(ClientFrame.of(LAST | garble.oneOf(List.of(PING, PONG)), utf8(cut(garble.word()))));
            case 11 -> Shot.of(ClientFrame.of(LAST | PING, new byte[126 + garble.below(1_000)]));
            case 12 -> Shot.unended(ClientFrame.of(PING, new byte[0]));
            case 13 -> garble.oneIn(8) ? flood() : Shot.of(ClientFrame.text(text));
            case 14 -> garble.oneIn(8) ? giant() : Shot.of(ClientFrame.text(garble.word()));
            case 15, 16, 17 -> Shot.of(ClientFrame.text(text)); // right by itself, and most often not due
            case 18 -> Shot.of(ClientFrame.of(LAST | TEXT, garble.broken(utf8(text))));
            default -> Shot.of(ClientFrame.text(broken(text)));
        };
    }

    private String broken(String text) {
        try {
            return JSON.writeValueAsString(garble.broken(JSON.readTree(text)));
        } catch (JsonProcessingException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }

    /** One of all that there are, the hub's own among them. */
    private ChannelMessage message(String nonce) {
        var id = garble.oneOf(commandsOfOthers);
        return switch (garble.below(17)) {
            case 0 -> new Challenge(nonce, Channel.VERSION);
            case 1 ->
                new Proof(Proof.MTLS, nonce, "1", anotherAgent, "-----BEGIN CERTIFICATE-----\nMIIB\n", "MEUCIQ==");
            case 2 ->
                new Proof(Proof.TOKEN, nonce, "1", anotherAgent, null, TokenProof.of("guessed", anotherAgent, nonce));
            case 3 -> new Accepted(anotherAgent, Instant.now());
            case 4 -> new Hello("b-1", "hash", List.of());
            case 5 -> new Hello("b-1", "hash", commandsOfOthers);
            case 6 -> new Welcome(true);
            case 7 ->
                Registry.of(List.of(CommandInfo.looking(
                        "fuzz.look", "Looks.", "viewer", Parameter.number("lines", 10, "How many."))));
            case 8 -> new Command(id, "agent.status", null, Instant.now());
            case 9 -> new Progress(id, 0.5, "half of it");
            case 10 -> Response.of(id, new RawJson("{\"of\":\"another\"}"));
            case 11 -> Response.of(id, End.CANCELLED, "by another");
            case 12 -> Response.of(UUID.randomUUID(), new RawJson("[]"));
            case 13 -> new Ack(id);
            case 14 -> new Cancel(id);
            case 15 -> new Pong();
            default -> new Ping();
        };
    }

    private Shot inPieces(byte[] whole) {
        var frames = new ArrayList<ClientFrame>();
        var from = 0;
        while (from < whole.length) {
            var until = Math.min(whole.length, from + 1 + garble.below(whole.length));
            var kind = (from == 0 ? TEXT : CONTINUATION) | (until == whole.length ? LAST : 0);
            frames.add(ClientFrame.of(kind, Arrays.copyOfRange(whole, from, until)));
            if (garble.oneIn(4)) {
                frames.add(ClientFrame.of(LAST | PING, new byte[0])); // may come between
            }
            from = until;
        }
        var isCut = garble.oneIn(3) && frames.size() > 1;
        return new Shot(isCut ? frames.subList(0, 1) : frames, !isCut);
    }

    private byte[] notUtf8(String text) {
        var bytes = utf8(text);
        bytes[garble.below(bytes.length)] =
                garble.oneOf(List.of(0xc0, 0xff, 0x80, 0xed, 0xf8)).byteValue();
        return bytes;
    }

    private byte[] closing() {
        var code = garble.oneOf(List.of(0, 999, 1000, 1001, 1004, 1005, 1006, 1015, 2999, 4000, 4999));
        var bytes = utf8("xx" + cut(garble.word()));
        bytes[0] = (byte) (code >> 8);
        bytes[1] = code.byteValue();
        return garble.oneIn(4) ? new byte[garble.below(2)] : bytes;
    }

    private Shot flood() {
        var ping = ClientFrame.text(Channel.text(new Ping()));
        return new Shot(Collections.nCopies(FLOOD, ping), true);
    }

    private Shot giant() {
        var length = garble.oneOf(List.of(Channel.LONGEST_OF_STRANGERS, Channel.LONGEST)) + garble.below(3) - 1;
        return Shot.of(ClientFrame.text("[".repeat(garble.below(length)) + " ".repeat(length)));
    }

    private static String cut(String text) {
        return text.substring(0, Math.min(30, text.length()));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
