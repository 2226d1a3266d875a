package io.pulsefleet.hub.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CredentialsTest {

    @Test
    void areATokenAPasswordASessionOrNothing() {
        assertThat(Credentials.of("Bearer abc", null, null)).isEqualTo(new Credentials.Bearer("abc"));
        assertThat(Credentials.of("bearer  abc ", null, null)).isEqualTo(new Credentials.Bearer("abc"));
        assertThat(Credentials.of(basic("ann:a:b"), null, null)).isEqualTo(new Credentials.Password("ann", "a:b"));
        assertThat(Credentials.of(null, null, "s")).isEqualTo(new Credentials.Session("s"));
        assertThat(Credentials.of(null, null, "")).isEqualTo(new Credentials.Nothing());
        assertThat(Credentials.of(null, null, null)).isEqualTo(new Credentials.Nothing());
    }

    @Test
    void anApiKeyIsATokenOrStandsInAHeaderOfItsOwn() {
        assertThat(Credentials.of(null, " pulse_abc ", "s")).isEqualTo(new Credentials.ApiKey("pulse_abc"));
        assertThat(Credentials.of("Bearer pulse_abc", "other", null)).isEqualTo(new Credentials.Bearer("pulse_abc"));
        assertThat(Credentials.of(null, " ", "s")).isEqualTo(new Credentials.Unreadable());
    }

    @Test
    void theHeaderWinsOverTheCookie() {
        assertThat(Credentials.of("Bearer abc", null, "s")).isEqualTo(new Credentials.Bearer("abc"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Bearer", "Bearer ", "Basic !!!", "Basic bm9jb2xvbg==", "Digest x"})
    void whatCannotBeReadIsNotTakenForNothing(String header) {
        assertThat(Credentials.of(header, null, "s")).isEqualTo(new Credentials.Unreadable());
    }

    @Test
    void areNeverShown() {
        assertThat(Credentials.of(basic("ann:secret"), null, null)).hasToString("Password of ann");
        assertThat(Credentials.of("Bearer secret", null, null)).hasToString("Bearer");
        assertThat(Credentials.of(null, "secret", null)).hasToString("API key");
        assertThat(Credentials.of(null, null, "secret")).hasToString("Session");
    }

    private static String basic(String pair) {
        return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }
}
