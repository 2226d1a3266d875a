package io.pulsefleet.agent.collect.uptime;

import io.pulsefleet.wire.uptime.Answer;
import io.pulsefleet.wire.uptime.Check;
import io.pulsefleet.wire.uptime.CheckKind;
import io.pulsefleet.wire.uptime.ErrorClass;
import io.pulsefleet.wire.uptime.Heartbeat;
import io.pulsefleet.wire.uptime.HttpCheck;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Asks over HTTP/1.1 or 2, on sockets of its own: a client that hides its name look-ups and handshakes could not measure
 * them.
 *
 * <p>(1) Each hop has phases of its own. (2) What a monitor says of itself (headers, user, client's certificate) goes to
 * the origin that it names, and to no other that an answer points to. (3) A kept connection that turns out to be gone is
 * replaced once, as the server may end it at any time. (4) Whoever asks for HTTP/2 is told when the server does not speak it:
 * nothing falls back.
 */
final class HttpProber implements Prober {

    private static final List<String> HTTP_1 = List.of("http/1.1");

    /** Some servers refuse the handshake where they find none that they speak. */
    private static final List<String> HTTP_2_OR_1 = List.of("h2", "http/1.1");

    /** Of a connection of HTTP/1.1; over HTTP/2 they are mistakes. */
    private static final List<String> OF_HTTP_1 =
            List.of("Connection", "Keep-Alive", "Proxy-Connection", "Transfer-Encoding", "Upgrade");

    private final Resolver resolver;
    private final Kept kept = new Kept();

    HttpProber(Resolver resolver) {
        this.resolver = resolver;
    }

    @Override
    public CheckKind kind() {
        return CheckKind.HTTP;
    }

    @Override
    public Answer probe(Check check, Attempt attempt) throws IOException {
        var asked = (HttpCheck) check;
        var request = Request.first(asked);
        for (int followed = 0; ; followed++) {
            var reply = exchange(asked, request, attempt);
            if (asked.redirectsFollowed() == 0 || !reply.head().isRedirect()) {
                if (followed > 0) {
                    hop(request, reply, attempt);
                }
                return reply.answer(attempt);
            }
            hop(request, reply, attempt);
            if (followed == asked.redirectsFollowed()) {
                throw new ProbeFailedException(
                        ErrorClass.TOO_MANY_REDIRECTS,
                        "it redirects more than " + followed + " times, at last to "
                                + reply.head().first("location").orElse(""));
            }
            request = request.redirected(reply.head());
            attempt.nextHop();
        }
    }

    private static void hop(Request request, Reply reply, Attempt attempt) {
        attempt.hops.add(new Heartbeat.Hop(
                shortened(request.url().toString()), reply.head().status(), attempt.watch.phases()));
    }

    private static String shortened(String url) {
        return url.length() <= 1_000 ? url : url.substring(0, 1_000);
    }

    /** One request and its whole answer. */
    private record Reply(HttpHead head, HttpBody body, Answer.Certificate certificate) {

        Answer answer(Attempt attempt) {
            return Answer.ofHttp(
                    head.status(), head.headers(), body.text(head), body.bytes().length, attempt.phases(), certificate);
        }
    }

    private Reply exchange(HttpCheck check, Request request, Attempt attempt) throws IOException {
        var key = request.origin();
        var again = Boolean.TRUE.equals(check.keepAlive()) ? kept.take(attempt.monitor(), key) : Optional.<Wire>empty();
        if (again.isPresent()) {
            try {
                again.get().heldBy(attempt);
                return talk(check, request, again.get(), attempt);
            } catch (IOException gone) {
                again.get().close();
                if (attempt.isOver() || attempt.watch.running() == Stopwatch.Phase.TRANSFER) {
                    throw gone;
                }
            }
        }
        var wire = open(check, request, attempt);
        try {
            return talk(check, request, wire, attempt);
        } catch (IOException | RuntimeException broken) {
            wire.close();
            throw broken;
        }
    }

    private Reply talk(HttpCheck check, Request request, Wire wire, Attempt attempt) throws IOException {
        var http2 = wire.http2();
        HttpHead head;
        if (http2.isPresent()) {
            head = http2.get().ask(request.http2Headers(check), request.body(check), attempt);
        } else {
            attempt.watch.enter(Stopwatch.Phase.FIRST_BYTE);
            wire.write(request.bytes(check));
            head = HttpHead.read(wire, attempt);
        }
        attempt.code = head.status();
        attempt.text = null;
        attempt.bytes = 0L;
        var body = http2.isPresent()
                ? HttpBody.read(request.method(), head, http2.get(), check.largestRead(), attempt)
                : HttpBody.read(request.method(), head, wire, check.largestRead(), attempt);
        attempt.bytes = (long) body.bytes().length;
        if (Boolean.TRUE.equals(check.keepAlive()) && head.keepsOpen() && body.isWhole()) {
            kept.put(attempt.monitor(), request.origin(), wire);
        } else {
            wire.close();
        }
        return new Reply(head, body, wire.certificate());
    }

    private static boolean isHttp2(HttpCheck check) {
        return "2".equals(check.version());
    }

    private Wire open(HttpCheck check, Request request, Attempt attempt) throws IOException {
        if (isHttp2(check) && check.proxy() != null && !request.isSecure()) {
            throw new ProbeFailedException(
                    ErrorClass.UNSUPPORTED, "through a proxy HTTP/2 goes to https only; set version to 1.1");
        }
        var wire = check.proxy() == null
                ? Wire.to(resolver.addresses(request.host(), check.family(), attempt), request.port(), attempt)
                : throughProxy(check, request, attempt);
        if (request.isSecure()) {
            var trust = request.isOwn()
                    ? new Trust(check.trust(), check.certificate(), check.key())
                    : Trust.in(check.trust());
            try {
                wire.secure(request.host(), trust, isHttp2(check) ? HTTP_2_OR_1 : HTTP_1, attempt);
                if (isHttp2(check) && !wire.protocol().equals("h2")) {
                    throw new ProbeFailedException(
                            ErrorClass.MALFORMED,
                            "the server does not take HTTP/2"
                                    + (wire.protocol().isEmpty() ? "" : "; it chose " + wire.protocol()));
                }
            } catch (IOException | RuntimeException refused) {
                wire.close();
                throw refused;
            }
        }
        if (isHttp2(check)) {
            wire.speakHttp2();
        }
        return wire;
    }

    private Wire throughProxy(HttpCheck check, Request request, Attempt attempt) throws IOException {
        var proxy = URI.create(check.proxy());
        try {
            var host = proxy.getHost().replaceAll("[\\[\\]]", "");
            var wire = Wire.to(resolver.addresses(host, check.family(), attempt), proxy.getPort(), attempt);
            return request.isSecure() ? tunnel(wire, request, attempt) : wire;
        } catch (IOException broken) {
            if (broken instanceof ProbeFailedException known && known.error() == ErrorClass.PROXY_FAILED) {
                throw known;
            }
            var why = Faults.of(broken, attempt.watch.running(), attempt.isOver());
            throw new ProbeFailedException(
                    ErrorClass.PROXY_FAILED, "the proxy " + check.proxy() + ": " + why.getMessage(), why);
        }
    }

    private static Wire tunnel(Wire wire, Request request, Attempt attempt) throws IOException {
        try {
            var target = request.authority(true);
            wire.write(("CONNECT " + target + " HTTP/1.1\r\nHost: " + target + "\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            var head = HttpHead.read(wire, attempt);
            if (head.status() != 200) {
                throw new ProbeFailedException(
                        ErrorClass.PROXY_FAILED, "the proxy answered " + head.status() + " to CONNECT " + target);
            }
            return wire;
        } catch (IOException broken) {
            wire.close();
            throw broken;
        }
    }

    /**
     * What is sent.
     *
     * @param isOwn whether it goes to the origin that the monitor names
     * @param hasBody whether the monitor's body goes along
     */
    private record Request(URI url, String method, boolean isOwn, boolean hasBody) {

        static Request first(HttpCheck check) {
            return new Request(URI.create(check.url()), check.methodSent(), true, check.body() != null);
        }

        /** As browsers do: what is not to be kept by 307 or 308 becomes a GET. */
        Request redirected(HttpHead head) throws IOException {
            URI next;
            try {
                next = url.resolve(head.first("location").orElseThrow().replace(" ", "%20"));
            } catch (IllegalArgumentException broken) {
                throw new ProbeFailedException(
                        ErrorClass.MALFORMED, "it redirects to what is no address: " + broken.getMessage(), broken);
            }
            var scheme = next.getScheme() == null ? "" : next.getScheme().toLowerCase(Locale.ROOT);
            if (next.getHost() == null || !(scheme.equals("http") || scheme.equals("https"))) {
                throw new ProbeFailedException(ErrorClass.MALFORMED, "it redirects to " + next + ", which is no HTTP");
            }
            var keeps = head.status() == 307
                    || head.status() == 308
                    || (head.status() != 303 && !method.equals("POST"))
                    || method.equals("HEAD");
            var there = new Request(next, keeps ? method : "GET", true, false);
            var own = isOwn && there.origin().equals(origin());
            return new Request(next, keeps ? method : "GET", own, keeps && hasBody && own);
        }

        boolean isSecure() {
            return "https".equalsIgnoreCase(url.getScheme());
        }

        String host() {
            return url.getHost().replaceAll("[\\[\\]]", "");
        }

        int port() {
            return url.getPort() >= 0 ? url.getPort() : isSecure() ? 443 : 80;
        }

        String origin() {
            return url.getScheme().toLowerCase(Locale.ROOT) + "://"
                    + url.getHost().toLowerCase(Locale.ROOT) + ":" + port();
        }

        String authority(boolean withPort) {
            return url.getHost() + (withPort || url.getPort() >= 0 ? ":" + port() : "");
        }

        byte[] body(HttpCheck check) {
            return hasBody ? check.body().getBytes(StandardCharsets.UTF_8) : new byte[0];
        }

        byte[] bytes(HttpCheck check) {
            return joined(headers(check), target(check), body(check));
        }

        Map<String, String> http2Headers(HttpCheck check) {
            var headers = headers(check);
            OF_HTTP_1.forEach(headers::remove);
            var all = new LinkedHashMap<String, String>();
            all.put(":method", method);
            all.put(":scheme", url.getScheme().toLowerCase(Locale.ROOT));
            all.put(":authority", headers.remove("Host"));
            all.put(":path", target(check));
            headers.forEach((name, value) -> all.put(name.toLowerCase(Locale.ROOT), value));
            return all;
        }

        private Map<String, String> headers(HttpCheck check) {
            var headers = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
            headers.put("Host", authority(false));
            headers.put("User-Agent", "PulseFleet");
            headers.put("Accept", "*/*");
            headers.put("Accept-Encoding", "identity");
            headers.put("Connection", Boolean.TRUE.equals(check.keepAlive()) ? "keep-alive" : "close");
            if (isOwn) {
                if (check.user() != null) {
                    var both = check.user() + ":" + (check.password() == null ? "" : check.password());
                    headers.put(
                            "Authorization",
                            "Basic " + Base64.getEncoder().encodeToString(both.getBytes(StandardCharsets.UTF_8)));
                }
                headers.putAll(check.headers());
            }
            if (hasBody) {
                headers.put("Content-Length", String.valueOf(body(check).length));
            }
            return headers;
        }

        private String target(HttpCheck check) {
            var path = (url.getRawPath() == null || url.getRawPath().isEmpty() ? "/" : url.getRawPath())
                    + (url.getRawQuery() == null ? "" : "?" + url.getRawQuery());
            return check.proxy() != null && !isSecure() ? "http://" + authority(false) + path : path;
        }

        private byte[] joined(Map<String, String> headers, String target, byte[] body) {
            var text = new StringBuilder()
                    .append(method)
                    .append(' ')
                    .append(target)
                    .append(" HTTP/1.1\r\n");
            headers.forEach((name, value) ->
                    text.append(name).append(": ").append(value).append("\r\n"));
            var bytes = new ByteArrayOutputStream();
            bytes.writeBytes(text.append("\r\n").toString().getBytes(StandardCharsets.UTF_8));
            bytes.writeBytes(body);
            return bytes.toByteArray();
        }
    }
}
