package io.pulsefleet.agent.collect.uptime;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefleet.wire.uptime.ErrorClass;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** UO-01: names are asked for as the host's resolv.conf says, and a name server that is away is not the end. */
class NameServersTest {

    @Test
    void theFileIsReadAsTheHostDoes() {
        assertThat(NameServers.in("""
                        # by hand
                        domain old.test
                        search near.test far.test
                        nameserver 192.0.2.1
                        nameserver 2001:db8::53
                        nameserver nonsense
                        options ndots:2 timeout:1 attempts:3 rotate
                        nameserver 192.0.2.3
                        nameserver 192.0.2.4
                        """.lines().toList()))
                .isEqualTo(new NameServers(
                        List.of(at("192.0.2.1"), at("2001:db8::53"), at("192.0.2.3")),
                        List.of("near.test", "far.test"),
                        2,
                        1_000,
                        3));
        assertThat(NameServers.in(List.of()))
                .isEqualTo(new NameServers(List.of(), List.of(), 1, 2_000, Integer.MAX_VALUE));
    }

    private static InetSocketAddress at(String address) {
        return new InetSocketAddress(Addresses.literal(address).orElseThrow(), 53);
    }

    @Test
    void aNameThatIsNotWholeIsLookedForElsewhereFirst() {
        var servers = new NameServers(List.of(), List.of("near.test", "far.test"), 2, 1_000, 1);

        assertThat(servers.candidates("shop")).containsExactly("shop.near.test", "shop.far.test", "shop");
        assertThat(servers.candidates("shop.eu")).containsExactly("shop.eu.near.test", "shop.eu.far.test", "shop.eu");
        assertThat(servers.candidates("a.shop.eu"))
                .containsExactly("a.shop.eu", "a.shop.eu.near.test", "a.shop.eu.far.test");
        assertThat(servers.candidates("shop.")).containsExactly("shop.");
    }

    /** One that is silent, one where nobody listens, one that fails: the fourth is asked, and what it says counts. */
    @Test
    void theNextIsAskedWhereOneIsAway() throws IOException {
        try (var silent = new DatagramSocket(0, InetAddress.getLoopbackAddress());
                var failing = new MeasureNames().answering("shop.test", 2).answering("none.test", 5);
                var well = new MeasureNames().address("shop.test", "127.0.0.1");
                var target = MeasureTarget.plain();
                var asking = Asking.of(new NameServers(
                        List.of(
                                (InetSocketAddress) silent.getLocalSocketAddress(),
                                closed(),
                                failing.address(),
                                well.address()),
                        List.of(),
                        1,
                        100,
                        1))) {
            var seen = asking.ask("http", "{\"url\":\"http://shop.test:" + target.port() + "/ok\"}");
            assertThat(Asking.shown(seen)).isEqualTo("UP 200");
            assertThat(seen.phases().dns()).isGreaterThanOrEqualTo(95_000);
            assertThat(Asking.shown(asking.ask("http", "{\"url\":\"http://none.test/\"}")))
                    .isEqualTo("DOWN DNS_NOT_FOUND: there is no name none.test");
            assertThat(Asking.shown(asking.ask("dns", "{\"name\":\"shop.test\"}")))
                    .isEqualTo("UP 0");
        }
    }

    @Test
    void whatAllOfThemSayOrDoNotSayIsTold() throws IOException {
        try (var silent = new DatagramSocket(0, InetAddress.getLoopbackAddress());
                var failing = new MeasureNames().answering("shop.test", 2);
                var unheard = Asking.of(of((InetSocketAddress) silent.getLocalSocketAddress()));
                var unserved = Asking.of(of(closed()));
                var failed = Asking.of(of(failing.address(), failing.address()))) {
            var check = "{\"url\":\"http://shop.test/\"}";
            assertThat(Asking.shown(unheard.ask("http", check, Duration.ofSeconds(20))))
                    .isEqualTo("DOWN DNS_TIMEOUT: no name server answered in time");
            assertThat(unserved.ask("http", check).error()).isEqualTo(ErrorClass.DNS_FAILED);
            assertThat(Asking.shown(failed.ask("http", check)))
                    .isEqualTo("DOWN DNS_FAILED: the name server does not answer for shop.test: server failure");
        }
    }

    private static NameServers of(InetSocketAddress... servers) {
        return new NameServers(List.of(servers), List.of(), 1, 100, 2);
    }

    private static InetSocketAddress closed() throws IOException {
        try (var gone = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            return (InetSocketAddress) gone.getLocalSocketAddress();
        }
    }
}
