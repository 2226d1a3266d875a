package io.pulsefleet.hub.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SeenTest {

    private static final String TAG = Seen.tagOf(List.of("viewer", List.of("web")));

    @Test
    void theSameIsTheSameVersionAndAnythingElseIsAnother() {
        assertThat(TAG).matches("\"[0-9a-f]{16}\"").isEqualTo(Seen.tagOf(List.of("viewer", List.of("web"))));
        assertThat(TAG).isNotEqualTo(Seen.tagOf(List.of("viewer", List.of("web", "db"))));
        assertThat(Seen.tagOf(new TreeMap<>(Map.of("a", "1", "b", "2"))))
                .isEqualTo(Seen.tagOf(new TreeMap<>(Map.of("b", "2", "a", "1"))));
    }

    @Test
    void whoNamesNoVersionMeansWhateverIsThere() {
        assertThat(Seen.isAmong(null, TAG)).isTrue();
        assertThat(Seen.isAmong("*", TAG)).isTrue();
    }

    @Test
    void oneOfThoseNamedMustBeThere() {
        assertThat(Seen.isAmong(TAG, TAG)).isTrue();
        assertThat(Seen.isAmong("\"0000000000000000\", " + TAG, TAG)).isTrue();
        assertThat(Seen.isAmong("W/" + TAG, TAG)).isTrue(); // a proxy that compresses made it so
        assertThat(Seen.isAmong("\"0000000000000000\"", TAG)).isFalse();
        assertThat(Seen.isAmong("", TAG)).isFalse();
    }
}
