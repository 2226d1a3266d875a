package io.pulsefleet.hub.intake;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.Zstd;
import io.pulsefleet.hub.Caller;
import io.pulsefleet.hub.HubArchive;
import io.pulsefleet.wire.Frame;
import io.pulsefleet.wire.Json;
import io.pulsefleet.wire.Metric;
import io.pulsefleet.wire.MetricSet;
import io.pulsefleet.wire.Position;
import io.pulsefleet.wire.Shipment;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;

/** From outside: bodies that are small to send and large to hold, more at once than the hub's 512 MB could hold. */
@ArquillianTest
class FloodIT {

    private static final Path LOGS = Path.of("target/it/usr/servers/hub-it/logs");
    private static final int AGENTS = 12;
    private static final int EACH = 4;

    /** As much as a shipment may be. */
    private static final int LARGEST = (8 << 20) - 2_000;

    private static final MetricSet WIDE = new MetricSet(
            "flood",
            "host",
            IntStream.range(0, MetricSet.MOST_POSITIONS)
                    .mapToObj(i -> new Position("m" + i, Metric.Kind.GAUGE, "1", Map.of()))
                    .toList());

    @Deployment(testable = false)
    static WebArchive hub() {
        return HubArchive.packaged();
    }

    private final Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);

    @ArquillianResource
    URI deployed;

    @Test
    void whateverComesAtOnceIsTakenOrSentAwayAndTheHubLivesOn() throws Exception {
        var agents = new ArrayList<Caller>();
        for (int i = 0; i < AGENTS; i++) {
            agents.add(Caller.of(deployed).registered());
        }
        var one =
                new Frame(WIDE.hash(), now, new double[MetricSet.MOST_POSITIONS]); // a set that none names is not kept
        assertThat(agents.get(0)
                        .ship(
                                "sets",
                                Zstd.compress(Json.bytes(
                                        Shipment.ofFrames(List.of(one)).with(List.of(WIDE)))),
                                "Content-Encoding",
                                "zstd")
                        .statusCode())
                .isEqualTo(201);

        var answers = new ArrayList<CompletableFuture<HttpResponse<String>>>();
        var bodies = List.of(documents(), lines(), frames(), attributes());
        for (int i = 0; i < EACH; i++) {
            for (int agent = 0; agent < AGENTS; agent++) {
                answers.add(agents.get(agent).shipAsync("flood-" + i, bodies.get((agent + i) % bodies.size()), "zstd"));
            }
        }
        var seen = new TreeSet<Integer>();
        for (var answer : answers) {
            var got = answer.get();
            seen.add(got.statusCode());
            assertThat(got.statusCode() < 400
                            || got.headers().firstValue("Retry-After").isPresent())
                    .as(got.body())
                    .isTrue();
        }

        assertThat(Set.of(201, 429, 503)).containsAll(seen);
        assertThat(seen).contains(201);
        assertThat(agents.get(0).ship("after", bytes("{}")).statusCode()).isEqualTo(201);
        assertThat(Files.readString(LOGS.resolve("messages.log"))).doesNotContain("OutOfMemoryError");
    }

    private byte[] documents() {
        return repeated(
                "{\"documents\":[{\"kind\":\"k\",\"target\":\"t\",\"at\":\"%s\",\"body\":[".formatted(now),
                "{\"a\":{}}",
                "]}]}");
    }

    private byte[] lines() {
        return repeated("{\"lines\":[", "{\"at\":\"%s\",\"source\":\"s\",\"text\":\"\"}".formatted(now), "]}");
    }

    private byte[] attributes() {
        return repeated(
                "{\"lines\":[",
                "{\"at\":\"%s\",\"source\":\"s\",\"text\":\"\",\"attributes\":{\"a\":\"b\",\"c\":\"d\",\"e\":\"f\"}}"
                        .formatted(now),
                "]}");
    }

    private byte[] frames() {
        var values = "0,".repeat(MetricSet.MOST_POSITIONS - 1) + "0";
        return repeated(
                "{\"frames\":[",
                "{\"set\":\"%s\",\"at\":\"%s\",\"values\":[%s]}".formatted(WIDE.hash(), now, values),
                "]}");
    }

    private static byte[] repeated(String head, String element, String tail) {
        var text = new StringBuilder(head);
        while (text.length() + element.length() < LARGEST) {
            text.append(element).append(',');
        }
        text.setLength(text.length() - 1);
        return Zstd.compress(bytes(text.append(tail).toString()));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
