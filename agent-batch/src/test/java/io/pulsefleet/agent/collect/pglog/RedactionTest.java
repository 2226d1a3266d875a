package io.pulsefleet.agent.collect.pglog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class RedactionTest {

    @Test
    void aPasswordNeverLeavesTheHost() {
        Map.of(
                        "CREATE ROLE a LOGIN PASSWORD 's3cret' VALID UNTIL 'x'",
                        "CREATE ROLE a LOGIN PASSWORD '?' VALID UNTIL 'x'",
                        "alter user a with password E's3\\'cret'",
                        "alter user a with password '?'",
                        "ALTER ROLE a PASSWORD 's3''cret'; SELECT 1",
                        "ALTER ROLE a PASSWORD '?'; SELECT 1",
                        "DO 'BEGIN EXECUTE ''ALTER ROLE a PASSWORD ''''s3cret''''''; END'",
                        "DO 'BEGIN EXECUTE ''ALTER ROLE a PASSWORD '?'; END'",
                        "ALTER ROLE a PASSWORD $$s3cret$$",
                        "ALTER ROLE a PASSWORD '?'",
                        "CREATE SUBSCRIPTION s CONNECTION 'host=a password=s3cret user=b' PUBLICATION p",
                        "CREATE SUBSCRIPTION s CONNECTION 'host=a password='?' user=b' PUBLICATION p",
                        "ALTER ROLE a PASSWORD 's3cret and cut of",
                        "ALTER ROLE a PASSWORD '?'",
                        "CREATE USER MAPPING FOR a SERVER b OPTIONS (user 'x', password 's3cret')",
                        "CREATE USER MAPPING FOR a SERVER b OPTIONS (user 'x', password '?')",
                        "ALTER ROLE a PASSWORD NULL",
                        "ALTER ROLE a PASSWORD NULL",
                        "SELECT password FROM users WHERE password = $1",
                        "SELECT password FROM users WHERE password = $1")
                .forEach((sql, told) -> assertThat(Redaction.NONE.statement(sql))
                        .startsWith(told.substring(0, Math.min(told.length(), 40)))
                        .doesNotContain("s3")
                        .isEqualTo(told));
        assertThat(Redaction.NONE.words("password authentication failed for user \"a\""))
                .isEqualTo("password authentication failed for user \"a\"");
    }

    @Test
    void literalsOfStatementsBecomeQuestionMarks() {
        assertThat(Redaction.LITERALS.statement(
                        "SELECT a1, \"b 2\", $1, 'it''s', E'x\\'y', B'01', 1.5e-3, 0xff -- no 'end\n"
                                + "FROM t_1 /* it's */ WHERE x=-17 AND y = $tag$ text $tag$ AND z = U&'d'"))
                .isEqualTo("SELECT a1, \"b 2\", $1, ?, ?, ?, ?, ? -- no 'end\n"
                        + "FROM t_1 /* it's */ WHERE x=-? AND y = ? AND z = ?");
        assertThat(Redaction.LITERALS.statement("SELECT 'never ends")).isEqualTo("SELECT ?");
    }

    @Test
    void valuesThatMessagesRepeatBecomeQuestionMarks() {
        Map.of(
                        "Key (email, id)=(a@b.c, 7) already exists.",
                        "Key (email, id)=(?) already exists.",
                        "Failing row contains (1, a(b), null).",
                        "Failing row contains (?).",
                        "invalid input syntax for type integer: \"s3cret \"x\"\"",
                        "invalid input syntax for type integer: \"?\"",
                        "syntax error at or near \"s3cret\"",
                        "syntax error at or near \"?\"",
                        "value \"99999999999\" is out of range for type integer",
                        "value \"?\" is out of range for type integer",
                        "parameters: $1 = 's3cret', $2 = NULL",
                        "parameters: $1 = ?, $2 = NULL",
                        "SQL statement \"SELECT 7\"\nPL/pgSQL function f() line 3 at SQL statement",
                        "SQL statement \"?\"\nPL/pgSQL function f() line 3 at SQL statement",
                        "relation \"orders\" does not exist",
                        "relation \"orders\" does not exist",
                        "temporary file: path \"base/pgsql_tmp/pgsql_tmp17.0\", size 1048576",
                        "temporary file: path \"base/pgsql_tmp/pgsql_tmp17.0\", size 1048576")
                .forEach((text, told) ->
                        assertThat(Redaction.LITERALS.words(text)).isEqualTo(told));
    }

    @Test
    void statementsMayBeLeftOutAltogether() {
        assertThat(Redaction.ALL.statement("SELECT 1")).isNull();
        assertThat(Redaction.ALL.words("Key (id)=(1) already exists.")).isEqualTo("Key (id)=(?) already exists.");
    }

    private static final String[] PIECES = {
        "'",
        "''",
        "\"",
        "$",
        "$$",
        "$tag$",
        "$1",
        "\\",
        "e'",
        "E'",
        "xE'",
        "b'",
        "U&'",
        "u&",
        "n'",
        "--",
        "-",
        "/*",
        "*/",
        "/",
        "\n",
        " ",
        "\t",
        "1",
        "0xff",
        "1.5e-3",
        "17",
        ".",
        "_",
        "name",
        "it's",
        "\u00e4'",
        "\u00e4",
        "\u0663",
        "\u20ac",
        "password",
        "PASSWORD ",
        "PaSsWoRd",
        "passw",
        "pa\u017fsword ",
        "password=",
        "password: ",
        "word",
        "w",
        "p",
        "(",
        ")",
        "=(",
        "Failing row contains (",
        ": \"",
        " near \"",
        "value \"",
        "SQL statement \"",
        ",",
        ";",
        "&",
        "+",
        "="
    };

    @Test
    void theQuickWayTakesAwayWhatThePlainOneDid() {
        var random = new Random(17);
        for (int i = 0; i < 200_000; i++) {
            var text = random.ints(random.nextInt(14), 0, PIECES.length)
                    .mapToObj(piece -> PIECES[piece])
                    .collect(Collectors.joining());
            for (var redaction : Redaction.values()) {
                var plain = PlainRedaction.valueOf(redaction.name());
                assertThat(redaction.words(text)).as(text).isEqualTo(plain.words(text));
                assertThat(redaction.statement(text)).as(text).isEqualTo(plain.statement(text));
            }
        }
    }
}
