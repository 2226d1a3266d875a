package io.pulsefleet.hub.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefleet.store.series.Source;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TopSheetTest {

    /** What was written, line by line. */
    private static final class Paper implements Sheet {

        private final List<String> lines = new ArrayList<>();

        @Override
        public void begin(Answer answer) {}

        @Override
        public void line(Line line, Curve curve) {
            lines.add(line.hostname());
        }

        @Override
        public void breakOff(String why) {
            lines.add(why);
        }

        @Override
        public void count(long all) {
            lines.add("of " + all);
        }

        @Override
        public void end(Collection<Source> sources) {}
    }

    private static void write(Sheet sheet, String name, double... values) throws Exception {
        sheet.line(
                new Line(null, name, 0, null, null, null, null, Map.of(), false),
                new Curve(new long[values.length], values, values.length));
    }

    @Test
    void thoseWithTheLargestAveragesAreWrittenTheLargestFirst() throws Exception {
        var paper = new Paper();
        var top = new TopSheet(paper, 3);
        write(top, "two", 1, 3);
        write(top, "none", Double.NaN);
        write(top, "nine", 9);
        write(top, "one", 1, 1, 1);
        write(top, "peak", 0, 0, 7.5);
        write(top, "two again", 2);
        assertThat(paper.lines).isEmpty();
        top.end(List.of());

        assertThat(paper.lines).containsExactly("nine", "peak", "two", "of 6");
    }

    @Test
    void whereThereAreFewerAllAreWritten() throws Exception {
        var paper = new Paper();
        var top = new TopSheet(paper, 3);
        write(top, "one", 1);
        top.end(List.of());

        assertThat(paper.lines).containsExactly("one", "of 1");
    }
}
