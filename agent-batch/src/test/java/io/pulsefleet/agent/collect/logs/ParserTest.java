package io.pulsefleet.agent.collect.logs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

/** What each parser makes of lines as they are really written: SP-02. */
class ParserTest {

    private final Times times = new Times(ZoneOffset.UTC, () -> Instant.parse("2026-11-21T12:00:00Z"));
    private final PatternReader.Counts counts = new PatternReader.Counts();

    @Test
    void syslogAsItLiesInFiles() {
        assertThat(read("syslog", "Nov 21 10:00:01 web1 sshd[17]: Server listening on 0.0.0.0 port 22."))
                .isEqualTo("2026-11-21T10:00:01Z - {host.name=web1, process.name=sshd, process.pid=17}"
                        + " Server listening on 0.0.0.0 port 22.");
        assertThat(read("syslog", "Dec  1 10:00:01 web1 kernel: [    0.000000] Linux version 6.1"))
                .isEqualTo(
                        "2025-12-01T10:00:01Z - {host.name=web1, process.name=kernel} [    0.000000] Linux version 6.1");
        assertThat(read("syslog", "2026-11-21T11:00:01.123456+01:00 web1 CRON[9]: (root) CMD (true)"))
                .isEqualTo(
                        "2026-11-21T10:00:01.123456Z - {host.name=web1, process.name=CRON, process.pid=9} (root) CMD (true)");
    }

    @Test
    void syslogAsItIsSent() {
        assertThat(read("syslog", "<34>Nov 21 10:00:01 web1 su: 'su root' failed for alice on /dev/pts/8"))
                .isEqualTo("2026-11-21T10:00:01Z FATAL {host.name=web1, process.name=su, syslog.facility=auth}"
                        + " 'su root' failed for alice on /dev/pts/8");
        assertThat(
                        read(
                                "syslog",
                                "<165>1 2026-11-21T10:00:01.003Z web1 evntslog 17 ID47 [ex@1 a=\"b\\\"c\" d=\"e\"][x] \uFEFFAn event"))
                .isEqualTo(
                        "2026-11-21T10:00:01.003Z INFO {ex@1.a=b\"c, ex@1.d=e, host.name=web1, process.name=evntslog,"
                                + " process.pid=17, syslog.facility=local4, syslog.msgid=ID47} An event");
    }

    @Test
    void accessLogs() {
        var combined =
                "10.0.0.1 - alice [21/Nov/2026:11:00:00 +0100] \"GET /a?b=c HTTP/1.1\" 404 153 \"-\" \"curl/8.0 \\\"x\\\"\"";
        var fields = "{client.address=10.0.0.1, http.request.method=GET, http.response.body.size=153,"
                + " http.response.status_code=404, network.protocol.version=HTTP/1.1, url.original=/a?b=c,"
                + " user.name=alice, user_agent.original=curl/8.0 \\\"x\\\"} ";
        assertThat(read("nginx", combined)).isEqualTo("2026-11-21T10:00:00Z WARN " + fields + combined);
        assertThat(read("apache", combined)).isEqualTo("2026-11-21T10:00:00Z WARN " + fields + combined);
        assertThat(read("nginx", "10.0.0.1 - - [21/Nov/2026:10:00:00 +0000] \"\\x16\\x03\\x01\" 400 0 \"-\" \"-\""))
                .startsWith("2026-11-21T10:00:00Z WARN {client.address=10.0.0.1, http.response.body.size=0")
                .doesNotContain("url.original");
    }

    @Test
    void errorLogs() {
        assertThat(read(
                        "nginx-error",
                        "2026/11/21 10:00:00 [error] 17#18: *4711 open() \"/x\" failed, client: 10.0.0.1"))
                .isEqualTo("2026-11-21T10:00:00Z ERROR {connection.id=4711, process.pid=17, thread.id=18}"
                        + " open() \"/x\" failed, client: 10.0.0.1");
        assertThat(
                        read(
                                "apache-error",
                                "[Sat Nov 21 10:00:00.123456 2026] [core:error] [pid 17:tid 18] [client 10.0.0.1:5] AH00037: no"))
                .isEqualTo("2026-11-21T10:00:00.123456Z ERROR {client.address=10.0.0.1:5, module=core, process.pid=17,"
                        + " thread.id=18} AH00037: no");
    }

    @Test
    void jsonOfAnyShape() {
        assertThat(read("json", "{\"ts\":1795255200.5,\"level\":30,\"msg\":\"up\",\"req\":{\"id\":7},\"list\":[1]}"))
                .isEqualTo("2026-11-21T10:00:00.500Z INFO {req.id=7} up");
        assertThat(read(
                        "liberty-json",
                        "{\"type\":\"liberty_message\",\"ibm_datetime\":\"2026-11-21T10:00:00.000+0000\",\"loglevel\":\"WARNING\","
                                + "\"message\":\"CWWKF0011I\"}"))
                .isEqualTo("2026-11-21T10:00:00Z WARN {type=liberty_message} CWWKF0011I");
        assertThat(
                        read(
                                "journald",
                                "{\"__REALTIME_TIMESTAMP\":\"1795255200000001\",\"PRIORITY\":\"3\",\"_PID\":\"1\",\"MESSAGE\":\"failed\"}"))
                .isEqualTo("2026-11-21T10:00:00.000001Z ERROR {_PID=1} failed");
        assertThat(read("json", "{broken")).isEqualTo("unparsed {broken");
    }

    @Test
    void logfmt() {
        assertThat(read("logfmt", "time=2026-11-21T10:00:00Z level=warn msg=\"it \\\"is\\\" late\" n=3"))
                .isEqualTo("2026-11-21T10:00:00Z WARN {n=3} it \"is\" late");
        assertThat(read("logfmt", "just words")).isEqualTo("unparsed just words");
    }

    @Test
    void liberty() {
        assertThat(read(
                        "liberty",
                        "[11/21/26, 10:00:00:123 UTC] 0000002a com.ibm.ws.kernel A CWWKF0011I: ready\nsecond"))
                .isEqualTo("2026-11-21T10:00:00.123Z INFO {code.namespace=com.ibm.ws.kernel, thread.id=0000002a}"
                        + " CWWKF0011I: ready\nsecond");
    }

    @Test
    void anExceptionIsKnownAgainWhereverItsLinesMove() {
        var first = fingerprint("17", "Lambda$12/0x01", "4711");
        var moved = fingerprint("99", "Lambda$77/0xff", "12");
        assertThat(first).isEqualTo(moved).contains("exception.type=java.lang.IllegalStateException");
        assertThat(fingerprint("17", "other", "4711")).isNotEqualTo(first);
    }

    private String fingerprint(String line, String method, String id) {
        var text = read("java", """
                2026-11-21 10:00:00,123 [main] ERROR app.Shop - it failed
                java.lang.IllegalStateException: order %s
                \tat java.base/java.util.List.of(List.java:%s)
                \tat app.Shop$$%s.sell(Shop.java:%s)
                \tat app.Shop.main(Shop.java:%s)""".formatted(id, line, method, line, line));
        assertThat(text).startsWith("2026-11-21T10:00:00.123Z ERROR {code.namespace=app.Shop, exception.fingerprint=");
        return text.substring(0, text.indexOf("exception.message"))
                + text.substring(text.indexOf("exception.type"), text.indexOf("}"));
    }

    @Test
    void aPatternOfOnesOwn() {
        var parser = Parser.of(
                "own",
                "pattern ^(?<time>\\S+ \\S+) (?<app.name>\\w+) <(?<level>\\w+)> (?<message>.*)\ntime dd.MM.yyyy HH:mm:ss",
                times,
                counts);
        assertThat(read(parser, "21.11.2026 10:00:00 shop <warning> late"))
                .isEqualTo("2026-11-21T10:00:00Z WARN {app.name=shop} late");
    }

    @Test
    void aPatternThatBacktracksForEverIsGivenUp() {
        var parser = Parser.of("own", "pattern ^(?<x>(a|aa)+)(\\2)?$", times, counts);
        assertThat(read(parser, "a".repeat(60) + "!")).startsWith("unparsed aaa");
        assertThat(counts.givenUp).isEqualTo(1);
    }

    @Test
    void aParserThatCannotBeUnderstoodIsNamedWithItsLine() {
        assertThatThrownBy(() -> Parser.of("own", "# ok\ntemplat {x}", times, counts))
                .hasMessage(
                        "own, line 2: 'templat' is none of template, pattern, reader, time, severity, lines, whole");
        assertThatThrownBy(() -> Parser.of("own", "template {a}{b}", times, counts))
                .hasMessage("own, line 1: nothing stands between two gaps: {a}{b}");
    }

    private String read(String parser, String text) {
        return read(Parser.shipped(parser, times, counts), text);
    }

    private static String read(Parser parser, String text) {
        var line = new Line();
        return parser.read(text, line)
                ? line.at + " " + (line.severity.isEmpty() ? "-" : line.severity) + " " + line.fields + " " + line.text
                : "unparsed " + line.text;
    }
}
