package io.pulsefleet.hub.access;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SameOriginTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            GET    | cross-site  | http://evil:1 | hub:9080 | true
            POST   | same-origin | http://hub:9080 | hub:9080 | true
            POST   | same-site   | http://hub:9081 | hub:9080 | false
            DELETE | cross-site  | - | hub:9080 | false
            POST   | -           | http://hub:9080 | hub:9080 | true
            POST   | -           | http://hub:9081 | hub:9080 | false
            POST   | -           | null | hub:9080 | false
            POST   | -           | %%% | hub:9080 | false
            POST   | -           | - | hub:9080 | true
            """)
    void isAskedOfWhatChangesSomething(String method, String fetchSite, String origin, String host, boolean holds) {
        assertThat(SameOrigin.holds(method, fetchSite, origin, host)).isEqualTo(holds);
    }
}
