package io.pulsefleet.hub.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The audit log says what changed, and never a secret (SP-13). */
class DifferencesTest {

    @Test
    void sayWhatWasAndWhatIs() throws Exception {
        assertThat(between("""
                {"name":"shop","retries":1,"tags":["a","b"],"revision":7,"state":"up"}""", """
                {"name":"shop","retries":3,"tags":["b","c"],"quorum":2,"revision":8,"state":"down"}""")).isEqualTo("""
                {"before":{"retries":1,"tags":["a"]},"after":{"quorum":2,"retries":3,"tags":["c"]}}""");
    }

    @Test
    void sayThatASecretIsAnotherAndNotWhich() throws Exception {
        assertThat(between("{\"password\":\"old\"}", "{\"password\":\"new\"}")).isEqualTo("""
                {"before":{"password":"***"},"after":{"password":"*** (another)"}}""");
    }

    @Test
    void sayWhetherThereIsAPassword() throws Exception {
        assertThat(between("{\"password\":\"none\"}", "{\"password\":\"set\"}")).isEqualTo("""
                {"before":{"password":"none"},"after":{"password":"set"}}""");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'password':'s3cret'}",
                "{'db_password':'s3cret'}",
                "{'deep':{'list':[{'apiKey':'s3cret'}]}}",
                "{'secrets':{'any':'s3cret'}}",
                "{'secrets':['s3cret']}",
                "{'headers':{'Authorization':'Bearer s3cret'}}",
                "{'headers':{'X-Custom':'Bearer s3cret'}}",
                "{'headers':{'Cookie':'s3cret'}}",
                "{'url':'https://user:s3cret@example.org/'}",
                "{'url':'https://example.org/?a=1&token=s3cret'}",
                "{'dsn':'host=a password=s3cret user=b'}",
                "{'body':'{\\\"password\\\": \\\"s3cret\\\"}'}",
                "{'push_path':'/api/v1/push/s3cret'}",
                "{'note':'POST /api/v1/push/s3cret'}",
                "{'pem':'-----BEGIN PRIVATE KEY-----s3cret'}",
                "{'key':'s3cret'}",
                "{'parameters':{'pwd':'s3cret'}}",
                "{'parameters':{'pass':'s3cret'}}",
                "{'parameters':{'passwd':'s3cret'}}",
                "{'parameters':{'dbPass':'s3cret'}}",
                "{'parameters':{'DB_PWD':'s3cret'}}",
                "{'parameters':{'smtp.pass':'s3cret'}}",
                "{'parameters':{'SMTPPass2':'s3cret'}}",
                "{'parameters':{'apikey':'s3cret'}}",
                "{'parameters':{'api.key':'s3cret'}}",
                "{'parameters':{'awsAccessKeyId':'s3cret'}}",
                "{'parameters':{'credential':'s3cret'}}",
                "{'parameters':{'ftp-creds':'s3cret'}}"
            })
    void showNoSecret(String form) throws Exception {
        var json = form.replace('\'', '"');
        assertThat(between("{}", json)).doesNotContain("s3cret").contains("***");
        assertThat(between(null, json)).doesNotContain("s3cret").contains("***");
        assertThat(between(json, null)).doesNotContain("s3cret").contains("***");
    }

    @Test
    void showWhatOnlySoundsLikeOne() throws Exception {
        assertThat(between("{}", "{\"bypass\":\"a\",\"passes\":\"b\",\"pinned\":\"c\",\"orderKey\":\"d\"}"))
                .isEqualTo("""
                        {"before":{},"after":{"bypass":"a","orderKey":"d","passes":"b","pinned":"c"}}""");
    }

    private static String between(String before, String after) throws Exception {
        var json = new ObjectMapper();
        var missing = json.missingNode();
        return Differences.between(
                        before == null ? missing : json.readTree(before),
                        after == null ? missing : json.readTree(after))
                .toString();
    }
}
