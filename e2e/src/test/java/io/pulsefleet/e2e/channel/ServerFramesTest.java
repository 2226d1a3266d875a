package io.pulsefleet.e2e.channel;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefleet.e2e.channel.ServerFrames.Said;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ServerFramesTest {

    private static final String LONG = "x".repeat(70_000);

    /** As {@link Frames}, the server's side, writes them. */
    @Test
    void readsWhatAServerSendsByteByByteAndAllAtOnce() throws Exception {
        var sent = new ByteArrayOutputStream();
        var server = new Frames(new ByteArrayInputStream(new byte[0]), sent);
        var texts = List.of("", "é", "x".repeat(126), LONG);
        for (var text : texts) {
            server.write(text);
        }
        sent.writeBytes(new byte[] {0x01, 2, 'a', 'b', (byte) 0x80, 1, 'c', (byte) 0x89, 0, (byte) 0x8a, 0});
        sent.writeBytes(new byte[] {(byte) 0x88, 4, 0x11, 0x31, 'n', 'o', (byte) 0x88, 0});
        var said = new ArrayList<Said>();
        texts.forEach(text -> said.add(new Said.Text(text)));
        said.addAll(List.of(
                new Said.Text("abc"),
                new Said.Ping(),
                new Said.Pong(),
                new Said.Close(4401, "no"),
                new Said.Close(1005, "")));

        assertThat(read(sent.toByteArray(), sent.size())).isEqualTo(said);
        assertThat(read(sent.toByteArray(), 1_009)).isEqualTo(said);
    }

    private static List<Said> read(byte[] bytes, int atOnce) throws Exception {
        var frames = new ServerFrames();
        var all = new ArrayList<Said>();
        for (int from = 0; from < bytes.length; from += atOnce) {
            var part = ByteBuffer.wrap(bytes, from, Math.min(atOnce, bytes.length - from));
            for (var next = frames.next(part); next.isPresent(); next = frames.next(part)) {
                all.add(next.get());
            }
        }
        return all;
    }

    @Test
    void aClientsFrameIsReadByAServer() throws Exception {
        for (var text : List.of("", "é", "x".repeat(125), "x".repeat(126), LONG)) {
            var sent = new ByteArrayInputStream(ClientFrame.text(text).bytes());
            assertThat(new Frames(sent, new ByteArrayOutputStream()).read()).contains(text);
        }
    }
}
