package io.pulsefleet.agent.collect.logs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class RedactorTest {

    private final Redactor redactor = new Redactor(true, List.of());

    @Test
    void whatStandsBehindTheNameOfASecretGoes() {
        assertThat(redactor.text("user=alice password=geheim port=5")).isEqualTo("user=alice password=? port=5");
        assertThat(redactor.text("{\"db_password\": \"ge\\\"heim\", \"n\":1}"))
                .isEqualTo("{\"db_password\": ?, \"n\":1}");
        assertThat(redactor.text("Authorization: Bearer abc.def, next")).isEqualTo("Authorization: ?, next");
        assertThat(redactor.text("GET /a?api_key=4711&b=c")).isEqualTo("GET /a?api_key=?&b=c");
        assertThat(redactor.text("ALTER ROLE x PASSWORD 'geheim'")).isEqualTo("ALTER ROLE x PASSWORD ?");
        assertThat(redactor.text("postgres://alice:geheim@db/shop")).isEqualTo("postgres://alice:?@db/shop");
        assertThat(redactor.text("token eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc is good"))
                .isEqualTo("token ? is good");
        assertThat(redactor.value("client_secret", "x")).isEqualTo("?");
    }

    @Test
    void allElseStays() {
        var line = "10:00:00 GET http://a/b?x=1 'quoted' pid=17: no password is set, token=";
        assertThat(redactor.text(line)).isEqualTo(line);
    }

    @Test
    void patternsOfOnesOwn() {
        var own = new Redactor(true, List.of(Pattern.compile("card (\\d+)")));
        assertThat(own.text("card 4111 of 4111")).isEqualTo("card ? of 4111");
    }
}
