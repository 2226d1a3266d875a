package io.pulsefleet.hub.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LastBytesTest {

    private static final String LONG = "0123456789".repeat(5_000) + "the end";

    private HttpServer server;

    @BeforeEach
    void serve() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            var body = LONG.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void end() {
        server.stop(0);
    }

    @Test
    void aShortAnswerIsWhole() throws Exception {
        var answer = ask(100_000, 100_000);

        assertThat(answer.text()).isEqualTo(LONG);
        assertThat(answer.leftOut()).isZero();
    }

    @Test
    void ofALongOneTheEndIsKept() throws Exception {
        var answer = ask(10_001, 100_000);

        assertThat(answer.text()).isEqualTo(LONG.substring(LONG.length() - 10_001));
        assertThat(answer.leftOut()).isEqualTo(LONG.length() - 10_001);
    }

    @Test
    void oneThatIsTooLongIsGivenUp() {
        assertThatThrownBy(() -> ask(1_000, 20_000)).hasMessageContaining("longer than 20000 bytes");
    }

    private LastBytes.Text ask(int keep, long most) throws Exception {
        var address = URI.create("http://localhost:" + server.getAddress().getPort());
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(address).build(), LastBytes.of(keep, most))
                .body();
    }
}
