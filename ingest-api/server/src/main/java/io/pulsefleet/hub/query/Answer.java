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
import java.util.List;
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
        Iterator<Batch> batches) {

    private static final Logger LOG = System.getLogger(Answer.class.getName());

    /** Some agents' lines, each whole. */
    record Batch(List<Line> lines, List<Curve> curves, Set<Source> sources) {}

    void write(Format format, OutputStream out) throws IOException {
        var sheet = format.sheet(out);
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
        var all = new Combined(combine, span);
        sheet.begin(this);
        while (batches.hasNext()) {
            var batch = batches.next();
            sources.addAll(batch.sources());
            switch (by) {
                case SERIES -> write(batch, sheet);
                case AGENT -> writeByAgent(batch, sheet);
                case METRIC -> batch.curves().forEach(all::add);
            }
        }
        if (by == By.METRIC) {
            write(Line.OF_ALL, all.curve(), sheet);
        }
        sheet.end(sources);
    }

    private static void write(Batch batch, Sheet sheet) throws IOException {
        for (int i = 0; i < batch.lines().size(); i++) {
            write(batch.lines().get(i), batch.curves().get(i), sheet);
        }
    }

    private void writeByAgent(Batch batch, Sheet sheet) throws IOException {
        for (int i = 0; i < batch.lines().size(); ) {
            var line = batch.lines().get(i);
            var combined = new Combined(combine, span);
            for (; i < batch.lines().size() && batch.lines().get(i).number() == line.number(); i++) {
                combined.add(batch.curves().get(i));
            }
            write(line.ofItsAgent(), combined.curve(), sheet);
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
