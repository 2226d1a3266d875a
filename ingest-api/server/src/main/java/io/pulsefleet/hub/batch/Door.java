package io.pulsefleet.hub.batch;

import com.fasterxml.jackson.databind.JsonNode;
import io.pulsefleet.hub.access.Vault;
import io.pulsefleet.hub.batch.BatchTrouble.Kind;
import io.pulsefleet.hub.batch.LastBytes.Text;
import io.pulsefleet.store.batch.BatchServer;
import io.pulsefleet.wire.Json;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;

/**
 * Asks another server, within bounds: (1) an answer is whole in so many seconds, or none; (2) of so many bytes, or none;
 * (3) not more than so many at once to one server; (4) redirects are not followed; (5) only what is below {@code
 * /ibm/api/batch} is asked for.
 */
@ApplicationScoped
class Door {

    private static final int LONGEST_PAGE = 16_384;
    private static final Duration CONNECT = Duration.ofSeconds(3);
    private static final Duration ANSWER = Duration.ofSeconds(10);
    private static final Duration LOG = Duration.ofSeconds(12);
    private static final int LONGEST_ANSWER = 8 << 20;
    private static final int LONGEST_LOG = 1 << 20;
    private static final long LONGEST_LOG_READ = 64L << 20;
    private static final int MOST_AT_ONCE = 12;
    private static final int LONGEST_WORDS = 1_000;
    private static final int LONGEST_FAILURE = 300;
    private static final Pattern TAG = Pattern.compile("<[^>]{0,200}>");
    private static final Pattern ERROR = Pattern.compile("^\\s*Error \\d{3}: ");

    @Inject
    ServerBook servers;

    private final Map<String, Way> ways = new ConcurrentHashMap<>();

    /** What is kept from one question to the next. */
    private record Way(long revision, HttpClient client, Semaphore turns) {}

    JsonNode get(BatchServer server, String path) throws BatchTrouble {
        return json(ask(server, request(server, path).GET(), LONGEST_ANSWER, LONGEST_ANSWER, ANSWER));
    }

    JsonNode send(BatchServer server, String method, String path, Object body) throws BatchTrouble {
        var request = request(server, path)
                .header("Content-Type", "application/json; charset=UTF-8")
                .method(method, BodyPublishers.ofByteArray(Json.bytes(body)));
        return json(ask(server, request, LONGEST_ANSWER, LONGEST_ANSWER, ANSWER));
    }

    void delete(BatchServer server, String path) throws BatchTrouble {
        ask(server, request(server, path).DELETE(), LONGEST_ANSWER, LONGEST_ANSWER, ANSWER);
    }

    /** The end of a text, where it is long. */
    Text text(BatchServer server, String path) throws BatchTrouble {
        return ask(server, request(server, path).GET(), LONGEST_LOG, LONGEST_LOG_READ, LOG);
    }

    private HttpRequest.Builder request(BatchServer server, String path) throws BatchTrouble {
        var password = servers.open(server);
        if (password.state() != Vault.State.OPEN) {
            throw new BatchTrouble(
                    Kind.NO_PASSWORD,
                    "the hub cannot decrypt its password: put back the key that it was encrypted with, or give the"
                            + " password again.");
        }
        var pair = (server.user() + ":" + password.text()).getBytes(StandardCharsets.UTF_8);
        return HttpRequest.newBuilder(URI.create(server.url() + "/ibm/api/batch/" + path))
                .header("Authorization", "Basic " + Base64.getEncoder().encodeToString(pair));
    }

    private Text ask(BatchServer server, HttpRequest.Builder request, int keep, long most, Duration longest)
            throws BatchTrouble {
        var way = ways.compute(
                server.name(), (name, old) -> old != null && old.revision == server.revision() ? old : way(server));
        var end = System.nanoTime() + longest.toNanos();
        try {
            if (!way.turns.tryAcquire(longest.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new BatchTrouble(Kind.TOO_SLOW, "too many questions to it are under way; try again soon.");
            }
            try {
                var answer = way.client.sendAsync(request.build(), LastBytes.of(keep, most));
                try {
                    return told(answer.get(Math.max(1, end - System.nanoTime()), TimeUnit.NANOSECONDS));
                } finally {
                    answer.cancel(true); // one that is over is not touched
                }
            } finally {
                way.turns.release();
            }
        } catch (TimeoutException slow) {
            throw new BatchTrouble(
                    Kind.TOO_SLOW,
                    "it did not answer within " + longest.toSeconds()
                            + " s. What was asked may have been done all the same: look before it is asked again.");
        } catch (ExecutionException failed) {
            throw troubleOf(failed.getCause(), server);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new BatchTrouble(Kind.TOO_SLOW, "the hub is being stopped.");
        }
    }

    private static Way way(BatchServer server) {
        var client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECT)
                .followRedirects(Redirect.NEVER);
        if (server.url().startsWith("https:")) {
            client.sslContext(Trust.of(server));
        }
        return new Way(server.revision(), client.build(), new Semaphore(MOST_AT_ONCE, true));
    }

    private static BatchTrouble troubleOf(Throwable failure, BatchServer server) {
        var untrusted = firstOf(Trust.UntrustedException.class, failure);
        if (untrusted.isPresent()) {
            return new BatchTrouble(
                    Kind.CERTIFICATE,
                    untrusted.get().getMessage() + ".",
                    untrusted.get().fingerprint());
        }
        var broken = firstOf(SSLException.class, failure);
        if (broken.isPresent()) {
            return new BatchTrouble(
                    Kind.CERTIFICATE,
                    "no TLS connection comes about (" + broken.get().getMessage()
                            + "); does it speak TLS at this port?");
        }
        if (firstOf(HttpTimeoutException.class, failure).isPresent()) {
            return new BatchTrouble(
                    Kind.UNREACHABLE, "nobody answers at " + server.url() + " within " + CONNECT.toSeconds() + " s.");
        }
        if (failure instanceof IOException
                && failure.getMessage() != null
                && failure.getMessage().contains("longer")) {
            return new BatchTrouble(Kind.NOT_UNDERSTOOD, failure.getMessage() + ".");
        }
        return new BatchTrouble(
                Kind.UNREACHABLE, "nobody answers at " + server.url() + ": is it running, and is the address right?");
    }

    private static <T extends Throwable> Optional<T> firstOf(Class<T> type, Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
                .filter(type::isInstance)
                .map(type::cast)
                .findFirst();
    }

    /** @throws BatchTrouble when it is no success */
    private static Text told(HttpResponse<Text> answer) throws BatchTrouble {
        if (answer.statusCode() / 100 == 2) {
            return answer.body();
        }
        throw troubleOf(
                answer.statusCode(),
                answer.headers().firstValue("Location").orElse("no address"),
                answer.body().text());
    }

    /** What an answer means that is no success. The API says no with 400 and 409; what it says with 5xx went wrong there. */
    static BatchTrouble troubleOf(int status, String location, String said) {
        var words = words(said.substring(0, Math.min(said.length(), LONGEST_PAGE)));
        if (status / 100 == 3) {
            return new BatchTrouble(
                    Kind.REDIRECTED,
                    "it sends us elsewhere, where we do not go; is its TLS port meant? (" + location + ")");
        }
        if (words.isEmpty() && status == 401) {
            return new BatchTrouble(Kind.WRONG_PASSWORD, "it does not know the user, or the password is wrong.");
        }
        if (status == 401 || status == 403) {
            return new BatchTrouble(
                    Kind.NO_RIGHTS,
                    "the user may not do that there: give it the role batchAdmin, batchSubmitter or batchMonitor in"
                            + " <authorization-roles id=\"com.ibm.ws.batch\">. It says: " + words);
        }
        if (status == 404) {
            return new BatchTrouble(
                    Kind.NO_FEATURE,
                    "it has no batch REST API: add <feature>batchManagement-1.0</feature> to its server.xml.");
        }
        if (words.contains("not found") || words.contains("does not exist") || words.contains("No job")) {
            return new BatchTrouble(Kind.NOT_FOUND, words);
        }
        if (status / 100 == 5) {
            return new BatchTrouble(
                    Kind.FAILED,
                    "it failed with " + status + "; its log tells more."
                            + (words.isEmpty() ? "" : " It says: " + shortened(words, LONGEST_FAILURE)));
        }
        return new BatchTrouble(Kind.REFUSED, words.isEmpty() ? "it answers " + status + "." : words);
    }

    /** Of its error page what is meant for people. */
    static String words(String page) {
        var plain = ERROR.matcher(TAG.matcher(page).replaceAll(" "))
                .replaceFirst("")
                .strip();
        return shortened(plain, LONGEST_WORDS);
    }

    private static String shortened(String words, int longest) {
        return words.length() <= longest ? words : words.substring(0, longest);
    }

    private static JsonNode json(Text body) throws BatchTrouble {
        try {
            return Json.read(body.text().getBytes(StandardCharsets.UTF_8), JsonNode.class);
        } catch (IOException noJson) {
            throw new BatchTrouble(Kind.NOT_UNDERSTOOD, "it answers something else than JSON; is it a Liberty server?");
        }
    }
}
