package io.pulsefleet.wire.uptime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** UO-02: what "up" means is said in sentences; a mistake in one is told with its place. */
class AssertionTest {

    private static final Answer ANSWER = Answer.ofHttp(
            200,
            Map.of("content-type", List.of("application/json"), "set-cookie", List.of("a=1", "b=2")),
            """
            {"status":"ok","queue":[1,2,3],"items":[{"name":"a b","it's":1.5,"length":7}],"none":null,"on":true}""",
            1_024,
            new Phases(1_000, 2_000, 3_000, 250_000, 4_000),
            new Answer.Certificate(30, "CN=shop.example", "CN=Root", List.of("shop.example"), 2, "TLSv1.3"));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "status == 200",
                "status in 200-299,304",
                "status not in 500-599",
                "status != 404",
                "header content-type contains \"json\"",
                "header Content-Type == \"application/json\"",
                "header set-cookie == \"b=2\"",
                "header x-none not exists",
                "header x-none != \"a\"",
                "body contains \"ready\" ",
                "body not contains \"error\"",
                "body matches \"st.tus\"",
                "json $.queue.length < 100",
                "json $.queue[2] == 3",
                "json $.items[0]['name'] == \"a b\"",
                "json $.items[0][\"it's\"] == 1.5",
                "json $.items[0].length == 7",
                "json $['status'] matches \"^ok$\"",
                "json $.none == null",
                "json $.on == true",
                "json $.on != false",
                "json $.queue == \"[1,2,3]\"",
                "json $.nowhere.at.all not exists",
                "size <= 1024",
                "time.first_byte < 300ms",
                "time.first_byte >= 0.25s",
                "time.dns == 1",
                "time.total < 2s",
                "time.tls in 2ms-4ms",
                "certificate.days > 14",
                "certificate.names contains \"shop\"",
                "certificate.chain == 2",
                "tls.version == \"TLSv1.3\"",
            })
    void holds(String assertion) {
        var ready = new Answer(
                ANSWER.status(),
                ANSWER.headers(),
                ANSWER.body().replace("\"none\"", "\"ready\":1,\"none\""),
                ANSWER.size(),
                ANSWER.phases(),
                ANSWER.certificate(),
                List.of(),
                null,
                null);
        assertThat(Assertion.parse(assertion).failure(ready)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            status == 500                             | status == 500: it is 200
            header x-none exists                      | header x-none exists: there is none
            header set-cookie contains "c="           | header set-cookie contains "c=": they are "a=1", "b=2"
            header set-cookie != "b=2"                | header set-cookie != "b=2": they are "a=1", "b=2"
            json $.queue.length > 3                   | json $.queue.length > 3: it is 3
            json $.on == "yes"                        | json $.on == "yes": it is true
            json $.status == true                     | json $.status == true: it is "ok"
            json $.none exists.                       |
            time.total < 100ms                        | time.total < 100ms: it is 260000
            certificate.days > 31                     | certificate.days > 31: it is 30
            """)
    void saysWhatItIsInstead(String assertion, String sentence) {
        if (sentence == null) {
            assertThatThrownBy(() -> Assertion.parse(assertion)).isInstanceOf(IllegalArgumentException.class);
            return;
        }
        assertThat(Assertion.parse(assertion).failure(ANSWER)).contains(sentence);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            body conatins "ready"  | 'conatins' is no comparison; expected ==, !=, <, <=, >, >=, in, contains, matches, exists, or one of the last four with not (at 6)
            body                   | nothing is no comparison; expected ==, !=, <, <=, >, >=, in, contains, matches, exists, or one of the last four with not (at 5)
            body > 3               | '>' compares numbers, and this is a text; expected ==, !=, contains, matches (at 6)
            body contains ready    | expected a text in quotation marks (at 15)
            body contains "ready   | the text has no end; expected a quotation mark (at 15)
            body matches "a(b"     | the pattern is broken: Unclosed group (at 17)
            status == 200 or       | 'or' is too much (at 15)
            status == 2x           | 'x' is too much; this number has no unit (at 12)
            status contains "2"    | 'contains' is of texts, and this is a number; expected ==, !=, <, <=, >, >=, in (at 8)
            status in 299-200      | the range ends before it begins (at 11)
            time.total < 3h        | 'h' is no unit of time; expected us, ms, s or m (at 15)
            header : == "a"        | ':' is no name of a header (at 8)
            json items == 1        | a path begins with $, as $.items[0].name (at 6)
            json $.a[x] == 1       | 'x' is no index; expected a number, or a name in quotation marks (at 10)
            json $.a['x == 1       | expected '] after the name (at 11)
            json $.a..b == 1       | expected a name after the dot; others are written ['name'] (at 10)
            json $.a == maybe      | expected a number, a text in quotation marks, true, false or null (at 13)
            """)
    void tellsAMistakeWithItsPlace(String assertion, String mistake) {
        assertThatThrownBy(() -> Assertion.parse(assertion)).hasMessage(mistake);
    }

    @Test
    void aPatternThatTakesTooLongEnds() {
        var endless = Answer.ofHttp(200, Map.of(), "a".repeat(40), 40, new Phases(0, 0, 0, 0, 0), null);

        assertThat(Assertion.parse("body matches \"^((a+)+)\\2?b\"").failure(endless))
                .contains("body matches \"^((a+)+)\\2?b\": the pattern takes too long; write it simpler");
    }

    @Test
    void aBodyThatIsNoJsonIsSaidToBeNone() {
        var page = Answer.ofHttp(200, Map.of(), "<html>", 6, new Phases(0, 0, 0, 0, 0), null);

        assertThat(Assertion.parse("json $.a == 1").failure(page).orElseThrow())
                .startsWith("json $.a == 1: the body is no JSON: ");
        assertThat(Assertion.parse("json $.a not exists").failure(page).orElseThrow())
                .startsWith("json $.a not exists: the body is no JSON: ");
    }

    @Test
    void ofSeveralTheFirstThatFailsIsTold() {
        var all = List.of(
                Assertion.parse("rows == 2"), Assertion.parse("value > 5"), Assertion.parse("answer contains \"x\""));

        assertThat(Assertion.failure(all, Answer.ofRows(List.of("7", "8"), 7, new Phases(0, 0, 0, 0, 0))))
                .contains("answer contains \"x\": they are \"7\", \"8\"");
        assertThat(Assertion.failure(
                        List.of(Assertion.parse("loss < 50")), Answer.ofEchoes(50, new Phases(0, 0, 0, 0, 0))))
                .contains("loss < 50: it is 50");
    }
}
