package io.pulsefleet.hub.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefleet.wire.Json;
import io.pulsefleet.wire.postgres.Activity;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DoingsTest {

    /** PG-01. */
    @Test
    void countsWhatWorksWhatWaitsAndForWhatAndWhoIsIdle() throws Exception {
        assertThat(of("""
                {"pid":1,"state":"active","backend_type":"client backend"},
                {"pid":2,"state":"active"},
                {"pid":3,"state":"active","wait_event_type":"Lock","wait_event":"transactionid"},
                {"pid":4,"state":"idle","wait_event_type":"Client","wait_event":"ClientRead"},
                {"pid":5,"state":"idle in transaction","wait_event_type":"Client","wait_event":"ClientRead"},
                {"pid":6,"state":"active","backend_type":"walsender","wait_event_type":"Activity","wait_event":"WalSenderMain"},
                {"pid":7,"backend_type":"checkpointer","wait_event_type":"Activity","wait_event":"CheckpointerMain"},
                {"pid":8,"backend_type":"walwriter"},
                {"pid":9,"backend_type":"checkpointer","wait_event_type":"IO","wait_event":"DataFileWrite"}""")).isEqualTo("""
                        {"IO:DataFileWrite":1,"Lock:transactionid":1,"idle":1,"idle in transaction":1,"running":2}""");
    }

    @Test
    void whoInventsNamesWithoutEndIsCountedAsOther() throws Exception {
        var told = IntStream.range(0, 1_000)
                .mapToObj("{\"pid\":%1$d,\"state\":\"s%1$d\"}"::formatted)
                .collect(Collectors.joining(","));

        assertThat(of(told)).contains("\"other\":600,");
    }

    private static String of(String sessions) throws IOException {
        var told = Json.read(("{\"sessions\":[" + sessions + "]}").getBytes(StandardCharsets.UTF_8), Activity.class);
        return new String(Json.bytes(Doings.of(told.sessions())), StandardCharsets.UTF_8);
    }
}
