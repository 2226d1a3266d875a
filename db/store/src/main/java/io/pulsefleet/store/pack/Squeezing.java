package io.pulsefleet.store.pack;

import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import java.util.Optional;

/**
 * Zstandard without anything around it: no magic number, no length, no checksum, for each of them would cost more than
 * many a column.
 *
 * <p>Belongs to the one who packs a slice and goes with it. So no thread and no class keeps native memory when the
 * application is stopped.
 */
final class Squeezing implements AutoCloseable {

    private static final int LEVEL = 3;

    /** Native memory; most slices need none, and do without it. */
    private Optional<ZstdCompressCtx> zstd = Optional.empty();

    /** @return how many bytes it became, or -1 if they do not fit */
    int squeeze(byte[] source, int length, byte[] into) {
        var context = zstd.orElseGet(Squeezing::begin);
        zstd = Optional.of(context);
        try {
            return context.compressByteArray(into, 0, into.length, source, 0, length);
        } catch (ZstdException doesNotFit) {
            return -1;
        }
    }

    private static ZstdCompressCtx begin() {
        return new ZstdCompressCtx()
                .setMagicless(true)
                .setContentSize(false)
                .setChecksum(false)
                .setDictID(false)
                .setLevel(LEVEL);
    }

    static byte[] undo(byte[] squeezed, int length) {
        var bytes = new byte[length];
        try (var zstd = new ZstdDecompressCtx()) {
            zstd.setMagicless(true);
            var got = zstd.decompressByteArray(bytes, 0, length, squeezed, 0, squeezed.length);
            if (got != length) {
                throw new DamagedException(got + " bytes instead of " + length);
            }
            return bytes;
        } catch (ZstdException garbled) {
            throw new DamagedException("zstd", garbled);
        }
    }

    @Override
    public void close() {
        zstd.ifPresent(ZstdCompressCtx::close);
    }
}
