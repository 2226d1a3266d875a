package io.pulsefleet.agent.collect.postgres;

import io.pulsefleet.agent.collect.postgres.Totals.Cost;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Optional;

/**
 * A look as it is held from one visit to the next. Most costs of most statements are nothing, and take nothing here: some 60
 * bytes a statement, in the place of more than 200. With a hundred databases it is this that an agent's memory is full of.
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record PackedLook(Instant at, Instant startedAt, Optional<Instant> reset, int count, byte[] statements) {

    /** For a statement of which the server does not tell since when it is counted. */
    private static final long NEVER = Long.MIN_VALUE;

    static PackedLook of(StatementLook look) {
        var bytes = new ByteArrayOutputStream(64 * look.all().size());
        try (var out = new DataOutputStream(bytes)) {
            for (var statement : look.all().entrySet()) {
                write(out, statement.getKey());
                write(out, statement.getValue());
            }
        } catch (IOException inMemory) {
            throw new UncheckedIOException(inMemory);
        }
        return new PackedLook(
                look.at(), look.startedAt(), look.reset(), look.all().size(), bytes.toByteArray());
    }

    private static void write(DataOutputStream out, StatementKey key) throws IOException {
        out.writeLong(key.queryid());
        out.writeLong(key.dbid());
        out.writeLong(key.userid());
        out.writeBoolean(key.toplevel());
    }

    private static void write(DataOutputStream out, Totals totals) throws IOException {
        out.writeLong(totals.since().map(PackedLook::micros).orElse(NEVER));
        int there = 0;
        for (var cost : Cost.values()) {
            there = there << 1 | (totals.get(cost) == 0 ? 0 : 1);
        }
        out.writeShort(there);
        for (var cost : Cost.values()) {
            if (totals.get(cost) != 0) {
                out.writeDouble(totals.get(cost));
            }
        }
    }

    StatementLook unpacked() {
        var all = new HashMap<StatementKey, Totals>(2 * count);
        try (var in = new DataInputStream(new ByteArrayInputStream(statements))) {
            for (int i = 0; i < count; i++) {
                var key = new StatementKey(in.readLong(), in.readLong(), in.readLong(), in.readBoolean());
                all.put(key, totals(in));
            }
        } catch (IOException inMemory) {
            throw new UncheckedIOException(inMemory);
        }
        return new StatementLook(at, startedAt, reset, all);
    }

    private static Totals totals(DataInputStream in) throws IOException {
        var since = in.readLong();
        int there = in.readShort();
        var costs = new double[Cost.values().length];
        for (int i = 0; i < costs.length; i++) {
            costs[i] = (there >> (costs.length - 1 - i) & 1) == 0 ? 0 : in.readDouble();
        }
        return Totals.of(since == NEVER ? Optional.empty() : Optional.of(moment(since)), costs);
    }

    private static long micros(Instant moment) {
        return moment.getEpochSecond() * 1_000_000 + moment.getNano() / 1_000;
    }

    private static Instant moment(long micros) {
        return Instant.ofEpochSecond(Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * 1_000);
    }
}
