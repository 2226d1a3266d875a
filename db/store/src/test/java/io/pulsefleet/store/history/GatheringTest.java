package io.pulsefleet.store.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

class GatheringTest {

    private static final int LONG_AND_NARROW = 70_000;
    private static final int WIDE = 10_000;

    @Test
    void howMuchIsHeldDependsOnValuesAndNotOnTheLongestSliceBefore() throws SQLException {
        var slices = new ArrayList<String>();
        var gathering = new Gathering((agent, set, hour, again, slice) ->
                slices.add("%d %s %dx%d".formatted(set, again, slice.count(), slice.values().length)));

        for (var i = 0; i < LONG_AND_NARROW; i++) {
            gathering.read(row(1, i, 1));
        }
        for (var i = 0; i < 300; i++) {
            gathering.read(row(2, i, WIDE));
            assertThat(gathering.held()).isLessThanOrEqualTo(Gathering.MOST_VALUES);
        }
        gathering.end();

        assertThat(slices).containsExactly("1 false 65536x1", "1 true 4464x1", "2 false 209x10000", "2 true 91x10000");
    }

    /** As COPY writes it: agent, set, at, values. */
    private static byte[] row(int set, long at, int width) {
        var row = ByteBuffer.allocate(2 + 8 + 8 + 12 + 4 + 20 + 12 * width);
        row.putShort((short) 4)
                .putInt(4)
                .putInt(1)
                .putInt(4)
                .putInt(set)
                .putInt(8)
                .putLong(at);
        row.putInt(20 + 12 * width)
                .putInt(1)
                .putInt(0)
                .putInt(701)
                .putInt(width)
                .putInt(1);
        for (var position = 0; position < width; position++) {
            row.putInt(8).putDouble(position);
        }
        return row.array();
    }
}
