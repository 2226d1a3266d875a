package io.pulsefleet.wire.uptime;

import static io.pulsefleet.wire.uptime.Subject.Type.ANY;
import static io.pulsefleet.wire.uptime.Subject.Type.NUMBER;
import static io.pulsefleet.wire.uptime.Subject.Type.TEXT;
import static io.pulsefleet.wire.uptime.Subject.Type.TIME;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What of an answer is looked at. */
enum Subject {
    STATUS("status", NUMBER, Answer::status),
    SIZE("size", NUMBER, Answer::size),
    HEADER("header", TEXT, answer -> null),
    BODY("body", TEXT, Answer::body),
    JSON("json", ANY, answer -> null),
    TIME_DNS("time.dns", TIME, answer -> answer.phases().dns()),
    TIME_CONNECT("time.connect", TIME, answer -> answer.phases().connect()),
    TIME_TLS("time.tls", TIME, answer -> answer.phases().tls()),
    TIME_FIRST_BYTE("time.first_byte", TIME, answer -> answer.phases().firstByte()),
    TIME_TRANSFER("time.transfer", TIME, answer -> answer.phases().transfer()),
    TIME_TOTAL("time.total", TIME, answer -> answer.phases().total()),
    /** Whole days from the answer until the server's certificate ends. */
    CERTIFICATE_DAYS("certificate.days", NUMBER, answer -> of(answer, Answer.Certificate::days)),
    CERTIFICATE_SUBJECT("certificate.subject", TEXT, answer -> of(answer, Answer.Certificate::subject)),
    CERTIFICATE_ISSUER("certificate.issuer", TEXT, answer -> of(answer, Answer.Certificate::issuer)),
    /** The host names that it is made out to; one value each. */
    CERTIFICATE_NAMES("certificate.names", TEXT, answer -> of(answer, Answer.Certificate::names)),
    /** How many certificates the server shows. */
    CERTIFICATE_CHAIN("certificate.chain", NUMBER, answer -> of(answer, Answer.Certificate::chain)),
    /** {@code TLSv1.3} */
    TLS_VERSION("tls.version", TEXT, answer -> of(answer, Answer.Certificate::tls)),
    /** What was answered: the text of a TCP connection, the records of a name, the rows of a query. */
    ANSWER("answer", TEXT, Answer::answers),
    /** How many records or rows were answered. */
    ROWS("rows", NUMBER, answer -> answer.answers().size()),
    /** The first column of the first row of a query. */
    VALUE("value", ANY, Answer::value),
    /** Per cent of echoes that did not come back. */
    LOSS("loss", NUMBER, Answer::loss);

    enum Type {
        NUMBER,
        /** In microseconds. */
        TIME,
        TEXT,
        ANY
    }

    private static final Set<Subject> TIMES =
            EnumSet.of(TIME_DNS, TIME_CONNECT, TIME_TLS, TIME_FIRST_BYTE, TIME_TRANSFER, TIME_TOTAL);
    private static final Set<Subject> SECURED = EnumSet.of(
            CERTIFICATE_DAYS,
            CERTIFICATE_SUBJECT,
            CERTIFICATE_ISSUER,
            CERTIFICATE_NAMES,
            CERTIFICATE_CHAIN,
            TLS_VERSION);

    static final Set<Subject> OF_HTTP = with(EnumSet.of(STATUS, SIZE, HEADER, BODY, JSON), TIMES, SECURED);
    static final Set<Subject> OF_TCP = with(EnumSet.of(ANSWER, SIZE), TIMES, SECURED);
    static final Set<Subject> OF_TLS = with(EnumSet.noneOf(Subject.class), TIMES, SECURED);
    static final Set<Subject> OF_PING = with(EnumSet.of(LOSS), TIMES);
    static final Set<Subject> OF_DNS = with(EnumSet.of(ANSWER, ROWS), TIMES);
    static final Set<Subject> OF_QUERY = with(EnumSet.of(ANSWER, ROWS, VALUE), TIMES);
    static final Set<Subject> OF_PUSH = EnumSet.of(TIME_TOTAL, ANSWER);

    private final String word;
    private final Type type;

    @SuppressWarnings("ImmutableEnumChecker") // lambdas without any state
    private final Function<Answer, Object> value;

    Subject(String word, Type type, Function<Answer, Object> value) {
        this.word = word;
        this.type = type;
        this.value = value;
    }

    String word() {
        return word;
    }

    Type type() {
        return type;
    }

    /** @param header its name, where this is of headers */
    List<Object> of(Answer answer, String header) {
        var found = this == HEADER ? answer.header(header) : value.apply(answer);
        if (found instanceof List<?> several) {
            return several.stream()
                    .filter(Objects::nonNull)
                    .<Object>map(one -> one)
                    .toList();
        }
        return found == null ? List.of() : List.of(found);
    }

    static Optional<Subject> named(String word) {
        return Arrays.stream(values()).filter(one -> one.word.equals(word)).findFirst();
    }

    static String listed(Set<Subject> some) {
        return some.stream().map(Subject::word).collect(Collectors.joining(", "));
    }

    private static Object of(Answer answer, Function<Answer.Certificate, Object> part) {
        return answer.certificate() == null ? null : part.apply(answer.certificate());
    }

    private static Set<Subject> with(Set<Subject> own, Set<Subject> more) {
        return with(own, more, Set.of());
    }

    private static Set<Subject> with(Set<Subject> own, Set<Subject> more, Set<Subject> yetMore) {
        return EnumSet.copyOf(Stream.of(own, more, yetMore).flatMap(Set::stream).toList());
    }
}
