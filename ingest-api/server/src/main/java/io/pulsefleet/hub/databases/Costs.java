package io.pulsefleet.hub.databases;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.pulsefleet.hub.http.Problems;
import io.pulsefleet.hub.query.Patience;
import io.pulsefleet.hub.query.Span;
import io.pulsefleet.store.postgres.Server;
import io.pulsefleet.store.postgres.Statements;
import io.pulsefleet.store.postgres.Statements.Costly;
import io.pulsefleet.store.postgres.Statements.Order;
import io.pulsefleet.store.postgres.Statements.Sums;
import io.pulsefleet.wire.postgres.OwnStatements;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** What statements cost between two moments. */
@ApplicationScoped
public class Costs {

    @Inject
    Statements statements;

    /**
     * The costliest first.
     *
     * @param count how many statements there were; with calls and total_exec_time of all of them
     */
    @JsonNaming(SnakeCaseStrategy.class)
    public record TopView(
            Instant from,
            Instant to,
            String order,
            long count,
            long calls,
            double totalExecTime,
            List<StatementView> statements) {}

    /**
     * A statement, whoever ran it, wherever; times are in milliseconds.
     *
     * @param queryid a text: it has more digits than JSON's readers hold; left out where the server did not tell it
     * @param query left out where it is not known
     * @param cut whether the text was longer than is kept
     * @param own whether an agent asks it for its own sake: what it costs to be watched
     * @param share of the time of all statements
     */
    @JsonNaming(SnakeCaseStrategy.class)
    public record StatementView(
            String queryid,
            List<String> datnames,
            List<String> usenames,
            String query,
            boolean cut,
            boolean own,
            long calls,
            double totalExecTime,
            double meanExecTime,
            double share,
            double totalPlanTime,
            long rows,
            long sharedBlksHit,
            long sharedBlksRead,
            long sharedBlksDirtied,
            long sharedBlksWritten,
            long tempBlksRead,
            long tempBlksWritten,
            double blkReadTime,
            double blkWriteTime,
            double walBytes) {

        static StatementView of(Costly costly, double allTime) {
            var sums = costly.sums();
            return new StatementView(
                    costly.queryid() == null ? null : costly.queryid().toString(),
                    costly.datnames(),
                    costly.usenames(),
                    costly.query(),
                    costly.cut(),
                    OwnStatements.isOne(costly.query()),
                    sums.calls(),
                    sums.totalExecTime(),
                    mean(sums),
                    allTime > 0 ? sums.totalExecTime() / allTime : 0,
                    sums.totalPlanTime(),
                    sums.rows(),
                    sums.sharedBlksHit(),
                    sums.sharedBlksRead(),
                    sums.sharedBlksDirtied(),
                    sums.sharedBlksWritten(),
                    sums.tempBlksRead(),
                    sums.tempBlksWritten(),
                    sums.blkReadTime(),
                    sums.blkWriteTime(),
                    sums.walBytes());
        }
    }

    /**
     * One statement over time: each list has an element for each step in which it was called.
     *
     * @param at in seconds since 1970
     */
    @JsonNaming(SnakeCaseStrategy.class)
    public record HistoryView(
            String queryid,
            String query,
            boolean cut,
            Instant from,
            Instant to,
            long stepSeconds,
            List<Long> at,
            List<Long> calls,
            List<Double> totalExecTime,
            List<Double> meanExecTime,
            List<Long> rows,
            List<Long> sharedBlksHit,
            List<Long> sharedBlksRead) {}

    TopView top(Server server, Span span, String order, int limit) {
        var by = orderOf(order);
        var top = Patience.read(longest -> statements.top(server, span.from(), span.to(), by, limit, longest));
        return new TopView(
                span.from(),
                span.to(),
                by.name().toLowerCase(Locale.ROOT),
                top.statements(),
                top.calls(),
                top.totalExecTime(),
                top.costly().stream()
                        .map(costly -> StatementView.of(costly, top.totalExecTime()))
                        .toList());
    }

    private static Order orderOf(String text) {
        return Stream.of(Order.values())
                .filter(order -> order.name().toLowerCase(Locale.ROOT).equals(text))
                .findFirst()
                .orElseThrow(() -> Problems.badField("order", "must be total_time, calls, mean, io or rows"));
    }

    /** @throws jakarta.ws.rs.WebApplicationException 404: neither its text nor a call is known */
    HistoryView history(Server server, String queryid, Span span) {
        var id = idOf(queryid);
        var steps =
                Patience.read(longest -> statements.history(server, id, span.from(), span.to(), span.step(), longest));
        var known = Patience.read(longest -> statements.known(server, List.of(id), longest)).stream()
                .findFirst();
        if (steps.isEmpty() && known.isEmpty()) {
            throw Problems.notFound("Nothing is known of a statement " + queryid + ".");
        }
        return new HistoryView(
                queryid,
                known.map(Statements.Known::query).orElse(null),
                known.map(Statements.Known::cut).orElse(false),
                span.from(),
                span.to(),
                span.step().toSeconds(),
                steps.stream().map(step -> step.at().getEpochSecond()).toList(),
                steps.stream().map(step -> step.sums().calls()).toList(),
                steps.stream().map(step -> step.sums().totalExecTime()).toList(),
                steps.stream().map(step -> mean(step.sums())).toList(),
                steps.stream().map(step -> step.sums().rows()).toList(),
                steps.stream().map(step -> step.sums().sharedBlksHit()).toList(),
                steps.stream().map(step -> step.sums().sharedBlksRead()).toList());
    }

    private static double mean(Sums sums) {
        return sums.calls() > 0 ? sums.totalExecTime() / sums.calls() : 0;
    }

    private static long idOf(String queryid) {
        try {
            return Long.parseLong(queryid);
        } catch (NumberFormatException notOne) {
            throw Problems.badField("queryid", "must be a whole number of 64 bits");
        }
    }
}
