package io.pulsefleet.supervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** PU-12: what can be asked at all. */
class RequestTest {

    @Test
    void eachIsReadAsItIsMeant() throws Exception {
        assertThat(Request.of("{\"request\":\"unit.restart\",\"unit\":\"nginx.service\"}"))
                .isEqualTo(new Request.OfUnit(Request.OfUnit.Verb.RESTART, "nginx.service"));
        assertThat(
                        Request.of(
                                " { \"path\" : \"/var/log/a\\u002elog\" , \"request\":\"log.read\", \"offset\":7,\"limit\":9 } "))
                .isEqualTo(new Request.OfLog("/var/log/a.log", 7, 9));
        assertThat(Request.of("{\"request\":\"log.read\",\"path\":\"/a\"}"))
                .isEqualTo(new Request.OfLog("/a", 0, 65_536));
        assertThat(Request.of("{\"request\":\"ping\",\"address\":\"::1\",\"timeout_millis\":250}"))
                .isEqualTo(new Request.OfEcho(Request.OfEcho.address("::1"), 250));
    }

    @Test
    void anUpdateNamesItsPackageAndOlderOnesAreAnotherRequest() throws Exception {
        var line = "{\"request\":\"update.install\",\"path\":\"/srv/a.tar.gz\",\"sha256\":\"%s\",\"id\":\"%s\"}"
                .formatted("0a".repeat(32), "7d0c1f6e-0000-4000-8000-000000000001");

        var asked = Request.of(line);
        assertThat(asked.name() + " " + asked.about()).isEqualTo("update.install /srv/a.tar.gz");
        assertThat(Request.of(line.replace("install", "downgrade")).name()).isEqualTo("update.downgrade");
        assertThat(reason(line.replace("/srv/", "/srv/../"))).isEqualTo(Reason.BAD_PATH);
        assertThat(reason(line.replace("0a0a", "0A0A"))).isEqualTo(Reason.MALFORMED);
        assertThat(reason(line.replace("7d0c", "$(id"))).isEqualTo(Reason.MALFORMED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nginx",
                "-H.service",
                "--root=x.service",
                "../x.service",
                "a/b.service",
                "a b.service",
                "a;reboot.service",
                "$(id).service",
                "x\\\\x2f.service",
                "x\\n.service",
                "poweroff.target",
                "é.service",
                ".service"
            })
    void whatIsNoUnitIsRefused(String unit) {
        assertThat(reason("{\"request\":\"unit.start\",\"unit\":\"" + unit + "\"}"))
                .isEqualTo(Reason.BAD_UNIT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "var/log/a",
                "/var/../etc/shadow",
                "/var/./log",
                "/var//log",
                "/var/log/",
                "/a\\u0000b",
                "/a\\nb",
                "~/a"
            })
    void whatIsNoWholePathIsRefused(String path) {
        assertThat(reason("{\"request\":\"log.read\",\"path\":\"" + path + "\"}"))
                .isEqualTo(Reason.BAD_PATH);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "-f",
                "1.2.3",
                "01.2.3.4",
                "256.1.1.1",
                "fe80::1%eth0",
                "1.2.3.4 -f",
                "::g",
                "0x7f.1",
                "2130706433",
                ":"
            })
    void whatIsNoAddressIsRefusedAndNeverLookedUp(String address) {
        assertThat(reason("{\"request\":\"ping\",\"address\":\"" + address + "\"}"))
                .isEqualTo(Reason.BAD_ADDRESS);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "~~ | MALFORMED",
                "null | MALFORMED",
                "[] | MALFORMED",
                "{} | MALFORMED",
                "{\"request\":7} | MALFORMED",
                "{\"request\":\"update.everything\"} | UNKNOWN_REQUEST",
                "{\"request\":\"update.install\"} | MALFORMED",
                "{\"request\":\"unit.restart\"} | MALFORMED",
                "{\"request\":\"unit.restart\",\"unit\":[\"a.service\"]} | MALFORMED",
                "{\"request\":\"unit.restart\",\"unit\":\"a.service\",\"unit\":\"b.service\"} | MALFORMED",
                "{\"request\":\"unit.restart\",\"unit\":\"a.service\",\"args\":\"x\"} | MALFORMED",
                "{\"request\":\"unit.restart\",\"unit\":\"a.service\"}{} | MALFORMED",
                "{\"request\":\"unit.restart\",\"unit\":\"a.service\" | MALFORMED",
                "{\"request\":\"log.read\",\"path\":\"/a\",\"limit\":65537} | MALFORMED",
                "{\"request\":\"log.read\",\"path\":\"/a\",\"offset\":-1} | MALFORMED",
                "{\"request\":\"log.read\",\"path\":\"/a\",\"offset\":9999999999999999999} | MALFORMED",
                "{\"request\":\"log.read\",\"path\":\"/a\",\"offset\":1e3} | MALFORMED",
                "{\"request\":\"ping\",\"address\":\"::1\",\"timeout_millis\":0} | MALFORMED"
            })
    void whatIsNoRequestIsRefused(String line, Reason reason) {
        assertThat(reason(line)).isEqualTo(reason);
    }

    private static Reason reason(String line) {
        return catchThrowableOfType(RefusedException.class, () -> Request.of(line))
                .reason();
    }
}
