package io.pulsefleet.hub.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefleet.wire.Problem;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RequestHeadTest {

    @Test
    void anAddressMustBeOne() {
        assertThat(status("/api/v1/agents", null)).isZero();
        assertThat(status("/api/v1/agents", "tag=env:prod&from=2026-01-01T00:00:00%2B01:00"))
                .isZero();
        assertThat(status("/api/v1/agents/<script>", null)).isEqualTo(400);
        assertThat(status("/api/v1/query", "label.<name>=a")).isEqualTo(400);
        assertThat(status("/api/v1/query", "agent=%zz")).isEqualTo(400);
        assertThat(status("/api/v1/query", "agent=%")).isEqualTo(400);
        assertThat(status("/api/v1/query", "agent=%C3%BC&tag=\u00fc")).isZero();
        assertThat(status("/api/v1/agents/%C3", null)).as("half a letter").isEqualTo(400);
    }

    @Test
    void aTypeMustBeOne() {
        assertThat(ofTypes("application/json; charset=utf-8", "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8,"))
                .as("a browser's")
                .isEmpty();
        assertThat(ofTypes("nonsense", null)).contains(415);
        assertThat(ofTypes("a/b/c", null)).contains(415);
        assertThat(ofTypes(null, "nonsense")).contains(400);
        assertThat(ofTypes(null, "text/html, <script>")).contains(400);
        assertThat(ofTypes(null, "")).isEmpty();
    }

    private static int status(String path, String query) {
        return RequestHead.problemOf(path, query, null, null)
                .map(Problem::status)
                .orElse(0);
    }

    private static Optional<Integer> ofTypes(String contentType, String accept) {
        return RequestHead.problemOf("/api", null, contentType, accept).map(Problem::status);
    }
}
