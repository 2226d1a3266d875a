package io.pulsefleet.hub.live;

import io.pulsefleet.hub.access.PageDoor.Visitor;
import io.pulsefleet.hub.socket.FromWhere;
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

/** Where pages of the console connect; {@link LiveDoor} has let them in. What is meant by what they say, {@link OpenPages} knows. */
@ServerEndpoint(value = FromWhere.LIVE_PATH, configurator = FromWhere.Handing.class)
public class LiveEndpoint {

    /** Characters of a message: what a page looks at. */
    static final int LONGEST = 4 << 10;

    private static final Logger LOG = System.getLogger(LiveEndpoint.class.getName());

    private final OpenPages pages;
    private OpenPage page;

    /** Open Liberty makes one for each connection, and injects nothing where a configurator is ours. */
    public LiveEndpoint() {
        pages = CDI.current().select(OpenPages.class).get();
    }

    @OnOpen
    public void open(Session session) {
        session.setMaxIdleTimeout(OpenPages.LONGEST_SILENCE.toMillis());
        session.setMaxTextMessageBufferSize(LONGEST);
        session.setMaxBinaryMessageBufferSize(1);
        page = pages.opened(session, (Visitor) session.getUserPrincipal());
    }

    @OnMessage(maxMessageSize = LONGEST)
    public void text(String text) {
        pages.heard(page, text);
    }

    @OnMessage(maxMessageSize = LONGEST)
    public void bytes(ByteBuffer ignored) {
        page.close(Closing.NO_TEXT, "messages are text");
    }

    @OnClose
    public void closed(CloseReason why) {
        LOG.log(Level.DEBUG, "a page is closed: {0}", why);
        if (page != null) {
            pages.closed(page);
        }
    }

    /** The connection broke, or something that is no message came; what follows is {@link #closed}. */
    @OnError
    public void broken(Throwable why) {
        LOG.log(Level.DEBUG, "a page broke", why);
    }
}
