package io.pulsefleet.agent.collect.uptime;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefleet.wire.uptime.ErrorClass;
import io.pulsefleet.wire.uptime.Heartbeat;
import io.pulsefleet.wire.uptime.Heartbeat.Status;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** UO-01: what a request saw, and what was wrong, each by its own class. */
class HttpProberTest {

    private static MeasureTarget target;
    private static Asking asking;

    @BeforeAll
    static void open() throws IOException {
        target = MeasureTarget.plain();
        asking = new Asking(null);
    }

    @AfterAll
    static void close() throws IOException {
        asking.close();
        target.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            /ok              | UP 200
            /chunked         | UP 200
            /until-close     | UP 200
            /redirect/3      | UP 200
            /status/404      | DOWN 404 ASSERTION: status in 200-399: it is 404
            /truncated       | DOWN 200 TRUNCATED: the answer ended after 5 bytes; 95 are missing
            /chunk-truncated | DOWN 200 TRUNCATED: the answer ended after 5 bytes before its end
            /endless         | DOWN 200 TOO_LARGE: the answer is larger than 1048576 bytes
            /endless-headers | DOWN MALFORMED: the headers are larger than 65536 bytes
            /large/1048577   | DOWN 200 TOO_LARGE: the answer is larger than 1048576 bytes
            /loop            | DOWN 301 TOO_MANY_REDIRECTS: it redirects more than 5 times, at last to /loop
            /to?ftp://a/     | DOWN 307 MALFORMED: it redirects to ftp://a/, which is no HTTP
            /garbage         | DOWN MALFORMED: the answer is not HTTP: it begins with 220 mail.example ESMTP
            /reset           | DOWN RESET: Connection reset
            """)
    void tellsWhatItSaw(String path, String seen) {
        assertThat(Asking.shown(asking.ask("http", check(path, "")))).isEqualTo(seen);
    }

    @Test
    void bodiesAreReadWholeHoweverTheyEnd() {
        for (var path : List.of("/ok", "/chunked", "/until-close", "/drip/1")) {
            var seen = asking.ask("http", check(path, ",\"assertions\":[\"body == \\\"ready\\\"\",\"size == 5\"]"));
            assertThat(Asking.shown(seen)).isEqualTo("UP 200");
            assertThat(seen.bytes()).isEqualTo(5);
        }
    }

    @Test
    void whatFailsShowsTheBeginningOfTheAnswerAndWhatIsWellDoesNot() {
        assertThat(asking.ask("http", check("/status/503", "")).answer()).isEqualTo("no worker");
        assertThat(asking.ask("http", check("/ok", "")).answer()).isNull();
    }

    @Test
    void timeEndsInThePhaseThatWaits() {
        assertThat(asking.ask("http", check("/silent", ""), Duration.ofMillis(150))
                        .error())
                .isEqualTo(ErrorClass.FIRST_BYTE_TIMEOUT);
        assertThat(asking.ask("http", check("/drip/5000", ""), Duration.ofMillis(150))
                        .error())
                .isEqualTo(ErrorClass.TRANSFER_TIMEOUT);
    }

    @Test
    void aQueueThatIsFullIsAConnectTimeoutAndAClosedPortIsRefused() throws IOException {
        try (var full = new MeasureTarget.Full()) {
            var seen =
                    asking.ask("http", "{\"url\":\"http://127.0.0.1:" + full.port() + "/\"}", Duration.ofMillis(200));
            assertThat(Asking.shown(seen)).isEqualTo("DOWN CONNECT_TIMEOUT: nobody took the connection in time");
        }
        assertThat(Asking.shown(asking.ask("http", "{\"url\":\"http://127.0.0.1:" + closedPort() + "/\"}")))
                .isEqualTo("DOWN REFUSED: Connection refused");
    }

    /** To a broadcast address the kernel itself has no route for TCP; nothing leaves it. */
    @Test
    void noRouteAndNoNameServerHaveTheirClasses() {
        assertThat(Asking.shown(asking.ask("http", "{\"url\":\"http://127.255.255.255/\"}")))
                .isEqualTo("DOWN NO_ROUTE: Network is unreachable");
        assertThat(Asking.shown(asking.ask("http", "{\"url\":\"http://shop.test/\"}")))
                .isEqualTo("DOWN DNS_FAILED: there is no name server in /etc/resolv.conf");
    }

    private static int closedPort() throws IOException {
        try (var gone = new java.net.ServerSocket(0)) {
            return gone.getLocalPort();
        }
    }

    @Test
    void eachHopHasPhasesOfItsOwnAndTheirSumIsTheWhole() {
        var seen = asking.ask("http", check("/redirect/2", ""));

        assertThat(seen.hops())
                .extracting(hop -> hop.url().replaceFirst(".*:\\d+", "") + " " + hop.code())
                .containsExactly("/redirect/2 302", "/redirect/1 302", "/ok 200");
        assertThat(seen.hops().stream().mapToLong(hop -> hop.phases().connect()).sum())
                .isEqualTo(seen.phases().connect());
        var whole = seen.phases();
        assertThat(whole.total())
                .isEqualTo(whole.dns() + whole.connect() + whole.tls() + whole.firstByte() + whole.transfer());
    }

    @Test
    void aRedirectThatIsNotFollowedIsTheAnswer() {
        var seen = asking.ask("http", check("/redirect/2", ",\"redirects\":0,\"assertions\":[\"status == 302\"]"));

        assertThat(Asking.shown(seen)).isEqualTo("UP 302");
        assertThat(seen.hops()).isEmpty();
    }

    @Test
    void theRequestIsSentAsTheMonitorSays() {
        var seen = asking.ask(
                "http",
                check(
                        "/echo?a=b",
                        ",\"method\":\"POST\",\"body\":\"hello\",\"user\":\"ann\",\"password\":\"${p}\",\"headers\":{\"X-Key\":\"${p}1\"},\"assertions\":[\"status == 500\"]"),
                Duration.ofSeconds(5),
                Map.of("p", "secret"));

        var said = seen.answer().lines().toList();
        assertThat(said).first().isEqualTo("POST /echo?a=b HTTP/1.1");
        assertThat(said).contains("X-Key: ***1", "Content-Length: 5", "Accept-Encoding: identity", "hello");
        assertThat(said.stream()
                        .filter(line -> line.startsWith("Authorization"))
                        .map(MeasureTarget::basic)
                        .toList())
                .containsExactly("ann:secret");
    }

    @Test
    void whatTheMonitorSaysOfItselfGoesToNoOtherOrigin() throws IOException {
        try (var other = MeasureTarget.plain()) {
            var seen = asking.ask(
                    "http",
                    check(
                            "/to?http://127.0.0.1:" + other.port() + "/echo",
                            ",\"user\":\"ann\",\"password\":\"secret\",\"headers\":{\"X-Key\":\"k\"},\"assertions\":[\"status == 500\"]"));
            assertThat(seen.answer())
                    .doesNotContain("X-Key")
                    .doesNotContain("Authorization")
                    .contains("GET /echo");
        }
    }

    @Test
    void anHttpProxyIsAskedInTheMonitorsStead() throws IOException {
        try (var proxy = MeasureTarget.plain()) {
            var seen = asking.ask(
                    "http", "{\"url\":\"http://shop.test/ok\",\"proxy\":\"http://127.0.0.1:" + proxy.port() + "\"}");
            assertThat(Asking.shown(seen)).isEqualTo("UP 200");
            assertThat(proxy.requests()).containsExactly("GET http://shop.test/ok HTTP/1.1");
        }
        var seen = asking.ask("http", "{\"url\":\"http://shop.test/ok\",\"proxy\":\"http://127.0.0.1:1\"}");
        assertThat(Asking.shown(seen)).isEqualTo("DOWN PROXY_FAILED: the proxy http://127.0.0.1:1: Connection refused");
    }

    @Test
    void aKeptConnectionIsUsedAgainAndReplacedWhenItIsGone() throws IOException {
        var first = asking.ask("http", check("/ok", ",\"keepAlive\":true"));
        var second = asking.ask("http", check("/gone", ",\"keepAlive\":true"));
        var third = asking.ask("http", check("/ok", ",\"keepAlive\":true"));

        assertThat(List.of(Asking.shown(first), Asking.shown(second), Asking.shown(third)))
                .containsOnly("UP 200");
        assertThat(first.phases().connect()).isPositive();
        assertThat(second.phases().connect()).isZero();
        assertThat(third.phases().connect()).isPositive();
    }

    @Test
    void whatThisAgentCannotDoIsSaid() {
        assertThat(Asking.shown(asking.ask(
                        "http",
                        "{\"url\":\"http://shop.test/ok\",\"proxy\":\"http://127.0.0.1:1\",\"version\":\"2\"}")))
                .isEqualTo("DOWN UNSUPPORTED: through a proxy HTTP/2 goes to https only; set version to 1.1");
        assertThat(Asking.shown(asking.ask("gopher", "{}")))
                .isEqualTo("DOWN UNSUPPORTED: this agent does not know monitors of the kind gopher");
        assertThat(Asking.shown(asking.ask("http", "{\"url\":\"http://${x}/\"}")))
                .isEqualTo("DOWN UNSUPPORTED: url: ${x} is no secret of this monitor; it has none");
        assertThat(ErrorClass.UNSUPPORTED.isOfProber()).isTrue();
    }

    @Test
    void assertionsLookAtTheAnswer() {
        Heartbeat seen = asking.ask(
                "http",
                check(
                        "/json",
                        ",\"assertions\":[\"json $.queue.length == 3\",\"time.total < 5s\",\"json $.status == \\\"down\\\"\"]"));

        assertThat(Asking.shown(seen)).isEqualTo("DOWN 200 ASSERTION: json $.status == \"down\": it is \"ok\"");
        assertThat(seen.status()).isEqualTo(Status.DOWN);
    }

    private static String check(String path, String more) {
        return "{\"url\":\"http://127.0.0.1:" + target.port() + path + "\"" + more + "}";
    }
}
