package io.pulsefleet.cli;

import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;

/** The hub's REST API. */
final class Hub {

    private static final Duration LONGEST = Duration.ofSeconds(90);
    private static final String JSON = "application/json";

    private final URI address;
    private final String header;
    private final String secret;
    private final HttpClient client;

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

    /** @throws RefusedException also where the hub says no */
    Json get(String path, Map<String, List<String>> query) {
        return Json.of(ask("GET", path + asked(query), JSON, null, JSON).body());
    }

    Json get(String path) {
        return get(path, Map.of());
    }

    Json post(String path, Object body) {
        return Json.of(answerTo("POST", path, body).body());
    }

    /** As it came, with its headers. */
    HttpResponse<String> answerTo(String method, String path, Object body) {
        return ask(method, path, JSON, body == null ? null : Json.text(body), JSON);
    }

    /**
     * @param wanted the type of the answer
     * @param body null: none
     * @param type of the body
     * @throws RefusedException also where the hub says no
     */
    HttpResponse<String> ask(String method, String path, String wanted, String body, String type) {
        var request = HttpRequest.newBuilder(URI.create(address + "/api/v1/" + path))
                .timeout(LONGEST)
                .header("Accept", wanted)
                .header("User-Agent", "pulse")
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (body != null) {
            request.header("Content-Type", type);
        }
        if (!header.isEmpty()) {
            request.header(header, secret);
        }
        var answer = send(request.build());
        if (answer.statusCode() / 100 != 2) {
            throw refusal(answer);
        }
        return answer;
    }

    private HttpResponse<String> send(HttpRequest request) {
        try {
            return client.send(request, BodyHandlers.ofString());
        } catch (SSLException notTrusted) {
            throw new RefusedException(
                    Exit.NOT_ALLOWED,
                    address + " cannot prove that it is your hub (" + notTrusted.getMessage()
                            + "): sign in with --ca FILE"
                            + " or --fingerprint sha256:..., as the console's 'Add a host' shows it",
                    notTrusted);
        } catch (IOException away) {
            var why = away.getMessage() == null ? "it cannot be reached" : away.getMessage();
            throw new RefusedException(
                    Exit.AWAY,
                    "the hub " + address + " does not answer: " + why + "; is it up, is the address right?",
                    away);
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
            throw new RefusedException(Exit.AWAY, "interrupted", ended);
        }
    }

    private RefusedException refusal(HttpResponse<String> answer) {
        var status = answer.statusCode();
        var why = why(answer);
        var remedy = status == 401 ? "; sign in: pulse login " + address : "";
        return new RefusedException(Exit.of(status), why + remedy);
    }

    /** A problem as the hub describes it, or as much as can be said of what is none. */
    private static String why(HttpResponse<String> answer) {
        try {
            var problem = Json.of(answer.body());
            var field = problem.get("field").text();
            var detail = problem.get("detail").text();
            return detail.isEmpty()
                    ? problem.get("title").text() + " (" + answer.statusCode() + ")"
                    : (field.isEmpty() || detail.startsWith(field) ? "" : field + ": ") + detail;
        } catch (RefusedException isNone) {
            return "the hub answered " + answer.statusCode() + ", and not as a PulseFleet hub does";
        }
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
