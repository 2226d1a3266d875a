package io.pulsefleet.hub.access;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PasswordsTest {

    @Test
    void onlyTheRightOneMatches() {
        var kept = Passwords.hash("correct horse");

        assertThat(kept).startsWith("pbkdf2-sha512$210000$").doesNotContain("horse");
        assertThat(Passwords.matches("correct horse", kept)).isTrue();
        assertThat(Passwords.matches("correct horsf", kept)).isFalse();
    }

    @Test
    void theSamePasswordIsKeptInAnotherWayEachTime() {
        assertThat(Passwords.hash("same")).isNotEqualTo(Passwords.hash("same"));
    }
}
