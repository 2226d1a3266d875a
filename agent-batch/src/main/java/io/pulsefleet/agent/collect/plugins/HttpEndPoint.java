package io.pulsefleet.agent.collect.plugins;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.pulsefleet.agent.collect.Pass;
import io.pulsefleet.agent.collect.UnreachableException;
import io.pulsefleet.agent.collect.Visit;
import io.pulsefleet.agent.collect.exposition.Exposition;
import io.pulsefleet.agent.collect.exposition.Limits;
import io.pulsefleet.wire.Reading;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * A server that tells its numbers over HTTP, as MicroProfile Metrics and all of Prometheus' kind do. It is asked without
 * redirects: what is shown is for the one that was named. All of an answer must be there within its time.
 */
final class HttpEndPoint implements PlugIn {

    private static final String ACCEPTED =
            "application/openmetrics-text;version=1.0.0;charset=utf-8,text/plain;version=0.0.4;q=0.5,*/*;q=0.1";

    private final EndPointLine line;
    private final Duration timeout;
    private final int mostBytes;
    private final Limits limits;

    /** Made when it is first needed, and anew when its certificates cannot be read at first. */
    private Optional<HttpClient> client = Optional.empty();

    HttpEndPoint(EndPointLine line, Duration timeout, int mostBytes, Limits limits) {
        this.line = line;
        this.timeout = line.timeout().orElse(timeout);
        this.mostBytes = mostBytes;
        this.limits = limits;
    }

    @Override
    public String name() {
        return line.name();
    }

    @Override
    public Kind kind() {
        return Kind.ENDPOINT;
    }

    @Override
    public Optional<Duration> every() {
        return line.every();
    }

    @Override
    public Duration timeout() {
        return timeout;
    }

    @Override
    public Pass begin(Visit visit) throws IOException {
        var answer = ask();
        switch (answer.statusCode()) {
            case 200 -> {}
            case 401, 403 ->
                throw new IOException(line.url() + " answers " + answer.statusCode() + ": "
                        + (line.user().isEmpty()
                                ? "it wants a user; say user= and password-file="
                                : "it refuses " + line.user() + "; look at its password and its rights"));
            default -> throw new IOException(line.url() + " answers " + answer.statusCode());
        }
        var type = answer.headers().firstValue("Content-Type").orElse("text/plain");
        if (type.startsWith("text/html") || type.startsWith("application/json")) {
            throw new IOException(line.url() + " answers " + type + ", which is no text of metrics");
        }
        var told = Exposition.read(
                new String(answer.body(), UTF_8), Exposition.Format.ofContentType(type), visit.at(), limits);
        var readings = new ArrayList<Reading>();
        readings.add(Told.LEFT_OUT.read(visit.at(), told.leftOut()));
        readings.addAll(told.readings());
        return PlugInPass.of(readings, told.why().map(List::of).orElse(List.of()));
    }

    private HttpResponse<byte[]> ask() throws IOException {
        if (client.isEmpty()) {
            client = Optional.of(newClient());
        }
        var request = HttpRequest.newBuilder(line.url())
                .header("Accept", ACCEPTED)
                .header("User-Agent", "PulseFleet")
                .GET();
        if (!line.user().isEmpty()) {
            var shown = line.user() + ":" + password(line);
            request.header("Authorization", "Basic " + Base64.getEncoder().encodeToString(shown.getBytes(UTF_8)));
        }
        var asked = client.get().sendAsync(request.build(), Bodies.upTo(mostBytes));
        try {
            return asked.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            throw new UnreachableException(
                    "%s does not answer within %d ms".formatted(line.url(), timeout.toMillis()), late);
        } catch (ExecutionException failed) {
            throw why(failed.getCause());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IOException(line.url() + ": was interrupted", stopped);
        } finally {
            asked.cancel(true);
        }
    }

    /** What is too long is its mistake; else nobody is there. */
    private IOException why(Throwable cause) {
        if (cause.getClass() == IOException.class
                && String.valueOf(cause.getMessage()).startsWith("it answers")) {
            return new IOException(line.url() + ": " + cause.getMessage(), cause);
        }
        var reason = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        return new UnreachableException(line.url() + " cannot be asked: " + reason, cause);
    }

    private HttpClient newClient() throws IOException {
        var builder = HttpClient.newBuilder()
                .version(Version.HTTP_1_1)
                .followRedirects(Redirect.NEVER)
                .connectTimeout(timeout);
        if (line.ca().isPresent()) {
            builder.sslContext(trusting(line.ca().get()));
        }
        return builder.build();
    }

    private static SSLContext trusting(Path ca) throws IOException {
        try (var file = Files.newInputStream(ca)) {
            var store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            int number = 0;
            for (var certificate : CertificateFactory.getInstance("X.509").generateCertificates(file)) {
                store.setCertificateEntry("ca" + number++, certificate);
            }
            if (number == 0) {
                throw new IOException(ca + " holds no certificate");
            }
            var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            var context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException broken) {
            throw new IOException(ca + " holds no certificates: " + broken.getMessage(), broken);
        }
    }

    /** Read anew each time: a password that is changed is changed in its file only. */
    static String password(EndPointLine line) throws IOException {
        return line.passwordFile().isPresent()
                ? Files.readString(line.passwordFile().get()).strip()
                : line.password();
    }
}
