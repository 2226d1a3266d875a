package io.pulsefleet.hub.command;

import io.pulsefleet.hub.socket.FromWhere;
import io.pulsefleet.wire.channel.Channel;
import io.pulsefleet.wire.channel.Closing;
import jakarta.enterprise.inject.spi.CDI;
import jakarta.websocket.CloseReason;
import jakarta.websocket.OnClose;
import jakarta.websocket.OnError;
import jakarta.websocket.OnMessage;
import jakarta.websocket.OnOpen;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpoint;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;

/** Where agents connect. It hands over what comes; what is meant by it, {@link Talks} knows. */
@ServerEndpoint(value = Channel.PATH, configurator = FromWhere.Handing.class)
public class AgentEndpoint {

    private static final Logger LOG = System.getLogger(AgentEndpoint.class.getName());

    private final Talks talks;
    private Connection connection;

    /** Open Liberty makes one for each connection, and injects nothing where a configurator is ours. */
    public AgentEndpoint() {
        talks = CDI.current().select(Talks.class).get();
    }

    @OnOpen
    public void open(Session session) {
        session.setMaxIdleTimeout(Channel.LONGEST_SILENCE.toMillis());
        session.setMaxTextMessageBufferSize(Channel.LONGEST);
        session.setMaxBinaryMessageBufferSize(1);
        var from = session.getUserProperties().get(FromWhere.ADDRESS);
        connection = talks.opened(session, from == null ? "" : from.toString());
    }

    @OnMessage(maxMessageSize = Channel.LONGEST)
    public void text(String text) {
        talks.heard(connection, text);
    }

    @OnMessage(maxMessageSize = Channel.LONGEST_OF_STRANGERS)
    public void bytes(ByteBuffer ignored) {
        connection.close(Closing.NO_TEXT, "messages are text");
    }

    @OnClose
    public void closed(CloseReason why) {
        LOG.log(Level.DEBUG, "a channel is closed: {0}", why);
        if (connection != null) {
            talks.closed(connection);
        }
    }

    /** The connection broke, or something that is no message came; what follows is {@link #closed}. */
    @OnError
    public void broken(Throwable why) {
        LOG.log(Level.DEBUG, "a channel broke", why);
    }
}
