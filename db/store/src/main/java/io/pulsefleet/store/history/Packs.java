package io.pulsefleet.store.history;

import io.pulsefleet.store.Copy;
import io.pulsefleet.store.Rows;
import io.pulsefleet.store.pack.PackedSlice;
import io.pulsefleet.store.pack.Slice;
import io.pulsefleet.store.pack.SliceCodec;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** Writes packs, roll-up rows, and the account of them, in the transaction of its connection; holds some 8 MB at most. */
final class Packs {

    /** Agents whose days are rolled up, and counted, together. */
    static final int BUCKET = 64;

    /**
     * Whoever packs holds it, shared, from before it takes its number until it has committed; who rolls up holds it alone
     * while it looks which packings there are and takes its own number. So these are all that were before it.
     */
    static final String GATE = "hashtext('packing')";

    private static final int FLUSH_BYTES = 8 << 20;
    private static final long DAY = TimeUnit.DAYS.toMicros(1);
    private static final long MISSING = Double.doubleToRawLongBits(Slice.MISSING);

    private final Connection connection;
    private final Map<Key, Account> accounts = new TreeMap<>();
    private Rows packs = new Rows(FLUSH_BYTES);
    private Rows rollups = new Rows();

    Packs(Connection connection) {
        this.connection = connection;
    }

    /** A row of the account. */
    private record Key(int level, long day, int bucket, long part) implements Comparable<Key> {
        @Override
        public int compareTo(Key other) {
            return day != other.day
                    ? Long.compare(day, other.day)
                    : bucket != other.bucket
                            ? Integer.compare(bucket, other.bucket)
                            : level != other.level
                                    ? Integer.compare(level, other.level)
                                    : Long.compare(part, other.part);
        }
    }

    private static final class Account {
        private int slices;
        private long rows;
        private long samples;
        private long bytes;
        private long first = Long.MAX_VALUE;
        private long last = Long.MIN_VALUE;
    }

    /** What came together. */
    record Total(int slices, long samples, long bytes) {}

    /**
     * Where a slice belongs.
     *
     * @param partsFrom the oldest packing that is in it; null: it is of one packing alone
     */
    record Place(int level, int agent, int set, long from, long part, Long partsFrom) {

        static Place ofPacking(int level, int agent, int set, long from, long part) {
            return new Place(level, agent, set, from, part, null);
        }
    }

    /**
     * @param samples how many values of it are not missing
     * @throws IllegalStateException if what was packed would not come back as it was: nothing must be dropped then
     */
    void pack(Place place, Slice slice, long samples) throws SQLException {
        var packed = SliceCodec.pack(slice);
        if (!SliceCodec.unpack(packed).equals(slice)) {
            throw new IllegalStateException("packed and unpacked is another: " + place);
        }
        var first = slice.at()[0];
        var last = slice.at()[slice.count() - 1];
        packs.row(12)
                .number(place.level())
                .number(place.agent())
                .number(place.set())
                .number(packed.count())
                .moment(place.from())
                .bigint(place.part())
                .moment(first)
                .moment(last)
                .bytes(packed.times())
                .numbers(packed.ends())
                .bytes(packed.data());
        partsFrom(place, packs);
        account(place, packed, samples, first, last);
        flushIf(packs.size() > FLUSH_BYTES);
    }

    private void account(Place place, PackedSlice packed, long samples, long first, long last) {
        var key = new Key(place.level(), Math.floorDiv(place.from(), DAY), bucket(place.agent()), place.part());
        var account = accounts.computeIfAbsent(key, none -> new Account());
        account.slices++;
        account.rows += packed.count();
        account.samples += samples;
        account.bytes += packed.times().length + packed.data().length;
        account.first = Math.min(account.first, first);
        account.last = Math.max(account.last, last);
    }

    static int bucket(int agent) {
        return Math.floorDiv(agent, BUCKET);
    }

    /**
     * One row, a summary for each position. What follows from what stands before it is left out, as SQL's NULL takes no
     * room: a max that is the min, a last that is the max, a sum that is so many times the min.
     */
    void rollup(Place place, Summary[] summaries) throws SQLException {
        var counts = new int[summaries.length];
        var numbers = new double[4][summaries.length];
        for (var i = 0; i < summaries.length; i++) {
            counts[i] = summaries[i].count();
            numbers[0][i] = summaries[i].min();
            numbers[1][i] = unless(summaries[i].min(), summaries[i].max());
            numbers[2][i] = unless(summaries[i].count() * summaries[i].min(), summaries[i].sum());
            numbers[3][i] = unless(summaries[i].max(), summaries[i].last());
        }
        rollups.row(13)
                .number(place.level())
                .number(place.agent())
                .number(place.set())
                .moment(place.from())
                .bigint(place.part())
                .numbers(counts);
        for (var column : numbers) {
            rollups.numbers(column, value -> Double.doubleToRawLongBits(value) == MISSING);
        }
        var newest = newest(summaries);
        partsFrom(place, rollups);
        if (newest == null) {
            rollups.nothing().nothing();
        } else {
            rollups.moment(newest.longValue());
            lastAgo(newest, summaries);
        }
        flushIf(rollups.size() > FLUSH_BYTES);
    }

    /** To the bit. */
    private static double unless(double known, double value) {
        return Double.doubleToRawLongBits(known) == Double.doubleToRawLongBits(value) ? Slice.MISSING : value;
    }

    /** Null: there was nothing at all. */
    private static Long newest(Summary[] summaries) {
        var newest = Arrays.stream(summaries).mapToLong(Summary::lastAt).max().orElse(Long.MIN_VALUE);
        return newest == Long.MIN_VALUE ? null : Long.valueOf(newest);
    }

    /** NULL where none of them was before the newest. */
    private void lastAgo(long newest, Summary[] summaries) {
        var ago = Arrays.stream(summaries)
                .mapToLong(summary -> summary.agoAt(newest))
                .toArray();
        if (Arrays.stream(ago).allMatch(each -> each == 0)) {
            rollups.nothing();
        } else {
            rollups.bigints(ago);
        }
    }

    private static void partsFrom(Place place, Rows rows) {
        if (place.partsFrom() == null) {
            rows.nothing();
        } else {
            rows.bigint(place.partsFrom());
        }
    }

    private void flushIf(boolean full) throws SQLException {
        if (full) {
            flush();
        }
    }

    private void flush() throws SQLException {
        Copy.all(
                connection,
                "pack (level, agent, set, count, from_at, part, first_at, last_at, times, ends, data, parts_from)",
                packs);
        Copy.all(
                connection,
                "rollup (level, agent, set, from_at, part, count, min, max, sum, last,"
                        + " parts_from, last_at, last_ago)",
                rollups);
        packs = new Rows(FLUSH_BYTES);
        rollups = new Rows();
    }

    /** Sends the rest, and the account. */
    Total end() throws SQLException {
        flush();
        try (var insert = connection.prepareStatement("INSERT INTO packed"
                + " (level, day, bucket, part, slices, rows, samples, bytes, first_at, last_at)"
                + " VALUES (?, date '1970-01-01' + ?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
            for (var entry : accounts.entrySet()) {
                var key = entry.getKey();
                var account = entry.getValue();
                insert.setInt(1, key.level());
                insert.setInt(2, Math.toIntExact(key.day()));
                insert.setInt(3, key.bucket());
                insert.setLong(4, key.part());
                insert.setInt(5, account.slices);
                insert.setLong(6, account.rows);
                insert.setLong(7, account.samples);
                insert.setLong(8, account.bytes);
                insert.setObject(9, instant(account.first).atOffset(ZoneOffset.UTC));
                insert.setObject(10, instant(account.last).atOffset(ZoneOffset.UTC));
                insert.addBatch();
            }
            insert.executeBatch();
        }
        var all = accounts.values();
        return new Total(
                all.stream().mapToInt(account -> account.slices).sum(),
                all.stream().mapToLong(account -> account.samples).sum(),
                all.stream().mapToLong(account -> account.bytes).sum());
    }

    static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }

    static long nextPart(Connection connection) throws SQLException {
        return nextParts(connection, 1);
    }

    /** The last of so many. */
    static long nextParts(Connection connection, int count) throws SQLException {
        try (var statement = connection.createStatement();
                var row = statement.executeQuery(
                        "SELECT max(nextval('packing')) FROM generate_series(1, " + count + ")")) {
            row.next();
            return row.getLong(1);
        }
    }
}
