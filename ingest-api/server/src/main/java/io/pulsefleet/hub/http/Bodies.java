package io.pulsefleet.hub.http;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import io.pulsefleet.hub.http.LimitedInputStream.TooLargeException;
import io.pulsefleet.hub.http.LimitedInputStream.TooManyException;
import io.pulsefleet.wire.Json;
import io.pulsefleet.wire.Problem;
import io.pulsefleet.wire.UnreadableException;
import jakarta.ws.rs.WebApplicationException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/** Bodies of requests, read within their limits; each way in which that fails is told as a problem. */
public final class Bodies {

    private static final long SHIPMENT_LIMIT = HttpConfig.settings().get(HttpConfig.SHIPMENT_LIMIT);
    private static final long BODY_LIMIT = HttpConfig.settings().get(HttpConfig.BODY_LIMIT);

    /** What packs with a larger window wants more memory of us than a body may have: 2^23 bytes. */
    private static final int LARGEST_WINDOW_LOG = 23;

    private Bodies() {}

    /** A shipment may be large. */
    public static <T> T readLarge(InputStream in, String encoding, Class<T> type) {
        return read(in, encoding, SHIPMENT_LIMIT, type);
    }

    static <T> T read(InputStream in, String encoding, Class<T> type) {
        return read(in, encoding, BODY_LIMIT, type);
    }

    /**
     * @param encoding the header Content-Encoding; gzip was unpacked by the server by now
     * @throws WebApplicationException what is wrong with it
     */
    private static <T> T read(InputStream in, String encoding, long limit, Class<T> type) {
        try (var limited = new LimitedInputStream(unpacked(new Lent(in), encoding), limit, Budget.OF_ALL)) {
            return Json.read(limited.readAllBytes(), type);
        } catch (UnreadableException refused) {
            throw Problems.exception(Problem.ofField(400, "Bad request", refused.field(), refused.getMessage()));
        } catch (DateTimeException | ArithmeticException beyondAllTime) { // as the moment -1e300
            throw Problems.badField("", "A moment or a span is beyond what can be reckoned with.");
        } catch (TooLargeException refused) {
            throw Problems.exception(Problem.of(413, "Too large", refused.getMessage()));
        } catch (TooManyException notNow) {
            throw Problems.tooMany(
                    notNow.getMessage(),
                    Duration.ofSeconds(ThreadLocalRandom.current().nextInt(1, 5)));
        } catch (SocketTimeoutException stalled) { // the same body may be sent again
            throw Problems.exception(Problem.of(408, "Too slow", "The body did not come whole in time."));
        } catch (IOException cut) {
            throw cut(cut);
        }
    }

    /** It did not come, or is not what its encoding says. */
    public static WebApplicationException cut(IOException cause) {
        return Problems.exception(Problem.of(400, "Bad request", "The body cannot be read: " + cause.getMessage()));
    }

    /** The server's stream; the server closes it, and one that is broken would fail at that once more. */
    private static final class Lent extends FilterInputStream {

        Lent(InputStream in) {
            super(in);
        }

        @Override
        public void close() {
            // not ours
        }
    }

    private static InputStream unpacked(InputStream in, String encoding) throws IOException {
        return switch (Optional.ofNullable(encoding).orElse("").strip().toLowerCase(Locale.ROOT)) {
            case "", "identity", "gzip", "x-gzip", "deflate" -> in;
            case "zstd" -> new ZstdInputStreamNoFinalizer(in).setLongMax(LARGEST_WINDOW_LOG);
            default ->
                throw Problems.exception(
                        Problem.of(415, "Unsupported Media Type", "The header Content-Encoding may be gzip or zstd."));
        };
    }
}
