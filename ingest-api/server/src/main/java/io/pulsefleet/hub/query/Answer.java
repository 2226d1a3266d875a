package io.pulsefleet.hub.query;

import io.pulsefleet.store.series.Source;
import io.pulsefleet.wire.Metric;
import jakarta.ws.rs.WebApplicationException;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * An answer whose first part is there already and whose rest is read while it is written, so that it is never held whole.
 *
 * @param span whole steps
 */
record Answer(
        String metric,
        Metric.Kind kind,
        String unit,
        Aggregate aggregate,
        Span span,
        By by,
        Combine combine,
        Optional<Integer> top,
        Iterator<Batch> batches) {

    private static final Logger LOG = System.getLogger(Answer.class.getName());

    /** Some agents' lines, each whole. */
    record Batch(List<Line> lines, List<Curve> curves, Set<Source> sources) {}

    void write(Format format, OutputStream out) throws IOException {
        var all = format.sheet(out);
        var sheet = top.<Sheet>map(most -> new TopSheet(all, most)).orElse(all);
        try {
            write(sheet);
        } catch (WebApplicationException refused) {
            sheet.breakOff(refused.getMessage());
        } catch (RuntimeException broken) {
            var id = UUID.randomUUID();
            LOG.log(Level.ERROR, "Failure " + id, broken);
            sheet.breakOff("our failure, in the hub's log as " + id + ".");
        }
    }

    private void write(Sheet sheet) throws IOException {
        var sources = EnumSet.noneOf(Source.class);
        var groups = new Groups();
        sheet.begin(this);
        while (batches.hasNext()) {
            var batch = batches.next();
            sources.addAll(batch.sources());
            for (int i = 0; i < batch.lines().size(); i++) {
                var line = batch.lines().get(i);
                if (by.series()) {
                    write(line, batch.curves().get(i), sheet);
                } else {
                    groups.add(line, batch.curves().get(i));
                    if (by.agent() && isLastOfItsAgent(batch, i)) {
                        groups.write(sheet);
                    }
                }
            }
        }
        groups.write(sheet);
        sheet.end(sources);
    }

    /** An agent is not divided among batches. */
    private static boolean isLastOfItsAgent(Batch batch, int i) {
        return i + 1 == batch.lines().size()
                || batch.lines().get(i + 1).number() != batch.lines().get(i).number();
    }

    /** Series that become one line each, in the order in which their first ones came. */
    private final class Groups {

        private final Map<Line, Combined> all = new LinkedHashMap<>();

        void add(Line line, Curve curve) {
            all.computeIfAbsent(by.lineOf(line), none -> new Combined(combine, span))
                    .add(curve);
        }

        void write(Sheet sheet) throws IOException {
            for (var group : all.entrySet()) {
                Answer.write(group.getKey(), group.getValue().curve(), sheet);
            }
            all.clear();
        }
    }

    private static void write(Line line, Curve curve, Sheet sheet) throws IOException {
        if (curve.size() > 0) {
            sheet.line(line, curve);
        }
    }

    /** All lines at once, for an answer that is known to be small. */
    List<Batch> whole() {
        var whole = new ArrayList<Batch>();
        batches.forEachRemaining(whole::add);
        return whole;
    }
}
