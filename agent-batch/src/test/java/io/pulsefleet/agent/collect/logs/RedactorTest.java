package io.pulsefleet.agent.collect.logs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
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

    @Test
    void aFieldMayHaveNoName() {
        assertThat(redactor.value("", "x")).isEqualTo("x");
    }

    private static final String[] PIECES = {
        "password",
        "PassWord",
        "pass_word",
        "-passwords",
        "password_s",
        "passwd",
        "passphrase",
        "my.pwd",
        "secret",
        "secret_",
        "_s",
        "s",
        "to\u212aen",
        "toKENS",
        "token",
        "api",
        "_key",
        "-Key",
        "authorization",
        "credent\u0130al",
        "credentials",
        "private",
        "access",
        "set-cookie",
        "session.id",
        "sessionid",
        "aVeryLongNameOfMoreThanFortyLettersWhoseEndIs",
        "=",
        "=",
        ":",
        ": ",
        "://",
        "//",
        "@",
        "'",
        "'",
        "\"",
        "\\",
        " ",
        " ",
        "\t",
        "\n",
        ",",
        ";",
        "&",
        "?",
        ")",
        "}",
        "/",
        "Bearer ",
        "bearer  abc",
        " basic x",
        "eyJ",
        "ey",
        "J",
        "AKIA",
        "AK",
        "ghp_",
        "hp_",
        "_",
        "-",
        "abcdefghijklmnop",
        "0123456789/+=",
        "x",
        "\u00e4",
        "\u20ac",
        "\ud83d\ude00"
    };

    @Test
    void theQuickWayTakesAwayWhatThePlainOneDid() {
        var plain = new PlainRedactor(true, List.of());
        var random = new Random(17);
        int changed = 0;
        for (int i = 0; i < 60_000; i++) {
            var text = pieces(random, 14);
            var name = pieces(random, 4) + "x".repeat(random.nextInt(2));
            assertThat(redactor.text(text)).as(text).isEqualTo(plain.text(text));
            if (!name.isEmpty()) {
                assertThat(redactor.value(name, text)).as(name).isEqualTo(plain.value(name, text));
            }
            changed += redactor.text(text).equals(text) ? 0 : 1;
        }
        assertThat(changed).isBetween(6_000, 54_000);
    }

    private static String pieces(Random random, int most) {
        return random.ints(random.nextInt(most), 0, PIECES.length)
                .mapToObj(piece -> PIECES[piece])
                .collect(Collectors.joining());
    }
}
