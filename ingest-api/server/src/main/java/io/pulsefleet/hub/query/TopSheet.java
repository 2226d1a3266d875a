package io.pulsefleet.hub.query;

import io.pulsefleet.store.series.Source;
import java.io.IOException;
import java.util.Collection;
import java.util.Comparator;
import java.util.PriorityQueue;

/** Of all lines, those with the largest averages over the span, the largest first. The others are counted. */
final class TopSheet implements Sheet {

    private final Sheet sheet;
    private final int most;
    private final PriorityQueue<Ranked> best = new PriorityQueue<>(Ranked.SMALLEST_FIRST);
    private long lines;

    private record Ranked(double average, long number, Line line, Curve curve) {

        /** What is no number is the smallest; of equals, what came last. */
        private static final Comparator<Ranked> SMALLEST_FIRST = Comparator.comparingDouble(
                        (Ranked one) -> Double.isNaN(one.average()) ? Double.NEGATIVE_INFINITY : one.average())
                .thenComparing(Comparator.comparingLong(Ranked::number).reversed());
    }

    TopSheet(Sheet sheet, int most) {
        this.sheet = sheet;
        this.most = most;
    }

    @Override
    public void begin(Answer answer) throws IOException {
        sheet.begin(answer);
    }

    @Override
    public void line(Line line, Curve curve) {
        best.add(new Ranked(average(curve), lines++, line, curve));
        if (best.size() > most) {
            best.poll();
        }
    }

    private static double average(Curve curve) {
        var sum = 0.0;
        for (int i = 0; i < curve.size(); i++) {
            sum += curve.values()[i];
        }
        return sum / curve.size();
    }

    @Override
    public void breakOff(String why) throws IOException {
        sheet.breakOff(why);
    }

    @Override
    public void count(long all) throws IOException {
        sheet.count(all);
    }

    @Override
    public void end(Collection<Source> sources) throws IOException {
        for (var one : best.stream().sorted(Ranked.SMALLEST_FIRST.reversed()).toList()) {
            sheet.line(one.line(), one.curve());
        }
        sheet.count(lines);
        sheet.end(sources);
    }
}
