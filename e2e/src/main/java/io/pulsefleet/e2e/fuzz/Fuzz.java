package io.pulsefleet.e2e.fuzz;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pulsefleet.e2e.fuzz.Api.Route;
import io.pulsefleet.e2e.load.Connection;
import io.pulsefleet.e2e.load.Loop;
import io.pulsefleet.e2e.load.Reply;
import io.pulsefleet.e2e.load.Request;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sends malformed requests, and says which answers no server should give. */
public final class Fuzz {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int CONNECTIONS = 8;
    private static final int MOST_FINDINGS = 50;
    private static final Pattern NAME_IN_PATH = Pattern.compile("\\{[^}]*}");

    /** What only somebody who looks into the server should see. */
    private static final Pattern INSIDES = Pattern.compile("\\bat [a-z]+\\.[\\w.$]+\\(|Exception\\b|org\\.postgresql|"
            + "io\\.pulsefleet\\.(hub|store)|com\\.ibm\\.|SQLSTATE|/wlp/");

    private final List<Route> routes;
    private final Garble garble;
    private final Map<String, Integer> statuses = new TreeMap<>();
    private final ConcurrentLinkedQueue<String> findings = new ConcurrentLinkedQueue<>();
    private List<Caller> callers = List.of();
    private int left;
    private int answered;
    private int hungUp;

    /**
     * Who sends.
     *
     * @param header what it shows, as {@code Authorization: Bearer ...}; empty: nothing
     * @param may the {@link Route#name}s that it may use: a success of any other is a right gained
     */
    public record Caller(String name, String header, Predicate may) {

        /** Which routes. */
        @FunctionalInterface
        public interface Predicate {
            boolean use(Route route);
        }
    }

    /**
     * What came of it.
     *
     * @param statuses how often each was answered, by caller: {@code viewer 403}
     * @param findings what no server should answer, each with its request
     * @param hungUp requests that were not answered, for the server ended the connection
     */
    public record Verdict(int answered, int hungUp, Map<String, Integer> statuses, List<String> findings) {}

    public Fuzz(List<Route> routes, long seed) {
        this.routes = routes;
        this.garble = new Garble(seed);
    }

    /**
     * @return of all that were sent until now
     * @throws IOException when it has not come to an end within the minutes
     */
    public Verdict run(InetSocketAddress server, List<Caller> by, int shots, int minutes)
            throws IOException, InterruptedException {
        callers = by;
        left = shots;
        var done = new CountDownLatch(CONNECTIONS);
        try (var loop = new Loop("fuzz", server)) {
            for (int i = 0; i < CONNECTIONS; i++) {
                var gunner = new Gunner(loop.connection(), done);
                loop.at(System.nanoTime(), gunner::next);
            }
            loop.start();
            if (!done.await(minutes, TimeUnit.MINUTES)) {
                loop.checkAlive();
                throw new IOException("It has not ended within " + minutes + " minutes.");
            }
            loop.checkAlive();
        }
        return new Verdict(answered, hungUp, new TreeMap<>(statuses), List.copyOf(findings));
    }

    /** @param text each byte a character */
    private record Shot(Route route, Caller caller, String text) {

        Request request() {
            return out -> out.put(text.getBytes(StandardCharsets.ISO_8859_1));
        }

        /** The first of it, for people. */
        String shown() {
            var shown =
                    text.replaceAll("(?i)(authorization: \\w+ )\\S+", "$1...").replaceAll("[^\\x20-\\x7e\\r\\n]", "?");
            return caller.name() + ": " + shown.substring(0, Math.min(700, shown.length()));
        }
    }

    /** One connection, one request after the other. */
    private final class Gunner implements Connection.Asker {

        private final Connection connection;
        private final CountDownLatch done;
        private Shot shot;

        Gunner(Connection connection, CountDownLatch done) {
            this.connection = connection;
            this.done = done;
        }

        void next() {
            if (left-- <= 0) {
                done.countDown();
                return;
            }
            shot = shot();
            connection.send(shot.request(), Connection.Until.ANSWERED, this);
        }

        @Override
        public void answered(Reply reply) {
            answered++;
            statuses.merge(shot.caller().name() + " " + reply.status(), 1, Integer::sum);
            judge(shot, reply);
            next();
        }

        @Override
        public void lost(IOException why) {
            hungUp++;
            next();
        }
    }

    private void judge(Shot shot, Reply reply) {
        var success = reply.status() < 300;
        if (reply.status() >= 500) {
            find("answered " + reply.status(), shot, reply);
        } else if (success && !shot.caller().may().use(shot.route())) {
            find("A right was gained: " + reply.status(), shot, reply);
        } else if (!success && tellsOfInsides(reply.text())) {
            find("It tells of its insides: " + reply.status(), shot, reply);
        }
    }

    static boolean tellsOfInsides(String text) {
        return INSIDES.matcher(text).find();
    }

    private void find(String what, Shot shot, Reply reply) {
        if (findings.size() < MOST_FINDINGS) {
            var text = reply.text();
            findings.add(what + "\n" + text.substring(0, Math.min(500, text.length())) + "\n  to " + shot.shown());
        }
    }

    private Shot shot() {
        var route = garble.oneOf(routes);
        var caller = garble.oneOf(callers);
        var body = body(route);
        var head = new StringBuilder(route.method())
                .append(' ')
                .append(address(route))
                .append(" HTTP/1.1\r\n");
        var headers = new HashMap<String, String>();
        headers.put("Host", "localhost");
        if (body.length > 0) {
            headers.put("Content-Type", "application/json");
        }
        headers.putAll(garble.headers());
        headers.put("Content-Length", Integer.toString(body.length));
        headers.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        if (!caller.header().isEmpty()) {
            head.append(caller.header()).append("\r\n");
        }
        return new Shot(route, caller, head + "\r\n" + new String(body, StandardCharsets.ISO_8859_1));
    }

    private byte[] body(Route route) {
        if (route.body().isEmpty()) {
            return garble.oneIn(20) ? garble.broken(new byte[0]) : new byte[0];
        }
        try {
            var whole = JSON.writeValueAsBytes(garble.broken(route.body().get()));
            return garble.oneIn(8) ? garble.broken(whole) : whole;
        } catch (JsonProcessingException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }

    private String address(Route route) {
        var path = NAME_IN_PATH
                .matcher(route.path())
                .replaceAll(name -> Matcher.quoteReplacement(garble.inAddress(garble.oneIn(3) ? "1" : garble.word())));
        var query = new StringBuilder();
        for (var name : route.queries()) {
            if (garble.oneIn(2)) {
                query.append(query.isEmpty() ? '?' : '&')
                        .append(name)
                        .append('=')
                        .append(garble.inAddress(garble.word()));
            }
        }
        return path + query;
    }
}
