package io.pulsefleet.wire.uptime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pulsefleet.wire.RawJson;
import io.pulsefleet.wire.UnreadableException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** UO-04: a check that cannot be is refused when it is saved, by its field. */
class CheckTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            http  | {}                                                    | url: is missing
            http  | {"url":"ftp://a/b"}                                   | url: must begin with http:// or https://
            http  | {"url":"https://a:b@c/"}                              | url: must have no user and password; they have fields of their own
            http  | {"url":"https://a b/"}                                | url: Illegal character in authority (at 9)
            http  | {"url":"https:///x"}                                  | url: has no host that can be read
            http  | {"url":"https://a:70000/"}                            | url: must be from 1 to 65535
            http  | {"url":"http://a/","method":"GE T"}                   | method: 'GE T' is no method
            http  | {"url":"http://a/","headers":{"a b":"c"}}             | headers: 'a b' is no name of a header
            http  | {"url":"http://a/","headers":{"X":"a\\nb"}}           | headers.X: must have 8000 characters at most, and no line breaks
            http  | {"url":"http://a/","headers":{"Content-Length":"1"}}  | headers.Content-Length: is set by the prober
            http  | {"url":"http://a/","password":"x"}                    | user: is missing beside the password
            http  | {"url":"http://a/","redirects":21}                    | redirects: must be from 0 to 20
            http  | {"url":"http://a/","proxy":"https://p:1"}             | proxy: must be http://host:port
            http  | {"url":"http://a/","proxy":"http://p"}                | proxy: must be http://host:port
            http  | {"url":"http://a/","family":"5"}                      | family: '5' is none of any, 4, 6
            http  | {"url":"http://a/","version":"3"}                     | version: '3' is none of 1.1, 2
            http  | {"url":"http://a/","trust":"all"}                     | trust: must be public, any, or PEM text of certificates
            http  | {"url":"http://a/","certificate":"-----BEGIN x","key":"${k}"} | certificate: is no PEM text of certificates
            http  | {"url":"http://a/","key":"${k}"}                      | certificate: is missing; a certificate needs its key
            http  | {"url":"http://a/","largest":16777217}                | largest: must be from 1 to 16777216
            http  | {"url":"http://a/","redirect":1}                      | redirect: is no field of http; it has url, method, headers, body, user, password, redirects, proxy, family, version, trust, certificate, key, keepAlive, largest, assertions
            http  | {"url":"http://a/","assertions":["status == 200","body conatins \\"x\\""]} | assertions[1]: 'conatins' is no comparison; expected ==, !=, <, <=, >, >=, in, contains, matches, exists, or one of the last four with not (at 6)
            http  | {"url":"http://a/","assertions":["rows > 1"]}         | assertions[0]: 'rows' is not known of this kind; it has status, size, header, body, json, time.dns, time.connect, time.tls, time.first_byte, time.transfer, time.total, certificate.days, certificate.subject, certificate.issuer, certificate.names, certificate.chain, tls.version (at 1)
            tcp   | {"host":"a"}                                          | port: is missing
            tcp   | {"host":"a","port":65536} | port: must be from 1 to 65535
            tcp   | {"host":"-a","port":1}                                | host: '-a' is no host name and no address; names with other letters are written as xn--...
            tcp   | {"host":"a","port":1,"send":"a\\\\q"}                 | send: a backslash stands before r, n, t, another backslash, or x and two digits (at 3)
            tcp   | {"host":"a","port":1,"send":"a\\\\x1"}                | send: a backslash stands before r, n, t, another backslash, or x and two digits (at 3)
            tcp   | {"host":"a","port":1,"expect":"(a"}                   | expect: Unclosed group (at 3)
            ping  | {"host":"a","count":11}                               | count: must be from 1 to 10
            dns   | {"name":"a","record":"AX"}                            | record: 'AX' is none of A, AAAA, CNAME, MX, NS, SOA, SRV, TXT, PTR, CAA
            dns   | {"name":"a","server":"x:y:z"}                         | server: 'x:y:z' must be host, host:port or [address]:port
            tls   | {"host":"a","port":443,"serverName":"a b"}            | serverName: 'a b' is no host name and no address; names with other letters are written as xn--...
            query | {"url":"jdbc:oracle:x"}                               | url: must begin with one of jdbc:postgresql://, jdbc:mysql://, jdbc:mariadb://
            push  | {"grace":"-PT1S"}                                     | grace: must be from PT0S to PT744H
            ping  | []                                                    | check: must be an object
            """)
    void tellsAMistakeByItsField(String kind, String body, String mistake) {
        assertThat(refusal(kind, body)).isEqualTo(mistake);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            http  | {"url":"https://${host}:8443/health?a=${key}"}
            http  | {"url":"http://[2001:db8::7]:80/","family":"6","trust":"any","version":"2"}
            http  | {"url":"http://shop-1.example/","proxy":"http://proxy:3128","redirects":0,"largest":16777216}
            http  | {"url":"https://a/","certificate":"${cert}","key":"${key}","trust":"${ca}"}
            tcp   | {"host":"192.0.2.7","port":25,"expect":"^220 ","send":"QUIT\\\\r\\\\n"}
            ping  | {"host":"2001:db8::7"}
            dns   | {"name":"_sip._tcp.example.","record":"SRV","server":"[::1]:5353"}
            dns   | {"name":"7.2.0.192.in-addr.arpa","record":"PTR","server":"127.0.0.1:53"}
            tls   | {"host":"mail.example","port":993}
            query | {"url":"jdbc:postgresql://db1/shop","user":"a","password":"${p}","sql":"SELECT 1"}
            push  | {}
            """)
    void readsWhatCanBe(String kind, String body) throws IOException {
        var check = Check.read(CheckKind.of(kind).orElseThrow(), new RawJson(body));

        assertThat(Check.read(CheckKind.of(kind).orElseThrow(), RawJson.of(check)))
                .isEqualTo(check);
    }

    @Test
    void eachKindExpectsSomethingWhereNothingIsSaid() throws IOException {
        assertThat(expected("http", "{\"url\":\"http://a/\"}")).isEqualTo("[status in 200-399]");
        assertThat(expected("http", "{\"url\":\"http://a/\",\"assertions\":[\"status == 503\"]}"))
                .isEqualTo("[status == 503]");
        assertThat(expected("tls", "{\"host\":\"a\",\"port\":443}")).isEqualTo("[certificate.days > 14]");
        assertThat(expected("ping", "{\"host\":\"a\"}")).isEqualTo("[loss < 100]");
        assertThat(expected("tcp", "{\"host\":\"a\",\"port\":443}")).isEqualTo("[]");
    }

    @Test
    void bytesToSendAreReadAsInC() throws IOException {
        var check = (TcpCheck) Check.read(
                CheckKind.TCP,
                new RawJson("{\"host\":\"a\",\"port\":1,\"send\":\"\\\\x00\\\\xffü\\\\r\\\\n\\\\\\\\\"}"));

        assertThat(check.sent()).containsExactly(0, 0xff, 0xc3, 0xbc, '\r', '\n', '\\');
    }

    @Test
    void secretsComeToTheirPlacesButForAssertions() {
        var check = new RawJson(
                "{\"url\":\"http://a/${path}\",\"headers\":{\"A\":\"Bearer ${token} $${token}\"},\"largest\":5,\"assertions\":[\"body contains \\\"${x}\\\"\"]}");
        var secrets = new Secrets(Map.of("path", "p", "token", "se\"cret$1\\"));

        assertThat(Secrets.named(check)).containsExactly("path", "token");
        assertThat(secrets.into(check).text())
                .isEqualTo(
                        "{\"url\":\"http://a/p\",\"headers\":{\"A\":\"Bearer se\\\"cret$1\\\\ ${token}\"},\"largest\":5,\"assertions\":[\"body contains \\\"${x}\\\"\"]}");
        assertThat(secrets).hasToString("Secrets[path, token]");
        assertThat(secrets.masked("it says se\"cret$1\\, p")).isEqualTo("it says ***, p");
    }

    @Test
    void aSecretThatIsNotKnownIsToldWithItsField() {
        var check = new RawJson("{\"url\":\"http://a/\",\"headers\":{\"A\":\"${tokn}\"}}");

        assertThatThrownBy(() -> new Secrets(Map.of("token", "x", "a", "y")).into(check))
                .hasMessage("headers.A: ${tokn} is no secret of this monitor; it has a, token");
        assertThatThrownBy(() -> new Secrets(Map.of("to ken", "x")))
                .hasMessage("secrets: 'to ken' must match [A-Za-z_][A-Za-z0-9_.-]{0,62}");
    }

    @Test
    void aKeyIsReadAndAWrongOneIsNotRepeated() throws Exception {
        var pair = java.security.KeyPairGenerator.getInstance("EC").generateKeyPair();
        var pem = "-----BEGIN PRIVATE KEY-----\n"
                + java.util.Base64.getMimeEncoder()
                        .encodeToString(pair.getPrivate().getEncoded()) + "\n-----END PRIVATE KEY-----\n";

        assertThat(Pem.key(pem)).isEqualTo(pair.getPrivate());
        assertThatThrownBy(() -> Pem.key("-----BEGIN PRIVATE KEY-----\nc2VjcmV0\n-----END PRIVATE KEY-----"))
                .hasMessage("is no key of RSA, EC or EdDSA");
        assertThatThrownBy(() -> Pem.key("secret")).hasMessageStartingWith("has no key that can be read");
    }

    @Test
    void aMessageIsNoLongerThanItsPlace() {
        assertThatThrownBy(() -> new Heartbeat(
                        1,
                        1,
                        java.time.Instant.EPOCH,
                        java.time.Instant.EPOCH,
                        Heartbeat.Status.DOWN,
                        ErrorClass.RESET,
                        "x".repeat(1_001),
                        null,
                        List.of(),
                        null,
                        null,
                        null,
                        null,
                        null))
                .hasMessage("message: must have 1000 characters at most");
    }

    private static String expected(String kind, String body) throws IOException {
        return Check.read(CheckKind.of(kind).orElseThrow(), new RawJson(body))
                .expectations()
                .toString();
    }

    private static String refusal(String kind, String body) {
        try {
            Check.read(CheckKind.of(kind).orElseThrow(), new RawJson(body));
            return "none";
        } catch (UnreadableException refused) {
            return refused.field() + ": " + refused.getMessage();
        } catch (IllegalArgumentException | IOException refused) {
            return refused.getMessage();
        }
    }
}
