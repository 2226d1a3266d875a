package io.pulsefleet.agent.collect.uptime;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefleet.wire.uptime.ErrorClass;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** UO-01: the same over HTTP/2, with a server of another make, and with what no server should say. */
class Http2Test {

    private static final int HEADERS = Http2Frame.HEADERS;
    private static final int DATA = Http2Frame.DATA;
    private static final int END_OF_HEADERS = Http2Frame.END_HEADERS;
    private static final int END = Http2Frame.END_STREAM;

    /** {@code :status: 200}, by its number in the table that everybody knows. */
    private static final byte[] OK = {(byte) 0x88};

    private static MeasureHttp2 secured;
    private static MeasureHttp2 plain;
    private static MeasureHttp2 old;
    private static Asking asking;

    @BeforeAll
    static void open() throws Exception {
        var now = Instant.now();
        var own = Der.make(
                "shop", "shop.test", Der.authority("Test Root"), now.minusSeconds(60), now.plusSeconds(86_400));
        secured = MeasureHttp2.secured(own);
        plain = MeasureHttp2.plain();
        old = MeasureHttp2.old(own);
        asking = new Asking(null);
    }

    @AfterAll
    static void close() {
        asking.close();
        Stream.of(secured, plain, old).forEach(MeasureHttp2::close);
    }

    @Test
    void itIsAgreedUponInTheHandshakeAndTakenForGrantedWithoutOne() {
        for (var url : List.of(
                "https://127.0.0.1:" + secured.port() + "/echo", "http://127.0.0.1:" + plain.port() + "/echo")) {
            var seen =
                    asking.ask("http", check(url, ",\"assertions\":[\"body contains \\\"HTTP/2\\\"\",\"size > 10\"]"));

            assertThat(Asking.shown(seen)).isEqualTo("UP 200");
            assertThat(seen.phases().connect()).isPositive();
            assertThat(seen.phases().tls() > 0).isEqualTo(url.startsWith("https"));
            assertThat(seen.phases().firstByte()).isPositive();
        }
    }

    @Test
    void whoDoesNotSpeakItIsSaidNotTo() throws IOException {
        assertThat(Asking.shown(asking.ask("http", check("https://127.0.0.1:" + old.port() + "/ok", ""))))
                .startsWith("DOWN MALFORMED: the server does not take HTTP/2");
        try (var target = MeasureTarget.plain()) {
            assertThat(Asking.shown(asking.ask("http", check("http://127.0.0.1:" + target.port() + "/garbage", ""))))
                    .startsWith("DOWN MALFORMED: ");
        }
    }

    @Test
    void aDelayBeforeTheAnswerShowsInItsFirstByteOnly() {
        var seen = asking.ask("http", check("https://127.0.0.1:" + secured.port() + "/slow/200", ""));

        assertThat(Asking.shown(seen)).isEqualTo("UP 200");
        assertThat(seen.phases().firstByte()).isGreaterThanOrEqualTo(199_000);
        assertThat(seen.phases().transfer()).isLessThan(150_000);
    }

    /** The server's windows are 64 KB wide at first, for the connection and for each request. */
    @Test
    void largeBodiesGoBothWays() {
        var sent = asking.ask(
                "http",
                check(
                        "https://127.0.0.1:" + secured.port() + "/echo",
                        ",\"method\":\"POST\",\"body\":\"" + "y".repeat(300_000)
                                + "\",\"user\":\"ann\",\"password\":\"${p}\",\"headers\":{\"X-Key\":\"${p}1\"},\"assertions\":[\"status == 500\"]"),
                Duration.ofSeconds(20),
                Map.of("p", "secret"));

        assertThat(Asking.shown(sent)).isEqualTo("DOWN 200 ASSERTION: status == 500: it is 200");
        assertThat(sent.answer().lines().toList())
                .contains("300000 yyyyyyyyyy", "x-key: ***1", "content-length: 300000")
                .noneMatch(line -> line.toLowerCase(java.util.Locale.ROOT).startsWith("connection"));
        assertThat(sent.answer()).startsWith("POST https /echo HTTP/2");
        var got = asking.ask("http", check("https://127.0.0.1:" + secured.port() + "/large/900000", ""));
        assertThat(Asking.shown(got)).isEqualTo("UP 200");
        assertThat(got.bytes()).isEqualTo(900_000);
        assertThat(Asking.shown(asking.ask("http", check("http://127.0.0.1:" + plain.port() + "/large/1048577", ""))))
                .isEqualTo("DOWN 200 TOO_LARGE: the answer is larger than 1048576 bytes");
    }

    @Test
    void redirectsAreFollowedAndConnectionsKeptWhereThatIsAsked() {
        var followed = asking.ask("http", check("https://127.0.0.1:" + secured.port() + "/redirect", ""));
        assertThat(Asking.shown(followed)).isEqualTo("UP 200");
        assertThat(followed.hops()).hasSize(2);

        var url = "https://127.0.0.1:" + secured.port() + "/ok";
        var first = asking.ask("http", check(url, ",\"keepAlive\":true"));
        var second = asking.ask("http", check(url, ",\"keepAlive\":true"));
        assertThat(List.of(Asking.shown(first), Asking.shown(second))).containsOnly("UP 200");
        assertThat(first.phases().tls()).isPositive();
        assertThat(second.phases().connect() + second.phases().tls()).isZero();
        assertThat(Asking.shown(asking.ask("http", check("https://127.0.0.1:" + secured.port() + "/status/503", ""))))
                .isEqualTo("DOWN 503 ASSERTION: status in 200-399: it is 503");
    }

    @ParameterizedTest
    @MethodSource
    void whatNoServerShouldSay(String what, byte[] said, String seen) throws IOException {
        try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var saying = CompletableFuture.runAsync(() -> say(server, said));
            assertThat(Asking.shown(asking.ask("http", check("http://127.0.0.1:" + server.getLocalPort() + "/", ""))))
                    .as(what)
                    .isEqualTo(seen);
            saying.join();
        }
    }

    static List<Arguments> whatNoServerShouldSay() {
        var ended = "DOWN 200 TRUNCATED: the answer ended after 5 bytes before its end";
        return List.of(
                Arguments.of("nothing", frames(), "DOWN RESET: the connection ended before the answer did"),
                Arguments.of(
                        "words of HTTP/1.1",
                        "HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII),
                        "DOWN MALFORMED: the answer is not HTTP/2, or a frame of it is larger than is allowed"),
                Arguments.of("half an answer", frames(headers(), frame(DATA, 0, 1, "ready")), ended),
                Arguments.of(
                        "less than it said",
                        frames(
                                frame(HEADERS, END_OF_HEADERS, 1, new byte[] {(byte) 0x88, 0x0f, 0x0d, 1, '9'}),
                                frame(DATA, END, 1, "ready")),
                        "DOWN 200 TRUNCATED: the answer ended after 5 bytes; 4 are missing"),
                Arguments.of(
                        "it gives up",
                        frames(frame(Http2Frame.RST_STREAM, 0, 1, new byte[] {0, 0, 0, 2})),
                        "DOWN RESET: the server gave the request up, error 2 of HTTP/2"),
                Arguments.of(
                        "it leaves",
                        frames(frame(Http2Frame.GOAWAY, 0, 0, new byte[] {0, 0, 0, 0, 0, 0, 0, 11})),
                        "DOWN RESET: the server takes no more requests, error 11 of HTTP/2"),
                Arguments.of(
                        "padding beyond the end",
                        frames(frame(HEADERS, END_OF_HEADERS | 0x8, 1, new byte[] {9, (byte) 0x88})),
                        "DOWN MALFORMED: a frame of the answer is shorter than what it holds"),
                Arguments.of(
                        "headers that cannot be unpacked",
                        frames(frame(HEADERS, END_OF_HEADERS | END, 1, new byte[] {(byte) 0xff})),
                        "DOWN MALFORMED: the headers cannot be unpacked: Unexpected end of HPACK data"),
                Arguments.of(
                        "no status",
                        frames(frame(HEADERS, END_OF_HEADERS | END, 1, new byte[0])),
                        "DOWN MALFORMED: the answer has no status"),
                Arguments.of(
                        "what is not asked for",
                        frames(frame(Http2Frame.PUSH_PROMISE, END_OF_HEADERS, 1, new byte[] {0, 0, 0, 2, (byte) 0x88})),
                        "DOWN MALFORMED: the server sends a frame that it must not send now: 5"),
                Arguments.of(
                        "settings, a question, words on the way, padding, priority, parts, what nobody knows, and all is well",
                        frames(
                                frame(Http2Frame.SETTINGS, 0, 0, new byte[] {0, 4, 0, 0, 0, 9}),
                                frame(Http2Frame.PING, 0, 0, new byte[8]),
                                frame(77, 0, 0, "?"),
                                frame(HEADERS, END_OF_HEADERS, 1, new byte[] {0x08, 3, '1', '0', '3'}),
                                frame(HEADERS, 0x28, 1, new byte[] {1, 0, 0, 0, 0, 7, 0}),
                                frame(Http2Frame.CONTINUATION, END_OF_HEADERS, 1, OK),
                                frame(DATA, 0x8, 1, new byte[] {2, 'r', 'e', 0, 0}),
                                frame(DATA, 0, 1, "ady"),
                                frame(HEADERS, END_OF_HEADERS | END, 1, new byte[0])),
                        "UP 200"));
    }

    @Test
    void whatNeverEndsEndsWithTheProbesTime() throws IOException {
        try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var saying =
                    CompletableFuture.runAsync(() -> say(server, frames(headers(), frame(DATA, 0, 1, "re")), true));
            var seen = asking.ask(
                    "http", check("http://127.0.0.1:" + server.getLocalPort() + "/", ""), Duration.ofMillis(300));

            assertThat(seen.error()).isEqualTo(ErrorClass.TRANSFER_TIMEOUT);
            saying.join();
        }
    }

    private static void say(ServerSocket server, byte[] said) {
        say(server, said, false);
    }

    /** @param stays whether it could say more */
    private static void say(ServerSocket server, byte[] said, boolean stays) {
        try (var client = server.accept()) {
            var in = client.getInputStream();
            assertThat(in.read(new byte[4_096])).isPositive();
            client.getOutputStream().write(said);
            if (!stays) {
                client.shutdownOutput();
            }
            in.transferTo(java.io.OutputStream.nullOutputStream()); // until the other leaves
        } catch (IOException left) {
            throw new UncheckedIOException(left);
        }
    }

    private static byte[] headers() {
        return frame(HEADERS, END_OF_HEADERS, 1, OK);
    }

    private static byte[] frame(int type, int flags, int stream, String payload) {
        return frame(type, flags, stream, payload.getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] frame(int type, int flags, int stream, byte[] payload) {
        var out = new ByteArrayOutputStream();
        new Http2Frame(type, flags, stream, payload).writeTo(out);
        return out.toByteArray();
    }

    private static byte[] frames(byte[]... all) {
        return MeasureNames.joined(all);
    }

    private static String check(String url, String more) {
        return "{\"url\":\"" + url + "\",\"version\":\"2\",\"trust\":\"any\"" + more + "}";
    }
}
