package io.pulsefleet.agent.collect.uptime;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefleet.wire.uptime.ErrorClass;
import java.io.IOException;
import java.time.Duration;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** UO-04: TCP, DNS and ping. */
class OtherProbersTest {

    @Test
    void tcpConnectsSendsAndExpects() throws IOException {
        try (var target = MeasureTarget.plain();
                var asking = new Asking(null)) {
            var at = "{\"host\":\"127.0.0.1\",\"port\":" + target.port();
            assertThat(Asking.shown(asking.ask("tcp", at + "}"))).isEqualTo("UP");
            assertThat(Asking.shown(asking.ask(
                            "tcp",
                            at + ",\"send\":\"GET /garbage HTTP/1.1\\\\r\\\\n\\\\r\\\\n\",\"expect\":\"^220 \"}")))
                    .isEqualTo("UP");
            assertThat(Asking.shown(asking.ask(
                            "tcp",
                            at + ",\"send\":\"GET /garbage HTTP/1.1\\\\r\\\\n\\\\r\\\\n\",\"expect\":\"^250 \"}")))
                    .isEqualTo("DOWN ASSERTION: expect: '^250 ' is not found in the 24 bytes that came");
            assertThat(asking.ask("tcp", at + ",\"expect\":\"x\"}", Duration.ofMillis(100))
                            .error())
                    .isEqualTo(ErrorClass.FIRST_BYTE_TIMEOUT);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            `name":"shop.test`                                             | UP 0
            `name":"shop.test","expected":["192.0.2.8","192.0.2.7"], "record":"A` | UP 0
            `name":"shop.test","expected":["192.0.2.9"], "record":"A`      | DOWN 0 ASSERTION: expected: 192.0.2.9 is not among 192.0.2.7, 192.0.2.8
            `name":"shop.test","expected":["2001:db8::7"], "record":"AAAA` | UP 0
            `name":"shop.test","expected":["10 mail.test."], "record":"MX` | UP 0
            `name":"shop.test","expected":["v=spf1 -all"], "record":"TXT`  | UP 0
            `name":"shop.test","record":"CAA`                              | DOWN 0 DNS_NOT_FOUND: shop.test has no record of the kind CAA
            `name":"none.test`                                             | DOWN 3 DNS_NOT_FOUND: there is no name none.test
            `name":"broken.test`                                           | DOWN 2 DNS_FAILED: the name server does not answer for broken.test: server failure
            `name":"shop.test","assertions":["rows == 2","answer contains \\"0.2.8\\""],"record":"A` | UP 0
            """)
    void dnsAsksForRecords(String check, String seen) throws IOException {
        try (var names = names();
                var asking = new Asking(null)) {
            var server = "\",\"server\":\"127.0.0.1:" + names.address().getPort() + "\"}";
            assertThat(Asking.shown(asking.ask("dns", "{\"" + check + server))).isEqualTo(seen);
        }
    }

    @Test
    void whatDoesNotFitComesOverTcpAndWhatIsLostIsAskedAgain() throws IOException {
        try (var names = names().truncating();
                var asking = new Asking(names.address())) {
            assertThat(Asking.shown(asking.ask("dns", "{\"name\":\"shop.test\"}")))
                    .isEqualTo("UP 0");
        }
        try (var names = names().losing(1);
                var asking = new Asking(names.address())) {
            assertThat(Asking.shown(asking.ask("dns", "{\"name\":\"shop.test\"}")))
                    .isEqualTo("UP 0");
        }
    }

    @Test
    void namesThatAreNotFoundAndServersThatDoNotAnswerAreToldApart() throws IOException {
        try (var names = names().address("near.test", "127.0.0.1");
                var target = MeasureTarget.plain();
                var asking = new Asking(names.address())) {
            var port = ":" + target.port() + "/ok\"}";
            assertThat(Asking.shown(asking.ask("http", "{\"url\":\"http://near" + port)))
                    .isEqualTo("UP 200");
            assertThat(Asking.shown(asking.ask("http", "{\"url\":\"http://none.test" + port)))
                    .isEqualTo("DOWN DNS_NOT_FOUND: there is no name none.test");
            assertThat(Asking.shown(asking.ask("http", "{\"url\":\"http://broken.test" + port)))
                    .isEqualTo("DOWN DNS_FAILED: the name server does not answer for broken.test: server failure");
            assertThat(Asking.shown(asking.ask(
                            "http", "{\"url\":\"http://near.test" + port.replace("}", ",\"family\":\"6\"}"))))
                    .isEqualTo("DOWN DNS_NOT_FOUND: near.test has no address of IPv6");
            names.losing(1_000);
            assertThat(asking.ask("http", "{\"url\":\"http://near.test" + port, Duration.ofMillis(150))
                            .error())
                    .isEqualTo(ErrorClass.DNS_TIMEOUT);
        }
    }

    @Test
    void pingSaysByWhichMeans() throws IOException {
        try (var asking = new Asking(null)) {
            var seen = asking.ask("ping", "{\"host\":\"127.0.0.1\",\"count\":2}");
            switch (PingProber.meansOfThisHost()) {
                case ICMP -> assertThat(seen.answer()).isEqualTo("2 of 2 echoes came back, by an ICMP socket");
                case PROGRAM -> assertThat(seen.answer()).isEqualTo("2 of 2 echoes came back, by the program ping");
                case SUPERVISOR, NONE -> assertThat(seen.error()).isEqualTo(ErrorClass.NO_RIGHTS);
            }
        }
    }

    @Test
    void pingReadsWhatTheProgramAndTheKernelSay() {
        assertThat(PingProber.nanosIn("64 bytes from 192.0.2.7: icmp_seq=1 ttl=57 time=11.3 ms"))
                .isEqualTo(OptionalDouble.of(11_300_000));
        assertThat(PingProber.nanosIn("1 packets transmitted, 0 received")).isEmpty();
        assertThat(PingProber.mayOpenRawSockets("Name:\tjava\nCapEff:\t000001ffffffffff\n"))
                .isTrue();
        assertThat(PingProber.mayOpenRawSockets("Name:\tjava\nCapEff:\t0000000000000000\n"))
                .isFalse();
    }

    private static MeasureNames names() throws IOException {
        return new MeasureNames()
                .address("shop.test", "192.0.2.7")
                .address("shop.test", "192.0.2.8")
                .address("shop.test", "2001:db8::7")
                .record(
                        "shop.test",
                        DnsRecord.MX,
                        MeasureNames.joined(new byte[] {0, 10}, MeasureNames.name("mail.test")))
                .record(
                        "shop.test",
                        DnsRecord.TXT,
                        MeasureNames.joined(
                                new byte[] {11}, "v=spf1 -all".getBytes(java.nio.charset.StandardCharsets.US_ASCII)))
                .answering("broken.test", 2);
    }
}
