package io.pulsefleet.hub.search;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefleet.store.search.Names.Hit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RankingTest {

    private static List<Hit> called(String... names) {
        return Stream.of(names).map(name -> new Hit(name, "", "")).toList();
    }

    private static List<String> best(String asked, Map<Kind, List<Hit>> found, int limit) {
        return new Ranking(asked)
                .best(found, limit).stream()
                        .map(one -> one.kind().text() + " " + one.hit().name())
                        .toList();
    }

    @Test
    void whatIsCalledJustSoIsFirstThenWhatBeginsSoThenTheRest() {
        assertThat(best("web", Map.of(Kind.HOST, called("cobweb", "db", "my-web-9", "web-10", "web-2", "Web")), 10))
                .containsExactly("host Web", "host web-2", "host web-10", "host my-web-9", "host cobweb", "host db");
    }

    @Test
    void whatFitsAlikeStandsByKind() {
        var found = Map.of(
                Kind.SETTING, called("shop.every"),
                Kind.JOB, called("shop"),
                Kind.MONITOR, called("shop page", "shop"),
                Kind.DATABASE, called("shop"),
                Kind.HOST, called("shop-1"));

        assertThat(best("shop", found, 10))
                .containsExactly(
                        "database shop",
                        "monitor shop",
                        "job shop",
                        "host shop-1",
                        "monitor shop page",
                        "setting shop.every");
    }

    @Test
    void noKindTakesTheRoomOfTheOthers() {
        var found = new EnumMap<Kind, List<Hit>>(Kind.class);
        found.put(Kind.HOST, new ArrayList<>());
        IntStream.range(10, 90).forEach(i -> found.get(Kind.HOST).add(new Hit("web-" + i, "", "")));
        found.put(Kind.MONITOR, called("the web", "a cobweb", "another cobweb"));

        assertThat(best("web", found, 6))
                .containsExactly(
                        "host web-10",
                        "host web-11",
                        "host web-12",
                        "monitor the web",
                        "monitor a cobweb",
                        "monitor another cobweb");
        assertThat(best("web", Map.of(Kind.HOST, found.get(Kind.HOST), Kind.MONITOR, called("the web")), 6))
                .containsExactly(
                        "host web-10", "host web-11", "host web-12", "host web-13", "host web-14", "monitor the web");
    }

    @Test
    void whatIsNotFoundIsNothing() {
        assertThat(best("web", Map.of(), 6)).isEmpty();
        assertThat(best("web", Map.of(Kind.HOST, List.of()), 6)).isEmpty();
    }

    @Test
    void eachLeadsToItsPage() {
        assertThat(Kind.HOST.address(new Hit("web-1", "", "7f"))).isEqualTo("#/hosts/7f");
        assertThat(Kind.DATABASE.address(new Hit("shop & co/1", "web-1", "7f")))
                .isEqualTo("#/databases/7f/shop%20%26%20co%2F1");
        assertThat(Kind.MONITOR.address(new Hit("shop", "", "12"))).isEqualTo("#/uptime/12");
        assertThat(Kind.JOB.address(new Hit("logs", "", ""))).isEqualTo("#/jobs?job=logs");
        assertThat(Kind.JOB.address(new Hit("logs", "web-1", "7f"))).isEqualTo("#/hosts/7f/jobs");
        assertThat(Kind.SETTING.address(new Hit("pulse.logs.every", "", "")))
                .isEqualTo("#/settings?setting=pulse.logs.every");
    }
}
