package io.pulsefleet.store.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.fail;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SliceCodecTest {

    private static final int[] ROWS = {1, 2, 3, 6, 24, 144, 360, 1440};
    private static final double MISSING = Slice.MISSING;

    /** Another seed each time; a failure prints it, and {@code -Dpack.seed} brings it back. */
    private final long seed = Long.getLong("pack.seed", System.nanoTime());

    private final Random random = new Random(seed);

    @Test
    void tenMillionValuesOfEveryKindComeBackToTheBit() {
        var left = 10_000_000;
        while (left > 0) {
            for (var kind : everyKind().entrySet()) {
                var rows = random.nextInt(4) == 0 ? random.nextInt(400) : ROWS[random.nextInt(ROWS.length)];
                var columns = new double[8][];
                for (var i = 0; i < columns.length; i++) {
                    columns[i] = kind.getValue().column(random, rows, random.nextInt(86_400));
                    Oddities.disturb(random, columns[i]);
                }
                left -= rows * columns.length;
                checkComesBack(kind.getKey(), new Slice(times(rows), columns));
            }
        }
    }

    private static Map<String, Samples.Kind> everyKind() {
        var kinds = new LinkedHashMap<>(Samples.kinds());
        kinds.putAll(Oddities.kinds());
        return kinds;
    }

    /** Whole seconds, jitter of milliseconds or microseconds, gaps, anything that never falls. */
    private long[] times(int rows) {
        var at = Samples.regular(rows, 0);
        var jitter = new int[] {0, 5, 3000, 20_000_000}[random.nextInt(4)];
        for (var row = 0; row < rows; row++) {
            at[row] += jitter == 0 ? 0 : random.nextInt(jitter);
        }
        Arrays.sort(at);
        return at;
    }

    private void checkComesBack(String kind, Slice slice) {
        var packed = SliceCodec.pack(slice);
        var unpacked = SliceCodec.unpack(packed);
        if (!unpacked.equals(slice)) {
            fail("%s of %s came back as another one; seed %d".formatted(kind, slice, seed));
        }
    }

    @Test
    void aColumnOfOneValueTakesAsManyBytesAsItsValueNeeds() {
        assertThat(sizes(0, 1, -64, 1e6, 99.95, 1e12, 1 / 3.0, -0.0, Double.NaN, Double.MAX_VALUE, MISSING))
                .isEqualTo("2 2 2 4 5 7 9 9 9 9 1");
    }

    private static String sizes(double... values) {
        var columns = new double[values.length][360];
        for (var i = 0; i < values.length; i++) {
            Arrays.fill(columns[i], values[i]);
        }
        var packed = SliceCodec.pack(new Slice(Samples.regular(360, 0), columns));
        var sizes = new ArrayList<String>();
        for (var i = 0; i < values.length; i++) {
            sizes.add(String.valueOf(packed.column(i).length));
        }
        return String.join(" ", sizes);
    }

    @Test
    void valuesThatAreMissingCostNextToNothing() {
        var whole = new double[360];
        Arrays.setAll(whole, row -> row * row);
        assertThat(extraBytes(whole, row -> row % 2 == 0)).isLessThan(10);
        assertThat(extraBytes(whole, row -> row < 200)).isLessThan(10);
        assertThat(extraBytes(whole, row -> row == 77)).isLessThan(14);
    }

    @Test
    void whatComesAgainAndAgainIsWrittenOnce() {
        var column = new double[360];
        var few = new Random(1).doubles(12).toArray();
        Arrays.setAll(column, row -> few[row % few.length]);
        assertThat(pack(column).length).isBetween(12 * 7, 12 * 10 + 20);
    }

    private interface Rows {
        boolean has(int row);
    }

    private static int extraBytes(double[] whole, Rows missing) {
        var column = whole.clone();
        var rest = new double[whole.length];
        var n = 0;
        for (var row = 0; row < column.length; row++) {
            if (missing.has(row)) {
                column[row] = MISSING;
            } else {
                rest[n++] = column[row];
            }
        }
        return pack(column).length - pack(Arrays.copyOf(rest, n)).length;
    }

    @Test
    void timesOnTheBeatTakeAFewBytesAndJitterAFewBits() {
        var random = new Random(1);
        var regular = Samples.regular(360, 0);
        var millis = Samples.regular(360, 0);
        var micros = Samples.regular(360, 0);
        for (var row = 0; row < 360; row++) {
            millis[row] += 1000L * random.nextInt(4);
            micros[row] += random.nextInt(2000);
        }
        assertThat(List.of(lengthOf(regular), lengthOf(millis), lengthOf(micros)))
                .isEqualTo(List.of(15, 109, 538));
    }

    private static int lengthOf(long[] at) {
        return SliceCodec.pack(new Slice(at, new double[0][])).times().length;
    }

    @Test
    void noVisitAndOneVisitAndNoPositionAreSlicesToo() {
        for (var slice : List.of(
                new Slice(new long[0], new double[0][]),
                new Slice(new long[0], new double[2][0]),
                new Slice(new long[] {7}, new double[][] {{MISSING}, {-0.0}, {1e-7}}),
                new Slice(new long[] {7, 7}, new double[][] {{1, MISSING}, {MISSING, 1}, {Double.NaN, 2}}),
                new Slice(new long[] {Long.MIN_VALUE, 0, Long.MAX_VALUE}, new double[0][]))) {
            assertThat(SliceCodec.unpack(SliceCodec.pack(slice))).isEqualTo(slice);
        }
    }

    @Test
    void aColumnCutShortIsDamaged() {
        for (var column : columnsToDamage()) {
            var bytes = pack(column);
            for (var length = 0; length < bytes.length; length++) {
                var cut = Arrays.copyOf(bytes, length);
                assertThatExceptionOfType(DamagedException.class)
                        .as("%d of %s", length, HexFormat.of().formatHex(bytes))
                        .isThrownBy(() -> SliceCodec.column(cut, column.length));
            }
        }
    }

    @Test
    void aGarbledColumnIsDamagedOrAnotherOneAndNothingElse() {
        for (var column : columnsToDamage()) {
            var bytes = pack(column);
            for (var i = 0; i < 2000; i++) {
                var garbled = bytes.clone();
                for (var flips = random.nextInt(4); flips >= 0; flips--) {
                    var range = random.nextBoolean() ? garbled.length : Math.min(12, garbled.length);
                    garbled[random.nextInt(range)] ^= (byte) (1 << random.nextInt(8));
                }
                checkHarmless(garbled, random.nextInt(3) == 0 ? random.nextInt(1000) : column.length);
            }
        }
    }

    @Test
    void bytesThatNobodyPackedAreDamagedOrValuesAndNothingElse() {
        for (var i = 0; i < 100_000; i++) {
            var bytes = new byte[1 + random.nextInt(40)];
            random.nextBytes(bytes);
            bytes[0] = Form.first(random.nextInt(16));
            checkHarmless(bytes, random.nextInt(500));
        }
    }

    @Test
    void runsThatGoRoundTheWorldAreDamaged() {
        var out = new Out();
        out.octet(Form.first(Form.WHOLE | Form.WITH_GAPS));
        out.varint(3);
        try (var writer = new NumbersWriter()) {
            writer.write(new long[] {Long.MAX_VALUE, Long.MAX_VALUE, 2 + 10}, 3, out);
        }
        assertThatExceptionOfType(DamagedException.class)
                .isThrownBy(() -> SliceCodec.column(out.toBytes(), 10))
                .withMessage("a run of 9223372036854775807 in the last 10 rows");
    }

    private void checkHarmless(byte[] bytes, int count) {
        try {
            assertThat(SliceCodec.column(bytes, count)).hasSize(count);
            assertThat(SliceCodec.times(bytes, count)).hasSize(count);
        } catch (DamagedException told) {
            assertThat(told).hasMessageMatching(".+");
        } catch (RuntimeException | Error other) {
            fail(
                    "seed %d, %d values of %s"
                            .formatted(seed, count, HexFormat.of().formatHex(bytes)),
                    other);
        }
    }

    private static List<double[]> columnsToDamage() {
        var random = new Random(5);
        var columns = new ArrayList<double[]>();
        everyKind().values().forEach(kind -> {
            var column = kind.column(random, 60, 0);
            columns.add(column);
            var holes = column.clone();
            holes[3] = MISSING;
            holes[4] = MISSING;
            holes[40] = Double.NaN;
            columns.add(holes);
        });
        return columns;
    }

    @Test
    void moreThanASliceMayHoldIsRefusedBeforeAnythingIsReserved() {
        var forever = pack(new double[] {1, 1});
        var many = new int[1000];
        Arrays.fill(many, 2);
        assertThatExceptionOfType(DamagedException.class)
                .isThrownBy(() -> SliceCodec.column(forever, Integer.MAX_VALUE))
                .withMessage("2147483647 visits; there are at most 131072");
        assertThatExceptionOfType(DamagedException.class)
                .isThrownBy(() -> SliceCodec.column(forever, -1))
                .withMessage("-1 visits; there are at most 131072");
        assertThatExceptionOfType(DamagedException.class)
                .isThrownBy(() -> SliceCodec.unpack(new PackedSlice(100_000, new byte[0], many, forever)))
                .withMessage("too large a slice: 100000 visits of 1000 positions in 2 bytes");
    }

    @Test
    void aLaterVersionIsNotGuessedAt() {
        assertThatExceptionOfType(DamagedException.class)
                .isThrownBy(() -> SliceCodec.column(new byte[] {0x21, 2}, 2))
                .withMessage("packed in version 2, known is 1");
    }

    @Test
    void endsThatLieOutsideAreDamaged() {
        for (var ends : List.of(new int[] {3}, new int[] {-1}, new int[] {2, 1})) {
            assertThatExceptionOfType(DamagedException.class).isThrownBy(() -> {
                var packed = new PackedSlice(2, lengthTwo(), ends, pack(new double[] {1, 1}));
                SliceCodec.unpack(packed);
            });
        }
    }

    private static byte[] lengthTwo() {
        return SliceCodec.pack(new Slice(new long[] {1, 2}, new double[0][])).times();
    }

    private static byte[] pack(double[] column) {
        return SliceCodec.pack(new Slice(Samples.regular(column.length, 0), new double[][] {column}))
                .data();
    }
}
