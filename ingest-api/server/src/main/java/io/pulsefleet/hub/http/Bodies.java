package io.pulsefleet.hub.http;

import com.github.luben.zstd.ZstdIOException;
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
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** Bodies of requests, read within their limits; each way in which that fails is told as a problem. */
public final class Bodies {

    private static final long SHIPMENT_LIMIT = HttpConfig.settings().get(HttpConfig.SHIPMENT_LIMIT);
    private static final long BODY_LIMIT = HttpConfig.settings().get(HttpConfig.BODY_LIMIT);

    /** What packs with a larger window wants more memory of us than a body may have: 2^23 bytes. */
    private static final int LARGEST_WINDOW_LOG = 23;

    /** Of a body as it came; the usual one fits into it. */
    private static final int GZIP_BUFFER = 2 << 10;

    private Bodies() {}

    /** A shipment may be large. */
    public static <T> T readLarge(InputStream in, String encoding, Class<T> type, Lease lease) {
        return read(in, encoding, SHIPMENT_LIMIT, body -> Json.read(body, type), lease);
    }

    static <T> T read(InputStream in, String encoding, Class<T> type, Lease lease) {
        return read(in, encoding, BODY_LIMIT, body -> Json.read(body, type), lease);
    }

    /** What is no JSON; it may be large. */
    static String readLargeText(InputStream in, String encoding, Lease lease) {
        return read(in, encoding, SHIPMENT_LIMIT, body -> new String(body, StandardCharsets.UTF_8), lease);
    }

    private interface Reading<T> {
        T of(byte[] body) throws IOException;
    }

    /**
     * @param encoding the header Content-Encoding
     * @param lease holds what is read, until the caller closes it
     * @throws WebApplicationException what is wrong with it
     */
    private static <T> T read(InputStream in, String encoding, long limit, Reading<T> reading, Lease lease) {
        try (var limited = new LimitedInputStream(unpacked(new Lent(in), encoding), limit, lease)) {
            var body = limited.readAllBytes();
            if (!lease.hold(Weight.of(body))) {
                throw new TooManyException();
            }
            return reading.of(body);
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
        } catch (IOException cut) {
            throw cut(cut);
        }
    }

    /** It did not come whole, so that it may be sent again; or it did, and is not what its encoding says. */
    public static WebApplicationException cut(IOException cause) {
        return isOfEncoding(cause)
                ? Problems.exception(
                        Problem.of(400, "Bad request", "The body cannot be unpacked: " + cause.getMessage()))
                : Problems.exception(Problem.of(408, "Not whole", "The body did not come whole, or not in time."));
    }

    private static boolean isOfEncoding(Throwable failure) {
        for (var cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ZstdIOException || cause instanceof ZipException) {
                return true;
            }
        }
        return false;
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

    /** Of a body that ends before its gzip does it says so; an EOFException is the server's, of a connection that ends. */
    private static final class Gunzipped extends GZIPInputStream {

        Gunzipped(InputStream in) throws IOException {
            super(in, GZIP_BUFFER);
        }

        @Override
        protected void fill() throws IOException {
            len = in.read(buf, 0, buf.length);
            if (len < 0) {
                throw new ZipException("it ends too early");
            }
            inf.setInput(buf, 0, len);
        }
    }

    private static InputStream unpacked(InputStream in, String encoding) throws IOException {
        return switch (Optional.ofNullable(encoding).orElse("").strip().toLowerCase(Locale.ROOT)) {
            case "", "identity" -> in;
            case "gzip", "x-gzip" -> new Gunzipped(in);
            case "zstd" -> new ZstdInputStreamNoFinalizer(in).setLongMax(LARGEST_WINDOW_LOG);
            default ->
                throw Problems.exception(
                        Problem.of(415, "Unsupported Media Type", "The header Content-Encoding may be gzip or zstd."));
        };
    }
}
