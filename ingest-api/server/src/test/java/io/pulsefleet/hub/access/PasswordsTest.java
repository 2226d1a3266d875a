package io.pulsefleet.hub.access;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PasswordsTest {

    @Test
    void onlyTheRightOneMatches() {
        var kept = Passwords.hash("correct horse");

        assertThat(kept).startsWith("$argon2id$v=19$m=7168,t=5,p=1$").doesNotContain("horse");
        assertThat(Passwords.matches("correct horse", kept)).isTrue();
        assertThat(Passwords.matches("correct horsf", kept)).isFalse();
    }

    @Test
    void theSamePasswordIsKeptInAnotherWayEachTime() {
        assertThat(Passwords.hash("same")).isNotEqualTo(Passwords.hash("same"));
    }

    /** Made by Argon2's reference implementation: {@code echo -n "password" | argon2 somesalt -id -v 13 -t 2 -k 65536 -p 1}. */
    @Test
    void whatOthersMadeIsRead() {
        var kept = "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";

        assertThat(Passwords.matches("password", kept)).isTrue();
        assertThat(Passwords.matches("passwore", kept)).isFalse();
        assertThat(Passwords.isOutdated(kept)).as("of another cost").isTrue();
    }

    @Test
    void whatWasMadeBeforeIsReadAndIsOutdated() {
        var kept = "pbkdf2-sha512$210000$AAECAwQFBgcICQoLDA0ODw$l4pqr0UVqxiWEnbGDBV//hzeVcB7ZgsFnr5Z+SZYIYg";

        assertThat(Passwords.matches("correct horse", kept)).isTrue();
        assertThat(Passwords.matches("correct horsf", kept)).isFalse();
        assertThat(Passwords.isOutdated(kept)).isTrue();
        assertThat(Passwords.isOutdated(Passwords.hash("correct horse"))).isFalse();
    }
}
