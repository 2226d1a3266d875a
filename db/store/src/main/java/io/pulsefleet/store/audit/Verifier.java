package io.pulsefleet.store.audit;

import io.pulsefleet.store.audit.Verdict.State;
import java.util.Optional;
import java.util.stream.LongStream;

/**
 * Looks at one row after the other whether each goes on from the one before. Decides only; who has the rows shows them.
 *
 * <pre>{@code
 * 1 --previous--> 2 --previous--> 3 ... head          what retention removed: 'removed' stands for it
 * }</pre>
 */
final class Verifier {

    /** What retention does is a deed, too: its action, and its object with the number up to which. */
    static final String REMOVAL = "audit.remove";

    private final Link removed;
    private final Link head;
    private final Optional<Link> noted;
    private Link last;
    private boolean isRemovalTold;
    private long rows;

    /**
     * @param removed the last row that retention has removed
     * @param head the last row as it was written
     * @param noted what somebody has noted down
     */
    Verifier(Link removed, Link head, Optional<Link> noted) {
        this.removed = removed;
        this.head = head;
        this.noted = noted;
        this.last = removed;
        this.isRemovalTold = removed.number() == 0;
    }

    static String objectOf(long removed) {
        return "audit/" + removed;
    }

    long rows() {
        return rows;
    }

    /** The next by number; empty: it is right. */
    Optional<Verdict> see(AuditRow row) {
        rows++;
        var number = row.link().number();
        if (number != last.number() + 1) {
            return wrong(State.MISSING, last.number() + 1, gone(last.number() + 1, number - 1));
        }
        if (!row.isWholeAs(number)) {
            return LongStream.rangeClosed(removed.number() + 1, head.number())
                    .filter(row::isWholeAs)
                    .boxed()
                    .findFirst()
                    .map(place -> wrong(State.OUT_OF_ORDER, number, "it was written as row " + place))
                    .orElseGet(
                            () -> wrong(State.CHANGED, number, "its fields are not those that its hash was made of"));
        }
        if (!row.previous().equals(last.hash())) {
            return wrong(State.FORKED, number, "it does not go on from row " + last.number() + " as that is now");
        }
        if (noted.filter(link -> link.number() == number && !link.equals(row.link()))
                .isPresent()) {
            return wrong(State.FORKED, number, "it is not the row that was noted down");
        }
        last = row.link();
        isRemovalTold = isRemovalTold || tellsOfRemoval(row.entry());
        return Optional.empty();
    }

    private boolean tellsOfRemoval(Entry entry) {
        return entry.action().equals(REMOVAL)
                && entry.outcome().equals("done")
                && entry.object().equals(objectOf(removed.number()));
    }

    /** There are no more. */
    Verdict end() {
        var until = Math.max(head.number(), noted.map(Link::number).orElse(0L));
        if (last.number() < until) {
            return verdict(State.HEAD_CUT_OFF, last.number() + 1, gone(last.number() + 1, until));
        }
        if (!last.equals(head)) {
            return verdict(
                    State.FORKED,
                    last.number(),
                    "the chain was written up to row " + head.number() + ", and that was another");
        }
        if (!isRemovalTold) {
            return verdict(
                    State.OLD_END_CUT_OFF,
                    removed.number(),
                    "no deed says that the rows up to " + removed.number() + " were removed");
        }
        return verdict(State.INTACT, last.number(), whole());
    }

    private String whole() {
        var all = rows == 0
                ? "nothing is written yet"
                : "rows " + (removed.number() + 1) + " to " + last.number() + " are as they were written";
        return noted.filter(link -> link.number() <= removed.number()).isPresent()
                ? all + "; what was noted down is older than all that is kept"
                : all;
    }

    private static String gone(long from, long to) {
        return from == to ? "row " + from + " is gone" : "rows " + from + " to " + to + " are gone";
    }

    private Optional<Verdict> wrong(State state, long number, String why) {
        return Optional.of(verdict(state, number, why));
    }

    private Verdict verdict(State state, long number, String why) {
        return new Verdict(state, number, why, rows, last);
    }
}
