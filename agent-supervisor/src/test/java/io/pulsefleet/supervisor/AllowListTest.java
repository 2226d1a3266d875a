package io.pulsefleet.supervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** PU-12: what a host permits, and nothing beside it. */
class AllowListTest {

    private static final AllowList LIST = AllowList.of("""
            # what the hub may have done here
            unit.restart  nginx.service
              unit.restart\tapp-*.service

            unit.restart  a.b.service
            unit.start    worker@*.service
            log.read      /var/log/auth.log
            log.read      /var/log/app/*.log
            ping          192.0.2.0/25
            ping          2001:db8::/32
            """.lines().toList());

    @Test
    void whatALinePermitsIsPermitted() throws Exception {
        assertThat(permits("unit.restart", "unit", "nginx.service")).isTrue();
        assertThat(permits("unit.restart", "unit", "app-1.service")).isTrue();
        assertThat(permits("unit.start", "unit", "worker@blue.service")).isTrue();
        assertThat(permits("log.read", "path", "/var/log/auth.log")).isTrue();
        assertThat(permits("log.read", "path", "/var/log/app/a.b.log")).isTrue();
        assertThat(permits("ping", "address", "192.0.2.127")).isTrue();
        assertThat(permits("ping", "address", "2001:db8:ffff::1")).isTrue();
    }

    @Test
    void nothingElseIs() throws Exception {
        assertThat(permits("unit.stop", "unit", "nginx.service"))
                .as("another verb")
                .isFalse();
        assertThat(permits("unit.restart", "unit", "nginx.service.service")).isFalse();
        assertThat(permits("unit.restart", "unit", "xnginx.service")).isFalse();
        assertThat(permits("unit.restart", "unit", "a:b.service"))
                .as("a dot is a dot")
                .isFalse();
        assertThat(permits("unit.restart", "unit", "app-x@evil.service"))
                .as("an instance")
                .isFalse();
        assertThat(permits("log.read", "path", "/var/log/auth.log.1")).isFalse();
        assertThat(permits("log.read", "path", "/var/log/app/deep/a.log")).isFalse();
        assertThat(permits("ping", "address", "192.0.2.128")).isFalse();
        assertThat(permits("ping", "address", "2001:db9::1")).isFalse();
        assertThat(permits("ping", "address", "::ffff:192.0.2.200")).isFalse();
        assertThat(AllowList.of(List.of()).permits(asked("unit.restart", "unit", "nginx.service")))
                .as("an empty list")
                .isFalse();
    }

    @Test
    void everyMistakeIsToldWithItsLine() {
        assertThatThrownBy(() -> AllowList.of(List.of(
                        "unit.restart nginx.service",
                        "unit.restart nginx",
                        "# fine",
                        "unit.reload nginx.service",
                        "log.read /var/log/*/auth.log",
                        "log.read /var/log/../shadow",
                        "log.read /var/log/a b",
                        "ping 192.0.2.0/33",
                        "ping example.org")))
                .hasMessage("line 2: 'nginx' names no unit that ends in .service, .timer or .socket;"
                        + " line 4: there is no request 'unit.reload', but unit.start, unit.stop, unit.restart, log.read, ping, update.install, update.downgrade; nor is it update.key;"
                        + " line 5: '/var/log/*/auth.log' is no path from the root on; a * may stand in the file's name only,"
                        + " and '.' and '..' nowhere;"
                        + " line 6: '/var/log/../shadow' is no path from the root on; a * may stand in the file's name only,"
                        + " and '.' and '..' nowhere;"
                        + " line 7: say a request and what it may be about, as: unit.restart nginx.service;"
                        + " line 8: '/33': say how many bits are the network's, at most 32;"
                        + " line 9: 'example.org' is no IP address");
    }

    @Test
    void theListAsItIsShippedPermitsNothing() throws Exception {
        var shipped = java.nio.file.Files.readAllLines(java.nio.file.Path.of("../liberty/systemd/supervisor.allow"));

        assertThat(AllowList.of(shipped).rules()).isEmpty();
        var examples = shipped.stream()
                .filter(line -> line.startsWith("#   "))
                .map(line -> line.substring(1))
                .toList();
        assertThat(AllowList.of(examples).rules())
                .as("its examples can be read")
                .hasSize(examples.size())
                .hasSizeGreaterThan(3);
    }

    private static boolean permits(String request, String field, String about) throws Exception {
        return LIST.permits(asked(request, field, about));
    }

    private static Request asked(String request, String field, String about) throws Exception {
        return Request.of(FlatJson.write(Map.of("request", request, field, about)));
    }
}
