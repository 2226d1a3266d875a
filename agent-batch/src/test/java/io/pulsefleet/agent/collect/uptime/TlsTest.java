package io.pulsefleet.agent.collect.uptime;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.pulsefleet.wire.uptime.ErrorClass;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** UO-01, UO-04: what secures a target, and all that can be wrong with it. */
class TlsTest {

    /** RFC 8446, 6.2: an alert, fatal, that no set of parameters is acceptable. */
    private static final byte[] NO_AGREEMENT = {21, 3, 3, 0, 2, 2, 40};

    private final Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);

    private static Der.Signed root;
    private static MeasureNames names;
    private static Asking asking;

    @BeforeAll
    static void open() throws Exception {
        root = Der.authority("Test Root");
        names = new MeasureNames().address("shop.test", "127.0.0.1");
        asking = new Asking(names.address());
    }

    @AfterAll
    static void close() throws Exception {
        asking.close();
        names.close();
    }

    @Test
    void aGoodCertificateIsLookedAtByAssertions() throws Exception {
        var own = Der.make("shop", "shop.test", root, now.minusSeconds(60), now.plus(20, ChronoUnit.DAYS));
        try (var target = MeasureTarget.secured(own)) {
            var seen = asking.ask("http", https(target, "/ok", root.pem()));

            assertThat(Asking.shown(seen)).isEqualTo("UP 200");
            assertThat(seen.certificateEnds()).isEqualTo(now.plus(20, ChronoUnit.DAYS));
            assertThat(seen.phases().tls()).isPositive();
            assertThat(Asking.shown(tls(target, root.pem(), ""))).isEqualTo("UP");
            assertThat(
                            Asking.shown(
                                    tls(
                                            target,
                                            root.pem(),
                                            ",\"assertions\":[\"certificate.names == \\\"shop.test\\\"\",\"certificate.issuer contains \\\"Test Root\\\"\",\"certificate.chain == 1\",\"tls.version == \\\"TLSv1.3\\\"\",\"certificate.days > 20\"]")))
                    .isEqualTo("DOWN ASSERTION: certificate.days > 20: it is 19");
        }
    }

    @Test
    void eachThingThatIsWrongWithACertificateHasItsClass() throws Exception {
        var soon = now.plus(20, ChronoUnit.DAYS);
        var expired = Der.make("old", "shop.test", root, now.minusSeconds(600), now.minusSeconds(60));
        var early = Der.make("young", "shop.test", root, now.plusSeconds(600), soon);
        var other = Der.make("other", "crm.test", root, now.minusSeconds(60), soon);
        var selfSigned = Der.make("self", "shop.test", null, now.minusSeconds(60), soon);

        assertThat(seenOf(expired))
                .isEqualTo("DOWN CERTIFICATE_EXPIRED: the certificate of CN=old ended at " + now.minusSeconds(60));
        assertThat(seenOf(early))
                .isEqualTo("DOWN CERTIFICATE_NOT_YET_VALID: the certificate of CN=young begins at "
                        + now.plusSeconds(600));
        assertThat(seenOf(other))
                .isEqualTo("DOWN CERTIFICATE_WRONG_HOST: No subject alternative DNS name matching shop.test found.");
        assertThat(seenOf(selfSigned))
                .isEqualTo(
                        "DOWN CERTIFICATE_UNTRUSTED: nobody whom we trust signed the certificate of CN=self (by CN=self)");
        try (var target = MeasureTarget.secured(expired)) {
            assertThat(Asking.shown(asking.ask("http", https(target, "/ok", "any"))))
                    .isEqualTo("UP 200");
            assertThat(asking.ask("http", https(target, "/ok", root.pem())).certificateEnds())
                    .isEqualTo(now.minusSeconds(60));
        }
    }

    private String seenOf(Der.Signed own) throws Exception {
        try (var target = MeasureTarget.secured(own)) {
            return Asking.shown(asking.ask("http", https(target, "/ok", root.pem())));
        }
    }

    @Test
    void aHandshakeThatTakesTooLongAndOneThatIsNoneAreToldApart() throws Exception {
        var own = Der.make("shop", "shop.test", root, now.minusSeconds(60), now.plus(20, ChronoUnit.DAYS));
        try (var slow = MeasureTarget.secured(own, 5_000);
                var plain = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(asking.ask("http", https(slow, "/ok", "any"), Duration.ofMillis(200))
                            .error())
                    .isEqualTo(ErrorClass.TLS_TIMEOUT);
            var answering = CompletableFuture.runAsync(
                    () -> answerOne(plain, "HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(US_ASCII)));
            assertThat(asking.ask(
                                    "tls",
                                    "{\"host\":\"127.0.0.1\",\"port\":" + plain.getLocalPort() + ",\"trust\":\"any\"}")
                            .error())
                    .isEqualTo(ErrorClass.TLS_FAILED);
            answering.join();
        }
    }

    @Test
    void anAlertIsTold() throws Exception {
        try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var refusing = CompletableFuture.runAsync(() -> answerOne(server, NO_AGREEMENT));
            assertThat(Asking.shown(asking.ask(
                            "http",
                            "{\"url\":\"https://127.0.0.1:" + server.getLocalPort() + "/\",\"trust\":\"any\"}")))
                    .startsWith("DOWN TLS_FAILED: ")
                    .endsWith("Received fatal alert: handshake_failure"); // newer Javas say more before it
            refusing.join();
        }
    }

    /** All that it was sent is read, or its end would be a reset. */
    private static void answerOne(ServerSocket server, byte[] answer) {
        try (var client = server.accept()) {
            assertThat(client.getInputStream().read(new byte[4_096])).isPositive();
            client.getOutputStream().write(answer);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    @Test
    void noHandshakeIsAResumedOne() throws Exception {
        var own = Der.make("shop", "shop.test", root, now.minusSeconds(60), now.plus(20, ChronoUnit.DAYS));
        var check = ",\"trust\":\"" + escaped(root.pem()) + "\"}";
        var otherRoot = Der.authority("Test Root");
        var impostor = Der.make("shop", "shop.test", otherRoot, now.minusSeconds(60), now.plus(20, ChronoUnit.DAYS));
        try (var target = MeasureTarget.secured(own)) {
            for (int i = 0; i < 3; i++) {
                assertThat(Asking.shown(
                                asking.ask("http", "{\"url\":\"https://shop.test:" + target.port() + "/ok\"" + check)))
                        .isEqualTo("UP 200");
            }
        }
        assertThat(seenOf(impostor)).startsWith("DOWN CERTIFICATE_UNTRUSTED");
    }

    @Test
    void theClientShowsItsCertificateToTheOriginOnly() throws Exception {
        var own = Der.make("shop", "shop.test", root, now.minusSeconds(60), now.plus(20, ChronoUnit.DAYS));
        var client = Der.make("prober", "prober.test", root, now.minusSeconds(60), now.plus(20, ChronoUnit.DAYS));
        try (var target = MeasureTarget.secured(own);
                var other = MeasureTarget.secured(own)) {
            var more = "\",\"trust\":\"any\",\"certificate\":\"" + escaped(client.pem())
                    + "\",\"key\":\"${key}\",\"assertions\":[\"status == 500\"]}";
            var key = Map.of("key", client.keyPem());
            assertThat(asking.ask(
                                    "http",
                                    "{\"url\":\"https://shop.test:" + target.port() + "/client" + more,
                                    Duration.ofSeconds(5),
                                    key)
                            .answer())
                    .isEqualTo("CN=prober");
            assertThat(asking.ask(
                                    "http",
                                    "{\"url\":\"https://shop.test:" + target.port() + "/to?https://shop.test:"
                                            + other.port() + "/client" + more,
                                    Duration.ofSeconds(5),
                                    key)
                            .answer())
                    .isEqualTo("nobody");
        }
    }

    @Test
    void aProxyTunnelsWhatIsSecured() throws Exception {
        var own = Der.make("shop", "shop.test", root, now.minusSeconds(60), now.plus(20, ChronoUnit.DAYS));
        try (var target = MeasureTarget.secured(own);
                var proxy = MeasureTarget.plain()) {
            var through =
                    ",\"proxy\":\"http://127.0.0.1:" + proxy.port() + "\",\"trust\":\"" + escaped(root.pem()) + "\"}";
            assertThat(Asking.shown(
                            asking.ask("http", "{\"url\":\"https://shop.test:" + target.port() + "/ok\"" + through)))
                    .isEqualTo("UP 200");
            assertThat(proxy.requests()).containsExactly("CONNECT shop.test:" + target.port() + " HTTP/1.1");
            assertThat(Asking.shown(asking.ask("http", "{\"url\":\"https://forbidden.test/ok\"" + through)))
                    .isEqualTo("DOWN PROXY_FAILED: the proxy answered 403 to CONNECT forbidden.test:443");
        }
    }

    private static io.pulsefleet.wire.uptime.Heartbeat tls(MeasureTarget target, String trust, String more) {
        return asking.ask(
                "tls",
                "{\"host\":\"127.0.0.1\",\"serverName\":\"shop.test\",\"port\":" + target.port() + ",\"trust\":\""
                        + escaped(trust) + "\"" + more + "}");
    }

    private static String https(MeasureTarget target, String path, String trust) {
        return "{\"url\":\"https://shop.test:" + target.port() + path + "\",\"trust\":\"" + escaped(trust) + "\"}";
    }

    private static String escaped(String text) {
        return new String(JsonStringEncoder.getInstance().quoteAsString(text));
    }
}
