package io.pulsefleet.agent.collect.uptime;

import io.pulsefleet.agent.collect.jdbc.Dialect;
import io.pulsefleet.agent.collect.jdbc.SingleRead;
import io.pulsefleet.agent.collect.jdbc.Target;
import io.pulsefleet.agent.collect.jdbc.Tls;
import io.pulsefleet.wire.uptime.Answer;
import io.pulsefleet.wire.uptime.Check;
import io.pulsefleet.wire.uptime.CheckKind;
import io.pulsefleet.wire.uptime.ErrorClass;
import io.pulsefleet.wire.uptime.QueryCheck;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Asks a database. The driver shakes hands itself, so connecting, TLS and the login are one phase, connect; the query is the
 * first byte.
 */
final class QueryProber implements Prober {

    private static final Pattern TLS_MODE = Pattern.compile("(?i)(?:^|&)sslmode=(disable|prefer|require)(?:&|$)");

    private final Resolver resolver;
    private final SingleRead reads;

    QueryProber(Resolver resolver, SingleRead reads) {
        this.resolver = resolver;
        this.reads = reads;
    }

    @Override
    public CheckKind kind() {
        return CheckKind.QUERY;
    }

    @Override
    public Answer probe(Check check, Attempt attempt) throws IOException {
        var asked = (QueryCheck) check;
        var target = target(asked);
        var address = resolver.addresses(target.host(), "any", attempt).get(0).getHostAddress();
        attempt.address = address;
        attempt.watch.enter(Stopwatch.Phase.CONNECT);
        var there = new Target(
                target.name(),
                target.dialect(),
                address.contains(":") ? "[" + address + "]" : address,
                target.port(),
                target.database(),
                target.user(),
                target.password(),
                target.tls(),
                target.origin());
        var told = reads.ask(there, asked.sqlAsked(), Duration.ofMillis(attempt.millisLeft()));
        attempt.watch.split(Stopwatch.Phase.FIRST_BYTE, told.connectNanos());
        return switch (told.outcome()) {
            case ANSWERED -> {
                var value = told.value().orElse(null);
                var text = value == null ? "null" : value.toString();
                attempt.text = told.row() ? text : "";
                yield Answer.ofRows(told.row() ? List.of(text) : List.of(), value, attempt.phases());
            }
            case NO_READ -> throw new ProbeFailedException(ErrorClass.UNSUPPORTED, told.detail());
            case REFUSED -> throw new ProbeFailedException(ErrorClass.QUERY_FAILED, told.detail());
            case AWAY -> throw away(told.detail());
        };
    }

    private static IOException away(String detail) {
        var words = detail.toLowerCase(Locale.ROOT);
        return words.contains("timed out") || words.contains("timeout")
                ? new SocketTimeoutException(detail)
                : new ConnectException(detail);
    }

    /** What else stands in the address is not taken: it could let the driver do anything. */
    private static Target target(QueryCheck check) throws ProbeFailedException {
        try {
            var url = URI.create(check.url().substring("jdbc:".length()));
            var dialect = url.getScheme().equals("postgresql") ? Dialect.POSTGRESQL : Dialect.MYSQL;
            var mode = TLS_MODE.matcher(url.getQuery() == null ? "" : url.getQuery());
            var database = url.getPath() == null ? "" : url.getPath().replaceFirst("^/", "");
            if (url.getHost() == null || !database.matches("[^\\s/?&#,]{1,255}")) {
                throw new IllegalArgumentException("expected jdbc:" + url.getScheme() + "://host:port/database");
            }
            return new Target(
                    "monitor",
                    dialect,
                    url.getHost().replaceAll("[\\[\\]]", ""),
                    url.getPort() >= 0 ? url.getPort() : dialect == Dialect.POSTGRESQL ? 5432 : 3306,
                    database,
                    check.user() == null ? "" : check.user(),
                    check.password() == null ? "" : check.password(),
                    Tls.of(mode.find() ? mode.group(1) : "prefer"),
                    Target.Origin.HUB);
        } catch (IllegalArgumentException broken) {
            throw new ProbeFailedException(ErrorClass.UNSUPPORTED, "url: " + broken.getMessage(), broken);
        }
    }
}
