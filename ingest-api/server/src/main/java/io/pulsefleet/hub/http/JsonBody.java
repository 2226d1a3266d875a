package io.pulsefleet.hub.http;

import io.pulsefleet.hub.http.LimitedInputStream.TooLargeException;
import io.pulsefleet.settings.Setting;
import io.pulsefleet.wire.Json;
import io.pulsefleet.wire.Problem;
import io.pulsefleet.wire.UnreadableException;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.MessageBodyReader;
import jakarta.ws.rs.ext.MessageBodyWriter;
import jakarta.ws.rs.ext.Provider;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.net.SocketTimeoutException;
import java.time.DateTimeException;
import java.util.Optional;
import java.util.stream.Stream;

/** Bodies are read and written as the contract does it, within their limits. */
@Provider
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public class JsonBody implements MessageBodyReader<Object>, MessageBodyWriter<Object> {

    private final long shipmentLimit = limit(HttpConfig.SHIPMENT_LIMIT);
    private final long bodyLimit = limit(HttpConfig.BODY_LIMIT);

    @Override
    public boolean isReadable(Class<?> type, Type generic, Annotation[] annotations, MediaType mediaType) {
        return type.isRecord();
    }

    @Override
    public Object readFrom(
            Class<Object> type,
            Type generic,
            Annotation[] annotations,
            MediaType mediaType,
            MultivaluedMap<String, String> headers,
            InputStream in) {
        var large = Stream.of(annotations).anyMatch(Large.class::isInstance);
        try {
            return Json.read(new LimitedInputStream(in, large ? shipmentLimit : bodyLimit), type);
        } catch (UnreadableException refused) {
            throw Problems.exception(tooLarge(refused)
                    .orElse(Problem.ofField(400, "Bad request", refused.field(), refused.getMessage())));
        } catch (DateTimeException | ArithmeticException beyondAllTime) { // as the moment -1e300
            throw Problems.badField("", "A moment or a span is beyond what can be reckoned with.");
        } catch (SocketTimeoutException stalled) { // the same body may be sent again
            throw Problems.exception(Problem.of(408, "Too slow", "The body did not come whole in time."));
        } catch (IOException cut) {
            throw Problems.exception(tooLarge(cut)
                    .orElse(Problem.of(400, "Bad request", "The body cannot be read: " + cut.getMessage())));
        }
    }

    @Override
    public boolean isWriteable(Class<?> type, Type generic, Annotation[] annotations, MediaType mediaType) {
        return !CharSequence.class.isAssignableFrom(type) && type != byte[].class;
    }

    @Override
    public void writeTo(
            Object message,
            Class<?> type,
            Type generic,
            Annotation[] annotations,
            MediaType mediaType,
            MultivaluedMap<String, Object> headers,
            OutputStream out)
            throws IOException {
        Json.write(message, out);
    }

    /** The parser wraps what the stream says once for each level it is in. */
    private static Optional<Problem> tooLarge(Throwable failure) {
        for (var cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof TooLargeException tooLarge) {
                return Optional.of(Problem.of(413, "Too large", tooLarge.getMessage()));
            }
        }
        return Optional.empty();
    }

    private static long limit(Setting<Long> setting) {
        return HttpConfig.settings().get(setting);
    }
}
