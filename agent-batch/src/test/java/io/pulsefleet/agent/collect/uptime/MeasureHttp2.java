package io.pulsefleet.agent.collect.uptime;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.EntityDetails;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.Message;
import org.apache.hc.core5.http.URIScheme;
import org.apache.hc.core5.http.impl.bootstrap.HttpAsyncServer;
import org.apache.hc.core5.http.nio.AsyncRequestConsumer;
import org.apache.hc.core5.http.nio.AsyncServerRequestHandler;
import org.apache.hc.core5.http.nio.entity.StringAsyncEntityConsumer;
import org.apache.hc.core5.http.nio.support.AsyncResponseBuilder;
import org.apache.hc.core5.http.nio.support.BasicRequestConsumer;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.http2.HttpVersionPolicy;
import org.apache.hc.core5.http2.impl.nio.bootstrap.H2ServerBootstrap;
import org.apache.hc.core5.http2.ssl.H2ServerTlsStrategy;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.TimeValue;

/**
 * A whole server over HTTP/2 that does what the path says.
 *
 * <pre>
 * /ok  /status/503  /slow/200 (milliseconds before the first byte)  /large/100000  /redirect  /echo (headers and body)
 * </pre>
 */
final class MeasureHttp2 implements AutoCloseable {

    private static final char[] NO_PASSWORD = new char[0];

    private final HttpAsyncServer server;
    private final int port;

    private MeasureHttp2(SSLContext tls, HttpVersionPolicy policy) throws IOException {
        var bootstrap = H2ServerBootstrap.bootstrap()
                .setCanonicalHostName("127.0.0.1")
                .setVersionPolicy(policy)
                .register("*", new Handler());
        if (tls != null) {
            bootstrap.setTlsStrategy(new H2ServerTlsStrategy(tls));
        }
        server = bootstrap.create();
        server.start();
        var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        try {
            port = ((InetSocketAddress) server.listen(address, tls == null ? URIScheme.HTTP : URIScheme.HTTPS)
                            .get(30, TimeUnit.SECONDS)
                            .getAddress())
                    .getPort();
        } catch (InterruptedException | ExecutionException | TimeoutException cannot) {
            throw new IOException(cannot);
        }
    }

    static MeasureHttp2 plain() throws IOException {
        return new MeasureHttp2(null, HttpVersionPolicy.FORCE_HTTP_2);
    }

    static MeasureHttp2 secured(Der.Signed own) throws IOException, GeneralSecurityException {
        return new MeasureHttp2(tls(own), HttpVersionPolicy.NEGOTIATE);
    }

    /** It agrees upon HTTP/1.1. */
    static MeasureHttp2 old(Der.Signed own) throws IOException, GeneralSecurityException {
        return new MeasureHttp2(tls(own), HttpVersionPolicy.FORCE_HTTP_1);
    }

    private static SSLContext tls(Der.Signed own) throws IOException, GeneralSecurityException {
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("own", own.keys().getPrivate(), NO_PASSWORD, new X509Certificate[] {own.certificate()});
        var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, NO_PASSWORD);
        var context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context;
    }

    int port() {
        return port;
    }

    private static final class Handler implements AsyncServerRequestHandler<Message<HttpRequest, String>> {

        @Override
        public AsyncRequestConsumer<Message<HttpRequest, String>> prepare(
                HttpRequest request, EntityDetails entity, HttpContext context) {
            return new BasicRequestConsumer<>(entity == null ? null : new StringAsyncEntityConsumer());
        }

        @Override
        public void handle(Message<HttpRequest, String> asked, ResponseTrigger trigger, HttpContext context)
                throws HttpException, IOException {
            var request = asked.getHead();
            var words = request.getPath().split("/", -1);
            var number = words.length > 2 ? Integer.parseInt(words[2]) : 0;
            var answer = switch (words[1]) {
                case "ok" -> answer(200, "ready");
                case "status" -> answer(number, "no worker");
                case "slow" -> {
                    pause(number);
                    yield answer(200, "ready");
                }
                case "large" -> answer(200, "x".repeat(number));
                case "redirect" -> answer(302, "elsewhere").setHeader("Location", "/ok");
                case "echo" -> answer(200, said(request, asked.getBody()));
                default -> answer(404, "nothing here");
            };
            trigger.submitResponse(answer.build(), context);
        }

        private static AsyncResponseBuilder answer(int status, String body) {
            return AsyncResponseBuilder.create(status).setEntity(body, ContentType.TEXT_PLAIN);
        }

        private static String said(HttpRequest request, String body) {
            var text = new StringBuilder(request.getMethod())
                    .append(' ')
                    .append(request.getScheme())
                    .append(' ')
                    .append(request.getRequestUri())
                    .append(' ')
                    .append(request.getVersion())
                    .append('\n');
            for (var header : request.getHeaders()) {
                text.append(header.getName())
                        .append(": ")
                        .append(header.getValue())
                        .append('\n');
            }
            return text.append(body == null ? "" : body.length() + " " + body.substring(0, Math.min(10, body.length())))
                    .toString();
        }

        private static void pause(int millis) throws IOException {
            try {
                TimeUnit.MILLISECONDS.sleep(millis);
            } catch (InterruptedException ended) {
                Thread.currentThread().interrupt();
                throw new IOException(ended);
            }
        }
    }

    @Override
    public void close() {
        server.close(CloseMode.IMMEDIATE);
        try {
            server.awaitShutdown(TimeValue.ofSeconds(10));
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }
}
