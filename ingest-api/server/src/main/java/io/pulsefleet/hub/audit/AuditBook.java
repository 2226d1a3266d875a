package io.pulsefleet.hub.audit;

import io.pulsefleet.hub.http.Problems;
import io.pulsefleet.store.StoreException;
import io.pulsefleet.store.audit.AuditFilter;
import io.pulsefleet.store.audit.AuditLines;
import io.pulsefleet.store.audit.AuditRow;
import io.pulsefleet.store.audit.Chain;
import io.pulsefleet.store.audit.Link;
import io.pulsefleet.store.audit.Verdict;
import io.pulsefleet.wire.Json;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The log, as it is told and taken home. */
@ApplicationScoped
public class AuditBook {

    private static final Logger LOG = System.getLogger(AuditBook.class.getName());
    private static final long PROGRESS_EVERY = 20_000;
    private static final String HASH = "[0-9a-fA-F]{64}";

    @Inject
    Chain chain;

    @Inject
    AuditLines lines;

    /**
     * A deed.
     *
     * @param detail a sentence, or JSON: of a change {@code {"before": {...}, "after": {...}}}
     * @param previous hash of the row before
     */
    public record DeedView(
            long number,
            Instant at,
            String who,
            String kind,
            String from,
            String action,
            String object,
            String outcome,
            String detail,
            String previous,
            String hash) {

        static DeedView of(AuditRow row) {
            var entry = row.entry();
            return new DeedView(
                    row.link().number(),
                    entry.at(),
                    entry.who(),
                    entry.kind(),
                    entry.from(),
                    entry.action(),
                    entry.object(),
                    entry.outcome(),
                    entry.detail(),
                    row.previous(),
                    row.link().hash());
        }
    }

    /** @param next cursor of the page behind this one; left out: there is none */
    public record DeedList(List<DeedView> deeds, String next) {}

    /**
     * The newest row; whoever notes it down can prove later that all up to it is as it was.
     *
     * @param at when it was asked
     */
    public record HeadView(long number, String hash, Instant at) {}

    /** What somebody has noted down. Both left out: nothing. */
    public record NotedHead(Long number, String hash) {

        /** @throws jakarta.ws.rs.WebApplicationException 400 that names the field */
        static Optional<Link> of(NotedHead noted) {
            if (noted == null || (noted.number == null && noted.hash == null)) {
                return Optional.empty();
            }
            if (noted.number == null || noted.number < 1) {
                throw Problems.badField("number", "must be the number that was noted with the hash");
            }
            if (noted.hash == null || !noted.hash.matches(HASH)) {
                throw Problems.badField("hash", "must be the 64 hexadecimal digits that were noted");
            }
            return Optional.of(new Link(noted.number, noted.hash.toLowerCase(Locale.ROOT)));
        }
    }

    /** @param of so many there are */
    public record ProgressView(long rows, long of) {}

    /**
     * What was found.
     *
     * @param state intact, changed, missing, out_of_order, forked, head_cut_off or old_end_cut_off; broken_off: it could not
     *     be looked at to the end
     * @param number of the first row that is wrong or missing
     * @param head the last row that was right
     */
    public record VerdictView(String state, long number, String why, long rows, Link head) {

        static VerdictView of(Verdict verdict) {
            return new VerdictView(
                    verdict.state().name().toLowerCase(Locale.ROOT),
                    verdict.number(),
                    verdict.why(),
                    verdict.rows(),
                    verdict.head());
        }
    }

    DeedList page(AuditFilter filter, long before, int limit) {
        var rows = lines.page(filter, before, limit + 1);
        var shown = rows.subList(0, Math.min(limit, rows.size()));
        return new DeedList(
                shown.stream().map(DeedView::of).toList(),
                rows.size() > limit ? Long.toString(shown.get(limit - 1).link().number()) : null);
    }

    HeadView head() {
        var head = chain.head();
        return new HeadView(head.number(), head.hash(), Instant.now());
    }

    void export(AuditFilter filter, Sheet sheet) throws IOException {
        try {
            lines.each(filter, row -> sheet.deed(DeedView.of(row)));
            sheet.end();
        } catch (StoreException away) { // it is too late for another status
            LOG.log(Level.WARNING, "An export of the audit log breaks off: {0}", away.getMessage());
            sheet.breakOff();
        }
    }

    /** Shows a line of progress now and then, and at last the verdict. */
    VerdictView verify(Optional<Link> noted, OutputStream out) throws IOException {
        VerdictView found;
        try {
            found = verify(noted, (rows, of) -> line(out, new ProgressView(rows, of)));
        } catch (StoreException away) {
            LOG.log(Level.WARNING, "The audit log could not be verified: {0}", away.getMessage());
            found = new VerdictView("broken_off", 0, "the database is away; try again", 0, Link.BEFORE_ALL);
        }
        line(out, found);
        return found;
    }

    VerdictView verify(Optional<Link> noted, AuditLines.Progress progress) throws IOException {
        return VerdictView.of(lines.verify(noted, PROGRESS_EVERY, progress));
    }

    private static void line(OutputStream out, Object view) throws IOException {
        out.write(Json.bytes(view));
        out.write('\n');
        out.flush();
    }
}
