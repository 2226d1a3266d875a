package io.pulsefleet.hub.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefleet.store.fleet.PastRuns.Place;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class PlaceTextTest {

    @Test
    void isReadAsItWasSaid() {
        var place = new Place(Instant.parse("2026-11-23T10:00:00.123456Z"), 7, "a,b-1", 12);

        assertThat(PlaceText.of(place)).isEqualTo("2026-11-23T10:00:00.123456Z,7,12,a,b-1");
        assertThat(PlaceText.read(PlaceText.of(place))).isEqualTo(place);
        assertThat(PlaceText.read("")).isNull();
    }
}
