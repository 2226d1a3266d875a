package io.pulsefleet.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OriginTest {

    @ParameterizedTest
    @CsvSource(nullValues = "-", textBlock = """
            localhost:9081,            true
            LOCALHOST,                 true
            127.0.0.1:9081,            true
            127.8.8.8,                 true
            [::1]:9081,                true
            db-1.example:9081,         true
            DB-1.example,              true
            evil.example:9081,         false
            localhost.evil.example,    false
            127.0.0.1.evil.example,    false
            192.0.2.7:9081,            false
            -,                         false
            """)
    void knowsItsNames(String host, boolean isOurs) {
        assertThat(Origin.isOurs(host, Set.of("db-1.example"))).isEqualTo(isOurs);
    }

    @ParameterizedTest
    @CsvSource(nullValues = "-", textBlock = """
            GET,    cross-site,  https://evil.example,   true
            POST,   -,           -,                      true
            POST,   same-origin, http://localhost:9081,  true
            POST,   none,        -,                      true
            POST,   -,           http://localhost:9081,  true
            POST,   cross-site,  -,                      false
            POST,   same-site,   http://localhost:9080,  false
            POST,   -,           http://localhost:9080,  false
            POST,   -,           https://evil.example,   false
            POST,   -,           null,                   false
            POST,   -,           http://a b,             false
            DELETE, cross-site,  -,                      false
            """)
    void letsOnlyItsOwnPagesChangeThings(String method, String fetchSite, String origin, boolean may) {
        assertThat(Origin.mayChange(method, fetchSite, origin, "localhost:9081"))
                .isEqualTo(may);
    }
}
