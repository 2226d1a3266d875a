package io.pulsefleet.wire.uptime;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The kinds of monitors. */
public enum CheckKind {
    HTTP(
            "http",
            HttpCheck.class,
            Subject.OF_HTTP,
            "A request over HTTP or HTTPS, each phase of it measured.",
            "{\"url\": \"https://shop.example/health\"}"),
    TCP(
            "tcp",
            TcpCheck.class,
            Subject.OF_TCP,
            "A connection over TCP, with something to send and to expect, and TLS.",
            "{\"host\": \"mail.example\", \"port\": 25}"),
    PING("ping", PingCheck.class, Subject.OF_PING, "Echoes of ICMP.", "{\"host\": \"192.0.2.7\"}"),
    DNS("dns", DnsCheck.class, Subject.OF_DNS, "A question to a name server.", "{\"name\": \"shop.example\"}"),
    TLS(
            "tls",
            TlsCheck.class,
            Subject.OF_TLS,
            "A server's certificate and what secures it.",
            "{\"host\": \"shop.example\", \"port\": 443}"),
    QUERY(
            "query",
            QueryCheck.class,
            Subject.OF_QUERY,
            "A query to a database: read-only, a single statement.",
            "{\"url\": \"jdbc:postgresql://db.example/shop\"}"),
    /** Not probed: what it watches reports by itself. */
    PUSH(
            "push",
            PushCheck.class,
            Subject.OF_PUSH,
            "Nobody probes: a cron job or a backup reports by itself, once in its monitor's interval.",
            "{}");

    private final String kind;
    private final Class<? extends Check> check;

    @SuppressWarnings("ImmutableEnumChecker") // nobody changes it
    private final Set<Subject> subjects;

    private final String about;
    private final String example;

    CheckKind(String kind, Class<? extends Check> check, Set<Subject> subjects, String about, String example) {
        this.kind = kind;
        this.check = check;
        this.subjects = subjects;
        this.about = about;
        this.example = example;
    }

    public String kind() {
        return kind;
    }

    public Class<? extends Check> check() {
        return check;
    }

    /** In a sentence. */
    public String about() {
        return about;
    }

    /** The least that makes one, as JSON. */
    public String example() {
        return example;
    }

    /** What assertions may be about. */
    public List<KindField.AssertionSubject> subjects() {
        return subjects.stream()
                .map(one -> new KindField.AssertionSubject(
                        one.word(), one.type().name().toLowerCase(Locale.ROOT)))
                .toList();
    }

    public List<KindField> fields() {
        return Arrays.stream(check.getRecordComponents()).map(KindField::of).toList();
    }

    public static Optional<CheckKind> of(String kind) {
        return Arrays.stream(values()).filter(one -> one.kind.equals(kind)).findFirst();
    }
}
