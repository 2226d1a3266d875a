package io.pulsefleet.hub.socket;

import jakarta.websocket.Session;
import java.io.IOException;
import java.util.Optional;

/**
 * What writes to the connection under a WebSocket, among the server's own objects. A thread that writes its close frame waits
 * until the connection can be written to. Where the connection ends meanwhile nobody tells it, and where it is only woken it tries
 * again: it takes nothing but an error of the write for an end, seen with Open Liberty 26.0.0.5.
 */
final class Writer {

    private static final String ERROR = "blockingIOError";

    private final Optional<Object> context;

    private Writer(Optional<Object> context) {
        this.context = context;
    }

    /**
     * To be asked for while the connection is there: with its end the server forgets which writer was its own.
     *
     * @throws ReflectiveOperationException this server is another one
     */
    static Writer of(Session session) throws ReflectiveOperationException {
        var impl = Inside.of(session, "impl").orElseThrow(() -> new NoSuchFieldException("impl"));
        var context = Inside.path(impl, "connLink", "linkWrite", "tcpWriteContext");
        while (context.isPresent() && !Inside.has(context.get(), ERROR)) { // TLS writes by that of the socket
            context = Inside.path(context.get(), "connectionLink", "deviceWriteInterface");
        }
        return new Writer(context);
    }

    /** Whoever waits for it is to be woken after this. */
    void fail() {
        context.ifPresent(one -> {
            try {
                Inside.set(one, ERROR, new IOException("the close frame was not written in time"));
            } catch (ReflectiveOperationException impossible) {
                throw new IllegalStateException("it had this field a moment ago", impossible);
            }
        });
    }
}
