package io.pulsefleet.hub.socket;

import jakarta.websocket.Session;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.reflect.Method;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The connections under WebSockets that have ended. Open Liberty writes its close frame, and where it is not reading at that
 * moment it leaves the connection as it is: a socket and 12 kB for good, seen with 26.0.0.5 for four of a thousand that sent
 * malformed frames. Of others it keeps the session only, in its list of those that are open. Here such a connection is cut
 * after a while, and forgotten. There is no other way to it than through Liberty's own classes; where they are made otherwise,
 * nothing is done, and it is said once.
 */
final class Cables {

    private static final Logger LOG = System.getLogger(Cables.class.getName());

    /** The server waits for the other side's close frame for less. */
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private static final String IS_CLOSED = "isClosed";

    private final Map<Session, Instant> ended = Collections.synchronizedMap(new IdentityHashMap<>());
    private boolean unknown;

    /** From either side; told again it is the same end. */
    void ended(Session session, Instant now) {
        ended.putIfAbsent(session, now);
    }

    /** Those that ended long enough ago. */
    void cut(Instant now) {
        for (var session : due(now)) {
            ended.remove(session);
            try {
                cut(session);
            } catch (ReflectiveOperationException | RuntimeException another) {
                LOG.log(unknown ? Level.DEBUG : Level.INFO, "This server is no Open Liberty as we know it", another);
                unknown = true;
            }
        }
    }

    private List<Session> due(Instant now) {
        synchronized (ended) {
            return ended.entrySet().stream()
                    .filter(one -> now.isAfter(one.getValue().plus(PATIENCE)))
                    .map(Entry::getKey)
                    .toList();
        }
    }

    private static void cut(Session session) throws ReflectiveOperationException {
        var impl = Inside.of(session, "impl").orElseThrow(() -> new NoSuchFieldException("impl"));
        var link = Inside.of(impl, "connLink");
        if (link.isEmpty()) {
            return; // it never began
        }
        var device = Inside.of(link.get(), "deviceConnLink");
        var socket = device.isPresent() ? socketBelow(device.get()) : Optional.empty();
        if (socket.isPresent() && !isClosed(socket.get())) {
            method(device.get(), "close", 2)
                    .invoke(device.get(), Inside.of(link.get(), "vConnection").orElse(null), null);
        }
        var forget = link.get().getClass().getDeclaredMethod("removeSession");
        forget.setAccessible(true);
        forget.invoke(link.get()); // once more where it ended well: it is in no list then
    }

    /** With TLS there is a link above that of the socket. */
    private static Optional<Object> socketBelow(Object device) throws ReflectiveOperationException {
        for (var link = device;
                link != null;
                link = method(link, "getDeviceLink", 0).invoke(link)) {
            if (Stream.of(link.getClass().getMethods())
                    .anyMatch(one -> one.getName().equals(IS_CLOSED))) {
                return Optional.of(link);
            }
        }
        return Optional.empty();
    }

    private static boolean isClosed(Object socket) throws ReflectiveOperationException {
        return (boolean) method(socket, IS_CLOSED, 0).invoke(socket);
    }

    private static Method method(Object of, String name, int parameters) throws NoSuchMethodException {
        var found = Stream.of(of.getClass().getMethods())
                .filter(one -> one.getName().equals(name) && one.getParameterCount() == parameters)
                .findFirst()
                .orElseThrow(() -> new NoSuchMethodException(of.getClass() + "." + name));
        found.setAccessible(true);
        return found;
    }
}
