package io.pulsefleet.hub.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefleet.hub.query.Definitions.Definition;
import io.pulsefleet.wire.Metric;
import io.pulsefleet.wire.Position;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OfferTest {

    private static Definition set(int number, Position... positions) {
        var places = new HashMap<String, List<Integer>>();
        for (int i = 0; i < positions.length; i++) {
            places.computeIfAbsent(positions[i].metric(), none -> new ArrayList<>())
                    .add(i);
        }
        return new Definition(number, "system", "host", List.of(positions), places);
    }

    private static Position cpu(String mode) {
        return new Position("system.cpu.time", Metric.Kind.COUNTER, "s", Map.of("mode", mode));
    }

    private static Position load() {
        return new Position("system.Load", Metric.Kind.GAUGE, "1", Map.of());
    }

    @Test
    void eachMetricIsThereOnceWithHowManyHaveIt() {
        var shared = set(1, cpu("user"), cpu("idle"), load());
        var offer =
                new Offer(Map.of(7, List.of(shared, set(2, load())), 8, List.of(shared), 9, List.of(set(3, load()))));

        assertThat(offer.like("", 10).toString())
                .isEqualTo("OfferList[total=2, metrics=["
                        + "OfferView[metric=system.Load, kind=GAUGE, unit=1, agents=3, labels={}], "
                        + "OfferView[metric=system.cpu.time, kind=COUNTER, unit=s, agents=2, labels={mode=[]}]]]");
        assertThat(offer.like("LOAD", 10).metrics()).hasSize(1);
        assertThat(offer.like("moon", 10)).isEqualTo(new Offer.OfferList(0, List.of()));
        assertThat(offer.like("", 1).total()).isEqualTo(2);
        assertThat(offer.like("", 1).metrics()).hasSize(1);
    }

    @Test
    void ofOneTheValuesOfItsLabelsAreTold() {
        var offer = new Offer(
                Map.of(7, List.of(set(1, cpu("user"), cpu("idle"))), 8, List.of(set(2, cpu("user"), cpu("steal")))));

        assertThat(offer.exactly("system.cpu.time").metrics())
                .singleElement()
                .hasToString(
                        "OfferView[metric=system.cpu.time, kind=COUNTER, unit=s, agents=2, labels={mode=[idle, steal, user]}]");
        assertThat(offer.exactly("moon").metrics()).isEmpty();
    }

    @Test
    void notMoreValuesThanAnybodyReads() {
        var many = IntStream.range(0, 1_000).mapToObj(i -> cpu("m" + i)).toArray(Position[]::new);

        assertThat(new Offer(Map.of(7, List.of(set(1, many))))
                        .exactly("system.cpu.time")
                        .metrics()
                        .get(0)
                        .labels()
                        .get("mode"))
                .hasSize(Offer.MOST_VALUES);
    }
}
