package io.pulsefleet.agent.collect.uptime;

import io.pulsefleet.wire.uptime.Phases;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/**
 * Not a test: how far our phases are from curl's on the same target, in turns, by the medians of many. It prints a line for
 * each target and phase: target, phase, ours, curl's, in microseconds, with tabs between.
 *
 * <p>Argument: how many probes of each.
 */
final class PhasesMeasure {

    private static final int DELAY = 50;

    private PhasesMeasure() {}

    public static void main(String[] args) throws Exception {
        var count = Integer.parseInt(args[0]);
        var now = Instant.now();
        var own = Der.make(
                "shop", "shop.test", Der.authority("Test Root"), now.minusSeconds(60), now.plusSeconds(86_400));
        try (var plain = MeasureTarget.plain();
                var secured = MeasureTarget.secured(own);
                var slow = MeasureTarget.secured(own, DELAY);
                var asking = new Asking(null)) {
            compare("http", "http://127.0.0.1:" + plain.port() + "/ok", count, asking);
            compare("http, body late", "http://127.0.0.1:" + plain.port() + "/drip/" + DELAY, count, asking);
            compare("https", "https://127.0.0.1:" + secured.port() + "/ok", count, asking);
            compare("https, all late", "https://127.0.0.1:" + slow.port() + "/slow/" + DELAY, count, asking);
        }
    }

    private static void compare(String what, String url, int count, Asking asking) throws Exception {
        var ours = new ArrayList<Phases>();
        var curls = new ArrayList<Phases>();
        for (int i = -count; i < count; i++) { // as many before, for the compiler
            var one = asking.ask("http", "{\"url\":\"" + url + "\",\"trust\":\"any\"}")
                    .phases();
            var other = ofCurl(url);
            if (i >= 0) {
                ours.add(one);
                curls.add(other);
            }
        }
        print(what, "dns", Phases::dns, ours, curls);
        print(what, "connect", Phases::connect, ours, curls);
        print(what, "tls", Phases::tls, ours, curls);
        print(what, "first byte", Phases::firstByte, ours, curls);
        print(what, "transfer", Phases::transfer, ours, curls);
    }

    private static void print(
            String what, String phase, ToLongFunction<Phases> part, List<Phases> ours, List<Phases> curls) {
        System.out.printf("%s\t%s\t%d\t%d%n", what, phase, median(ours, part), median(curls, part));
    }

    private static long median(List<Phases> all, ToLongFunction<Phases> part) {
        return all.stream()
                .mapToLong(part)
                .sorted()
                .skip(all.size() / 2)
                .findFirst()
                .orElseThrow();
    }

    /** Its moments are told since its beginning; the differences of them are phases. */
    static Phases ofCurl(String url) throws IOException, InterruptedException {
        var curl = new ProcessBuilder(
                        "curl",
                        "-sk",
                        "-o",
                        "/dev/null",
                        "-w",
                        "%{time_namelookup} %{time_connect} %{time_appconnect} %{time_starttransfer} %{time_total}",
                        url)
                .start();
        var said = new String(curl.getInputStream().readAllBytes(), StandardCharsets.UTF_8).split(" ", -1);
        if (curl.waitFor() != 0) {
            throw new IOException("curl ended with " + curl.exitValue());
        }
        var at = Stream.of(said)
                .mapToLong(one -> Math.round(Double.parseDouble(one) * 1e6))
                .toArray();
        var secured = Math.max(at[1], at[2]);
        return new Phases(at[0], at[1] - at[0], secured - at[1], at[3] - secured, at[4] - at[3]);
    }
}
