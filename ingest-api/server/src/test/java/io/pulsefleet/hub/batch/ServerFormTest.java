package io.pulsefleet.hub.batch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServerFormTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ftp://a",
                "https://",
                "a:9443",
                "https://user:secret@a",
                "https://a/ibm/api/other",
                "https://a?x=1",
                "https://a#x",
                "https://a/ibm/api/batch/../../admin",
                "http://a:9080"
            })
    void aServerIsAtAPlainAddressOverTls(String url) {
        assertThat(form(url, null, null).complaints(true).fields()).containsExactly("url");
    }

    @Test
    void whatIsKeptIsSchemeHostAndPort() {
        var form = form("https://Payroll.Example:9443/ibm/api/batch/", null, null);

        assertThat(form.complaints(true).fields()).isEmpty();
        assertThat(form.plainUrl()).isEqualTo("https://payroll.example:9443");
    }

    @Test
    void plainHttpMustBeMeant() {
        var form = new ServerForm("payroll", "http://a:9080", true, "operator", "s3cret", null, null, null);

        assertThat(form.complaints(true).fields()).isEmpty();
    }

    @Test
    void allThatIsWrongIsNamedAtOnce() {
        var form = new ServerForm("a b", "x", null, "a:b", " ", "no certificate", "12", "a b");

        assertThat(form.complaints(true).fields())
                .containsExactly("name", "url", "user", "password", "fingerprint", "fingerprint", "ca", "group");
    }

    @Test
    void aFingerprintMayBeWrittenAsOpensslDoes() {
        var form = form("https://a:9443", null, "AB:".repeat(31) + "AB");

        assertThat(form.complaints(true).fields()).isEmpty();
        assertThat(form.plainFingerprint()).isEqualTo("ab".repeat(32));
    }

    @Test
    void itsTextShowsNoPassword() {
        assertThat(form("https://a", null, null).toString()).doesNotContain("s3cret");
    }

    private static ServerForm form(String url, String ca, String fingerprint) {
        return new ServerForm("payroll", url, null, "operator", "s3cret", ca, fingerprint, null);
    }
}
