package io.pulsefleet.cli;

import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;

/** The hub's REST API. */
final class Hub {

    private static final Duration LONGEST = Duration.ofSeconds(90);
    private static final int LARGEST = 64 << 20;
    private static final String JSON = "application/json";
    private static final String YAML = "application/yaml";

    private final URI address;
    private final String header;
    private final String secret;
    private final HttpClient client;

    record Answer(int status, HttpHeaders headers, String body) {}

    private Hub(URI address, String header, String secret, SSLContext trust) {
        this.address = address;
        this.header = header;
        this.secret = secret;
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(10))
                .sslContext(trust)
                .build();
    }

    static Hub of(Account account) {
        return new Hub(account.hub(), account.header(), account.secret(), Trust.in(account.authority()));
    }

    /** Asked by nobody yet. */
    static Hub at(URI address, SSLContext trust) {
        return new Hub(address, "", "", trust);
    }

    /** Ends its session; a key stays good. */
    static void signOut(Account account) {
        if (account.header().equals(Account.SESSION)) {
            var hub = of(account);
            hub.ask(hub.request("DELETE", "session", JSON));
        }
    }

    /** @throws RefusedException also where the hub says no */
    Json get(String path, Map<String, List<String>> query) {
        return json(ask(request("GET", path + asked(query), JSON)));
    }

    Json get(String path) {
        return get(path, Map.of());
    }

    String getYaml(String path) {
        return ask(request("GET", path, YAML)).body();
    }

    Json putYaml(String path, String document) {
        return json(ask(request("PUT", path, JSON, YAML, document)));
    }

    Json post(String path, Object body) {
        return json(answerTo(path, body));
    }

    /** As it came, with its headers. */
    Answer answerTo(String path, Object body) {
        return ask(request("POST", path, JSON, JSON, Json.text(body)));
    }

    /** @param version that was looked at */
    Json putIf(String version, String path, Object body) {
        return json(ask(request("PUT", path, JSON, JSON, Json.text(body)).header("If-Match", version)));
    }

    private HttpRequest.Builder request(String method, String path, String wanted) {
        var request = HttpRequest.newBuilder(URI.create(address + "/api/v1/" + path))
                .timeout(LONGEST)
                .header("Accept", wanted)
                .header("User-Agent", "pulse")
                .method(method, BodyPublishers.noBody());
        return header.isEmpty() ? request : request.header(header, secret);
    }

    private HttpRequest.Builder request(String method, String path, String wanted, String type, String body) {
        return request(method, path, wanted).header("Content-Type", type).method(method, BodyPublishers.ofString(body));
    }

    private Answer ask(HttpRequest.Builder request) {
        var answer = send(request.build());
        if (answer.status() / 100 != 2) {
            throw refusal(answer);
        }
        return answer;
    }

    private Answer send(HttpRequest request) {
        try {
            var answer = client.send(request, BodyHandlers.ofInputStream());
            try (var body = answer.body()) {
                return new Answer(answer.statusCode(), answer.headers(), text(body));
            }
        } catch (IOException failed) {
            throw isOfCertificate(failed) ? notTrusted(failed) : away(failed);
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
            throw new RefusedException(Exit.AWAY, "interrupted", ended);
        }
    }

    private String text(InputStream body) throws IOException {
        var bytes = body.readNBytes(LARGEST + 1);
        if (bytes.length > LARGEST) {
            throw new RefusedException(Exit.AWAY, address + " answers without end: is it a PulseFleet hub?");
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** Not as where a hub goes away during a handshake. */
    private static boolean isOfCertificate(Throwable failed) {
        return failed != null && (failed instanceof CertificateException || isOfCertificate(failed.getCause()));
    }

    private RefusedException notTrusted(IOException failed) {
        return new RefusedException(
                Exit.NOT_ALLOWED,
                address + " cannot prove that it is your hub (" + failed.getMessage() + "): sign in with --ca FILE"
                        + " or --fingerprint sha256:..., as the console's 'Add a host' shows it",
                failed);
    }

    private RefusedException away(IOException failed) {
        var why = failed.getMessage() == null ? "it cannot be reached" : failed.getMessage();
        return new RefusedException(
                Exit.AWAY,
                "the hub " + address + " does not answer: " + why + "; is it up, is the address right?",
                failed);
    }

    /** A problem as the hub describes it; what answers otherwise is none. */
    private RefusedException refusal(Answer answer) {
        var problem =
                Json.of(answer.body()).filter(one -> !one.get("title").text().isEmpty());
        if (problem.isEmpty()) {
            return notOurs(answer);
        }
        var remedy = answer.status() == 401 ? " Sign in: pulse login " + address : "";
        return new RefusedException(Exit.of(answer.status()), why(answer.status(), problem.get()) + remedy);
    }

    private static String why(int status, Json problem) {
        var field = problem.get("field").text();
        var detail = problem.get("detail").text();
        return detail.isEmpty()
                ? problem.get("title").text() + " (" + status + ")"
                : (field.isEmpty() || detail.startsWith(field) ? "" : field + ": ") + detail;
    }

    private Json json(Answer answer) {
        return Json.of(answer.body()).orElseThrow(() -> notOurs(answer));
    }

    private RefusedException notOurs(Answer answer) {
        return new RefusedException(
                Exit.AWAY, address + " answered " + answer.status() + ", and not as a PulseFleet hub does");
    }

    private static String asked(Map<String, List<String>> query) {
        var all = query.entrySet().stream()
                .flatMap(entry -> values(entry.getValue()).map(value -> entry.getKey() + "=" + encoded(value)))
                .collect(joining("&"));
        return all.isEmpty() ? "" : "?" + all;
    }

    private static Stream<String> values(List<String> given) {
        return given == null ? Stream.empty() : given.stream().filter(one -> one != null && !one.isEmpty());
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
