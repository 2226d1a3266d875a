package io.pulsefleet.agent.push;

import io.pulsefleet.agent.spool.SegmentName;
import io.pulsefleet.agent.spool.SpoolFolder;
import io.pulsefleet.agent.trouble.Troubles;
import io.pulsefleet.settings.Settings;
import io.pulsefleet.wire.Document;
import io.pulsefleet.wire.RawJson;
import io.pulsefleet.wire.Shipment;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A process of its own that seals one window after the other and pushes them, until somebody kills it. */
final class PushUntilKilled {

    private PushUntilKilled() {}

    /** @param arguments home, the receiver's address, the number of this start */
    public static void main(String[] arguments) throws Exception {
        var home = Path.of(arguments[0]);
        var given = Map.of("pulse.data", home.toString(), "pulse.push.url", arguments[1], "pulse.push.timeout", "2s");
        var troubles = new Troubles();
        var outlets = new Outlets(new Settings(name -> Optional.ofNullable(given.get(name))), troubles);
        var spool = SpoolFolder.open(home.resolve("agent/spool"), troubles, outlets);
        var worker = new Thread(() -> outlets.work("push", Instant.now().plusSeconds(600), () -> {}));
        worker.setDaemon(true);
        worker.start();
        for (int chunk = 1; ; chunk++) {
            var start = spool.place("queries/main").map(Long::parseLong).orElse(0L);
            var end = start + 1 + chunk % 3; // a window that is asked again may end elsewhere
            var payload = "{\"uuid\":\"w-%d\",\"start\":%d,\"end\":%d,\"by\":\"%s\"}"
                    .formatted(start, start, end, arguments[2]);
            var document = new Document("queries", "main", Instant.ofEpochSecond(end), new RawJson(payload));
            spool.seal(
                    new SegmentName("boot-" + arguments[2], 1, chunk),
                    new Shipment(List.of(), List.of(), List.of(), List.of(document), List.of()),
                    List.of(),
                    Map.of("queries/main", Long.toString(end)));
            if (chunk % 2 == 0) { // a hub takes some at once, and some late
                spool.next().ifPresent(packed -> spool.forget(packed.segment()));
            }
            Thread.sleep(1);
        }
    }
}
