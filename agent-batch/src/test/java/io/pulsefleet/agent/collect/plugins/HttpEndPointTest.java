package io.pulsefleet.agent.collect.plugins;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.BasicAuthenticator;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Servers that tell their numbers over HTTP: SP-11. */
@Timeout(60)
class HttpEndPointTest {

    @TempDir
    Path folder;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private HttpServer server;
    private Visited plugIns;

    @BeforeEach
    void begin() throws IOException {
        plugIns = new Visited(folder.resolve("none"));
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        start(server);
    }

    @AfterEach
    void end() {
        server.stop(0);
        threads.shutdownNow();
    }

    /** As Open Liberty 26 with mpMetrics-5.1 answers. */
    @Test
    void openLibertysMetrics() throws Exception {
        byte[] captured;
        try (var file = HttpEndPointTest.class.getResourceAsStream("/plugins/liberty-metrics.txt")) {
            captured = file.readAllBytes();
        }
        serve("/metrics", exchange -> answer(exchange, 200, "text/plain; version=0.0.4; charset=utf-8", captured));
        ask("shop", "/metrics");

        assertThat(plugIns.targets()).containsExactly("shop", "host");
        assertThat(plugIns.visit("shop"))
                .startsWith("plugin.series.left_out 0.0\n")
                .contains("memory_usedHeap_bytes{mp_scope=\"base\"}")
                .contains("threadpool_size{mp_scope=\"vendor\",pool=\"Default_Executor\"}")
                .contains("gc_total{mp_scope=\"base\",name=\"G1 Young Generation\"}")
                .doesNotContain("FAILED");
    }

    @Test
    void openMetricsIsAskedForAndMustBeWhole() throws Exception {
        var accepted = new String[1];
        serve("/whole", exchange -> {
            accepted[0] = exchange.getRequestHeaders().getFirst("Accept");
            answer(exchange, 200, "application/openmetrics-text; version=1.0.0", "a 1\n# EOF\n".getBytes(UTF_8));
        });
        serve(
                "/torn",
                exchange ->
                        answer(exchange, 200, "application/openmetrics-text; version=1.0.0", "a 1\n".getBytes(UTF_8)));
        ask("whole", "/whole");
        ask("torn", "/torn");

        assertThat(plugIns.visit("whole")).isEqualTo("plugin.series.left_out 0.0\na 1.0\n");
        assertThat(plugIns.visit("torn")).isEqualTo("FAILED line 1: it does not end in # EOF, so it is not whole\n");
        assertThat(accepted[0]).startsWith("application/openmetrics-text;version=1.0.0");
    }

    @Test
    void userAndPasswordAreShown() throws Exception {
        server.createContext("/metrics", exchange -> answer(exchange, 200, "text/plain", "a 1\n".getBytes(UTF_8)))
                .setAuthenticator(new BasicAuthenticator("shop") {
                    @Override
                    public boolean checkCredentials(String user, String password) {
                        return user.equals("monitor") && password.equals("p:ss w\u00f6rd");
                    }
                });
        var file = Files.writeString(folder.resolve("password"), "p:ss w\u00f6rd\n");
        ask("none", "/metrics");
        ask("wrong", "/metrics user=monitor password=no");
        ask("well", "/metrics user=monitor password-file=" + file);

        assertThat(plugIns.visit("none"))
                .isEqualTo(
                        "FAILED " + url("/metrics") + " answers 401: it wants a user; say user= and password-file=\n");
        assertThat(plugIns.visit("wrong"))
                .isEqualTo("FAILED " + url("/metrics")
                        + " answers 401: it refuses monitor; look at its password and its rights\n");
        assertThat(plugIns.visit("well")).endsWith("a 1.0\n");
    }

    @Test
    void whatIsNoTextOfMetricsIsNamed() throws Exception {
        serve("/page", exchange -> answer(exchange, 200, "text/html", "<html>".getBytes(UTF_8)));
        serve("/error", exchange -> answer(exchange, 503, "text/plain", new byte[0]));
        serve("/moved", exchange -> {
            exchange.getResponseHeaders().add("Location", "/page");
            answer(exchange, 302, "text/plain", new byte[0]);
        });
        serve(
                "/long",
                exchange -> answer(
                        exchange, 200, "text/plain", "a 1\n".repeat(1 << 19).getBytes(UTF_8)));
        ask("page", "/page");
        ask("error", "/error");
        ask("moved", "/moved");
        ask("long", "/long");

        assertThat(plugIns.visit("page"))
                .isEqualTo("FAILED " + url("/page") + " answers text/html, which is no text of metrics\n");
        assertThat(plugIns.visit("error")).isEqualTo("FAILED " + url("/error") + " answers 503\n");
        assertThat(plugIns.visit("moved")).isEqualTo("FAILED " + url("/moved") + " answers 302\n");
        assertThat(plugIns.visit("long"))
                .isEqualTo("FAILED " + url("/long") + ": it answers more than 1048576 bytes\n");
    }

    @Test
    void oneThatIsNotThereOrSaysNothingIsAway() throws Exception {
        plugIns.given.put("pulse.plugins.timeout", "300ms");
        int closed;
        try (var socket = new ServerSocket(0)) {
            closed = socket.getLocalPort();
        }
        serve("/drips", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write("a 1\n".getBytes(UTF_8));
            exchange.getResponseBody().flush(); // and no more
        });
        add("none http://127.0.0.1:" + closed + "/metrics");
        ask("drips", "/drips");

        assertThat(plugIns.visit("none")).startsWith("AWAY http://127.0.0.1:" + closed + "/metrics cannot be asked: ");
        assertThat(plugIns.visit("drips")).isEqualTo("AWAY " + url("/drips") + " does not answer within 300 ms\n");
    }

    @Test
    void aServerIsTrustedWhoseCertificateIsNamed() throws Exception {
        server.stop(0);
        server = tlsServer();
        start(server);
        serve("/metrics", exchange -> answer(exchange, 200, "text/plain", "a 1\n".getBytes(UTF_8)));
        var url = "https://127.0.0.1:" + server.getAddress().getPort() + "/metrics";
        var broken = Files.writeString(folder.resolve("broken.pem"), "none");
        add("none " + url);
        add("well " + url + " ca=" + folder.resolve("own.pem"));
        add("broken " + url + " ca=" + broken);

        assertThat(plugIns.visit("none")).startsWith("AWAY " + url + " cannot be asked: ");
        assertThat(plugIns.visit("well")).endsWith("a 1.0\n");
        assertThat(plugIns.visit("broken")).startsWith("FAILED " + broken + " holds no certificate");
    }

    @Test
    void aSettingThatCannotBeUnderstoodIsNamedWithoutItsPassword() {
        assertThatThrownBy(() -> EndPointLine.allOf("shop")).hasMessage("'shop' has no address");
        assertThatThrownBy(() -> EndPointLine.allOf("shop ftp://localhost/"))
                .hasMessageStartingWith("shop: its address is none of http://host/path");
        assertThatThrownBy(() -> EndPointLine.allOf("shop http://me:secret@localhost/"))
                .hasMessageNotContaining("secret");
        assertThatThrownBy(() -> EndPointLine.allOf("shop http://localhost/ passwort=geheim"))
                .hasMessage("shop: 'passwort' is none of user=, password=, password-file=, ca=, every=, timeout=");
        assertThatThrownBy(() -> EndPointLine.allOf("stock jmx://localhost:9010 ca=/etc/ca.pem"))
                .hasMessage("stock: ca= is for https:// only; over JMX the agent's own trust store counts:"
                        + " -Djavax.net.ssl.trustStore= in its jvm.options");
        assertThat(EndPointLine.allOf("shop http://localhost/ password=geheim").toString())
                .doesNotContain("geheim");
        assertThat(EndPointLine.allOf("a service:jmx:rmi:///jndi/rmi://localhost:9010/jmxrmi")
                        .get(0)
                        .url())
                .hasToString("jmx://localhost:9010");
    }

    private HttpsServer tlsServer() throws Exception {
        var store = folder.resolve("own.p12");
        run(
                "-genkeypair",
                "-alias",
                "own",
                "-keyalg",
                "RSA",
                "-dname",
                "CN=own",
                "-ext",
                "san=ip:127.0.0.1",
                "-storetype",
                "PKCS12",
                "-storepass",
                "a-password",
                "-keystore",
                store.toString());
        run(
                "-exportcert",
                "-rfc",
                "-alias",
                "own",
                "-storepass",
                "a-password",
                "-keystore",
                store.toString(),
                "-file",
                folder.resolve("own.pem").toString());
        var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(KeyStore.getInstance(store.toFile(), "a-password".toCharArray()), "a-password".toCharArray());
        var context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        var tls = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        tls.setHttpsConfigurator(new HttpsConfigurator(context));
        return tls;
    }

    private static void run(String... words) throws Exception {
        var command = new java.util.ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(java.util.List.of(words));
        var keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
        var said = new String(keytool.getInputStream().readAllBytes(), UTF_8);
        assertThat(keytool.waitFor()).as(said).isZero();
    }

    private void start(HttpServer one) {
        one.setExecutor(threads);
        one.start();
    }

    private void serve(String path, HttpHandler handler) {
        server.createContext(path, handler);
    }

    private static void answer(HttpExchange exchange, int status, String type, byte[] body) throws IOException {
        exchange.getResponseHeaders().add("Content-Type", type);
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private String url(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    private void ask(String name, String rest) {
        add(name + " " + url(rest));
    }

    private void add(String line) {
        plugIns.given.merge("pulse.plugins.endpoints", line, (all, one) -> all + "; " + one);
    }
}
