package io.pulsefleet.hub.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class WeightTest {

    private static final int LARGE = 1 << 20;

    @Test
    void aDocumentsBodyWeighsItsTextOnly() {
        assertThat(factor("{\"documents\":[{\"kind\":\"k\",\"body\":[", "{\"a\":{}}", "]}]}"))
                .isEqualTo(5);
    }

    @Test
    void whatBecomesObjectsWeighsManyTimesItsText() {
        assertThat(factor("{\"lines\":[", "{\"at\":\"2026-11-21T10:15:00Z\",\"source\":\"s\",\"text\":\"t\"}", "]}"))
                .isEqualTo(12);
        assertThat(factor("{\"lines\":[", "{\"text\":\"\",\"attributes\":{\"a\":\"b\",\"c\":\"d\"}}", "]}"))
                .isEqualTo(29);
        assertThat(factor("{\"frames\":[{\"values\":[", "0", "]}]}")).isEqualTo(17);
    }

    @Test
    void whatStandsInATextIsText() {
        assertThat(factor("{\"lines\":[{\"text\":\"", "[{:\\\"\\\\", "\"}]}")).isEqualTo(5);
    }

    @Test
    void whatIsSmallIsTakenForTheWorst() {
        assertThat(Weight.of("{}".getBytes(StandardCharsets.US_ASCII))).isEqualTo(2 * 5 + 240);
    }

    /** How many times its length such a body weighs. */
    private static long factor(String head, String element, String tail) {
        var json = new StringBuilder(head);
        while (json.length() < LARGE) {
            json.append(element).append(',');
        }
        json.setLength(json.length() - 1);
        var body = json.append(tail).toString().getBytes(StandardCharsets.US_ASCII);
        return Weight.of(body) / body.length;
    }
}
