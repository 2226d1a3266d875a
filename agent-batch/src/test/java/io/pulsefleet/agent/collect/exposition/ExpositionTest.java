package io.pulsefleet.agent.collect.exposition;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pulsefleet.agent.collect.exposition.Exposition.Format;
import io.pulsefleet.wire.Frame;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Numbers as others write them: SP-11. */
class ExpositionTest {

    private static final Instant AT = Instant.parse("2026-11-21T10:00:00Z");
    private static final Limits LIMITS = Limits.of(100);

    /** The example of the format's own page. */
    @Test
    void prometheusText() throws Exception {
        assertThat(read("""
                # HELP http_requests_total The total number of HTTP requests.
                # TYPE http_requests_total counter
                http_requests_total{method="post",code="200"} 1027 1395066363000
                http_requests_total{method="post",code="400"}    3 1395066363000

                # Escaping in label values:
                msdos_file_access_time_seconds{path="C:\\\\DIR\\\\FILE.TXT",error="Cannot find file:\\n\\"FILE.TXT\\""} 1.458255915e9

                # Minimalistic line:
                metric_without_timestamp_and_labels 12.47

                # A weird metric from before the epoch:
                something_weird{problem="division by zero"} +Inf -3982045

                # A histogram, which has a pretty complex representation in the text format:
                # HELP http_request_duration_seconds A histogram of the request duration.
                # TYPE http_request_duration_seconds histogram
                http_request_duration_seconds_bucket{le="0.05"} 24054
                http_request_duration_seconds_bucket{le="+Inf"} 144320
                http_request_duration_seconds_sum 53423
                http_request_duration_seconds_count 144320

                # Finally a summary, which has a complex representation, too:
                # TYPE rpc_duration_seconds summary
                rpc_duration_seconds{quantile="0.01"} 3102
                rpc_duration_seconds_sum 1.7560473e+07
                rpc_duration_seconds_count 2693
                """)).isEqualTo("""
                COUNTER 1 http_requests_total{code="200",method="post"} 1027.0
                COUNTER 1 http_requests_total{code="400",method="post"} 3.0
                GAUGE s msdos_file_access_time_seconds{error="Cannot find file:
                "FILE.TXT"",path="C:\\DIR\\FILE.TXT"} 1.458255915E9
                GAUGE 1 metric_without_timestamp_and_labels 12.47
                GAUGE 1 something_weird{problem="division by zero"} Infinity
                COUNTER 1 http_request_duration_seconds_bucket{le="0.05"} 24054.0
                COUNTER 1 http_request_duration_seconds_bucket{le="+Inf"} 144320.0
                COUNTER s http_request_duration_seconds_sum 53423.0
                COUNTER 1 http_request_duration_seconds_count 144320.0
                GAUGE s rpc_duration_seconds{quantile="0.01"} 3102.0
                COUNTER s rpc_duration_seconds_sum 1.7560473E7
                COUNTER 1 rpc_duration_seconds_count 2693.0""");
    }

    /** The examples of its specification. */
    @Test
    void openMetrics() throws Exception {
        assertThat(read("""
                # TYPE acme_http_router_request_seconds summary
                # UNIT acme_http_router_request_seconds seconds
                # HELP acme_http_router_request_seconds Latency though all of ACME's HTTP request router.
                acme_http_router_request_seconds_sum{path="/api/v1",method="GET"} 9036.32
                acme_http_router_request_seconds_count{path="/api/v1",method="GET"} 807283.0
                acme_http_router_request_seconds_created{path="/api/v1",method="GET"} 1605281325.0
                # TYPE go_goroutines gauge
                go_goroutines 69
                # TYPE process_cpu_seconds counter
                # UNIT process_cpu_seconds seconds
                process_cpu_seconds_total 4.20072246e+06
                process_cpu_seconds_created 1.5e9
                # TYPE foo histogram
                foo_bucket{le="0.01"} 0
                foo_bucket{le="0.1"} 8 # {} 0.054
                foo_bucket{le="1"} 11 # {trace_id="KOO5S4vxi0o"} 0.67
                foo_bucket{le="10"} 17 # {trace_id="oHg5SJYRHA0"} 9.8 1520879607.789
                foo_count 17
                # TYPE bar info
                bar_info{entity="controller",version="8.2.7"} 1.0
                # TYPE baz stateset
                baz{baz="a"} 1
                # TYPE depth gaugehistogram
                depth_bucket{le="+Inf"} 4
                depth_gcount 4
                depth_gsum 7
                # EOF
                """)).isEqualTo("""
                COUNTER s acme_http_router_request_seconds_sum{method="GET",path="/api/v1"} 9036.32
                COUNTER 1 acme_http_router_request_seconds_count{method="GET",path="/api/v1"} 807283.0
                GAUGE 1 go_goroutines 69.0
                COUNTER s process_cpu_seconds_total 4200722.46
                COUNTER 1 foo_bucket{le="0.01"} 0.0
                COUNTER 1 foo_bucket{le="0.1"} 8.0
                COUNTER 1 foo_bucket{le="1"} 11.0
                COUNTER 1 foo_bucket{le="10"} 17.0
                COUNTER 1 foo_count 17.0
                GAUGE 1 bar_info{entity="controller",version="8.2.7"} 1.0
                GAUGE 1 baz{baz="a"} 1.0
                GAUGE 1 depth_bucket{le="+Inf"} 4.0
                GAUGE 1 depth_gcount 4.0
                GAUGE 1 depth_gsum 7.0""");
    }

    @Test
    void whatHasNoTypeIsAGaugeUnlessItsNameSaysOtherwise() throws Exception {
        assertThat(read("jobs_total 3\nqueue.depth 5\nstarted_created 7\n# TYPE kept_total gauge\nkept_total 1\n"))
                .isEqualTo("""
                COUNTER 1 jobs_total 3.0
                GAUGE 1 queue.depth 5.0
                GAUGE 1 started_created 7.0
                GAUGE 1 kept_total 1.0""");
    }

    @Test
    void blanksTabsLastCommasAndWindowsLinesAreNoMatter() throws Exception {
        assertThat(read("  a { x = \"1\" , }\t2  \r\n\r\n#\nb 3\r\n")).isEqualTo("""
                GAUGE 1 a{x="1"} 2.0
                GAUGE 1 b 3.0""");
    }

    @Test
    void noNumberIsASeriesWithoutAValue() throws Exception {
        var told = Exposition.read("a NaN\nb nan\n", AT, LIMITS);

        assertThat(told.readings()).hasSize(2).allMatch(reading -> Frame.isMissing(reading.value()));
    }

    @ParameterizedTest
    @CsvSource({
        "a 1e3, 1000.0",
        "a -.5, -0.5",
        "a 5., 5.0",
        "a -Inf, -Infinity",
        "a Infinity, Infinity",
        "a +inf, Infinity"
    })
    void numbers(String line, double value) throws Exception {
        assertThat(Exposition.read(line + "\n", AT, LIMITS).readings().get(0).value())
                .isEqualTo(value);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a | line 2: a value is missing",
                "a one | line 2: 'one' is not a value",
                "a 1d | line 2: '1d' is not a value",
                "a 0x1p3f | line 2: '0x1p3f' is not a value",
                "a 1 2 3 | line 2: something stands behind the value of a",
                "a 1 then | line 2: 'then' is not a timestamp",
                "1a 1 | line 2: no name: '1a 1'",
                "a{x=\"1} 1 | line 2: it ends where \" should stand",
                "a{x=\"1\" y=\"2\"} 1 | line 2: neither , nor } behind the label x",
                "a{x=\"1\",x=\"2\"} 1 | line 2: the label x is given twice",
                "a{x=1} 1 | line 2: no \" where it should stand: '1} 1'",
                "a{x 1 | line 2: no = where it should stand: '1'",
                "# TYPE a speed | line 2: no type of a metric: # TYPE a speed",
                "a 1 # 3 | line 2: an exemplar without labels",
                "a 1 # {} | line 2: an exemplar's value is missing"
            })
    void whatCannotBeUnderstoodIsNamed(String line, String message) {
        assertThatThrownBy(() -> Exposition.read("ok 1\n" + line + "\nnext 2\n", AT, LIMITS))
                .isInstanceOf(BrokenTextException.class)
                .hasMessage(message);
    }

    @Test
    void openMetricsThatDoesNotEndIsNotWhole() {
        assertThatThrownBy(() -> Exposition.read("a 1\n", Format.OPENMETRICS, AT, LIMITS))
                .hasMessage("line 1: it does not end in # EOF, so it is not whole");
        assertThatThrownBy(() -> Exposition.read("a 1\n# EOF\nb 2\n", Format.OPENMETRICS, AT, LIMITS))
                .hasMessage("line 3: something stands behind # EOF");
    }

    @Test
    void theFormatIsSaidByTheEndOrByTheSender() {
        assertThat(Format.of("a 1\n# EOF\n")).isEqualTo(Format.OPENMETRICS);
        assertThat(Format.of("# EOF")).isEqualTo(Format.OPENMETRICS);
        assertThat(Format.of("a 1\n")).isEqualTo(Format.PROMETHEUS);
        assertThat(Format.ofContentType("application/openmetrics-text; version=1.0.0; charset=utf-8"))
                .isEqualTo(Format.OPENMETRICS);
        assertThat(Format.ofContentType("text/plain; version=0.0.4")).isEqualTo(Format.PROMETHEUS);
    }

    @Test
    void whatIsBeyondTheLimitsIsLeftOutAndCounted() throws Exception {
        var long_ = "x".repeat(501);
        var told = Exposition.read(
                "a 1\nb{x=\"" + long_ + "\"} 2\n" + "n".repeat(201) + " 3\nc{l=\"1\",m=\"2\"} 4\nd 5\ne 6\nf 7\n",
                AT,
                new Limits(3, 1, 500));

        assertThat(told.readings().toString())
                .contains("a 1.0")
                .contains("d 5.0")
                .contains("e 6.0");
        assertThat(told.readings()).hasSize(3);
        assertThat(told.leftOut()).isEqualTo(4);
        assertThat(told.why()).isEqualTo(Optional.of("b: the label x has more than 500 characters, or a NUL"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n\n", "# EOF\n", "# only a comment\n"})
    void nothingIsNoMistake(String text) throws Exception {
        assertThat(Exposition.read(text, AT, LIMITS).readings()).isEmpty();
    }

    /** Kind and unit before each. */
    private static String read(String text) throws Exception {
        return Exposition.read(text, AT, LIMITS).readings().stream()
                .map(reading ->
                        reading.position().kind() + " " + reading.position().unit() + " " + reading)
                .collect(joining("\n"));
    }
}
