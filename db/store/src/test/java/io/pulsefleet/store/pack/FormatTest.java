package io.pulsefleet.store.pack;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.function.IntSupplier;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

/** What was packed once stays readable: these bytes may be added to, but never changed. */
class FormatTest {

    private static final int ROWS = 48;

    private static final String VERSION_1 = """
            constant, whole: 1154
            constant, decimal: 120231
            constant, bits: 108000000000000000
            all missing: 13
            smooth: 1484ac100458bebd32e051979f37977e057959abc28ebba6039a0d249d161b5c96e6cccede68728cdd3c80
            line: 14244cd6a0bc3e04ef93cf2d993527024fc9d9be883ab0e493b28e1ddc7b7d901fd0108bdd23afe8693e21e0437408
            same: 14440001cce6af7427773619e79393af70af737cf33be4f37950e8
            steady: 14a8009805063fc271514ed140d1b87ed5f09949a78caa15a785acbf6f47fdf365c43e8e7414694eb5ee40
            drifting: 14c418000321be98b697b08764aaf83c7b384a852b1b59d3061842c9b205276a1200
            eased: 146424043d98490817241010a98a492f34d4d4cb8784f22a8b71067c098c772a278c0dd50500
            onward, noisy: 141c8148d01005004ff1bffc0f4a67f1308cd0c0d48356a001ad0e7e8f8954a3cb624dfd6bbc444373664176acf2b052e612475c
            onward: 14e500020700060c12181e242a30363c42484e545a60666c72787e8242a21168e48a512e9a4ea8146a654ab15eb25aae176be6058461d8a0
            trend: 141c8100ec9d010503fc4ff63f4bed70bc2caf940ea2f66293894a0e490dc715c6879ada2e664f15b8d2db5aac13ae38d4b7a980
            sparse: 144d060204004558
            plain: 1429008080c03e0100aaaaaaaaaaaa
            pages: 1466008020032861cbd9f4af01c7c308342de71a6f2c761bebae331869e13cabb0e3e1841a16f3
            reset: 14ec8080d287e2bc2d06020130f56bcc41e8fffc2d79883d1fffc0
            decimal: 150264904e05de882ed40264e01cbd3b04375ea0cee4289cfb453756b0ced7a823b90a273ed14dd5ac33b5ea08
            decimal with gaps: 1d01158b0203010055554001001400ffffffffffffffffff01a4000200c30d661861861860
            fraction: 1641ca0fa11602
            bits: 17459aeff9e7cca7d0f67f2fffc577207644377fd26145e9ecd5bb1bbcdcbfa547351678712c86e23e32b93af79bb0f5e562171ebec333018867a62c1d6d2da9e7834b24627c397042a2d6ebb64360b8121a938b5f668372ab619e93fce1f238210a75858933f07b357f683bd33b317bfe93b8633c2709039fa3399d357b88b8ebe94eeb736d01f9c1135f90e1156b7b4cfcf490e8c33b8f5fb6f6932b2af8917fb31bb679804c530d1bdc85fb52ff47d6af084af2296c6e5ce2e5b19990e1a2d9d308b3d052ce81d71ca91ac3b362869592b95e1f00f45aaf797361ee9aa5fd9b1ee1ca9ce38c9951029424e31e698a8bbbcbfc3e4a83a2f62d1d6a7bd584309b22744effbc77e26d0b4efe6ea26606ab33fe425f3d9867093a58acde261e1a52518115c6224c28bd3d9ab0
            times: 14a38080aeabc1afb00680ade20402""";

    /** What was written so before there was a shorter way. */
    private static final String FORMERLY = "onward, noisy: 14e548d01006000b058f248f38ade56ccd5a183bf7d213cde1dcec02d542"
            + "48d0337f922398372d3e5b16e2c4d6740dadf1c98220";

    /** As zstd 1.5.7 wrote it; another one may write other bytes for the same. */
    private static final String WITH_ZSTD =
            "1712cc93ee8cd5d6b1e77f02008f03250000050100c8cdcaa392f192c906c9db93bdc49eb30e89998cf2e2838609000100cdb13ac7";

    @Test
    void packsIntoTheSameBytesAsEver() {
        var lines = new ArrayList<String>();
        columns()
                .forEach((name, column) ->
                        lines.add(name + ": " + hex(pack(column).data())));
        lines.add("times: " + hex(pack(new double[ROWS]).times()));
        assertThat(String.join("\n", lines)).isEqualTo(VERSION_1);
    }

    @Test
    void unpacksWhatWasEverPacked() {
        for (var line : (VERSION_1 + "\n" + FORMERLY).lines().toList()) {
            var colon = line.indexOf(": ");
            var bytes = HexFormat.of().parseHex(line.substring(colon + 2));
            if (line.startsWith("times")) {
                assertThat(SliceCodec.times(bytes, ROWS)).isEqualTo(Samples.regular(ROWS, 0));
            } else {
                checkIs(columns().get(line.substring(0, colon)), bytes);
            }
        }
        checkIs(cycle(), HexFormat.of().parseHex(WITH_ZSTD));
    }

    private static void checkIs(double[] column, byte[] bytes) {
        var at = Samples.regular(column.length, 0);
        assertThat(new Slice(at, new double[][] {SliceCodec.column(bytes, column.length)}))
                .isEqualTo(new Slice(at, new double[][] {column}));
    }

    private static Map<String, double[]> columns() {
        var columns = new LinkedHashMap<String, double[]>();
        columns.put("constant, whole", each(row -> 42));
        columns.put("constant, decimal", each(row -> -0.25));
        columns.put("constant, bits", each(row -> -0.0));
        columns.put("all missing", each(row -> Slice.MISSING));
        var random = new Random(7);
        columns.put("smooth", each(row -> 1000 + random.nextInt(64)));
        columns.put("line", each(row -> row * 1000 + random.nextInt(64)));
        columns.put("same", walk(() -> random.nextInt(9) - 4));
        columns.put("steady", walk(() -> 300 + random.nextInt(64)));
        columns.put("drifting", each(row -> row * row / 9 + random.nextInt(16)));
        columns.put("eased", each(row -> row / 2 + random.nextInt(32)));
        columns.put("onward, noisy", each(row -> row * row * 40 + row * 1000 + random.nextInt(64)));
        columns.put("onward", each(row -> row * row * row));
        columns.put("trend", walk(pace(random)));
        columns.put("sparse", each(row -> row < 9 ? 3 : row < 37 ? 5 : 6));
        columns.put("plain", each(row -> row * 1000 + row * row % 4));
        columns.put("pages", each(row -> 4096.0 * (row * row % 29)));
        columns.put("reset", each(row -> row < 10 ? 1e14 + row * 3 : row * 3));
        columns.put("decimal", each(row -> (5000 + row * 7919 % 64) / 100.0));
        columns.put("decimal with gaps", each(row -> row % 5 == 1 ? Slice.MISSING : row == 13 ? -0.0 : row / 10.0));
        columns.put("fraction", each(row -> (row + 11) / 997.0));
        columns.put("bits", each(row -> Math.sqrt(row + 2)));
        return columns;
    }

    private static double[] cycle() {
        var few = new Random(1).doubles(4).toArray();
        var column = new double[64];
        Arrays.setAll(column, row -> few[row % few.length]);
        return column;
    }

    private static double[] each(IntToDoubleFunction value) {
        var column = new double[ROWS];
        Arrays.setAll(column, value);
        return column;
    }

    /** A counter whose pace rises by and by. */
    private static IntSupplier pace(Random random) {
        var pace = new int[] {10_000};
        return () -> (pace[0] += 90) + random.nextInt(64);
    }

    private static double[] walk(IntSupplier step) {
        var column = new double[ROWS];
        for (var row = 1; row < ROWS; row++) {
            column[row] = column[row - 1] + step.getAsInt();
        }
        return column;
    }

    private static PackedSlice pack(double[] column) {
        return SliceCodec.pack(new Slice(Samples.regular(column.length, 0), new double[][] {column}));
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
