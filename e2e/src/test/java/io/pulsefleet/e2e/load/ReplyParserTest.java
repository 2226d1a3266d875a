package io.pulsefleet.e2e.load;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReplyParserTest {

    private static final String ALL_FORMS = """
            HTTP/1.1 201 Created\r
            Content-Length: 0\r
            \r
            HTTP/1.1 204 No Content\r
            Date: Sat, 21 Nov 2026 10:15:00 GMT\r
            \r
            HTTP/1.1 100 Continue\r
            \r
            HTTP/1.1 409 Conflict\r
            content-length: 8\r
            \r
            {"a":12}HTTP/1.1 429 Too Many Requests\r
            RETRY-AFTER:  7\r
            Transfer-Encoding: Chunked\r
            \r
            4\r
            slow\r
            A;note=1\r
            er, please\r
            0\r
            Trailer: x\r
            \r
            HTTP/1.1 503 Service Unavailable\r
            Connection: Close\r
            Retry-After: 5\r
            Content-Length: 2\r
            \r
            no""";

    private static final List<String> AS_READ = List.of(
            "201 retry -1 keep ''",
            "204 retry -1 keep ''",
            "409 retry -1 keep '{\"a\":12}'",
            "429 retry 7 keep 'slower, please'",
            "503 retry 5 close 'no'");

    @Test
    void readsEveryFormOfAnswerWhateverPiecesItComesIn() throws Exception {
        for (int piece = 1; piece <= ALL_FORMS.length(); piece++) {
            assertThat(readInPieces(piece)).as("pieces of " + piece).isEqualTo(AS_READ);
        }
    }

    @Test
    void anAnswerWithoutALengthEndsWithTheConnection() throws Exception {
        var parser = new ReplyParser();

        assertThat(parser.feed(bytes("HTTP/1.1 200 OK\r\n\r\nall of "))).isFalse();
        assertThat(parser.feed(bytes("it"))).isFalse();
        assertThat(parser.ended()).isTrue();
        assertThat(said(parser.take())).isEqualTo("200 retry -1 close 'all of it'");
    }

    @Test
    void anAnswerThatIsCutIsNone() throws Exception {
        var parser = new ReplyParser();
        parser.feed(bytes("HTTP/1.1 201 Created\r\nContent-Length: 5\r\n\r\nfou"));

        assertThat(parser.ended()).isFalse();
    }

    @Test
    void aLongBodyIsReadToItsEndThoughNotKept() throws Exception {
        var parser = new ReplyParser();
        var length = ReplyParser.MOST_KEPT + 10;

        assertThat(parser.feed(bytes("HTTP/1.1 500 Oh\r\nContent-Length: " + length + "\r\n\r\n")))
                .isFalse();
        assertThat(parser.feed(bytes("x".repeat(length)))).isTrue();
        assertThat(parser.take().body()).hasSize(ReplyParser.MOST_KEPT);
        assertThat(parser.feed(bytes("HTTP/1.1 204 Next\r\n\r\n"))).isTrue();
    }

    @Test
    void whatIsNoHttpIsSaidSo() {
        assertThatThrownBy(() -> new ReplyParser().feed(bytes("SSH-2.0-OpenSSH\r\n")))
                .isInstanceOf(IOException.class)
                .hasMessage("No HTTP answer: SSH-2.0-OpenSSH");
    }

    private static List<String> readInPieces(int size) throws IOException {
        var parser = new ReplyParser();
        var replies = new ArrayList<String>();
        for (int at = 0; at < ALL_FORMS.length(); at += size) {
            var piece = bytes(ALL_FORMS.substring(at, Math.min(ALL_FORMS.length(), at + size)));
            while (piece.hasRemaining()) {
                if (parser.feed(piece)) {
                    replies.add(said(parser.take()));
                }
            }
        }
        return replies;
    }

    private static String said(Reply reply) {
        return "%d retry %d %s '%s'"
                .formatted(reply.status(), reply.retryAfterSeconds(), reply.closes() ? "close" : "keep", reply.text());
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(US_ASCII));
    }
}
