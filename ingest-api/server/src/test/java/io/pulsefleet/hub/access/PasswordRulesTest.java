package io.pulsefleet.hub.access;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which passwords may be chosen (SP-13). */
class PasswordRulesTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ann          | eleven char    | must have 12 characters or more
            ann          | Password1234   | is one of those that are guessed first; choose another
            ann          | 123456789012   | is one of those that are guessed first; choose another
            ann          | abababababab   | is one of those that are guessed first; choose another
            ann          | QAZwsxEDCrfv   | is one of those that are guessed first; choose another
            ann          | LeaveMeAlone   | is one of those that are guessed first; choose another
            ann          | dragonmonkey   | is one of those that are guessed first; choose another
            ann          | Superman202611 | is one of those that are guessed first; choose another
            anna-martins | Anna-Martins   | must not be the name of the user
            anna         | AnnaAnnaAnna   | must not be the name of the user
            """)
    void theseMayNot(String user, String password, String why) {
        assertThat(PasswordRules.complaint(password, user)).contains(why);
    }

    @ParameterizedTest
    @CsvSource({
        "ann, twelve chars",
        "ann, Grünkohl mit Pinkel",
        "ann, annas little secret",
        "ann, dragon-monkey-2026",
        "ann, 2026Superman!!",
        "ann, 84629104756392017465"
    })
    void theseMay(String user, String password) {
        assertThat(PasswordRules.complaint(password, user)).isEmpty();
    }

    @Test
    void twoHundredCharactersAreTheMost() {
        var hundred = "0123456789".repeat(10);

        assertThat(PasswordRules.complaint(hundred + hundred, "ann")).isEmpty();
        assertThat(PasswordRules.complaint(hundred + hundred + "x", "ann"))
                .contains("must have 200 characters at most");
    }

    @Test
    void nothingIsNone() {
        assertThat(PasswordRules.complaint(null, "ann")).contains("must have 12 characters or more");
    }
}
