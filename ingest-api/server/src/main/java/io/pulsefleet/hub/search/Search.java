package io.pulsefleet.hub.search;

import io.pulsefleet.hub.access.Reach;
import io.pulsefleet.store.search.Names;
import io.pulsefleet.store.search.Names.Hit;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Finds what the caller may see. */
@ApplicationScoped
class Search {

    @Inject
    Names names;

    @Inject
    Reach reach;

    /**
     * @param kind host, database, monitor, dashboard, job or setting
     * @param more what tells it from others of its name: a database's host, what a monitor probes
     * @param address of its page in the console, from the hash on
     */
    public record FoundView(String kind, String name, String more, String address) {}

    /** @param results the best first */
    public record FoundList(List<FoundView> results) {}

    FoundList find(String asked, int limit) {
        var text = asked.strip().toLowerCase(Locale.ROOT);
        var words = List.of(text.split("\\s+"));
        var agents = reach.numbersOrNoneForAll();
        var found = new EnumMap<Kind, List<Hit>>(Kind.class);
        found.put(Kind.HOST, names.hosts(words, agents));
        found.put(Kind.DATABASE, names.databases(words, agents));
        found.put(Kind.JOB, jobs(words, agents));
        found.put(Kind.DASHBOARD, names.dashboards(words)); // everybody's; what they show is narrowed
        if (reach.isWholeFleet()) { // uptime and settings are the fleet's
            found.put(Kind.MONITOR, names.monitors(words));
            found.put(Kind.SETTING, names.settings(words));
        }
        return new FoundList(new Ranking(String.join(" ", words))
                .best(found, limit).stream()
                        .map(one -> new FoundView(
                                one.kind().text(),
                                one.hit().name(),
                                one.hit().more(),
                                one.kind().address(one.hit())))
                        .toList());
    }

    private List<Hit> jobs(List<String> words, List<Integer> agents) {
        var everywhere = names.jobs(words, agents);
        return words.size() == 1
                ? everywhere
                : Stream.concat(everywhere.stream(), names.jobsOfHosts(words, agents).stream())
                        .toList();
    }
}
