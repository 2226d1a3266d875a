package io.pulsefleet.agent.collect.uptime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.pulsefleet.wire.uptime.Phases;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** UO-01: a delay shows in its own phase and nowhere else, and curl sees the same. */
class PhasesTest {

    private static final long DELAY = 200_000;

    /** What the same takes without a delay, on a machine that has much else to do. */
    private static final long NOTHING = 150_000;

    @Test
    void twoHundredMillisecondsInDnsShowInDnsAndNowhereElse() throws IOException {
        try (var names = new MeasureNames().address("shop.test", "127.0.0.1").late(200);
                var target = MeasureTarget.plain();
                var asking = new Asking(names.address())) {
            var phases = median(asking, "{\"url\":\"http://shop.test:" + target.port() + "/ok\"}");

            assertThat(phases.dns()).isGreaterThanOrEqualTo(DELAY - 1_000);
            assertThat(phases.total() - phases.dns()).isLessThan(NOTHING);
            assertThat(phases.tls()).isZero();
        }
    }

    @Test
    void aDelayOfEachOtherPhaseShowsThere() throws Exception {
        var root = Der.authority("Test Root");
        var now = Instant.now();
        var own = Der.make("shop", "shop.test", root, now.minusSeconds(60), now.plusSeconds(86_400));
        try (var slow = MeasureTarget.secured(own, 200);
                var target = MeasureTarget.plain();
                var asking = new Asking(null)) {
            var plain = "{\"url\":\"http://127.0.0.1:" + target.port();
            var tls = median(asking, "{\"url\":\"https://127.0.0.1:" + slow.port() + "/ok\",\"trust\":\"any\"}");
            var first = median(asking, plain + "/slow/200\"}");
            var transfer = median(asking, plain + "/drip/200\"}");

            assertThat(tls.tls()).isGreaterThanOrEqualTo(DELAY - 1_000);
            assertThat(tls.total() - tls.tls()).isLessThan(NOTHING);
            assertThat(first.firstByte()).isGreaterThanOrEqualTo(DELAY - 1_000);
            assertThat(first.total() - first.firstByte()).isLessThan(NOTHING);
            assertThat(transfer.transfer()).isGreaterThanOrEqualTo(DELAY - 1_000);
            assertThat(transfer.total() - transfer.transfer()).isLessThan(NOTHING);
        }
    }

    /** On the same target, with the same delays: what one sees the other sees, in the same phase. */
    @Test
    void curlSeesTheSame() throws Exception {
        assumeThat(Stream.of("/usr/bin/curl", "/bin/curl").anyMatch(path -> Files.isExecutable(Path.of(path))))
                .as("curl is not installed; the phases are not compared with its own")
                .isTrue();
        var root = Der.authority("Test Root");
        var now = Instant.now();
        var own = Der.make("shop", "shop.test", root, now.minusSeconds(60), now.plusSeconds(86_400));
        try (var slow = MeasureTarget.secured(own, 200);
                var target = MeasureTarget.plain();
                var asking = new Asking(null)) {
            for (var url : List.of(
                    "https://127.0.0.1:" + slow.port() + "/slow/200",
                    "http://127.0.0.1:" + target.port() + "/drip/200")) {
                var ours = median(asking, "{\"url\":\"" + url + "\",\"trust\":\"any\"}");
                var curls = medianOfCurl(url);

                assertThat(differing(ours, curls))
                        .as("ours %s, curl's %s", ours, curls)
                        .isEmpty();
            }
        }
    }

    private static List<String> differing(Phases ours, Phases curls) {
        var differing = new ArrayList<String>();
        compare("dns", ours.dns(), curls.dns(), differing);
        compare("connect", ours.connect(), curls.connect(), differing);
        compare("tls", ours.tls(), curls.tls(), differing);
        compare("firstByte", ours.firstByte(), curls.firstByte(), differing);
        compare("transfer", ours.transfer(), curls.transfer(), differing);
        return differing;
    }

    private static void compare(String phase, long ours, long curls, List<String> differing) {
        if (Math.abs(ours - curls) > NOTHING) {
            differing.add(phase);
        }
    }

    private static Phases median(Asking asking, String check) {
        var all = new ArrayList<Phases>();
        for (int i = 0; i < 5; i++) {
            var seen = asking.ask("http", check);
            assertThat(Asking.shown(seen)).isEqualTo("UP 200");
            all.add(seen.phases());
        }
        return middle(all);
    }

    private static Phases medianOfCurl(String url) throws IOException, InterruptedException {
        var all = new ArrayList<Phases>();
        for (int i = 0; i < 5; i++) {
            all.add(PhasesMeasure.ofCurl(url));
        }
        return middle(all);
    }

    private static Phases middle(List<Phases> all) {
        return new Phases(
                middle(all.stream().map(Phases::dns)),
                middle(all.stream().map(Phases::connect)),
                middle(all.stream().map(Phases::tls)),
                middle(all.stream().map(Phases::firstByte)),
                middle(all.stream().map(Phases::transfer)));
    }

    private static long middle(Stream<Long> values) {
        return values.sorted().skip(2).findFirst().orElseThrow();
    }
}
